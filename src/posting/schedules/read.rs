//! What moderators look at: schedules, what goes out next, what became of posts, what needs them.

use chrono_tz::Tz;

use super::VerbError;
use crate::{
    posting::{
        Channel, Posting,
        edition::{Preview, draw},
        model::{
            Notice, Post, Schedule, ScheduleId, ScheduleState, UnreadablePost, UnreadableSchedule,
        },
        next::next_free,
    },
    store::{self, ids::GuildId},
};

/// How many posts a page of history shows.
pub const HISTORY_PAGE: u32 = 10;

/// One page of posts, the latest due first.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryPage {
    /// The posts, those that can't be read any more in their places.
    pub posts: Vec<Result<Post, UnreadablePost>>,
    /// Which page, from 0; the last one if there are not so many.
    pub page: u32,
    /// How many pages there are, at least one.
    pub pages: u32,
    /// How many posts there are.
    pub total: u32,
}

impl<C: Channel> Posting<C> {
    /// A server's zone, if it has one by now.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn zone(&self, guild: GuildId) -> store::Result<Option<Tz>> {
        self.store.zone(guild).await
    }

    /// A server's schedules, oldest first. Of one that can't be read any more, a notice tells.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn list(&self, guild: GuildId) -> store::Result<Vec<Schedule>> {
        let schedules = self.store.schedules(guild).await?;
        Ok(schedules.into_iter().filter_map(Result::ok).collect())
    }

    /// A server's schedules that can't be read any more: all that can be done is to delete them.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn unreadable(&self, guild: GuildId) -> store::Result<Vec<UnreadableSchedule>> {
        let schedules = self.store.schedules(guild).await?;
        Ok(schedules.into_iter().filter_map(Result::err).collect())
    }

    /// One of a server's schedules.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database can't answer.
    pub async fn schedule(&self, guild: GuildId, id: ScheduleId) -> Result<Schedule, VerbError> {
        let schedule = self.store.schedule(guild, id).await?;
        schedule.ok_or(VerbError::Gone)
    }

    /// The very post that goes out next; of a paused or blocked schedule, the one that would if it
    /// were resumed now. `None` if no time is to come, or the library has nothing on its topics.
    ///
    /// # Errors
    ///
    /// If the schedule is gone, or the database can't answer.
    pub async fn preview(
        &self,
        guild: GuildId,
        id: ScheduleId,
    ) -> Result<Option<Preview>, VerbError> {
        let (mut writing, schedule) = self.change(guild, id).await?;
        let due_at = match schedule.state {
            ScheduleState::Active => schedule.next_due_at,
            ScheduleState::Paused | ScheduleState::Blocked(_) => {
                next_free(&mut writing, &schedule, self.clock.now()).await?
            }
        };
        let Some(due_at) = due_at else {
            return Ok(None);
        };
        let preview = draw(self, &mut writing, &schedule, due_at).await?;
        writing.commit().await?;
        Ok(preview)
    }

    /// What became of a server's posts, or of one schedule's, even if that is deleted.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn history(
        &self,
        guild: GuildId,
        schedule: Option<ScheduleId>,
        page: u32,
    ) -> store::Result<HistoryPage> {
        let total = self.store.count_posts(guild, schedule).await?;
        let pages = total.div_ceil(HISTORY_PAGE).max(1);
        let page = page.min(pages - 1);
        let posts = self
            .store
            .posts(guild, schedule, page * HISTORY_PAGE, HISTORY_PAGE)
            .await?;
        Ok(HistoryPage {
            posts,
            page,
            pages,
            total,
        })
    }

    /// What the moderators of a server have to mend, oldest first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn notices(&self, guild: GuildId) -> store::Result<Vec<Notice>> {
        self.store.open_notices(guild).await
    }
}
