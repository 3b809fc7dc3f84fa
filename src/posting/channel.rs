//! What posting needs of Discord, as a trait of its own: to compose a message, to send it, and to look
//! for it in a channel's history.

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::model::{ChannelKind, ClaimedStep, Manner, PostId, RefusedReason, ScheduleId};
use crate::{
    content::{Article, Practice},
    store::ids::{ChannelId, GuildId, MessageId},
};

/// The channels of Discord, as far as posts go.
pub trait Channel: Send + Sync + 'static {
    /// The whole message of a post as Discord's JSON, without its nonce. Kept in the row: every
    /// attempt sends exactly this. Its buttons carry the post's id in their custom_id.
    fn compose(&self, edition: &Edition<'_>) -> Composed;

    /// Sends a post with its id as the enforced nonce; into a forum, which takes none, without. When the
    /// bot stops, whoever still waits for a permit is answered [`SendError::NoPermit`], so that its post
    /// is handed back.
    fn send(
        &self,
        outgoing: &Outgoing,
    ) -> impl Future<Output = Result<MessageId, SendError>> + Send;

    /// Looks for a post in its channel, from `since` on.
    fn history(
        &self,
        sought: &Sought,
        since: DateTime<Utc>,
    ) -> impl Future<Output = History> + Send;

    /// Takes a step that follows a post: publishes it, opens a thread on it, or looks whether it is there a
    /// second time. Done before, it is done.
    fn take(&self, step: &ClaimedStep) -> impl Future<Output = Result<(), StepError>> + Send;
}

/// A post as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The whole message as Discord's JSON; in a forum, the new thread with its message.
    pub body: String,
    /// What a forum's post or a discussion thread is called.
    pub title: String,
}

/// What a post says.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The post.
    pub post: PostId,
    /// Its schedule.
    pub schedule: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// When it is to go out.
    pub due_at: DateTime<Utc>,
    /// The zone of the schedule's times.
    pub zone: Tz,
    /// How it is posted.
    pub manner: &'a Manner,
    /// The week's article.
    pub article: &'a Article,
    /// The one practice of it to try.
    pub practice: &'a Practice,
    /// The one question to reflect on.
    pub prompt: &'a str,
    /// The article's affirmations: the week's list.
    pub affirmations: &'a [String],
}

/// A post on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The post, which is also the nonce.
    pub post: PostId,
    /// The server.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
    /// What `compose` made.
    pub body: String,
}

/// A post that may be in its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The post.
    pub post: PostId,
    /// The server.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
}

/// Why a post was not seen to arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// The rate limiter gave no permit in time: nothing was sent.
    NoPermit {
        /// How long nothing at all may be sent, if that is why.
        held_for: Duration,
    },
    /// Unknown message (10008): the first copy was posted, and deleted since.
    Removed(Option<MessageId>),
    /// Refused for good.
    Refused {
        /// Discord's code, for the log.
        code: Option<u32>,
        /// Why.
        reason: RefusedReason,
    },
    /// Refused for now, and certainly not performed.
    Later {
        /// No sooner than this, if Discord said so.
        retry_after: Option<Duration>,
    },
    /// No answer: it may have been performed, or may yet be.
    Unknown,
}

/// Why a step after a post was not seen to be done. It may be taken again whatever the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepError {
    /// The rate limiter gave no permit in time: nothing was asked.
    NoPermit,
    /// Not now (429, 5xx, no answer).
    Later {
        /// No sooner than this, if Discord said so.
        retry_after: Option<Duration>,
    },
    /// The post's message is gone.
    Gone,
    /// The post is there a second time.
    Doubled,
    /// Refused for good.
    Refused {
        /// Discord's code, for the log.
        code: Option<u32>,
        /// Why.
        reason: RefusedReason,
    },
}

/// What a channel's history says of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// It is there.
    There(MessageId),
    /// It is not there, and the bot may see all that is.
    Absent,
    /// The bot may not read it, so it proves nothing.
    Unreadable,
    /// The rate limiter gave no permit in time: nothing was asked.
    NoPermit {
        /// How long nothing at all may be asked, if that is why.
        held_for: Duration,
    },
    /// It could not be asked now (429, 5xx, no answer): ask again later.
    NotNow {
        /// No sooner than this, if Discord said so.
        retry_after: Option<Duration>,
    },
}
