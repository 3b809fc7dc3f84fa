//! What the buttons under a notice carry: the notice, and what is to be done about it. Never its post's
//! id, by which the post itself is looked for in a channel.

use std::fmt;

use crate::store::ids::NoticeId;

/// What a moderator does about a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// What Discord refused is tried again.
    TryAgain(NoticeId),
    /// The schedule is to go to another channel: which?
    Move(NoticeId),
    /// The menu of channels: the schedule goes to the one chosen.
    MoveTo(NoticeId),
    /// A menu of tags: posts bear those chosen, the one that was refused, too.
    Tags(NoticeId),
    /// The schedule is paused.
    Pause(NoticeId),
    /// A post that may or may not have arrived is sent again.
    PostAgain(NoticeId),
    /// It did arrive.
    IsThere(NoticeId),
    /// Of a post that is there twice one was deleted, or both may stay.
    SeenTo(NoticeId),
    /// A reported share is removed.
    TakeDown(NoticeId),
    /// The further shares of its writer are held.
    Hold(NoticeId),
}

impl Mending {
    pub(super) fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["try", notice] => Self::TryAgain(notice.parse().ok()?),
            ["move", notice] => Self::Move(notice.parse().ok()?),
            ["move-to", notice] => Self::MoveTo(notice.parse().ok()?),
            ["tags", notice] => Self::Tags(notice.parse().ok()?),
            ["pause", notice] => Self::Pause(notice.parse().ok()?),
            ["again", notice] => Self::PostAgain(notice.parse().ok()?),
            ["there", notice] => Self::IsThere(notice.parse().ok()?),
            ["seen", notice] => Self::SeenTo(notice.parse().ok()?),
            ["down", notice] => Self::TakeDown(notice.parse().ok()?),
            ["hold", notice] => Self::Hold(notice.parse().ok()?),
            _ => return None,
        })
    }
}

impl fmt::Display for Mending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TryAgain(notice) => write!(f, "try:{notice}"),
            Self::Move(notice) => write!(f, "move:{notice}"),
            Self::MoveTo(notice) => write!(f, "move-to:{notice}"),
            Self::Tags(notice) => write!(f, "tags:{notice}"),
            Self::Pause(notice) => write!(f, "pause:{notice}"),
            Self::PostAgain(notice) => write!(f, "again:{notice}"),
            Self::IsThere(notice) => write!(f, "there:{notice}"),
            Self::SeenTo(notice) => write!(f, "seen:{notice}"),
            Self::TakeDown(notice) => write!(f, "down:{notice}"),
            Self::Hold(notice) => write!(f, "hold:{notice}"),
        }
    }
}
