//! Phrases: "mondays 9:00", "every weekday at 18:30", "1 dec 18:00". Words are heard one by one, in
//! any order; what they add up to is shown back to the moderator, who sees what was understood.

mod date;
mod dates;
mod heard;
mod recurring;
mod time;

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Once, Recurrence, Rule, Unreadable};

/// Reads a phrase.
pub(super) fn read(phrase: &str, now: DateTime<Utc>, zone: Tz) -> Result<Recurrence, Unreadable> {
    let heard = heard::hear(phrase)?;
    if date::is_meant(&heard) {
        date::read(&heard, now, zone).map(Recurrence::Once)
    } else {
        let times = recurring::read(&heard)?;
        Ok(Recurrence::Rule(Rule::new(times)))
    }
}

/// Reads one day: its beginning, unless the phrase says a time.
pub(super) fn read_day(phrase: &str, now: DateTime<Utc>, zone: Tz) -> Result<Once, Unreadable> {
    let mut heard = heard::hear(phrase)?;
    heard.mean_the_coming_weekday();
    heard.time.get_or_insert(NaiveTime::MIN);
    date::read(&heard, now, zone)
}
