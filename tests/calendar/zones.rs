//! Zones by name, city and country.

use chrono_tz::{TZ_VARIANTS, Tz};
use sunflower::calendar::zone;

use crate::now;

#[test]
fn iana_names_and_places_are_read_in_any_case() {
    let cases = [
        ("Europe/Berlin", Tz::Europe__Berlin),
        (" europe/berlin ", Tz::Europe__Berlin),
        ("AMERICA/NEW_YORK", Tz::America__New_York),
        ("america/new york", Tz::America__New_York),
        ("Berlin", Tz::Europe__Berlin),
        ("Berlin, Germany", Tz::Europe__Berlin),
        ("new york", Tz::America__New_York),
        ("são paulo", Tz::America__Sao_Paulo),
        ("Sao Paulo", Tz::America__Sao_Paulo),
        ("kolkata", Tz::Asia__Kolkata),
        ("San Francisco", Tz::America__Los_Angeles),
        ("münchen", Tz::Europe__Berlin),
        ("St. Louis", Tz::America__Chicago),
        ("Buenos Aires", Tz::America__Argentina__Buenos_Aires),
        ("port-au-prince", Tz::America__PortauPrince),
        ("Portland, Oregon", Tz::America__Los_Angeles),
        ("Knox", Tz::America__Indiana__Knox),
        ("Germany", Tz::Europe__Berlin),
        ("japan", Tz::Asia__Tokyo),
        ("Amsterdam", Tz::Europe__Amsterdam),
        ("Iceland", Tz::Atlantic__Reykjavik),
        ("UTC", Tz::UTC),
        ("utc", Tz::UTC),
        ("GMT", Tz::GMT),
        ("Etc/GMT+5", Tz::Etc__GMTPlus5),
        // Old names become what they are now.
        ("US/Pacific", Tz::America__Los_Angeles),
        ("Asia/Calcutta", Tz::Asia__Kolkata),
        ("Europe/Kiev", Tz::Europe__Kyiv),
        ("montreal", Tz::America__Toronto),
    ];
    for (name, expected) in cases {
        assert_eq!(zone::parse(name), Ok(expected), "{name}");
    }
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_and_never_taken_for_utc() {
    let cases = [
        (
            "Berln",
            r#"I know no time zone "Berln". Did you mean Europe/Berlin or Europe/Zurich?"#,
        ),
        (
            "Europe/Berlim",
            r#"I know no time zone "Europe/Berlim". Did you mean Europe/Berlin?"#,
        ),
        (
            "Stokholm",
            r#"I know no time zone "Stokholm". Did you mean Europe/Stockholm?"#,
        ),
        (
            "EST",
            r#""EST" is not one zone. Write America/New_York or America/Toronto."#,
        ),
        (
            "cet",
            r#""cet" is not one zone. Write Europe/Berlin or Europe/Paris."#,
        ),
        (
            "Portland",
            r#""Portland" is not one zone. Write America/New_York or America/Los_Angeles."#,
        ),
        (
            "UTC+2",
            r#""UTC+2" ignores clock changes. Write a city instead, such as Berlin."#,
        ),
        (
            "+02:00",
            r#""+02:00" ignores clock changes. Write a city instead, such as Berlin."#,
        ),
        (
            "Mars",
            r#"I know no time zone "Mars". Did you mean Europe/Paris?"#,
        ),
        (
            "Middle Earth",
            r#"I know no time zone "Middle Earth". Write a large city near you, such as Berlin."#,
        ),
        (
            "",
            r#"I know no time zone "". Write a large city near you, such as Berlin."#,
        ),
    ];
    for (name, sentence) in cases {
        let refusal = zone::parse(name).map_err(|unknown| unknown.to_string());
        assert_eq!(refusal, Err(sentence.to_owned()), "{name}");
    }
}

#[test]
fn every_zone_that_is_kept_by_name_is_read_again_with_the_same_clock() {
    let abbreviations = [
        "CET", "EET", "WET", "MET", "EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
    ];
    for zone in TZ_VARIANTS {
        if abbreviations.contains(&zone.name()) {
            assert!(zone::parse(zone.name()).is_err(), "{zone}");
            continue;
        }
        let read = zone::parse(zone.name()).unwrap_or_else(|refusal| panic!("{refusal}"));
        let clock = |zone: Tz| now().with_timezone(&zone).naive_local();
        assert_eq!(clock(read), clock(zone), "{zone} is read as {read}");
        assert_eq!(
            zone::parse(read.name()),
            Ok(read),
            "what is kept does not change again"
        );
    }
}

fn found(query: &str) -> Vec<&'static str> {
    zone::search(query, now(), 25)
        .iter()
        .map(|found| found.zone.name())
        .collect()
}

#[test]
fn a_city_is_found_while_it_is_typed_and_shown_with_its_time() {
    let label = |query| zone::search(query, now(), 1)[0].label.clone();
    assert_eq!(label("berlin"), "Berlin (Europe/Berlin), 13:00 now");
    assert_eq!(label("ber"), "Berlin (Europe/Berlin), 13:00 now");
    assert_eq!(label("new yo"), "New York (America/New_York), 07:00 now");
    assert_eq!(label("são p"), "Sao Paulo (America/Sao_Paulo), 09:00 now");
    assert_eq!(label("kolkata"), "Kolkata (Asia/Kolkata), 17:30 now");
    assert_eq!(label("mumbai"), "Mumbai (Asia/Kolkata), 17:30 now");
    assert_eq!(
        label("san fr"),
        "San Francisco (America/Los_Angeles), 04:00 now"
    );
    assert_eq!(label("beij"), "Beijing (Asia/Shanghai), 20:00 now");
    assert_eq!(label("germany"), "Germany (Europe/Berlin), 13:00 now");
    assert_eq!(label("utc"), "UTC, 12:00 now");
    assert_eq!(label("pst"), "Los Angeles (America/Los_Angeles), 04:00 now");
    assert_eq!(label("londn"), "London (Europe/London), 12:00 now");
    assert_eq!(label("york"), "New York (America/New_York), 07:00 now");
}

#[test]
fn results_are_todays_names_each_zone_once_and_no_more_than_asked() {
    assert_eq!(found("kiev"), ["Europe/Kyiv"]);
    assert_eq!(found("calcutta"), ["Asia/Kolkata"]);
    assert!(found("europe").contains(&"Europe/Amsterdam"));
    assert!(found("us").iter().all(|name| !name.starts_with("US/")));
    assert!(found("qqqqq").is_empty());
    assert_eq!(zone::search("a", now(), 5).len(), 5);
    let nothing_typed = found("");
    assert!(nothing_typed.contains(&"Europe/London") && nothing_typed.len() <= 25);
    for query in ["", "a", "e", "san", "america", "st", "new", "m"] {
        let names = found(query);
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(names.len(), unique.len(), "{query}");
        assert!(
            zone::search(query, now(), 1000)
                .iter()
                .all(|found| found.label.chars().count() <= 100)
        );
    }
}

#[test]
fn the_data_has_a_version() {
    let version = zone::data_version();
    assert!(version.starts_with("20") && version.len() >= 5, "{version}");
}
