//! People and places: users, servers with their roles and members, channels.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Forum, Id, Overwrite, Permissions, Thread};

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
    /// Where Discord itself writes who has joined, if anywhere.
    pub system_channel: Option<Id>,
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
    /// The person at the other end, in direct messages with the bot.
    pub recipient: Option<Id>,
    /// Who is in it, where people are among themselves.
    pub people: Vec<Id>,
    /// The newest message that was ever in it; of a forum the newest post.
    pub last_message: Option<Id>,
    /// After how many quiet minutes the threads in it are archived, where nobody says otherwise.
    pub default_auto_archive_minutes: Option<u16>,
    /// What it has besides if it is a thread.
    pub thread: Option<Thread>,
    /// What it has besides if it is a forum.
    pub forum: Option<Forum>,
    /// When messages in it were published to those who follow it, within the last hour.
    pub published_at: Vec<DateTime<Utc>>,
}

impl Channel {
    /// A channel with nothing in it.
    #[must_use]
    pub fn new(id: Id, guild: Option<Id>, kind: ChannelKind, name: &str) -> Self {
        Self {
            id,
            guild,
            kind,
            name: name.to_owned(),
            topic: None,
            position: 0,
            overwrites: Vec::new(),
            recipient: None,
            people: Vec::new(),
            last_message: None,
            default_auto_archive_minutes: None,
            thread: None,
            forum: (kind == ChannelKind::Forum).then(Forum::default),
            published_at: Vec::new(),
        }
    }
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
    /// Direct messages of several people.
    Group,
    /// A heading over channels.
    Category,
    /// A channel whose messages can be followed from elsewhere.
    Announcement,
    /// A thread in an announcement channel.
    AnnouncementThread,
    /// A thread that anyone can read who sees the channel.
    PublicThread,
    /// A thread for those who were invited, and for moderators.
    PrivateThread,
    /// A channel that only holds threads.
    Forum,
}

const KINDS: [(ChannelKind, u8); 10] = [
    (ChannelKind::Text, 0),
    (ChannelKind::Direct, 1),
    (ChannelKind::Voice, 2),
    (ChannelKind::Group, 3),
    (ChannelKind::Category, 4),
    (ChannelKind::Announcement, 5),
    (ChannelKind::AnnouncementThread, 10),
    (ChannelKind::PublicThread, 11),
    (ChannelKind::PrivateThread, 12),
    (ChannelKind::Forum, 15),
];

impl ChannelKind {
    /// Whether messages can be posted in it.
    #[must_use]
    pub fn holds_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }

    /// Whether it is a thread.
    #[must_use]
    pub fn is_thread(self) -> bool {
        matches!(
            self,
            Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread
        )
    }

    /// The permission to write in it; in a forum, to start a post. topics/permissions, "Inherited
    /// Permissions (Threads)": Send Messages counts for nothing in a thread.
    #[must_use]
    pub fn writing_needs(self) -> Permissions {
        if self.is_thread() {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        }
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
