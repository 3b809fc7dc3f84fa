//! What is known of a share without its key: never whose it is.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use super::{Sealed, ShareId};
use crate::store::ids::{ChannelId, GuildId, MessageId, PostId};

/// How far a share is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareState {
    /// It waits for the moderators.
    Held,
    /// It waits to be sent.
    Waiting,
    /// It is being sent, or an answer is still to be found out.
    Sending,
    /// It is in the thread.
    Shown,
    /// It is to be removed from there.
    Removing,
    /// Moderators took it down.
    Down,
    /// Moderators did not let it through.
    Declined,
    /// It can't be shown in this thread.
    Refused,
}

impl ShareState {
    /// Whether it is in the thread or on its way there, and its writer can take it back.
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(
            self,
            Self::Held | Self::Waiting | Self::Sending | Self::Shown
        )
    }

    const NAMES: [(Self, &str); 8] = [
        (Self::Held, "held"),
        (Self::Waiting, "waiting"),
        (Self::Sending, "sending"),
        (Self::Shown, "shown"),
        (Self::Removing, "removing"),
        (Self::Down, "down"),
        (Self::Declined, "declined"),
        (Self::Refused, "refused"),
    ];
}

impl fmt::Display for ShareState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = Self::NAMES.iter();
        let name = names.find(|(state, _)| state == self);
        f.write_str(name.map_or("", |(_, name)| name))
    }
}

/// A text that names no state.
#[derive(Debug, thiserror::Error)]
#[error("no state of a share")]
pub struct NoState;

impl FromStr for ShareState {
    type Err = NoState;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut names = Self::NAMES.iter();
        let found = names.find(|(_, name)| *name == text);
        found.map(|(state, _)| *state).ok_or(NoState)
    }
}

/// Where a share's message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The thread.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
}

/// A share as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredShare {
    /// Its id.
    pub id: ShareId,
    /// The server.
    pub guild: GuildId,
    /// The post that it answers.
    pub post: PostId,
    /// Whether it bears its writer's name.
    pub signed: bool,
    /// How far it is.
    pub state: ShareState,
    /// Who wrote it, and which reflection it is of; nothing if that was taken back, or is damaged.
    pub sealed: Option<Sealed>,
    /// Where it is shown, if that is known.
    pub place: Option<Place>,
    /// How often it was tried to send or to remove it.
    pub attempt: i64,
    /// When it was first sent, if it was.
    pub tried_at: Option<DateTime<Utc>>,
}
