//! A notice on its way to the channel in which a server wants to be told, or to the schedule's maker where
//! no channel can be: pure data, which the store writes.

use chrono::{DateTime, Utc};

use super::model::Notice;
use crate::store::ids::{ChannelId, MessageId, UserId};

/// A notice to be told, or to be called mended where it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The notice.
    pub notice: Notice,
    /// When the post that it is about was to go out, if that is known.
    pub due_at: Option<DateTime<Utc>>,
    /// Who made its schedule, if that is known and they were not told yet.
    pub maker: Option<UserId>,
    /// What is to be done.
    pub step: TellStep,
    /// Which attempt this is, from 1. Whoever writes down how it ended must still have it.
    pub attempt: i64,
}

/// Whom a notice is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearer {
    /// All moderators, in the channel that they chose.
    Channel(ChannelId),
    /// Whoever made the schedule, alone.
    Maker(UserId),
    /// Nobody is left.
    Nobody,
}

/// A message that tells a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The channel it is in, which may be one of direct messages.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
}

/// What is to be done with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TellStep {
    /// It is told.
    Tell {
        /// Whom.
        to: Hearer,
        /// Since when it may have been, without our knowing. `None`: it certainly was not.
        since: Option<DateTime<Utc>>,
    },
    /// The messages that told it say that it is mended.
    Mend {
        /// Those messages that are known to have arrived.
        told: Vec<Place>,
    },
}

/// How an attempt to tell ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is told. `None`: nobody knows whether it arrived, and it is not sent twice.
    Told(Option<Place>),
    /// The messages say that it is mended, or are gone.
    Mended,
    /// Discord refuses: somebody else is to hear of it.
    Refused,
    /// It was certainly not performed, and is to be tried again, not before this.
    Again(DateTime<Utc>),
    /// It may have been performed: to be tried again, not before this, under the same nonce.
    Unknown(DateTime<Utc>),
}

/// An open notice of which nobody could be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unheard {
    /// The notice.
    pub notice: Notice,
    /// When the post that it is about was to go out, if that is known.
    pub due_at: Option<DateTime<Utc>>,
}

/// A schedule, as far as it is about whoever made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where it posts.
    pub channel: ChannelId,
    /// When it was made.
    pub at: DateTime<Utc>,
}
