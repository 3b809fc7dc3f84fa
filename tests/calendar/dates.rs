//! One date and time. It is Sunday 22 November 2026, 13:00 in Berlin.

use chrono_tz::Tz;
use sunflower::calendar::{Recurrence, Unreadable};

use crate::{at, now, parse};

#[test]
fn every_way_of_writing_a_date_is_read() {
    let cases = [
        ("1 dec 18:00", "2026-12-01T18:00"),
        ("dec 1 18:00", "2026-12-01T18:00"),
        ("1 Dec at 18:00", "2026-12-01T18:00"),
        ("Dec 1st, 6pm", "2026-12-01T18:00"),
        ("the 1st of december at 18:00", "2026-12-01T18:00"),
        ("2026-12-01 18:00", "2026-12-01T18:00"),
        ("2026-12-01 at 18", "2026-12-01T18:00"),
        ("2026-12-01T18:00", "2026-12-01T18:00"),
        ("2026/12/01 18:00", "2026-12-01T18:00"),
        ("1.12.2026 18:00", "2026-12-01T18:00"),
        ("1 december 2026 6pm", "2026-12-01T18:00"),
        ("1 december 2026 6 pm", "2026-12-01T18:00"),
        ("december 1, 2026, 18:00", "2026-12-01T18:00"),
        ("2026 dec 1 18:00", "2026-12-01T18:00"),
        ("tue 1 dec 18:00", "2026-12-01T18:00"),
        ("once on 1 dec 18:00", "2026-12-01T18:00"),
        ("18:00 1 dec", "2026-12-01T18:00"),
        ("tomorrow 9:00", "2026-11-23T09:00"),
        ("tomorrow at 9", "2026-11-23T09:00"),
        ("tomorrow noon", "2026-11-23T12:00"),
        ("today 18:00", "2026-11-22T18:00"),
        ("tonight 8pm", "2026-11-22T20:00"),
        ("next monday 9:00", "2026-11-23T09:00"),
        ("next sunday 9:00", "2026-11-29T09:00"),
        ("this friday 9:00", "2026-11-27T09:00"),
        ("this sunday 18:00", "2026-11-22T18:00"),
        ("this sunday 9:00", "2026-11-29T09:00"),
        ("22 nov 13:01", "2026-11-22T13:01"),
        // Without a year, the next such date.
        ("22 nov 13:00", "2027-11-22T13:00"),
        ("1 jan 00:00", "2027-01-01T00:00"),
        ("22 november 2028 12:00", "2028-11-22T12:00"),
        ("29 feb 2028 9:00", "2028-02-29T09:00"),
        ("29 feb 9:00", "2028-02-29T09:00"),
    ];
    for (written, stored) in cases {
        assert_eq!(parse(written).stored(), stored, "{written}");
    }
}

#[test]
fn a_date_is_the_zones_and_comes_once() {
    let date = "1 dec 18:00";
    let once = Recurrence::parse(date, now(), Tz::America__New_York).expect("a date");
    let times: Vec<_> = once.upcoming(now(), Tz::America__New_York).collect();
    assert_eq!(times, [at("2026-12-01T23:00:00Z")]);
    // At that very instant it is over.
    assert_eq!(
        once.next_after(at("2026-12-01T23:00:00Z"), Tz::America__New_York),
        None
    );
}

#[test]
fn today_and_tomorrow_are_the_zones() {
    // It is Monday already in Auckland, 01:00.
    let today = Recurrence::parse("today 9:00", now(), Tz::Pacific__Auckland).expect("a date");
    assert_eq!(today.stored(), "2026-11-23T09:00");
    let tomorrow =
        Recurrence::parse("tomorrow 9:00", now(), Tz::Pacific__Auckland).expect("a date");
    assert_eq!(tomorrow.stored(), "2026-11-24T09:00");
}

#[test]
fn a_stored_date_is_read_after_it_passed() {
    let once = Recurrence::from_stored("2020-02-29T09:00").expect("a date");
    assert_eq!(once.next_after(now(), Tz::UTC), None);
    assert_eq!(
        once.next_after(at("2020-01-01T00:00:00Z"), Tz::UTC),
        Some(at("2020-02-29T09:00:00Z"))
    );
    assert!(matches!(
        Recurrence::from_stored("rubbish"),
        Err(Unreadable::FieldCount(1))
    ));
}
