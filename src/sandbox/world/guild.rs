//! People and places: users, servers with their roles and members, channels.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Id, Overwrite, Permissions};

/// The application that the bot belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it says of itself.
    pub description: String,
    /// Its bot user.
    pub bot: Id,
    /// The person who owns it.
    pub owner: Id,
    /// The privileged intents that are switched on for it.
    pub privileged_intents: u64,
    /// Members who have installed it for themselves.
    pub installed_by: Vec<Id>,
}

/// A person, or the bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    /// Their id.
    pub id: Id,
    /// Their unique name, in small letters.
    pub username: String,
    /// The name that is shown.
    pub display_name: String,
    /// Whether this is a bot.
    pub bot: bool,
    /// The language of their client.
    pub locale: String,
    /// Whether they accept direct messages.
    pub accepts_direct_messages: bool,
}

/// A server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guild {
    /// Its id, which is also that of its @everyone role.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Who may do everything in it.
    pub owner: Id,
    /// Its language.
    pub locale: String,
    /// Whether an outage hides it.
    pub unavailable: bool,
    /// Its roles; the first is @everyone.
    pub roles: BTreeMap<Id, Role>,
    /// Who is in it.
    pub members: BTreeMap<Id, GuildMember>,
}

/// A role in a server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it gives.
    pub permissions: Permissions,
    /// Where it stands in the list; @everyone stands at 0.
    pub position: u16,
    /// Whether anyone may mention it.
    pub mentionable: bool,
    /// The bot it was made for, if so.
    pub managed_by: Option<Id>,
}

/// A user's place in a server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GuildMember {
    /// Who it is.
    pub user: Id,
    /// Their name here, if another.
    pub nick: Option<String>,
    /// Their roles, besides @everyone.
    pub roles: Vec<Id>,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

/// A channel, in a server or between the bot and one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: Id,
    /// The server it is in; none for direct messages.
    pub guild: Option<Id>,
    /// Its kind.
    pub kind: ChannelKind,
    /// Its name; empty for direct messages.
    pub name: String,
    /// What it is for.
    pub topic: Option<String>,
    /// Its place in the list.
    pub position: u16,
    /// Its exceptions to what roles give.
    pub overwrites: Vec<Overwrite>,
    /// The person at the other end, in direct messages.
    pub recipient: Option<Id>,
    /// The newest message that was ever in it.
    pub last_message: Option<Id>,
}

/// What kind of channel; in JSON the number Discord uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum ChannelKind {
    /// A text channel in a server.
    Text,
    /// Direct messages.
    Direct,
    /// A voice channel.
    Voice,
    /// A heading over channels.
    Category,
    /// A channel whose messages can be followed from elsewhere.
    Announcement,
    /// A thread that anyone can read.
    PublicThread,
    /// A channel that only holds threads.
    Forum,
}

const KINDS: [(ChannelKind, u8); 7] = [
    (ChannelKind::Text, 0),
    (ChannelKind::Direct, 1),
    (ChannelKind::Voice, 2),
    (ChannelKind::Category, 4),
    (ChannelKind::Announcement, 5),
    (ChannelKind::PublicThread, 11),
    (ChannelKind::Forum, 15),
];

impl ChannelKind {
    /// Whether messages can be posted in it.
    #[must_use]
    pub fn holds_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }
}

impl From<ChannelKind> for u8 {
    fn from(kind: ChannelKind) -> Self {
        KINDS
            .iter()
            .find(|(one, _)| *one == kind)
            .map_or(0, |(_, number)| *number)
    }
}

impl TryFrom<u8> for ChannelKind {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        KINDS
            .iter()
            .find(|(_, one)| *one == number)
            .map(|(kind, _)| *kind)
            .ok_or_else(|| format!("no channel is of type {number}"))
    }
}
