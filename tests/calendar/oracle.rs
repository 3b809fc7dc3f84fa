//! The same times as croner, another crate, over many zones from 2020 on, for rules whose hour is a
//! list of numbers.
//!
//! Where croner 4 differs by intent, and what is done about it here:
//! - It carries a time out of a gap only for a rule with one hour. Each hour of a list is asked of it
//!   as a rule of its own, and the answers are joined.
//! - It drops what a gap over midnight would carry into the next day. Ours alone may be there then,
//!   at the instant that ends such a gap and nowhere else.
//! - It gives up on gaps longer than two hours (Casey, 2020). Such a case is not compared; no other zone has one.
//! - It calls a day field unrestricted only where it is exactly `*`, crontab where it starts with `*`.
//!   No `*/2` is drawn for days; `crontab.rs` holds those.
//!
//! All but the first are held by the table in `clock_changes.rs`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use croner::Cron;
use proptest::{collection::btree_set, prelude::*, sample::select};
use sunflower::calendar::Recurrence;

use crate::{at, now};

/// A rule to ask of both, and from where.
#[derive(Debug)]
pub struct Question {
    pub hours: BTreeSet<u8>,
    pub minute: u8,
    /// Day, month and weekday as crontab has them.
    pub days: String,
    pub after: DateTime<Utc>,
    pub zone: Tz,
    /// How many times of each hour are compared.
    pub count: usize,
}

#[derive(Debug, PartialEq)]
pub enum Answer {
    Same,
    /// Refused here as it never comes; croner would search for ages.
    Never,
    /// croner gave up.
    NotTold,
    Different {
        ours: Vec<DateTime<Utc>>,
        theirs: Vec<DateTime<Utc>>,
    },
}

impl Question {
    pub fn answer(&self) -> Answer {
        let rule = format!("{} {} {}", self.minute, list(&self.hours), self.days);
        let Ok(recurrence) = Recurrence::parse(&rule, now(), self.zone) else {
            return Answer::Never;
        };
        let Some(theirs) = self.croners() else {
            return Answer::NotTold;
        };
        let ours: Vec<DateTime<Utc>> = recurrence
            .upcoming(self.after, self.zone)
            .take_while(|at| theirs.last().is_some_and(|end| at <= end))
            .filter(|at| theirs.contains(at) || !ends_a_gap_over_midnight(*at, self.zone))
            .collect();
        if ours == theirs {
            Answer::Same
        } else {
            Answer::Different { ours, theirs }
        }
    }

    /// croner's times, in order. `None` where it gives up.
    fn croners(&self) -> Option<Vec<DateTime<Utc>>> {
        let mut all = BTreeSet::new();
        let mut reached = DateTime::<Utc>::MAX_UTC;
        for hour in &self.hours {
            let rule = format!("{} {hour} {}", self.minute, self.days);
            let cron = Cron::from_str(&rule).expect("croner reads it");
            let mut from = self.after.with_timezone(&self.zone);
            for _ in 0..self.count {
                from = cron.find_next_occurrence(&from, false).ok()?;
                all.insert(from.to_utc());
            }
            reached = reached.min(from.to_utc());
        }
        // Beyond the end of the shortest list some are missing.
        Some(all.into_iter().filter(|at| *at <= reached).collect())
    }
}

pub fn wall(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    instant.with_timezone(&zone).naive_local()
}

/// Whether `instant` ends a gap that began on the day before.
fn ends_a_gap_over_midnight(instant: DateTime<Utc>, zone: Tz) -> bool {
    let before = wall(instant - TimeDelta::seconds(1), zone);
    let after = wall(instant, zone);
    after - before > TimeDelta::seconds(1) && after.date() > before.date()
}

fn list(numbers: &BTreeSet<u8>) -> String {
    let numbers: Vec<String> = numbers.iter().map(u8::to_string).collect();
    numbers.join(",")
}

fn field(all: std::ops::RangeInclusive<u8>, most: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just("*".to_owned()),
        3 => btree_set(all, 1..=most).prop_map(|numbers| list(&numbers)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_in_any_zone_comes_when_croner_says(
        zone in select(TZ_VARIANTS.to_vec()),
        minute in 0..60_u8,
        hours in btree_set(0..24_u8, 1..5),
        day in field(1..=31, 4),
        month in field(1..=12, 4),
        weekday in field(0..=7, 4),
        after in at("2020-01-01T00:00:00Z").timestamp()..at("2037-01-01T00:00:00Z").timestamp(),
    ) {
        let after = DateTime::from_timestamp(after, 0).expect("in range");
        let days = format!("{day} {month} {weekday}");
        let question = Question { hours, minute, days, after, zone, count: 12 };
        let answer = question.answer();
        prop_assert!(
            answer == Answer::Same || answer == Answer::Never || zone == Tz::Antarctica__Casey,
            "{:?}", answer
        );
    }
}

/// The instants from 2020 to 2030 at which a zone's offset changes.
pub fn changes(zone: Tz) -> Vec<DateTime<Utc>> {
    changes_within(at("2020-01-01T00:00:00Z")..at("2030-01-01T00:00:00Z"), zone)
}

/// The instants of a stretch of time at which a zone's offset changes.
pub fn changes_within(within: Range<DateTime<Utc>>, zone: Tz) -> Vec<DateTime<Utc>> {
    let offset = |at: DateTime<Utc>| wall(at, zone) - at.naive_utc();
    let step = TimeDelta::days(5);
    let mut found = Vec::new();
    let mut from = within.start;
    while from < within.end {
        let (mut low, mut high) = (from, from + step);
        if offset(low) != offset(high) {
            while high - low > TimeDelta::seconds(1) {
                let middle = low + TimeDelta::seconds((high - low).num_seconds() / 2);
                if offset(middle) == offset(low) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            found.push(high);
        }
        from += step;
    }
    found
}

/// Daily rules in and around a gap or fold: an hour off, at its edges, amid it.
fn around(change: DateTime<Utc>, zone: Tz) -> impl Iterator<Item = Question> {
    let before = wall(change - TimeDelta::seconds(1), zone);
    [before, wall(change, zone)]
        .into_iter()
        .flat_map(move |edge| {
            [(-1, 30), (0, 0), (0, 15), (0, 59), (1, 0)].map(|(hours, minute)| {
                let hour = (edge + TimeDelta::hours(hours)).hour();
                Question {
                    hours: BTreeSet::from([u8::try_from(hour).expect("an hour")]),
                    minute,
                    days: "* * *".to_owned(),
                    after: change - TimeDelta::hours(30),
                    zone,
                    count: 3,
                }
            })
        })
}

#[test]
fn around_every_clock_change_of_every_zone_times_come_when_croner_says() {
    let mut compared = 0;
    for zone in TZ_VARIANTS {
        for question in changes(zone)
            .into_iter()
            .take(2)
            .flat_map(|at| around(at, zone))
        {
            match question.answer() {
                Answer::Same => compared += 1,
                Answer::NotTold if zone == Tz::Antarctica__Casey => {}
                answer => panic!(
                    "{} {:?} in {zone}: {answer:?}",
                    question.minute, question.hours
                ),
            }
        }
    }
    assert!(compared > 4000, "only {compared} compared");
}
