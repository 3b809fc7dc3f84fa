//! The moderators' verbs. Each changes the ledger in one transaction, and wakes the worker.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{
    Channel, Posting,
    edition::{Preview, draw},
    model::{
        Manner, Notice, NoticeKind, Post, Schedule, ScheduleId, ScheduleState, Skipped, Topics,
    },
    next::next_free,
};
use crate::{
    calendar::{Recurrence, Unreadable},
    content::Topic,
    store::{
        self, Writing,
        ids::{ChannelId, GuildId},
    },
};

/// The most schedules that a server may have: nobody needs more, and lists stay readable.
pub const SCHEDULES_PER_GUILD: u32 = 250;

/// How late a post may still go out.
pub const CATCH_UP: TimeDelta = TimeDelta::hours(12);

/// How many posts a page of history shows.
pub const HISTORY_PAGE: u32 = 10;

/// What a moderator asks for.
#[derive(Clone, Debug)]
pub struct NewSchedule {
    /// The server.
    pub guild: GuildId,
    /// Where to post.
    pub channel: ChannelId,
    /// When, as it was written: crontab's five fields, a phrase or one date.
    pub when: String,
    /// The zone of these times, if it is not the server's.
    pub zone: Option<Tz>,
    /// What to draw from; empty for all.
    pub topics: Vec<Topic>,
    /// How to post.
    pub manner: Manner,
    /// How late a post may still go out, if not [`CATCH_UP`].
    pub catch_up: Option<TimeDelta>,
}

/// Why a schedule was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The times can't be read or kept.
    #[error(transparent)]
    When(#[from] Unreadable),
    /// The server has no zone yet, and none was given.
    #[error("the server has no time zone yet")]
    ZoneNeeded,
    /// The library has no such topic.
    #[error("no article is about {0}")]
    UnknownTopic(Topic),
    /// The server has as many as it may have.
    #[error("a server has at most {limit} schedules")]
    TooMany {
        /// How many that is.
        limit: u32,
    },
    /// The database broke.
    #[error(transparent)]
    Failed(#[from] store::Error),
}

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum VerbError {
    /// The server has no such schedule (any more).
    #[error("there is no such schedule")]
    Gone,
    /// The database broke.
    #[error(transparent)]
    Failed(#[from] store::Error),
}

/// One page of posts, the latest due first.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryPage {
    /// The posts.
    pub posts: Vec<Post>,
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

    /// Makes a schedule. The first zone given to a server becomes the server's.
    ///
    /// # Errors
    ///
    /// What the moderator can mend, or a database that broke.
    pub async fn create(&self, new: NewSchedule) -> Result<Schedule, CreateError> {
        let topics = Topics::new(new.topics);
        let library = self.shelf.library();
        let known = library.topics();
        if let Some(unknown) = topics.as_slice().iter().find(|t| !known.contains(t)) {
            return Err(CreateError::UnknownTopic(unknown.clone()));
        }
        let mut writing = self.store.write().await?;
        let zone = match new.zone {
            Some(zone) => zone,
            None => writing
                .zone(new.guild)
                .await?
                .ok_or(CreateError::ZoneNeeded)?,
        };
        let now = self.clock.now();
        let rule = Recurrence::parse(&new.when, now, zone)?;
        if writing.count_schedules(new.guild).await? >= SCHEDULES_PER_GUILD {
            return Err(CreateError::TooMany {
                limit: SCHEDULES_PER_GUILD,
            });
        }
        let schedule = Schedule {
            id: ScheduleId::random(),
            guild: new.guild,
            channel: new.channel,
            next_due_at: rule.next_after(now, zone),
            rule,
            zone,
            topics,
            state: ScheduleState::Active,
            after_at: now,
            manner: new.manner,
            catch_up: new.catch_up.unwrap_or(CATCH_UP),
            created_at: now,
            resting_until: None,
            revision: 0,
        };
        writing.give_zone(new.guild, zone).await?;
        writing.insert_schedule(&schedule).await?;
        writing.commit().await?;
        self.wake();
        Ok(schedule)
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

    /// Pauses a schedule. What is due and not on its way is skipped; times inside a pause are
    /// neither caught up nor missed.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn pause(&self, guild: GuildId, id: ScheduleId) -> Result<Schedule, VerbError> {
        let (mut writing, schedule) = self.change(guild, id).await?;
        let paused = Schedule {
            state: ScheduleState::Paused,
            next_due_at: None,
            resting_until: None,
            revision: schedule.revision + 1,
            ..schedule
        };
        self.keep(&mut writing, &paused).await?;
        writing.skip_due_posts(id, Skipped::Paused).await?;
        writing.commit().await?;
        self.wake();
        Ok(paused)
    }

    /// Resumes a paused or blocked schedule, from now on; also one that is paused to an instant.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn resume(&self, guild: GuildId, id: ScheduleId) -> Result<Schedule, VerbError> {
        let (mut writing, schedule) = self.change(guild, id).await?;
        let now = self.clock.now();
        if schedule.state == ScheduleState::Active && schedule.rests_until(now).is_none() {
            return Ok(schedule);
        }
        let next_due_at = next_free(&mut writing, &schedule, now).await?;
        let resumed = Schedule {
            state: ScheduleState::Active,
            after_at: now,
            next_due_at,
            resting_until: None,
            revision: schedule.revision + 1,
            ..schedule
        };
        self.keep(&mut writing, &resumed).await?;
        writing.commit().await?;
        self.wake();
        Ok(resumed)
    }

    /// Deletes a schedule. What is due and not on its way is skipped; its posts' rows stay.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn delete(&self, guild: GuildId, id: ScheduleId) -> Result<(), VerbError> {
        let (mut writing, _) = self.change(guild, id).await?;
        writing.delete_schedule(id).await?;
        writing.skip_due_posts(id, Skipped::Deleted).await?;
        writing
            .close_notices_of(guild, id, self.clock.now())
            .await?;
        writing.commit().await?;
        self.wake();
        Ok(())
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

    /// Begins to change a schedule.
    async fn change(
        &self,
        guild: GuildId,
        id: ScheduleId,
    ) -> Result<(Writing, Schedule), VerbError> {
        let mut writing = self.store.write().await?;
        match writing.schedule(guild, id).await? {
            Some(schedule) => Ok((writing, schedule)),
            None => Err(VerbError::Gone),
        }
    }

    /// Keeps a schedule's new state. Moderators have seen to it, so it is blocked no more.
    async fn keep(&self, writing: &mut Writing, schedule: &Schedule) -> Result<(), VerbError> {
        let there = writing
            .set_schedule_state(
                schedule.id,
                &schedule.state,
                schedule.after_at,
                schedule.next_due_at,
            )
            .await?;
        if !there {
            return Err(VerbError::Gone);
        }
        let fault = NoticeKind::refused_fault(schedule.id);
        writing.close_notice(&fault, self.clock.now()).await?;
        Ok(())
    }
}
