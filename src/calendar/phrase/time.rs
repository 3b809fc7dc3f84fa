//! Times of day as people write them: 9:00, 18.30, 9am, 6:30pm, 18h30, noon.

use chrono::NaiveTime;

use crate::calendar::unreadable::{Unreadable, quotable};

/// Reads a time of day. `None` where the text is no attempt at one.
pub(super) fn read(text: &str) -> Option<Result<NaiveTime, Unreadable>> {
    let named = match text {
        "noon" | "midday" => NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => Some(NaiveTime::MIN),
        _ => None,
    };
    if let Some(time) = named {
        return Some(Ok(time));
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(Half::Morning)),
        (_, Some(clock)) => (clock, Some(Half::Afternoon)),
        _ => (text, None),
    };
    let (hour, minute) = match clock.split_once([':', '.', 'h']) {
        Some((hour, "")) if clock.ends_with('h') => (hour, "00"),
        Some((hour, minute)) => (hour, minute),
        None if half.is_some() => (clock, "00"),
        None => return None,
    };
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !numeric(hour) || !numeric(minute) {
        // A date such as 1.12.2026 has other dots; a second colon is a time still.
        return clock.contains(':').then(|| Err(no_such(text)));
    }
    Some(time(hour, minute, half).ok_or_else(|| no_such(text)))
}

/// Reads the bare number after "at": an hour, or four digits.
pub(super) fn read_bare(digits: &str) -> Result<NaiveTime, Unreadable> {
    let (hour, minute) = match digits.len() {
        4 => digits.split_at(2),
        _ => (digits, "00"),
    };
    time(hour, minute, None).ok_or_else(|| no_such(digits))
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

fn time(hour: &str, minute: &str, half: Option<Half>) -> Option<NaiveTime> {
    if minute.len() != 2 || hour.len() > 2 {
        return None;
    }
    let hour: u32 = hour.parse().ok()?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
    };
    NaiveTime::from_hms_opt(hour, minute.parse().ok()?, 0)
}

fn no_such(text: &str) -> Unreadable {
    Unreadable::NoSuchTime(quotable(text))
}
