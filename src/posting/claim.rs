//! One attempt at a post, between its claim and its settlement: pure data, which the store writes.

use chrono::{DateTime, Utc};

use super::model::{
    ChannelKind, Failed, Missed, PostId, PostOutcome, RefusedReason, ScheduleId, Skipped, Step,
};
use crate::store::ids::{ChannelId, GuildId, MessageId};

/// A post that an attempt has claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The post.
    pub post: PostId,
    /// Its schedule.
    pub schedule: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// The channel it was planned for.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
    /// When it was to go out.
    pub due_at: DateTime<Utc>,
    /// The end of its catch-up window.
    pub expires_at: DateTime<Utc>,
    /// The whole message.
    pub body: String,
    /// Which attempt this is, from 1. Whoever settles must still have it.
    pub attempt: i64,
    /// When the first one was made.
    pub first_attempt_at: DateTime<Utc>,
    /// When this one was claimed.
    pub claimed_at: DateTime<Utc>,
    /// The earliest attempt before this one that Discord may have performed without our knowing.
    pub uncertain_at: Option<DateTime<Utc>>,
    /// Whether its schedule still posts.
    pub standing: Standing,
}

/// Whether a claimed post's schedule still posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Active,
    /// Moderators paused it.
    Paused,
    /// Discord refuses it.
    Blocked,
    /// Moderators deleted it.
    Deleted,
}

impl Standing {
    /// What becomes of a post that is not in the channel, of such a schedule. `None`: it is sent.
    #[must_use]
    pub fn withdraws(self) -> Option<PostOutcome> {
        match self {
            Self::Active => None,
            Self::Paused => Some(PostOutcome::Skipped(Skipped::Paused)),
            Self::Deleted => Some(PostOutcome::Skipped(Skipped::Deleted)),
            Self::Blocked => Some(PostOutcome::Missed(Missed::Blocked)),
        }
    }
}

impl Claimed {
    /// What is to be done once it is sent, besides what its row says: of a forum's post that was not sent at
    /// the first attempt there may come a second.
    #[must_use]
    pub fn follow(&self) -> Option<Step> {
        (self.kind == ChannelKind::Forum && self.attempt > 1).then_some(Step::Twin)
    }

    /// What becomes of it if it is not in the channel and must not be sent any more, at `now`.
    #[must_use]
    pub fn withdrawn(&self, now: DateTime<Utc>) -> Option<PostOutcome> {
        self.standing.withdraws().or_else(|| {
            (now > self.expires_at).then_some(if self.attempt > 1 {
                PostOutcome::Failed(Failed::OutOfTime)
            } else {
                PostOutcome::Missed(Missed::TooLate { earlier: 0 })
            })
        })
    }
}

/// How an attempt ended, to be written down if the attempt still has the post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The attempt.
    pub claimed: Claimed,
    /// How it ended.
    pub ending: Ending,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The post is in the channel.
    Sent {
        /// Its message, if that is known.
        message: Option<MessageId>,
        /// When that was known.
        at: DateTime<Utc>,
        /// When it was seen that the message is gone again.
        removed_at: Option<DateTime<Utc>>,
    },
    /// It is certainly not in the channel, and is due again.
    Again {
        /// Not before this.
        ready_at: DateTime<Utc>,
        /// Whether this attempt counts.
        counts: Counts,
    },
    /// It may be in the channel, and is to be looked for.
    Wait {
        /// Not before this.
        until: DateTime<Utc>,
        /// Since when it may be there.
        uncertain_at: DateTime<Utc>,
        /// Whether this attempt counts.
        counts: Counts,
    },
    /// Discord refuses for good: the schedule is blocked, the moderators are told.
    Refused {
        /// Why.
        reason: RefusedReason,
        /// Whether an attempt before this one may have been performed after all.
        uncertain: bool,
        /// When that was known.
        at: DateTime<Utc>,
    },
    /// Nobody can tell whether it is in the channel: the moderators are asked.
    Unsure {
        /// When that was known.
        at: DateTime<Utc>,
    },
    /// It is certainly not in the channel, and will not be.
    Closed(PostOutcome),
}

/// Whether an attempt counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// It was made.
    Yes,
    /// It never got as far as asking Discord.
    No,
}
