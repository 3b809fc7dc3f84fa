//! Messages, with their embeds and components as Discord's JSON, and who may see each.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Id, Owners, Reaction};

/// Bits of a message's flags.
pub mod flag {
    /// It was published to those who follow the channel.
    pub const CROSSPOSTED: u64 = 1 << 0;
    /// The embeds are not shown.
    pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
    /// A thread was started from it.
    pub const HAS_THREAD: u64 = 1 << 5;
    /// Only one person sees it.
    pub const EPHEMERAL: u64 = 1 << 6;
    /// "… is thinking": the answer was deferred.
    pub const LOADING: u64 = 1 << 7;
}

/// A message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// Where it is.
    pub channel: Id,
    /// Who wrote it.
    pub author: Id,
    /// Its text.
    pub content: String,
    /// Its embeds, in Discord's JSON.
    pub embeds: Vec<Value>,
    /// Its rows of buttons and menus, in Discord's JSON.
    pub components: Vec<Value>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// The nonce it was sent with.
    pub nonce: Option<Value>,
    /// Its flags, see [`flag`].
    pub flags: u64,
    /// When it was last edited.
    pub edited_at: Option<DateTime<Utc>>,
    /// The message it replies to.
    pub reply_to: Option<Id>,
    /// The people it mentions.
    pub mentions: Mentions,
    /// What people reacted with, in order of the first of each.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    /// The interaction it answers.
    pub interaction: Option<Answers>,
    /// The only person who sees it, if it is ephemeral.
    pub ephemeral_to: Option<Id>,
}

/// Whom a message pings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Mentions {
    /// People.
    pub users: Vec<Id>,
    /// Roles.
    pub roles: Vec<Id>,
    /// @everyone or @here.
    pub everyone: bool,
}

/// Which interaction a message answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answers {
    /// The interaction.
    pub id: Id,
    /// Its type, as Discord numbers it.
    pub kind: u8,
    /// Who acted.
    pub user: Id,
    /// Through whose installation.
    pub owners: Owners,
    /// The command's name with its subcommands', if it was one.
    pub command: Option<String>,
    /// The message that the command was used on, if it was one in the menu of messages.
    pub target: Option<Id>,
    /// The first answer, on messages that followed it.
    pub follows: Option<Id>,
    /// The message whose component was used, if one was.
    pub on_message: Option<Id>,
}

/// A file on a message. Its bytes are in the world's files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub content_type: Option<String>,
    /// What it shows, for those who can't see it.
    pub description: Option<String>,
    /// Its size in bytes.
    pub size: u64,
}

impl Message {
    /// Whether `user` sees it, given that they see its channel.
    #[must_use]
    pub fn is_shown_to(&self, user: Id) -> bool {
        self.ephemeral_to.is_none_or(|only| only == user)
    }

    /// Whether there is nothing in it to show.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
            && self.embeds.is_empty()
            && self.components.is_empty()
            && self.attachments.is_empty()
    }

    /// Whether it still says "… is thinking".
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.flags & flag::LOADING != 0
    }
}
