//! Whether planning keeps up: by when its next step is to be taken.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// A step may begin this long after its time: a sleeper looks at the wall clock only every 30 seconds.
const SLACK: TimeDelta = TimeDelta::seconds(60);

/// By when planning is to have taken its next step; none while there is nothing to plan. A step that
/// failed, or that does not end, leaves it where it was.
#[derive(Clone, Debug)]
pub struct Planner(Arc<Mutex<Option<DateTime<Utc>>>>);

impl Planner {
    /// It is to take its first step now.
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(Some(now))))
    }

    fn due_at(&self) -> MutexGuard<'_, Option<DateTime<Utc>>> {
        // An instant is whole after every change, whoever panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A step begins, perhaps before its time.
    pub(super) fn begins(&self, now: DateTime<Utc>) {
        let mut due_at = self.due_at();
        *due_at = Some(due_at.map_or(now, |due_at| due_at.min(now)));
    }

    /// A step was taken, and this is the time of the next.
    pub(super) fn rests_until(&self, next: Option<DateTime<Utc>>) {
        *self.due_at() = next;
    }

    /// Whether a step should have been taken by now, and was not.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.due_at().is_some_and(|due_at| now > due_at + SLACK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }

    fn minutes(minutes: i64) -> TimeDelta {
        TimeDelta::minutes(minutes)
    }

    #[test]
    fn it_may_rest_as_long_as_nothing_is_due() {
        let planner = Planner::new(noon());
        planner.begins(noon());
        planner.rests_until(None);
        assert!(!planner.is_overdue(noon() + TimeDelta::days(365)));
        planner.rests_until(Some(noon() + minutes(10)));
        assert!(!planner.is_overdue(noon() + minutes(11)));
        assert!(planner.is_overdue(noon() + minutes(12)));
    }

    #[test]
    fn a_step_that_does_not_end_or_fails_is_overdue_however_often_it_begins() {
        let planner = Planner::new(noon());
        planner.rests_until(Some(noon() + minutes(60)));
        // Woken ahead of its time, because a schedule changed.
        planner.begins(noon() + minutes(5));
        planner.begins(noon() + minutes(6));
        assert!(!planner.is_overdue(noon() + minutes(6)));
        assert!(planner.is_overdue(noon() + minutes(7)));
    }
}
