//! One date and time on the wall.

use chrono::{DateTime, Months, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{Unreadable, wall, words};

/// How the store keeps it; no rule has a `T`.
const STORED: &str = "%Y-%m-%dT%H:%M";

/// How far ahead a date may be.
const MONTHS_AHEAD: Months = Months::new(24);

/// A date and time that comes once, in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once(NaiveDateTime);

impl Once {
    pub(super) fn new(wall: NaiveDateTime) -> Self {
        Self(wall)
    }

    pub(super) fn wall(self) -> NaiveDateTime {
        self.0
    }

    /// The instant that it stands for. `None` only at the far ends of what can be counted.
    #[must_use]
    pub fn instant(self, zone: Tz) -> Option<DateTime<Utc>> {
        wall::instant(self.0, zone)
    }

    /// What it means: "Thu 24 Dec 2026 at 18:00".
    #[must_use]
    pub fn in_words(self) -> String {
        words::date_and_time(self.0)
    }

    /// Refuses what is past or too far ahead.
    pub(super) fn check(self, now: DateTime<Utc>, zone: Tz) -> Result<(), Unreadable> {
        if self.instant(zone).is_none_or(|at| at <= now) {
            return Err(Unreadable::Past(self.0));
        }
        let farthest = wall::clock(now, zone).checked_add_months(MONTHS_AHEAD);
        if farthest.is_some_and(|farthest| self.0 > farthest) {
            return Err(Unreadable::TooFar(self.0.date()));
        }
        Ok(())
    }

    pub(super) fn stored(self) -> String {
        self.0.format(STORED).to_string()
    }

    pub(super) fn from_stored(stored: &str) -> Option<Self> {
        NaiveDateTime::parse_from_str(stored, STORED).ok().map(Self)
    }
}
