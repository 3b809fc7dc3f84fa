//! A notice on its way to the channel in which a server wants to be told: pure data, which the store
//! writes.

use chrono::{DateTime, Utc};

use super::model::Notice;
use crate::store::ids::{ChannelId, MessageId};

/// A notice to be told, or to be called mended where it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The notice.
    pub notice: Notice,
    /// When the post that it is about was to go out, if that is known.
    pub due_at: Option<DateTime<Utc>>,
    /// Where it is told.
    pub channel: ChannelId,
    /// What is to be done.
    pub step: TellStep,
    /// Which attempt this is, from 1. Whoever writes down how it ended must still have it.
    pub attempt: i64,
}

/// What is to be done with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TellStep {
    /// It is told.
    Tell {
        /// Since when it may have been, without our knowing. `None`: it certainly was not.
        since: Option<DateTime<Utc>>,
    },
    /// The message that told it says that it is mended.
    Mend {
        /// That message. `None`: nobody knows whether it arrived.
        message: Option<MessageId>,
    },
}

/// How an attempt to tell ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is told. `None`: nobody knows whether it arrived, and it is not sent twice.
    Told(Option<MessageId>),
    /// The message says that it is mended, or is gone.
    Mended,
    /// Discord refuses: whoever looks finds it in the list all the same.
    Refused,
    /// It was certainly not performed, and is to be tried again, not before this.
    Again(DateTime<Utc>),
    /// It may have been performed: to be tried again, not before this, under the same nonce.
    Unknown(DateTime<Utc>),
}
