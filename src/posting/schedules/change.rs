//! Pausing, resuming and deleting a schedule.

use super::VerbError;
use crate::{
    posting::{
        Channel, Posting,
        model::{NoticeKind, Schedule, ScheduleId, ScheduleState, Skipped},
        next::post_from,
    },
    store::ids::GuildId,
};

impl<C: Channel> Posting<C> {
    /// Pauses a schedule. What is due and not on its way is skipped; times inside a pause are
    /// neither caught up nor missed.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn pause(&self, guild: GuildId, id: ScheduleId) -> Result<Schedule, VerbError> {
        loop {
            let (mut writing, mut schedule) = self.change(guild, id).await?;
            schedule.state = ScheduleState::Paused;
            schedule.next_due_at = None;
            schedule.resting_until = None;
            if self.keep(&mut writing, &schedule).await? {
                // What posts nothing needs no article.
                let fault = NoticeKind::no_article_fault(id);
                writing.close_notice(&fault, self.clock.now()).await?;
                writing.skip_due_posts(id, Skipped::Paused).await?;
                writing.commit().await?;
                self.wake();
                schedule.revision += 1;
                return Ok(schedule);
            }
        }
    }

    /// Resumes a paused or blocked schedule, from now on; also one that is paused to an instant.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn resume(&self, guild: GuildId, id: ScheduleId) -> Result<Schedule, VerbError> {
        loop {
            let (mut writing, mut schedule) = self.change(guild, id).await?;
            let now = self.clock.now();
            if schedule.state == ScheduleState::Active && schedule.rests_until(now).is_none() {
                return Ok(schedule);
            }
            post_from(&mut writing, &mut schedule, now).await?;
            if self.keep(&mut writing, &schedule).await? {
                writing.commit().await?;
                self.wake();
                schedule.revision += 1;
                return Ok(schedule);
            }
        }
    }

    /// Deletes a schedule, even one that can't be read any more. What is due and not on its way is skipped; its posts' rows stay.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn delete(&self, guild: GuildId, id: ScheduleId) -> Result<(), VerbError> {
        let mut writing = self.store.write().await?;
        if !writing.delete_schedule(guild, id).await? {
            return Err(VerbError::Gone);
        }
        writing.skip_due_posts(id, Skipped::Deleted).await?;
        writing
            .close_notices_of(guild, id, self.clock.now())
            .await?;
        writing.commit().await?;
        self.wake();
        Ok(())
    }
}
