//! Editing a schedule: it is planned anew from now on, and what waits to be sent goes along.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::{
    calendar::{Recurrence, Unreadable},
    content::Topic,
    posting::{
        Channel, Posting,
        edition::draw,
        model::{Manner, NoticeKind, PostId, Schedule, ScheduleState, Skipped},
        next::next_free,
        plan,
    },
    store::{self, Writing, ids::ChannelId},
};

/// What a schedule is to be from now on; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Where to post.
    pub channel: Option<ChannelId>,
    /// When, as it was written.
    pub when: Option<String>,
    /// The zone of its times. Without `when`, the same times on the wall there.
    pub zone: Option<Tz>,
    /// What to draw from; empty for all.
    pub topics: Option<Vec<Topic>>,
    /// How to post, all of it.
    pub manner: Manner,
    /// How late a post may still go out.
    pub catch_up: Option<TimeDelta>,
    /// Whether it posts from then on.
    pub start: Start,
    /// A post that Discord refused, to be sent all the same if it is not too late for it.
    pub again: Option<PostId>,
}

impl Edit {
    /// Leaves everything as it is, but perhaps whether it posts.
    #[must_use]
    pub fn nothing(schedule: &Schedule, start: Start) -> Self {
        Self {
            channel: None,
            when: None,
            zone: None,
            topics: None,
            manner: schedule.manner.clone(),
            catch_up: None,
            start,
            again: None,
        }
    }
}

/// Whether a schedule posts once it is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// As before; a blocked one tries again.
    AsBefore,
    /// Not until its forum's tag is chosen.
    Held,
    /// It does, even if it was paused.
    Now,
}

/// Why a schedule was not edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The times can't be read or kept.
    #[error(transparent)]
    When(#[from] Unreadable),
    /// The library has no such topic.
    #[error("no article is about {0}")]
    UnknownTopic(Topic),
    /// It changed since it was read: read it again.
    #[error("the schedule has changed since")]
    Outdated,
    /// A post of it may be arriving in its channel, which therefore can't change now.
    #[error("a post of the schedule is on its way")]
    OnItsWay,
    /// The database broke.
    #[error(transparent)]
    Failed(#[from] store::Error),
}

impl<C: Channel> Posting<C> {
    /// Edits a schedule that was read before, if it is still as it was read. Times before now are
    /// neither caught up nor missed. A blocked schedule posts again; a paused one stays paused.
    ///
    /// # Errors
    ///
    /// What the moderator can mend, a schedule that changed or went since, a database that broke.
    pub async fn edit(&self, read: &Schedule, edit: Edit) -> Result<Schedule, EditError> {
        let now = self.clock.now();
        if read.next_due_at.is_some_and(|at| at <= now) {
            // That time was promised before the edit. It becomes a post, which the edit then finds.
            plan::once(self).await?;
            return Err(EditError::Outdated);
        }
        let mut writing = self.store.write().await?;
        let again = edit.again;
        let mut changed = self.edited(read, edit)?;
        if changed.state == ScheduleState::Active {
            changed.after_at = changed.plans_after(now);
            changed.next_due_at = next_free(&mut writing, &changed, changed.after_at).await?;
        } else {
            changed.next_due_at = None;
            changed.resting_until = None;
        }
        // First of all: whoever plans or changes it in between has lost, or this has.
        if !self.keep(&mut writing, &changed).await? {
            return Err(EditError::Outdated);
        }
        // What does not post yet would skip it.
        if let Some(post) = again.filter(|_| changed.state == ScheduleState::Active) {
            writing.revive_post(post, now).await?;
        }
        self.take_along(&mut writing, &changed).await?;
        if changed.channel != read.channel && writing.has_unsettled(changed.id).await? {
            return Err(EditError::OnItsWay);
        }
        if changed.topics != read.topics {
            let fault = NoticeKind::no_article_fault(changed.id);
            writing.close_notice(&fault, now).await?;
        }
        writing.commit().await?;
        self.wake();
        changed.revision += 1;
        Ok(changed)
    }

    fn edited(&self, read: &Schedule, edit: Edit) -> Result<Schedule, EditError> {
        let topics = match edit.topics {
            Some(topics) => self.known(topics).map_err(EditError::UnknownTopic)?,
            None => read.topics.clone(),
        };
        let zone = edit.zone.unwrap_or(read.zone);
        let rule = match &edit.when {
            Some(when) => Recurrence::parse(when, self.clock.now(), zone)?,
            None => read.rule.clone(),
        };
        let state = match (edit.start, &read.state) {
            (Start::Held, _) | (Start::AsBefore, ScheduleState::Paused) => ScheduleState::Paused,
            (Start::Now | Start::AsBefore, _) => ScheduleState::Active,
        };
        Ok(Schedule {
            channel: edit.channel.unwrap_or(read.channel),
            rule,
            zone,
            topics,
            manner: edit.manner,
            state,
            catch_up: edit.catch_up.unwrap_or(read.catch_up),
            ..read.clone()
        })
    }

    /// What waits to be sent is in no channel: it goes where the schedule goes now, and says what the
    /// schedule says now, under the id it has, so that it is still sent once. If its time is no longer
    /// one of the schedule's, nobody wants it any more, and it is skipped.
    async fn take_along(&self, writing: &mut Writing, changed: &Schedule) -> store::Result<()> {
        for waiting in writing.waiting_posts(changed.id).await? {
            let just_before = waiting.due_at - TimeDelta::milliseconds(1);
            let is_its_time = changed.upcoming(just_before).next() == Some(waiting.due_at);
            let drawn = if is_its_time && changed.state == ScheduleState::Active {
                draw(self, writing, changed, waiting.due_at).await?
            } else {
                None
            };
            if let Some(drawn) = drawn {
                let post = plan::due_post(changed, drawn);
                writing.reword_post(&post).await?;
            } else {
                let why = match changed.state {
                    ScheduleState::Paused => Skipped::Paused,
                    _ => Skipped::Edited,
                };
                writing.skip_waiting(waiting.post, why).await?;
            }
        }
        Ok(())
    }
}
