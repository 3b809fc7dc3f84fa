//! Which time of a schedule is next: one that has no post yet. Skipping and posting ahead of time give
//! times to come their posts, and whatever plans from now must pass these over.

use chrono::{DateTime, TimeDelta, Utc};

use super::model::{Schedule, ScheduleState};
use crate::store::{Result, Writing};

/// The first time of a schedule later than `after` that has no post yet. `None` if there is no more.
pub(super) async fn next_free(
    writing: &mut Writing,
    schedule: &Schedule,
    after: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    for at in schedule.upcoming(after) {
        if !writing.has_post(schedule.id, at).await? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Has a schedule post from `now` on, even if it was paused or blocked. Times up to now are done with.
pub(super) async fn post_from(
    writing: &mut Writing,
    schedule: &mut Schedule,
    now: DateTime<Utc>,
) -> Result<()> {
    schedule.state = ScheduleState::Active;
    schedule.resting_until = None;
    schedule.after_at = now;
    schedule.next_due_at = next_free(writing, schedule, now).await?;
    Ok(())
}

impl Schedule {
    /// Until when it is paused at `now`, if it goes on by itself after that.
    #[must_use]
    pub fn rests_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.resting_until.filter(|until| *until > now)
    }

    /// Which times are done with if it is planned anew at `now`: those up to now, or up to just
    /// before its pause ends.
    #[must_use]
    pub fn plans_after(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.rests_until(now).map_or(now, end_of_pause)
    }
}

/// The last instant of a pause: a time at its very end is no longer within it.
pub(super) fn end_of_pause(until: DateTime<Utc>) -> DateTime<Utc> {
    until - TimeDelta::milliseconds(1)
}
