//! The moderators' verbs on one post: skip the next one, post it now, hold all until a day, and note
//! that one was removed. The next one is a post that waits, or else the schedule's next time.

use chrono::{DateTime, Utc};

use super::{
    Channel, Posting,
    edition::{Preview, draw},
    model::{Post, PostId, PostOutcome, Schedule, ScheduleId, ScheduleState, Skipped},
    next::{end_of_pause, next_free},
    plan,
    schedules::VerbError,
};
use crate::store::{self, Writing, ids::GuildId};

/// Why a schedule has no next post to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Moderators paused it.
    Paused,
    /// Moderators paused it to this instant.
    PausedUntil(DateTime<Utc>),
    /// Discord refuses it.
    Blocked,
    /// No time is to come.
    NoMoreTimes,
}

/// What was done with a schedule's next post.
#[derive(Clone, Debug, PartialEq)]
pub struct Acted {
    /// The time of the post.
    pub due_at: DateTime<Utc>,
    /// The schedule, past it.
    pub schedule: Schedule,
}

/// A schedule's next post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// It waits to be sent.
    Waiting(DateTime<Utc>),
    /// Its time is to come.
    Ahead(DateTime<Utc>),
}

impl<C: Channel> Posting<C> {
    /// Skips a schedule's next post: one that waits, if it is not on its way, or else the next time.
    ///
    /// # Errors
    ///
    /// If the schedule is gone or has nothing to skip, or the database refuses.
    pub async fn skip(&self, guild: GuildId, id: ScheduleId) -> Result<Acted, VerbError> {
        loop {
            let (mut writing, mut schedule) = self.change_up_to_now(guild, id).await?;
            let (due_at, skipped) = match self.next(&mut writing, &schedule).await? {
                Next::Waiting(at) => (
                    at,
                    writing
                        .skip_waiting(PostId::of(id, at), Skipped::Wanted)
                        .await?,
                ),
                Next::Ahead(at) => {
                    if !move_past(&mut writing, &mut schedule, at).await? {
                        continue;
                    }
                    let wanted = PostOutcome::Skipped(Skipped::Wanted);
                    let post = plan::planned_post(&schedule, at, wanted, None);
                    (at, writing.insert_post(&post).await?)
                }
            };
            writing.commit().await?;
            if skipped {
                self.wake();
                return Ok(Acted { due_at, schedule });
            }
        }
    }

    /// The post that [`Posting::post_now`] would send.
    ///
    /// # Errors
    ///
    /// If the schedule is gone or posts nothing now, or the database can't answer.
    pub async fn next_post(
        &self,
        guild: GuildId,
        id: ScheduleId,
    ) -> Result<(Schedule, Preview), VerbError> {
        let (mut writing, schedule) = self.change_up_to_now(guild, id).await?;
        self.check_posts(&schedule)?;
        let (Next::Waiting(at) | Next::Ahead(at)) = self.next(&mut writing, &schedule).await?;
        let preview = draw(self, &mut writing, &schedule, at).await?;
        let preview = preview.ok_or(VerbError::NoArticle)?;
        writing.commit().await?;
        Ok((schedule, preview))
    }

    /// Sends a schedule's next post at once, under its own id and due time, if that is the one of
    /// `due_at`. Asked twice, it is sent once.
    ///
    /// # Errors
    ///
    /// If the schedule is gone or posts nothing now, if that time has its post already or is not the
    /// next one, or if the database refuses.
    pub async fn post_now(
        &self,
        guild: GuildId,
        id: ScheduleId,
        due_at: DateTime<Utc>,
    ) -> Result<Acted, VerbError> {
        let post = PostId::of(id, due_at);
        loop {
            let (mut writing, mut schedule) = self.change_up_to_now(guild, id).await?;
            let now = self.clock.now();
            match writing.post(post).await? {
                Some(Post {
                    outcome: PostOutcome::Due,
                    ..
                }) => self.check_posts(&schedule)?,
                Some(taken) => return Err(VerbError::Taken(taken.outcome)),
                None => {
                    self.check_posts(&schedule)?;
                    if schedule.next_due_at != Some(due_at) {
                        return Err(VerbError::NotNext);
                    }
                    let drawn = draw(self, &mut writing, &schedule, due_at).await?;
                    let drawn = drawn.ok_or(VerbError::NoArticle)?;
                    if !move_past(&mut writing, &mut schedule, due_at).await? {
                        continue;
                    }
                    writing
                        .insert_post(&plan::due_post(&schedule, drawn))
                        .await?;
                }
            }
            if writing.hasten_post(post, now).await? {
                writing.commit().await?;
                self.wake();
                return Ok(Acted { due_at, schedule });
            }
        }
    }

    /// Pauses a schedule to an instant, after which it goes on by itself; a time at that very
    /// instant is posted. What is due and not on its way is skipped.
    ///
    /// # Errors
    ///
    /// If it is gone, or the database refuses.
    pub async fn pause_until(
        &self,
        guild: GuildId,
        id: ScheduleId,
        until: DateTime<Utc>,
    ) -> Result<Schedule, VerbError> {
        loop {
            let (mut writing, mut schedule) = self.change_up_to_now(guild, id).await?;
            schedule.state = ScheduleState::Active;
            schedule.resting_until = Some(until);
            schedule.after_at = end_of_pause(until);
            schedule.next_due_at = next_free(&mut writing, &schedule, schedule.after_at).await?;
            if self.keep(&mut writing, &schedule).await? {
                writing.skip_due_posts(id, Skipped::Paused).await?;
                writing.commit().await?;
                self.wake();
                schedule.revision += 1;
                return Ok(schedule);
            }
        }
    }

    /// One of a server's posts.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn post(&self, guild: GuildId, id: PostId) -> store::Result<Option<Post>> {
        let post = self.store.post(id).await?;
        Ok(post.filter(|post| post.guild == guild))
    }

    /// Notes that a post's message is gone. Returns whether nobody had noted it before.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn removed(&self, id: PostId) -> store::Result<bool> {
        let mut writing = self.store.write().await?;
        let noted = writing.note_removed(id, self.clock.now()).await?;
        writing.commit().await?;
        Ok(noted)
    }

    /// Begins to change a schedule whose times up to now have become posts, as they do by themselves
    /// a moment later.
    async fn change_up_to_now(
        &self,
        guild: GuildId,
        id: ScheduleId,
    ) -> Result<(Writing, Schedule), VerbError> {
        let (mut writing, schedule) = self.change(guild, id).await?;
        let now = self.clock.now();
        let due = schedule.next_due_at.is_some_and(|next| next <= now);
        if !due || schedule.state != ScheduleState::Active {
            return Ok((writing, schedule));
        }
        plan::one(self, &mut writing, &schedule, now).await?;
        let schedule = writing.schedule(guild, id).await?.ok_or(VerbError::Gone)?;
        Ok((writing, schedule))
    }

    async fn next(&self, writing: &mut Writing, schedule: &Schedule) -> Result<Next, VerbError> {
        let idle = |idle| Err(VerbError::Idle(idle));
        match schedule.state {
            ScheduleState::Paused => return idle(Idle::Paused),
            ScheduleState::Blocked(_) => return idle(Idle::Blocked),
            ScheduleState::Active => {}
        }
        if let Some(waiting) = writing.waiting_posts(schedule.id).await?.first() {
            return Ok(Next::Waiting(waiting.due_at));
        }
        match schedule.next_due_at {
            Some(at) => Ok(Next::Ahead(at)),
            None => idle(Idle::NoMoreTimes),
        }
    }

    /// Whether a schedule posts now.
    pub(super) fn check_posts(&self, schedule: &Schedule) -> Result<(), VerbError> {
        Err(VerbError::Idle(match schedule.state {
            ScheduleState::Paused => Idle::Paused,
            ScheduleState::Blocked(_) => Idle::Blocked,
            ScheduleState::Active => match schedule.rests_until(self.clock.now()) {
                Some(until) => Idle::PausedUntil(until),
                None => return Ok(()),
            },
        }))
    }
}

/// Moves a schedule past one of its times, unless somebody changed it since it was read. Returns
/// whether it did.
async fn move_past(
    writing: &mut Writing,
    schedule: &mut Schedule,
    at: DateTime<Utc>,
) -> store::Result<bool> {
    let next = next_free(writing, schedule, at).await?;
    if !writing.move_schedule(schedule, at, next).await? {
        return Ok(false);
    }
    schedule.after_at = at;
    schedule.next_due_at = next;
    schedule.revision += 1;
    Ok(true)
}
