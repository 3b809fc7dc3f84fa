//! What follows a sent post, one step at a time: pure data, which the store writes.

use chrono::{DateTime, Utc};

use super::model::{ChannelKind, PostId, RefusedReason, ScheduleId, Step};
use crate::store::ids::{ChannelId, GuildId, MessageId};

/// A step that somebody is about to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedStep {
    /// The post that it follows.
    pub post: PostId,
    /// What is to be done.
    pub step: Step,
    /// That post's schedule, which may be deleted by now.
    pub schedule: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// Where the post is.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
    /// The post's message.
    pub message: MessageId,
    /// What a thread on it is called.
    pub title: String,
    /// When the post was to go out or was first tried, whichever was earlier.
    pub tried_at: DateTime<Utc>,
    /// When the post was known to be sent.
    pub sent_at: DateTime<Utc>,
    /// Whether its message is known to be gone.
    pub removed: bool,
    /// Which attempt this is, from 1. Whoever settles must still have it.
    pub attempt: i64,
}

/// How an attempt at a step ended, to be written down if the attempt still has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepEnding {
    /// It is done, by this attempt or one before it.
    Done {
        /// When that was known.
        at: DateTime<Utc>,
    },
    /// It is to be taken again: that does no harm, even if this attempt did it.
    Again {
        /// Not before this.
        ready_at: DateTime<Utc>,
    },
    /// It will not be done.
    Failed {
        /// Why.
        why: StepFailure,
        /// When that was known.
        at: DateTime<Utc>,
    },
}

/// Why a step was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepFailure {
    /// Discord refuses it for good.
    Refused(RefusedReason),
    /// The post's message is gone.
    NoMessage,
    /// It did not succeed for a day.
    OutOfTime,
    /// The post is there a second time.
    Doubled,
}

/// A step after a post that was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The step.
    pub step: Step,
    /// Why.
    pub why: StepFailure,
}
