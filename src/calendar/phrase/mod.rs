//! Phrases: "mondays 9:00", "every weekday at 18:30", "1 dec 18:00". Words are heard one by one, in
//! any order; what they add up to is shown back to the moderator, who sees what was understood.

mod date;
mod dates;
mod heard;
mod recurring;
mod time;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Recurrence, Rule, Unreadable};

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
