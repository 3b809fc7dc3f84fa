//! Properties: what is stored comes back the same, and no time is missed, doubled or out of order.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc, offset::LocalResult};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::{prelude::*, sample::select};
use sunflower::calendar::Recurrence;

use crate::{at, now, oracle::changes, parse};

/// Crontab's items for a field, in all its forms.
fn field(first: u8, last: u8) -> impl Strategy<Value = String> {
    let number = first..=last;
    let range =
        (first..=last, first..=last).prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b)));
    let step = (1..=last).prop_map(|step| format!("*/{step}"));
    let item = prop_oneof![
        4 => number.prop_map(|number| number.to_string()),
        2 => range.clone(),
        1 => (range, 1..=last).prop_map(|(range, step)| format!("{range}/{step}")),
        1 => step,
    ];
    prop_oneof![
        2 => Just("*".to_owned()),
        3 => proptest::collection::vec(item, 1..4).prop_map(|items| items.join(",")),
    ]
}

fn any_rule() -> impl Strategy<Value = String> {
    (
        0..60_u8,
        field(0, 23),
        field(1, 31),
        field(1, 12),
        field(0, 7),
    )
        .prop_map(|(minute, hours, days, months, weekdays)| {
            format!("{minute} {hours} {days} {months} {weekdays}")
        })
}

fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
    (at("2009-01-01T00:00:00Z").timestamp_millis()..at("2060-01-01T00:00:00Z").timestamp_millis())
        .prop_map(|ms| DateTime::from_timestamp_millis(ms).expect("in range"))
}

/// The instant of a wall time, found in another way: by looking at every minute around it.
fn resolve(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            let mut later = wall;
            loop {
                later += TimeDelta::minutes(1);
                if let Some(at) = zone.from_local_datetime(&later).earliest() {
                    return at.to_utc();
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_comes_back_from_the_store_as_it_was(rule in any_rule(), after in any_instant()) {
        let Ok(recurrence) = Recurrence::parse(&rule, now(), Tz::UTC) else { return Ok(()) };
        let stored = recurrence.stored();
        let back = Recurrence::from_stored(&stored).expect("what was stored is read");
        prop_assert_eq!(&back, &recurrence, "{}", stored);
        prop_assert_eq!(back.stored(), stored);
        prop_assert_eq!(back.next_after(after, Tz::UTC), recurrence.next_after(after, Tz::UTC));
    }

    #[test]
    fn a_date_comes_back_from_the_store_as_it_was(minutes in 1..1_000_000_i64) {
        let wall = now() + TimeDelta::minutes(minutes);
        let once = Recurrence::parse(&wall.format("%Y-%m-%d %H:%M").to_string(), now(), Tz::UTC).expect("a date");
        let back = Recurrence::from_stored(&once.stored()).expect("what was stored is read");
        prop_assert_eq!(back.next_after(now(), Tz::UTC), Some(wall));
        prop_assert_eq!(back, once);
    }

    #[test]
    fn every_wall_time_of_a_rule_is_said_once_and_in_order(
        zone in select(TZ_VARIANTS.to_vec()),
        minute in 0..60_u8,
        hours in field(0, 23),
        weekdays in field(0, 6),
        after in any_instant(),
    ) {
        let rule = format!("{minute} {hours} * * {weekdays}");
        let Ok(recurrence) = Recurrence::parse(&rule, now(), zone) else { return Ok(()) };
        // On a zone without changes the rule itself is walked; each of its wall times is resolved here.
        let until = after + TimeDelta::days(20);
        let from_wall = after.naive_utc() - TimeDelta::days(2);
        let mut expected: Vec<DateTime<Utc>> = recurrence
            .upcoming(from_wall.and_utc(), Tz::UTC)
            .take_while(|at| *at < until + TimeDelta::days(2))
            .map(|unzoned| resolve(unzoned.naive_utc(), zone))
            .filter(|at| *at > after && *at < until)
            .collect();
        prop_assert!(expected.is_sorted());
        expected.dedup();
        let found: Vec<DateTime<Utc>> = recurrence.upcoming(after, zone).take_while(|at| *at < until).collect();
        prop_assert!(found.is_sorted_by(|one, next| one < next));
        prop_assert_eq!(found, expected, "{} in {} after {}", rule, zone, after);
    }

    #[test]
    fn the_next_time_is_always_later_and_on_the_minute(rule in any_rule(), zone in select(TZ_VARIANTS.to_vec()), after in any_instant()) {
        let Ok(recurrence) = Recurrence::parse(&rule, now(), zone) else { return Ok(()) };
        if let Some(next) = recurrence.next_after(after, zone) {
            prop_assert!(next > after);
            prop_assert_eq!(next.timestamp_subsec_nanos(), 0);
            // Asked again from just before, it is found again.
            prop_assert_eq!(recurrence.next_after(next - TimeDelta::milliseconds(1), zone), Some(next));
        }
    }

    #[test]
    fn nothing_that_is_typed_breaks_it(input in "\\PC{0,60}", zone in select(TZ_VARIANTS.to_vec())) {
        match Recurrence::parse(&input, now(), zone) {
            Ok(recurrence) => prop_assert!(recurrence.echo(now(), zone).chars().count() <= 100),
            Err(refusal) => prop_assert!(refusal.short().chars().count() <= 100),
        }
    }

    #[test]
    fn no_mix_of_words_breaks_it(words in proptest::collection::vec(select(WORDS.to_vec()), 0..8)) {
        let input = words.join(" ");
        if let Ok(recurrence) = Recurrence::parse(&input, now(), Tz::Europe__Berlin) {
            prop_assert!(recurrence.echo(now(), Tz::Europe__Berlin).chars().count() <= 100);
            prop_assert!(recurrence.next_after(now(), Tz::Europe__Berlin).is_some(), "{}", input);
            prop_assert_eq!(Recurrence::from_stored(&recurrence.stored()), Ok(recurrence));
        }
    }
}

const WORDS: [&str; 42] = [
    "every",
    "monday",
    "mondays",
    "and",
    "fri-sun",
    "weekdays",
    "weekend",
    "daily",
    "day",
    "first",
    "second",
    "5th",
    "31st",
    "of",
    "the",
    "month",
    "monthly",
    "year",
    "weekly",
    "at",
    "9",
    "9:00",
    "6pm",
    "noon",
    "dec",
    "february",
    "30",
    "2027",
    "2026-12-01",
    "tomorrow",
    "next",
    "this",
    "today",
    "hourly",
    ":15",
    "2",
    "hours",
    "1.12",
    "last",
    "0",
    "*",
    "sunday",
];

#[test]
fn from_amid_any_gap_or_fold_the_next_time_is_later() {
    let hourly = parse("30 * * * *");
    for zone in TZ_VARIANTS {
        for change in changes(zone).into_iter().take(2) {
            for minutes in [-61, -60, -30, -1, 0, 1, 30, 59, 60, 61, 120] {
                let after = change + TimeDelta::minutes(minutes);
                let next = hourly.next_after(after, zone).expect("hourly");
                assert!(next > after, "{zone}: {next} after {after}");
                // At worst a fold of two hours is passed over.
                assert!(
                    next - after <= TimeDelta::hours(4),
                    "{zone}: {next} after {after}"
                );
            }
        }
    }
}

#[test]
fn the_far_ends_of_time_are_answered_and_not_looped_over() {
    let rule = parse("0 9 29 2 *");
    for zone in [Tz::Europe__Berlin, Tz::Pacific__Apia, Tz::UTC] {
        assert_eq!(rule.next_after(DateTime::<Utc>::MAX_UTC, zone), None);
        assert_eq!(rule.next_after(DateTime::<Utc>::MIN_UTC, zone), None);
        assert_eq!(rule.next_after(at("2101-01-01T00:00:00Z"), zone), None);
        let leap = rule.next_after(at("2097-01-01T00:00:00Z"), zone);
        assert_eq!(leap, None, "2100 has no 29 February");
    }
    let midnight = parse("0 0 1 1 *");
    let second = midnight.next_after(at("2026-12-31T23:59:59.999Z"), Tz::UTC);
    assert_eq!(second.map(|at| at.second()), Some(0));
}
