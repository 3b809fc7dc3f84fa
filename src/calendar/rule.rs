//! A recurring rule: which minute, hours, days, months and weekdays. The `cron` crate walks it in
//! wall-clock time without a zone; what it would do at clock changes is never asked of it.

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};

use super::set::Set;

/// The names that `cron` takes, from Sunday: its numbers differ from crontab's.
const CRON_WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// `cron` knows the years 1970 to 2100; outside of them nothing is asked of it.
const YEARS: std::ops::RangeInclusive<i32> = 1969..=2100;

/// How day-of-month and weekday go together where both are restricted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// A day that is in either, as crontab has it.
    Either,
    /// A day that is in both: the first Monday of a month is a Monday among days 1 to 7.
    Both,
}

/// The times of a rule, each field as the set of what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    pub minute: u8,
    pub hours: Set,
    pub days: Set,
    pub months: Set,
    /// Sunday is 0.
    pub weekdays: Set,
    pub join: Days,
}

impl Times {
    /// Every day at the hours and the minute.
    pub fn daily(minute: u8, hours: Set) -> Self {
        Self {
            minute,
            hours,
            days: Set::DAYS,
            months: Set::MONTHS,
            weekdays: Set::WEEKDAYS,
            join: Days::Both,
        }
    }

    /// Whether both day fields are restricted, so that `join` matters.
    pub fn both_restricted(&self) -> bool {
        self.days != Set::DAYS && self.weekdays != Set::WEEKDAYS
    }

    /// The one way to write this: where no day field or only one restricts, `join` is `Both`.
    fn normal(mut self) -> Self {
        if self.join == Days::Either && !self.both_restricted() {
            // Either of "these days" and "any day" is any day.
            self.days = Set::DAYS;
            self.weekdays = Set::WEEKDAYS;
        }
        if !self.both_restricted() {
            self.join = Days::Both;
        }
        self
    }
}

/// A rule that recurs, ready to be walked.
#[derive(Clone, Debug)]
pub struct Rule {
    times: Times,
    /// One, or two of which either may come: by day and by weekday.
    schedules: Box<[cron::Schedule]>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.times == other.times
    }
}

impl Eq for Rule {}

impl Rule {
    pub(super) fn new(times: Times) -> Self {
        let times = times.normal();
        let by_day = Times {
            weekdays: Set::WEEKDAYS,
            ..times
        };
        let by_weekday = Times {
            days: Set::DAYS,
            ..times
        };
        let schedules = match times.join {
            Days::Both => Box::from([compile(&times)]),
            Days::Either => Box::from([compile(&by_day), compile(&by_weekday)]),
        };
        Self { times, schedules }
    }

    pub(super) fn times(&self) -> &Times {
        &self.times
    }

    /// The first wall-clock time of this rule that is later than `wall`.
    pub(super) fn next_wall(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        if !YEARS.contains(&wall.year()) {
            return None;
        }
        let unzoned: DateTime<Utc> = wall.and_utc();
        let next = self
            .schedules
            .iter()
            .filter_map(|schedule| schedule.after(&unzoned).next())
            .min()?;
        Some(next.naive_utc())
    }
}

/// The rule as `cron` reads it: seconds first, weekdays by name.
fn compile(times: &Times) -> cron::Schedule {
    let numbers = |set: Set, all: Set| {
        if set == all {
            return "*".to_owned();
        }
        let numbers: Vec<String> = set.iter().map(|number| number.to_string()).collect();
        numbers.join(",")
    };
    let weekdays = if times.weekdays == Set::WEEKDAYS {
        "*".to_owned()
    } else {
        let names: Vec<&str> = times
            .weekdays
            .iter()
            .map(|day| CRON_WEEKDAYS[usize::from(day)])
            .collect();
        names.join(",")
    };
    let expression = format!(
        "0 {} {} {} {} {weekdays}",
        times.minute,
        numbers(times.hours, Set::HOURS),
        numbers(times.days, Set::DAYS),
        numbers(times.months, Set::MONTHS),
    );
    cron::Schedule::from_str(&expression).expect("sets in range, none empty, are what cron reads")
}
