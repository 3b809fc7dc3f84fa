//! A rule from a phrase: "mondays 9:00", "every weekday at 18:30", "first monday of the month noon".

use chrono::{NaiveTime, Timelike};

use super::heard::{Heard, Often};
use crate::calendar::{
    Unreadable,
    names::MONTHS,
    rule::{Days, Times},
    set::Set,
    words,
};

/// Reads the times of a rule.
pub(super) fn read(heard: &Heard) -> Result<Times, Unreadable> {
    if heard.says(Often::Hourly) {
        return hourly(heard);
    }
    if heard.minute.is_some() {
        return Err(Unreadable::Muddled);
    }
    let mut times = days(heard)?;
    let time = match (heard.time, hour(heard)) {
        (Some(time), None) | (None, Some(time)) => time,
        (None, None) => return Err(Unreadable::NoTime(words::lone_days(&times))),
        (Some(_), Some(_)) => return Err(Unreadable::Muddled),
    };
    times.minute = narrow(time.minute());
    times.hours = Set::of(narrow(time.hour()));
    Ok(times)
}

/// "hourly at :15", "every 2 hours at :15", "hourly on weekdays at :00".
fn hourly(heard: &Heard) -> Result<Times, Unreadable> {
    let minute = heard.minute.ok_or(Unreadable::NoMinute)?;
    if heard.time.is_some()
        || heard.says(Often::Monthly)
        || heard.says(Often::Yearly)
        || !heard.ordinals.is_empty()
    {
        return Err(Unreadable::Muddled);
    }
    let hours = match heard.numbers[..] {
        [] => Set::HOURS,
        [step @ (1 | 2 | 3 | 4 | 6 | 8 | 12)] => (0..24).step_by(step as usize).collect(),
        [step] => return Err(Unreadable::Uneven(step)),
        _ => return Err(Unreadable::Muddled),
    };
    let mut times = Times::daily(minute, hours);
    if !heard.weekdays.is_empty() {
        times.weekdays = heard.weekdays;
    }
    if !heard.months.is_empty() {
        times.months = heard.months;
    }
    Ok(times)
}

/// The rule's days, months and weekdays; its time is not known yet.
fn days(heard: &Heard) -> Result<Times, Unreadable> {
    let mut times = Times::daily(0, Set::EMPTY);
    if !heard.months.is_empty() {
        times.months = heard.months;
    }
    let has_weekdays = !heard.weekdays.is_empty();
    let numbered = numbered_days(heard)?;
    if heard.says(Often::Every)
        && (heard.says(Often::Weekly) || heard.day)
        && !heard.says(Often::Monthly)
        && !numbered.is_empty()
    {
        // "every 2 weeks", "every third day"
        return Err(Unreadable::EverySecond);
    }
    match (numbered.is_empty(), has_weekdays) {
        (true, true) if heard.day || heard.says(Often::Monthly) => return Err(Unreadable::Muddled),
        (true, true) => times.weekdays = heard.weekdays,
        (true, false)
            if heard.day
                && !heard.says(Often::Monthly)
                && !heard.says(Often::Weekly)
                && !heard.says(Often::Yearly) => {}
        (true, false) => return Err(no_day(heard)),
        (false, true) => {
            times.days = nth_weeks(heard)?;
            times.weekdays = heard.weekdays;
            times.join = Days::Both;
        }
        (false, false) if heard.says(Often::Yearly) && heard.months.is_empty() => {
            return Err(no_day(heard));
        }
        (false, false) => times.days = numbered,
    }
    Ok(times)
}

/// The days of the month that are numbered: "1st", "first", and bare numbers of "monthly on 15" or "every 1 december".
fn numbered_days(heard: &Heard) -> Result<Set, Unreadable> {
    if hour(heard).is_some() {
        return Ok(heard.ordinals);
    }
    let mut days = heard.ordinals;
    for number in &heard.numbers {
        let day = u8::try_from(*number)
            .ok()
            .filter(|day| Set::DAYS.contains(*day));
        days = days.union(Set::of(day.ok_or(Unreadable::Muddled)?));
    }
    Ok(days)
}

/// The days of a month on which the first, second, third or fourth of a weekday falls.
fn nth_weeks(heard: &Heard) -> Result<Set, Unreadable> {
    if !heard.numbers.is_empty() {
        return Err(Unreadable::Muddled);
    }
    // "every second monday" is every other one to some, the month's second to others.
    let first_only = heard.ordinals == Set::of(1);
    if heard.says(Often::Every) && !heard.says(Often::Monthly) && !first_only {
        return Err(Unreadable::EverySecond);
    }
    heard
        .ordinals
        .iter()
        .try_fold(Set::EMPTY, |days, nth| match nth {
            1..=4 => Ok(days.union(Set::range(nth * 7 - 6, nth * 7))),
            5 => Err(Unreadable::Fifth),
            _ => Err(Unreadable::Muddled),
        })
}

/// The bare number of "mondays 9" or "daily 9".
fn hour(heard: &Heard) -> Option<NaiveTime> {
    let weekly = !heard.weekdays.is_empty() || heard.day;
    let bare = heard.time.is_none() && heard.ordinals.is_empty() && !heard.says(Often::Monthly);
    // "every 3 days" has its number before.
    let counted = heard.says(Often::Every) && heard.day;
    match heard.numbers[..] {
        [hour] if weekly && bare && !counted => NaiveTime::from_hms_opt(hour, 0, 0),
        _ => None,
    }
}

/// Asks for the days, with an example that keeps what was said.
fn no_day(heard: &Heard) -> Unreadable {
    let time = heard.time.map_or_else(
        || "9:00".to_owned(),
        |time| time.format("%-H:%M").to_string(),
    );
    let month = heard.months.iter().next();
    let month = month.map(|month| MONTHS[usize::from(month) - 1].to_lowercase());
    Unreadable::NoDay(match month {
        Some(month) => format!("\"1 {month} {time}\" or \"mondays in {month} {time}\""),
        None if heard.says(Often::Yearly) => format!("\"1 december every year {time}\""),
        None if heard.says(Often::Monthly) => format!("\"monthly on the 1st {time}\""),
        None => format!("\"mondays {time}\" or \"daily {time}\""),
    })
}

fn narrow(number: u32) -> u8 {
    u8::try_from(number).unwrap_or_default()
}
