//! When it is said: crontab, phrases, dates, clock changes, zones and weeks, as a moderator meets them.

mod clock_changes;
mod crontab;
mod dates;
mod kept;
mod oracle;
mod phrases;
mod refusals;
mod ten_years;
mod untils;
mod weeks;
mod words;
mod zones;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sunflower::calendar::Recurrence;

/// Sunday 22 November 2026, 13:00 in Berlin.
fn now() -> DateTime<Utc> {
    at("2026-11-22T12:00:00Z")
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}

fn parse(input: &str) -> Recurrence {
    Recurrence::parse(input, now(), Tz::Europe__Berlin)
        .unwrap_or_else(|refusal| panic!("{input:?} was refused: {refusal}"))
}

/// The next times in a zone, as RFC 3339 with that zone's offset.
fn next_times(rule: &str, after: &str, zone: Tz, count: usize) -> Vec<String> {
    parse(rule)
        .upcoming(at(after), zone)
        .take(count)
        .map(|next| next.with_timezone(&zone).to_rfc3339())
        .collect()
}
