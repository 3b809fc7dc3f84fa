//! One date from a phrase: "1 dec 18:00", "tomorrow 9:00", "next monday 9:00". Without a year, the
//! next such date.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::heard::{Heard, Relative};
use crate::calendar::{Once, Unreadable, names::MONTHS, set::Set, wall};

/// Of any eight years in a row one has a 29 February, whatever the century.
const YEARS_AHEAD: i32 = 8;

/// Whether the phrase means one date.
pub(super) fn is_meant(heard: &Heard) -> bool {
    let month_and_day = !heard.months.is_empty() && !heard.recurs() && has_a_day(heard);
    heard.date.is_some() || heard.relative.is_some() || month_and_day
}

/// Reads one date.
pub(super) fn read(heard: &Heard, now: DateTime<Utc>, zone: Tz) -> Result<Once, Unreadable> {
    if heard.recurs() || heard.day {
        return Err(Unreadable::Muddled);
    }
    let today = wall::clock(now, zone).date();
    let example = |date: NaiveDate| date.format("%-d %b").to_string().to_lowercase();
    let time = |date: NaiveDate| heard.time.ok_or_else(|| Unreadable::NoTime(example(date)));
    let bare = heard.numbers.is_empty() && heard.ordinals.is_empty() && heard.months.is_empty();
    let date = match (heard.date, heard.relative) {
        (Some(date), None) if bare => date,
        (None, Some(Relative::Today)) if bare => today,
        (None, Some(Relative::Tomorrow)) if bare => days_after(today, 1)?,
        (None, Some(relative)) if bare => {
            let weekday = heard.weekdays.only().ok_or(Unreadable::Muddled)?;
            let earliest = match (relative, heard.time) {
                (Relative::Next, _) => 1,
                (_, Some(time)) if is_over(today, time, now, zone) => 1,
                _ => 0,
            };
            return first_weekday(days_after(today, earliest)?, weekday)
                .and_then(|date| Ok(Once::new(date.and_time(time(date)?))));
        }
        (None, None) => day_of_month(heard, now, zone)?,
        _ => return Err(Unreadable::Muddled),
    };
    let weekday = Set::of(weekday_from_sunday(date));
    if !heard.weekdays.is_empty() && heard.weekdays != weekday {
        return Err(Unreadable::WrongWeekday(date));
    }
    Ok(Once::new(date.and_time(time(date)?)))
}

fn has_a_day(heard: &Heard) -> bool {
    !heard.numbers.is_empty() || (!heard.ordinals.is_empty() && heard.weekdays.is_empty())
}

/// "1 december", "dec 1st 2026".
fn day_of_month(heard: &Heard, now: DateTime<Utc>, zone: Tz) -> Result<NaiveDate, Unreadable> {
    let month = heard.months.only().ok_or(Unreadable::Muddled)?;
    let ordinal = heard.ordinals.only().map(u32::from);
    if !heard.ordinals.is_empty() && ordinal.is_none() {
        return Err(Unreadable::Muddled);
    }
    let (day, year) = match (ordinal, &heard.numbers[..]) {
        (Some(day), &[]) | (None, &[day]) => (day, None),
        (Some(day), &[year]) | (None, &[day, year] | &[year, day]) if is_year(year) => {
            (day, Some(year))
        }
        _ => return Err(Unreadable::Muddled),
    };
    let this_year = wall::clock(now, zone).year();
    let month_name = &MONTHS[usize::from(month) - 1][..3];
    let Some(year) = year else {
        let to_come = |year: i32| {
            NaiveDate::from_ymd_opt(year, month.into(), day).filter(|date| {
                heard
                    .time
                    .is_none_or(|time| !is_over(*date, time, now, zone))
            })
        };
        return (this_year..=this_year + YEARS_AHEAD)
            .find_map(to_come)
            .ok_or_else(|| Unreadable::NoSuchDate(format!("{day} {month_name}")));
    };
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month.into(), day))
        .ok_or_else(|| Unreadable::NoSuchDate(format!("{day} {month_name} {year}")))
}

fn is_year(number: u32) -> bool {
    (1000..=9999).contains(&number)
}

fn is_over(date: NaiveDate, time: NaiveTime, now: DateTime<Utc>, zone: Tz) -> bool {
    wall::instant(date.and_time(time), zone).is_none_or(|at| at <= now)
}

fn first_weekday(from: NaiveDate, weekday: u8) -> Result<NaiveDate, Unreadable> {
    let ahead = (weekday + 7 - weekday_from_sunday(from)) % 7;
    days_after(from, ahead.into())
}

fn weekday_from_sunday(date: NaiveDate) -> u8 {
    u8::try_from(date.weekday().num_days_from_sunday()).unwrap_or_default()
}

fn days_after(date: NaiveDate, days: u64) -> Result<NaiveDate, Unreadable> {
    date.checked_add_days(Days::new(days))
        .ok_or(Unreadable::Muddled)
}
