//! Phrases: "mondays 9:00", "every weekday at 18:30", "1 dec 18:00".

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Recurrence, Unreadable};

pub(super) fn read(_: &str, _: DateTime<Utc>, _: Tz) -> Result<Recurrence, Unreadable> {
    Err(Unreadable::Muddled)
}
