//! Crontab's five fields, with crontab's meaning.

use chrono_tz::Tz;
use sunflower::calendar::Recurrence;

use crate::{at, next_times, now, parse};

/// The next days of a rule in UTC, from Sunday 22 November 2026, as "Mon 23 Nov".
fn days(rule: &str, count: usize) -> Vec<String> {
    parse(rule)
        .upcoming(now(), Tz::UTC)
        .take(count)
        .map(|at| at.format("%a %-d %b").to_string())
        .collect()
}

#[test]
fn sunday_is_0_and_7_and_monday_is_1() {
    for sunday in ["0", "7", "SUN", "sun", "Sunday", "7-7", "0,7"] {
        assert_eq!(
            days(&format!("0 9 * * {sunday}"), 2),
            ["Sun 29 Nov", "Sun 6 Dec"],
            "{sunday}"
        );
    }
    for monday in ["1", "MON", "mon", "monday"] {
        assert_eq!(
            days(&format!("0 9 * * {monday}"), 2),
            ["Mon 23 Nov", "Mon 30 Nov"],
            "{monday}"
        );
    }
    assert_eq!(days("0 9 * * 6", 1), ["Sat 28 Nov"]);
}

#[test]
fn weekdays_take_lists_ranges_steps_and_wrap_around_the_week() {
    assert_eq!(
        days("0 9 * * FRI-SUN", 4),
        ["Fri 27 Nov", "Sat 28 Nov", "Sun 29 Nov", "Fri 4 Dec"]
    );
    assert_eq!(
        days("0 9 * * 5-7", 3),
        ["Fri 27 Nov", "Sat 28 Nov", "Sun 29 Nov"]
    );
    assert_eq!(
        days("0 9 * * 6-1", 4),
        ["Mon 23 Nov", "Sat 28 Nov", "Sun 29 Nov", "Mon 30 Nov"]
    );
    assert_eq!(
        days("0 9 * * SUN-TUE", 4),
        ["Mon 23 Nov", "Tue 24 Nov", "Sun 29 Nov", "Mon 30 Nov"]
    );
    assert_eq!(
        days("0 9 * * MON-FRI/2", 4),
        ["Mon 23 Nov", "Wed 25 Nov", "Fri 27 Nov", "Mon 30 Nov"]
    );
    assert_eq!(
        days("0 9 * * MON,THU", 3),
        ["Mon 23 Nov", "Thu 26 Nov", "Mon 30 Nov"]
    );
    // Sunday, Tuesday, Thursday, Saturday: crontab counts from Sunday.
    assert_eq!(
        days("0 9 * * */2", 4),
        ["Tue 24 Nov", "Thu 26 Nov", "Sat 28 Nov", "Sun 29 Nov"]
    );
    assert_eq!(
        days("0 9 * * 0-7", 3),
        ["Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov"]
    );
}

#[test]
fn months_take_names_lists_ranges_and_steps() {
    assert_eq!(
        days("0 9 1 JAN-MAR *", 4),
        ["Fri 1 Jan", "Mon 1 Feb", "Mon 1 Mar", "Sat 1 Jan"]
    );
    assert_eq!(
        days("0 9 1 */3 *", 4),
        ["Fri 1 Jan", "Thu 1 Apr", "Thu 1 Jul", "Fri 1 Oct"]
    );
    assert_eq!(
        days("0 9 1 dec,feb *", 3),
        ["Tue 1 Dec", "Mon 1 Feb", "Wed 1 Dec"]
    );
}

#[test]
fn hours_take_lists_ranges_and_steps() {
    let hours = |rule: &str, count| {
        let times = next_times(rule, "2026-11-22T23:59:00Z", Tz::UTC, count);
        times
            .iter()
            .map(|time| time[11..16].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(hours("15 9,18 * * *", 3), ["09:15", "18:15", "09:15"]);
    assert_eq!(
        hours("0 9-11 * * *", 4),
        ["09:00", "10:00", "11:00", "09:00"]
    );
    assert_eq!(
        hours("30 8-20/6 * * *", 4),
        ["08:30", "14:30", "20:30", "08:30"]
    );
    assert_eq!(hours("5 * * * *", 3), ["00:05", "01:05", "02:05"]);
}

#[test]
fn a_day_and_a_weekday_are_a_union_where_neither_starts_with_a_star() {
    assert_eq!(
        days("0 9 1 * 1", 4),
        ["Mon 23 Nov", "Mon 30 Nov", "Tue 1 Dec", "Mon 7 Dec"]
    );
    assert_eq!(
        days("0 9 13 * FRI", 4),
        ["Fri 27 Nov", "Fri 4 Dec", "Fri 11 Dec", "Sun 13 Dec"]
    );
    // A day that is in both is said once.
    assert_eq!(
        days("0 9 23,24 11 1", 3),
        ["Mon 23 Nov", "Tue 24 Nov", "Mon 30 Nov"]
    );
    // A range over all days restricts nothing, but has no star: every day will do.
    assert_eq!(
        days("0 9 1-31 * 1", 3),
        ["Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov"]
    );
}

#[test]
fn a_day_must_be_in_both_where_either_starts_with_a_star() {
    // The odd days among Mondays, as Vixie's cron has it.
    assert_eq!(
        days("0 9 */2 * 1", 3),
        ["Mon 23 Nov", "Mon 7 Dec", "Mon 21 Dec"]
    );
    // The firsts that are a Sunday, Wednesday or Saturday.
    assert_eq!(
        days("0 9 1 * */3", 3),
        ["Sat 1 May", "Sun 1 Aug", "Wed 1 Sep"]
    );
}

#[test]
fn nicknames_mean_what_crontab_says() {
    let stored = |nickname: &str| parse(nickname).stored();
    assert_eq!(stored("@hourly"), "0 * * * *");
    assert_eq!(stored("@daily"), "0 0 * * *");
    assert_eq!(stored("@midnight"), "0 0 * * *");
    assert_eq!(stored("@weekly"), "0 0 * * 0");
    assert_eq!(stored("@monthly"), "0 0 1 * *");
    assert_eq!(stored("@yearly"), "0 0 1 1 *");
    assert_eq!(stored("@Annually"), "0 0 1 1 *");
}

#[test]
fn the_same_rule_is_stored_as_the_same_text() {
    let cases = [
        ("  0   9 * *  MON ", "0 9 * * 1"),
        ("`0 9 * * 1`", "0 9 * * 1"),
        ("00 09 * * 1", "0 9 * * 1"),
        ("0 9 * * 1,2,3,4,5", "0 9 * * 1-5"),
        ("0 9 * * fri-sun", "0 9 * * 0,5,6"),
        ("0 */6 * * *", "0 0-18/6 * * *"),
        ("0 0-23 1-31 1-12 *", "0 * * * *"),
        ("0 9 1-31 * 1", "0 9 * * *"),
        ("0 9 */2 * 1", "0 9 1-31/2 * 1 both"),
        ("0 9 */2 * *", "0 9 1-31/2 * *"),
        ("0 9 1,15 * *", "0 9 1,15 * *"),
    ];
    for (written, stored) in cases {
        assert_eq!(parse(written).stored(), stored, "{written}");
    }
}

#[test]
fn a_rare_rule_is_found_and_one_that_never_comes_is_refused() {
    assert_eq!(
        next_times("0 9 29 2 *", "2026-11-22T12:00:00Z", Tz::UTC, 2),
        ["2028-02-29T09:00:00+00:00", "2032-02-29T09:00:00+00:00",]
    );
    // A 29 February on a Sunday, Thursday or so: the rarest there is.
    assert_eq!(
        next_times("0 9 29 2 */4", "2026-11-22T12:00:00Z", Tz::UTC, 1),
        ["2032-02-29T09:00:00+00:00"]
    );
    for never in [
        "0 9 31 2 *",
        "0 9 30 feb *",
        "0 9 31 4,6,9,11 *",
        "0 9 30,31 2 *",
    ] {
        let refusal = Recurrence::parse(never, now(), Tz::UTC).unwrap_err();
        assert!(
            refusal.to_string().contains("never comes"),
            "{never}: {refusal}"
        );
    }
    // 31 February or any Monday: the Mondays come.
    assert_eq!(days("0 9 31 2 1", 2), ["Mon 1 Feb", "Mon 8 Feb"]);
}

#[test]
fn the_next_time_is_strictly_later_even_on_the_dot() {
    let rule = parse("0 9 * * *");
    let next = |after| rule.next_after(at(after), Tz::UTC);
    assert_eq!(
        next("2026-11-23T08:59:59.999Z"),
        Some(at("2026-11-23T09:00:00Z"))
    );
    assert_eq!(
        next("2026-11-23T09:00:00Z"),
        Some(at("2026-11-24T09:00:00Z"))
    );
    assert_eq!(
        next("2026-11-23T09:00:00.001Z"),
        Some(at("2026-11-24T09:00:00Z"))
    );
}
