//! Every gap and every fold of every zone over the next ten years, against croner: daily, weekly and
//! monthly rules whose time falls into it, on its edges, and an hour before and after. `oracle.rs` says
//! where croner means otherwise.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::{
    at,
    oracle::{Answer, Question, changes_within, wall},
};

/// The wall times of interest around a change: an hour off, on both edges, and amid it.
fn interesting(change: DateTime<Utc>, zone: Tz) -> BTreeSet<NaiveDateTime> {
    let before = wall(change - TimeDelta::seconds(1), zone) + TimeDelta::seconds(1);
    let after = wall(change, zone);
    let (start, end) = (before.min(after), before.max(after));
    let minute = TimeDelta::minutes(1);
    let amid = start + (end - start) / 2;
    let hour = TimeDelta::hours(1);
    let times = [
        start - hour,
        start - minute,
        start,
        amid,
        end - minute,
        end,
        end + hour,
    ];
    // Rules know no seconds.
    let whole = times.map(|time| time.with_second(0).expect("a whole minute"));
    whole.into_iter().collect()
}

/// A daily, a weekly and a monthly rule that come at this wall time.
fn rules(time: NaiveDateTime, change: DateTime<Utc>, zone: Tz) -> [Question; 3] {
    let number = |number: u32| u8::try_from(number).expect("an hour or a minute");
    let weekday = time.weekday().num_days_from_sunday();
    let question = |days: String, count| Question {
        hours: BTreeSet::from([number(time.hour())]),
        minute: number(time.minute()),
        days,
        after: change - TimeDelta::hours(30),
        zone,
        count,
    };
    [
        question("* * *".to_owned(), 3),
        question(format!("* * {weekday}"), 2),
        question(format!("{} * *", time.day()), 2),
    ]
}

/// The clock of a zone from before a change until after the last time that is asked for: zones that have it
/// in common are one case.
type Course = Vec<(DateTime<Utc>, NaiveDateTime)>;

fn course(change: DateTime<Utc>, changes: &[DateTime<Utc>], zone: Tz) -> Course {
    let begins = change - TimeDelta::hours(31);
    let asked = begins..change + TimeDelta::days(93);
    let within = changes.iter().copied().filter(|at| asked.contains(at));
    let instants = std::iter::once(begins).chain(within);
    instants.map(|at| (at, wall(at, zone))).collect()
}

#[test]
fn every_gap_and_fold_of_every_zone_for_ten_years_is_met_as_croner_meets_it() {
    let within = at("2026-11-22T00:00:00Z")..at("2036-12-31T00:00:00Z");
    let mut courses: BTreeMap<Course, Tz> = BTreeMap::new();
    let (mut found, mut gaps, mut compared) = (0, 0, 0);
    for zone in TZ_VARIANTS {
        let changes = changes_within(within.clone(), zone);
        for &change in &changes {
            found += 1;
            let jump = wall(change, zone) - wall(change - TimeDelta::seconds(1), zone);
            gaps += usize::from(jump > TimeDelta::seconds(1));
            let alike = courses.insert(course(change, &changes, zone), zone);
            if alike.is_some() {
                continue;
            }
            for time in interesting(change, zone) {
                for question in rules(time, change, zone) {
                    let answer = question.answer();
                    assert_eq!(answer, Answer::Same, "{question:?}");
                    compared += 1;
                }
            }
        }
    }
    let cases = courses.len();
    println!("{found} changes, {gaps} of them gaps; {cases} differ, {compared} rules compared");
    assert!(found > 3_000, "only {found} changes");
    assert!(gaps * 3 > found && gaps * 3 < found * 2, "{gaps} gaps");
    assert!(cases > 300, "only {cases} that differ");
    assert!(compared > cases * 15, "only {compared} compared");
}
