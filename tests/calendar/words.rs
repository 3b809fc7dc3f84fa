//! What a moderator reads: a rule in words, and the echo of what was understood.

use chrono_tz::Tz;

use crate::{at, now, parse};

#[test]
fn rules_and_dates_are_said_in_words() {
    let cases = [
        ("mondays 9:00", "Mondays at 09:00"),
        ("0 9 * * 1", "Mondays at 09:00"),
        (
            "mon, wed, fri 7:30",
            "Mondays, Wednesdays and Fridays at 07:30",
        ),
        ("sun, mon 7:30", "Mondays and Sundays at 07:30"),
        ("weekdays 18:30", "Weekdays at 18:30"),
        ("weekends 10:00", "Weekends at 10:00"),
        ("daily 8:00", "Every day at 08:00"),
        ("0 9,18 * * *", "Every day at 09:00 and 18:00"),
        ("15 * * * *", "Every hour at :15"),
        ("0 * * * 1-5", "Weekdays, every hour at :00"),
        (
            "monthly on the 1st at 9:00",
            "On the 1st of each month at 09:00",
        ),
        (
            "monthly on the 2nd, 3rd, 11th, 12th, 13th and 21st 9:00",
            "On the 2nd, 3rd, 11th, 12th, 13th and 21st of each month at 09:00",
        ),
        (
            "22 9 22,23,31 * *",
            "On the 22nd, 23rd and 31st of each month at 09:22",
        ),
        (
            "every 1 december at 9:00",
            "On the 1st of December at 09:00",
        ),
        ("mondays in december 9:00", "Mondays in December at 09:00"),
        ("0 9 * 6-8 *", "Every day in June, July and August at 09:00"),
        ("0 9 1 * 1", "Mondays and the 1st of each month at 09:00"),
        (
            "first monday of the month 9:00",
            "On the first Monday of each month at 09:00",
        ),
        ("1 dec 18:00", "Tue 1 Dec 2026 at 18:00, once"),
        ("5 8-20 * * *", "crontab `5 8-20 * * *`"),
        ("0 9 1-10 * *", "crontab `0 9 1-10 * *`"),
        (
            "0 9 */2 * 1",
            "crontab `0 9 1-31/2 * 1`, on days that are in both",
        ),
    ];
    for (written, words) in cases {
        assert_eq!(parse(written).in_words(), words, "{written}");
    }
}

#[test]
fn the_echo_says_what_was_understood_and_when_it_comes_next() {
    let cases = [
        ("mondays 9:00", "Mondays at 09:00 · next: Mon 23 Nov"),
        ("sundays 12:00", "Sundays at 12:00 · next: Sun 29 Nov"),
        ("sundays 14:00", "Sundays at 14:00 · next: Sun 22 Nov"),
        (
            "every 1 feb 9:00",
            "On the 1st of February at 09:00 · next: Mon 1 Feb 2027",
        ),
        ("1 dec 18:00", "Tue 1 Dec 2026 at 18:00, once"),
        (
            "0 9 1 * 1",
            "Mondays and the 1st of each month at 09:00 · next: Mon 23 Nov",
        ),
    ];
    for (written, echo) in cases {
        assert_eq!(
            parse(written).echo(now(), Tz::Europe__Berlin),
            echo,
            "{written}"
        );
    }
    // The day is the zone's: in Auckland it is Monday already.
    assert_eq!(
        parse("mondays 9:00").echo(now(), Tz::Pacific__Auckland),
        "Mondays at 09:00 · next: Mon 23 Nov"
    );
    assert_eq!(
        parse("1 dec 18:00").echo(at("2027-01-01T00:00:00Z"), Tz::UTC),
        "Tue 1 Dec 2026 at 18:00, once · does not come again"
    );
}

#[test]
fn the_longest_echo_fits_a_choice() {
    let long = "0 1,3,4,6,8,9 1,3,4,6,8,9 1,2,3,5,7,8,9,11,12 1,2,4,6";
    assert_eq!(
        parse(long).echo(now(), Tz::Europe__Berlin),
        "crontab `0 1,3,4,6,8,9 1,3,4,6,8,9 1-3,5,7-9,11,12 1,2,4,6` · next: Mon 23 Nov"
    );
    let longest = "0 1,3,4,6,8,9,11,13,14,16,18,20,22 1,3,4,6,8,9,11,13,14,16,18,20,22,24,26,28,30 1,2,4 1,2,4,6";
    let echo = parse(longest).echo(now(), Tz::Europe__Berlin);
    assert_eq!(echo.chars().count(), 100, "{echo}");
    assert!(
        echo.ends_with("… · next: Sat 2 Jan 2027") || echo.contains("… · next: "),
        "{echo}"
    );
}
