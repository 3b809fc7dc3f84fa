//! Until when a schedule is paused. It is Sunday 22 November 2026, 13:00 in Berlin.

use chrono_tz::Tz;
use sunflower::calendar::{Once, until};

use crate::{at, now};

#[test]
fn a_day_begins_at_midnight_and_a_time_is_kept() {
    for (typed, instant) in [
        ("1 jan", "2026-12-31T23:00:00Z"),
        ("until 1 jan", "2026-12-31T23:00:00Z"),
        ("Jan 1st", "2026-12-31T23:00:00Z"),
        ("2026-12-24", "2026-12-23T23:00:00Z"),
        ("24.12.2026", "2026-12-23T23:00:00Z"),
        ("24 dec 18:00", "2026-12-24T17:00:00Z"),
        ("2026-12-24T18:00", "2026-12-24T17:00:00Z"),
        ("tomorrow", "2026-11-22T23:00:00Z"),
        ("today 18:00", "2026-11-22T17:00:00Z"),
        ("monday", "2026-11-22T23:00:00Z"),
        ("next sunday", "2026-11-28T23:00:00Z"),
        ("friday 9:00", "2026-11-27T08:00:00Z"),
        // Today has begun: without a year, the next such day.
        ("22 nov", "2027-11-21T23:00:00Z"),
        ("22 nov 2028", "2028-11-21T23:00:00Z"),
    ] {
        let read = until(typed, now(), Tz::Europe__Berlin);
        let read = read.unwrap_or_else(|refusal| panic!("{typed:?} was refused: {refusal}"));
        assert_eq!(
            read.instant(Tz::Europe__Berlin),
            Some(at(instant)),
            "{typed}"
        );
    }
}

#[test]
fn what_cannot_be_paused_to_is_refused_with_the_reason() {
    let not_a_day = "Write until when, for example \"1 jan\", \"2026-12-24\" or \"24 dec 18:00\".";
    for (typed, sentence) in [
        ("", not_a_day),
        ("soon", not_a_day),
        ("24", not_a_day),
        ("every monday", not_a_day),
        ("2 weeks", not_a_day),
        ("0 9 * * 1", not_a_day),
        ("until", not_a_day),
        ("24 dec 18:00 19:00", not_a_day),
        (&"1 jan ".repeat(100), not_a_day),
        (
            "today",
            "Sun 22 Nov 2026 at 00:00 is past. Write a later day.",
        ),
        (
            "2026-01-01",
            "Thu 1 Jan 2026 at 00:00 is past. Write a later day.",
        ),
        (
            "23 nov 2028",
            "Thu 23 Nov 2028 is more than two years ahead. Write a nearer date.",
        ),
        (
            "31 feb",
            "There is no 31 Feb. Look at the calendar and write another day.",
        ),
        (
            "12/24/2026",
            "12/24/2026 can be read two ways. Write it like \"1 dec 18:00\" or \"2026-12-01 18:00\".",
        ),
        (
            "monday 24 dec 2026",
            "24 Dec 2026 is a Thursday. Leave the weekday out, or write another date.",
        ),
    ] {
        let refused = until(typed, now(), Tz::Europe__Berlin).map(Once::in_words);
        let refused = refused.map_err(|refusal| refusal.to_string());
        assert_eq!(refused, Err(sentence.to_owned()), "{typed}");
    }
}
