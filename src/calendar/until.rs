//! Until when something is held: a day, which begins at midnight, or a date and time.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Once, Unreadable, phrase};

/// Longer input is refused unread.
const INPUT_CHARACTERS: usize = 100;

/// Reads "1 jan", "2026-12-24", "24 dec 18:00", "next monday": the start of the day, unless it says a
/// time.
///
/// # Errors
///
/// What is no day, is past, or is more than two years ahead.
pub fn until(input: &str, now: DateTime<Utc>, zone: Tz) -> Result<Once, Unreadable> {
    let input = input.trim().trim_matches('`').trim();
    let day = match input.split_once(char::is_whitespace) {
        Some((first, day)) if first.eq_ignore_ascii_case("until") => day,
        _ => input,
    };
    if day.chars().count() > INPUT_CHARACTERS {
        return Err(Unreadable::NotADay);
    }
    let once = phrase::read_day(day, now, zone).and_then(|once| {
        once.check(now, zone)?;
        Ok(once)
    });
    once.map_err(|unreadable| match unreadable {
        Unreadable::Past(wall) => Unreadable::DayPast(wall),
        plain @ (Unreadable::TooFar(_)
        | Unreadable::NoSuchDate(_)
        | Unreadable::NoSuchTime(_)
        | Unreadable::AmbiguousDate(_)
        | Unreadable::WrongWeekday(_)) => plain,
        // What else can be wrong is told in the words of recurring times.
        _ => Unreadable::NotADay,
    })
}
