//! Phrases that mean a rule: each is read as the crontab beside it, whatever its case and spacing.

use chrono_tz::Tz;
use sunflower::calendar::suggestions;

use crate::{next_times, parse};

const PHRASES: [(&str, &str); 76] = [
    ("mondays 9:00", "0 9 * * 1"),
    ("monday 9:00", "0 9 * * 1"),
    ("Mondays at 9:00", "0 9 * * 1"),
    ("  MONDAYS   9:00  ", "0 9 * * 1"),
    ("every monday at 9", "0 9 * * 1"),
    ("every monday at 9:00.", "0 9 * * 1"),
    ("on mondays at 9:00", "0 9 * * 1"),
    ("9:00 on mondays", "0 9 * * 1"),
    ("mon 9am", "0 9 * * 1"),
    ("mon 9 am", "0 9 * * 1"),
    ("mon 9 a.m.", "0 9 * * 1"),
    ("mondays 9", "0 9 * * 1"),
    ("mondays @ 9", "0 9 * * 1"),
    ("mondays at 0900", "0 9 * * 1"),
    ("mondays 9.30", "30 9 * * 1"),
    ("mondays 9h30", "30 9 * * 1"),
    ("mondays 18h", "0 18 * * 1"),
    ("every week on monday at 9:00", "0 9 * * 1"),
    ("weekly on mondays, 9:00", "0 9 * * 1"),
    ("every tues 6:30 pm", "30 18 * * 2"),
    ("weds 12am", "0 0 * * 3"),
    ("thurs 12pm", "0 12 * * 4"),
    ("every sunday noon", "0 12 * * 0"),
    ("sundays at midday", "0 12 * * 0"),
    ("saturdays at midnight", "0 0 * * 6"),
    ("every weekday at 18:30", "30 18 * * 1-5"),
    ("weekdays 18:30", "30 18 * * 1-5"),
    ("workdays 18:30", "30 18 * * 1-5"),
    ("mon-fri 18:30", "30 18 * * 1-5"),
    ("mon–fri 18:30", "30 18 * * 1-5"),
    ("monday to friday 18:30", "30 18 * * 1-5"),
    ("Monday through Friday at 6:30pm", "30 18 * * 1-5"),
    ("fri-sun 10:00", "0 10 * * 0,5,6"),
    ("weekends 10:00", "0 10 * * 0,6"),
    ("every weekend at 10", "0 10 * * 0,6"),
    ("mondays and weekends 10:00", "0 10 * * 0,1,6"),
    ("daily 8:00", "0 8 * * *"),
    ("daily at 8", "0 8 * * *"),
    ("daily 8", "0 8 * * *"),
    ("every day at 8pm", "0 20 * * *"),
    ("everyday 20:00", "0 20 * * *"),
    ("each day, 20:00", "0 20 * * *"),
    ("mondays and thursdays 9:00", "0 9 * * 1,4"),
    ("monday & thursday 9:00", "0 9 * * 1,4"),
    ("mon, wed, fri 7:30", "30 7 * * 1-5/2"),
    ("mon wed fri 7:30", "30 7 * * 1-5/2"),
    (
        "every monday, wednesday and friday at 7:30",
        "30 7 * * 1-5/2",
    ),
    ("monthly on the 1st at 9:00", "0 9 1 * *"),
    ("monthly on the 1 at 9:00", "0 9 1 * *"),
    ("the 1st of every month at 9:00", "0 9 1 * *"),
    ("first of the month 9:00", "0 9 1 * *"),
    ("on the first day of each month at 9:00", "0 9 1 * *"),
    ("every month on the 15th at 9:00", "0 9 15 * *"),
    ("monthly on the 1st and 15th 9:00", "0 9 1,15 * *"),
    ("on the 1st and 15th at 9:00", "0 9 1,15 * *"),
    ("monthly on the 28th 9:00", "0 9 28 * *"),
    ("every 2nd of the month at 9:00", "0 9 2 * *"),
    ("first monday of the month 9:00", "0 9 1-7 * 1 both"),
    ("first monday 9:00", "0 9 1-7 * 1 both"),
    ("every first monday at 9", "0 9 1-7 * 1 both"),
    (
        "every second friday of the month at noon",
        "0 12 8-14 * 5 both",
    ),
    (
        "1st and 3rd tuesday of the month 9:00",
        "0 9 1-7,15-21 * 2 both",
    ),
    ("4th friday 9:00", "0 9 22-28 * 5 both"),
    ("every 1 december at 9:00", "0 9 1 12 *"),
    ("1 december every year 9:00", "0 9 1 12 *"),
    ("yearly on dec 1st, 9:00", "0 9 1 12 *"),
    ("mondays in december 9:00", "0 9 * 12 1"),
    ("every day in december at 9:00", "0 9 * 12 *"),
    ("hourly at :15", "15 * * * *"),
    ("every hour at :15", "15 * * * *"),
    ("every 2 hours at :15", "15 0-22/2 * * *"),
    ("every 6 hours at :15", "15 0-18/6 * * *"),
    ("hourly at :00 on weekdays", "0 * * * 1-5"),
    ("mondays 00:00", "0 0 * * 1"),
    ("mondays 23:59", "59 23 * * 1"),
    ("post every monday at 9:00", "0 9 * * 1"),
];

#[test]
fn every_phrase_is_read_as_its_crontab() {
    for (phrase, crontab) in PHRASES {
        assert_eq!(parse(phrase).stored(), crontab, "{phrase}");
    }
}

#[test]
fn the_first_monday_of_a_month_is_that_and_not_a_union() {
    let times = next_times(
        "first monday of the month 9:00",
        "2026-11-22T12:00:00Z",
        Tz::Europe__Berlin,
        3,
    );
    assert_eq!(
        times,
        [
            "2026-12-07T09:00:00+01:00",
            "2027-01-04T09:00:00+01:00",
            "2027-02-01T09:00:00+01:00",
        ]
    );
}

#[test]
fn what_is_suggested_can_be_read_and_fits_what_is_typed() {
    for phrase in suggestions("") {
        parse(phrase);
    }
    assert_eq!(
        suggestions("mon")[..2],
        ["mondays 9:00", "mondays, wednesdays and fridays 9:00"]
    );
    assert_eq!(suggestions(" Every  W"), ["every weekday at 18:30"]);
    assert!(suggestions("18:30").contains(&"weekdays 18:30"));
    assert!(suggestions("qqq").is_empty());
    assert!(suggestions("").len() <= 25, "Discord takes 25 choices");
}
