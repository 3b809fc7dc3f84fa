//! The moderators' verbs, by subject. Each changes the ledger in one transaction, and wakes the worker.
//!
//! A change is guarded by the revision that it read. Whoever loses reads again and tries again, so
//! that nobody overwrites what they did not see.

mod change;
mod create;
mod edit;
mod read;

use super::{
    Channel, Posting,
    acting::Idle,
    model::{NoticeKind, PostOutcome, Schedule, ScheduleId, Topics},
};
use crate::{
    content::Topic,
    store::{self, Writing, ids::GuildId},
};

pub use self::{
    create::{CATCH_UP, CreateError, NewSchedule, SCHEDULES_PER_GUILD},
    edit::{Edit, EditError, Start},
    read::{HISTORY_PAGE, HistoryPage},
};

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum VerbError {
    /// The server has no such schedule (any more).
    #[error("there is no such schedule")]
    Gone,
    /// The server has no such notice.
    #[error("there is no such notice")]
    NoNotice,
    /// What the notice told is mended already.
    #[error("it is mended already")]
    Mended,
    /// It has no next post to act on.
    #[error("the schedule posts nothing: {0:?}")]
    Idle(Idle),
    /// The time has its post already; this became of it.
    #[error("that time has its post already")]
    Taken(PostOutcome),
    /// The time is not the next one (any more).
    #[error("that time is not the next one")]
    NotNext,
    /// The library has nothing on its topics.
    #[error("the library has nothing on its topics")]
    NoArticle,
    /// The database broke.
    #[error(transparent)]
    Failed(#[from] store::Error),
}

impl<C: Channel> Posting<C> {
    /// These topics, if the library has articles about each; else the first that it knows nothing of.
    fn known(&self, topics: Vec<Topic>) -> Result<Topics, Topic> {
        let library = self.shelf.library();
        let unknown = topics
            .iter()
            .find(|topic| !library.topics().contains(topic));
        match unknown {
            Some(unknown) => Err(unknown.clone()),
            None => Ok(Topics::new(topics)),
        }
    }

    /// Begins to change a schedule.
    pub(super) async fn change(
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

    /// Keeps a changed schedule, whose revision is still the one that was read. Returns whether it
    /// did: not so if somebody else changed it since. Moderators have seen to it, so what was wrong
    /// with it is no longer known to be.
    pub(super) async fn keep(
        &self,
        writing: &mut Writing,
        changed: &Schedule,
    ) -> store::Result<bool> {
        let kept = writing.change_schedule(changed).await?;
        if kept {
            let fault = NoticeKind::refused_fault(changed.id);
            writing.close_notice(&fault, self.clock.now()).await?;
        }
        Ok(kept)
    }
}
