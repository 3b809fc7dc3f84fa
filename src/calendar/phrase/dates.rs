//! Dates in one word: 2026-12-01, 2026-12-01T18:00, 1.12.2026.

use chrono::{NaiveDate, NaiveTime};

use super::time;
use crate::calendar::unreadable::{Unreadable, quotable};

/// Reads a date, and a time joined to it by a T. `None` where the word is no attempt at a date.
pub(super) fn read(word: &str) -> Option<Result<(NaiveDate, Option<NaiveTime>), Unreadable>> {
    let (date, time) = match word.split_once('t') {
        Some((date, time)) => (date, Some(time)),
        None => (word, None),
    };
    let separator = ['-', '/', '.'].into_iter().find(|c| date.contains(*c))?;
    let parts: Vec<&str> = date.split(separator).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    let (year, month, day) = match (&parts[..], separator) {
        ([year, month, day], _) if year.len() == 4 => (year, month, day),
        // With dots the day comes first wherever dots are used.
        ([day, month, year], '.') if year.len() == 4 => (year, month, day),
        // 9.30 is a time.
        ([_, _], '.') => return None,
        _ => return Some(Err(Unreadable::AmbiguousDate(quotable(word)))),
    };
    let date =
        || NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let Some(date) = date() else {
        return Some(Err(Unreadable::NoSuchDate(quotable(word))));
    };
    let time = time.map(|time| {
        time::read(time).unwrap_or_else(|| Err(Unreadable::NoSuchTime(quotable(time))))
    });
    Some(time.transpose().map(|time| (date, time)))
}
