//! What the button carries that agrees to the keeping of a message.

use std::fmt;

use crate::store::ids::{ChannelId, PostId};

/// What the words of a message were about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A post's question: the message replied to it, or stood in its thread.
    Post(PostId),
    /// Nothing that is known: it stood in this channel.
    Channel(ChannelId),
}

impl Origin {
    pub(super) fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["post", post] => Self::Post(post.parse().ok()?),
            ["channel", channel] => Self::Channel(super::channel(channel)?),
            _ => return None,
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Post(post) => write!(f, "post:{post}"),
            Self::Channel(channel) => write!(f, "channel:{channel}"),
        }
    }
}
