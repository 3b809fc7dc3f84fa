//! Weeks of ISO 8601, Monday to Sunday, in a zone: what belongs to "this week".

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::wall;

/// A week of a year, as ISO 8601 counts: week 1 holds the year's first Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoWeek {
    /// The year that the week belongs to, which may differ from its Monday's.
    pub year: i32,
    /// 1 to 53.
    pub week: u32,
}

impl IsoWeek {
    /// The week that `at` is in, in `zone`.
    #[must_use]
    pub fn of(at: DateTime<Utc>, zone: Tz) -> Self {
        let week = wall::clock(at, zone).iso_week();
        Self {
            year: week.year(),
            week: week.week(),
        }
    }

    /// The week's first instant in `zone`. `None` if the year has no such week.
    #[must_use]
    pub fn start(self, zone: Tz) -> Option<DateTime<Utc>> {
        wall::instant(self.monday()?.and_time(NaiveTime::MIN), zone)
    }

    /// The first instant of the next week in `zone`. `None` if the year has no such week.
    #[must_use]
    pub fn end(self, zone: Tz) -> Option<DateTime<Utc>> {
        let monday = self.monday()?.checked_add_days(Days::new(7))?;
        wall::instant(monday.and_time(NaiveTime::MIN), zone)
    }

    /// Its first day. `None` if the year has no such week.
    #[must_use]
    pub fn monday(self) -> Option<NaiveDate> {
        NaiveDate::from_isoywd_opt(self.year, self.week, Weekday::Mon)
    }
}
