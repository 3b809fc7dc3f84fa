//! What there is in the stand-in Discord: plain data that can be written down and read back whole,
//! its clock included. It knows nothing of HTTP or sockets.

mod bytes;
mod command;
mod context;
mod grow;
mod guild;
mod interaction;
mod made_up;
mod message;
pub mod permission;
mod permission_name;
mod post;
mod reaction;
mod snowflake;
mod thread;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    command::{Command, ON_MESSAGES, SLASH},
    context::{AMONG_PEOPLE, IN_SERVER, Owners, WITH_BOT},
    guild::{Application, Channel, ChannelKind, Guild, GuildMember, Role, User},
    interaction::{Answer, FIRST_ANSWER, Interaction, InteractionKind, TOKEN_LIFE, Then},
    message::{Answers, Attachment, Mentions, Message, flag},
    permission::{Overwrite, OverwriteOf, Permissions},
    post::{Draft, NotEdited, Upload},
    reaction::{NotReacted, Reaction},
    snowflake::{Id, Snowflakes},
    thread::{AUTO_ARCHIVE_MINUTES, Forum, Start, Tag, Thread},
};

/// Everything in the stand-in Discord.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    /// What time it was when it was last touched.
    pub clock: DateTime<Utc>,
    snowflakes: Snowflakes,
    /// The bot's application.
    pub application: Application,
    /// Everyone, the bot included.
    pub users: BTreeMap<Id, User>,
    /// The servers.
    pub guilds: BTreeMap<Id, Guild>,
    /// All channels, direct messages included.
    pub channels: BTreeMap<Id, Channel>,
    /// The messages of each channel.
    pub messages: BTreeMap<Id, BTreeMap<Id, Message>>,
    /// How large a file may be, in bytes.
    pub file_limit: u64,
    /// Files on messages, by attachment.
    #[serde(with = "bytes")]
    pub files: BTreeMap<Id, Vec<u8>>,
    /// All registered commands.
    pub commands: Vec<Command>,
    /// What members did and what was answered.
    pub interactions: BTreeMap<Id, Interaction>,
    /// Messages by the nonce they were sent with, by channel.
    nonces: BTreeMap<Id, BTreeMap<String, post::Sent>>,
}

impl World {
    /// An id that no one has yet.
    pub fn next_id(&mut self) -> Id {
        self.snowflakes.next(self.clock)
    }

    /// Takes up a world that was written down. What was made in it after that, and lost, may be known
    /// elsewhere: its ids are not made again.
    pub fn take_up(&mut self) {
        self.snowflakes.begin_anew();
    }

    /// The bot's user.
    #[must_use]
    pub fn bot(&self) -> Id {
        self.application.bot
    }

    /// The user with this unique name.
    #[must_use]
    pub fn user(&self, username: &str) -> Option<&User> {
        self.users.values().find(|user| user.username == username)
    }

    /// The first channel of this name, with or without a `#`.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<&Channel> {
        let name = name.trim_start_matches('#');
        self.channels.values().find(|channel| channel.name == name)
    }

    /// The server of this name.
    #[must_use]
    pub fn guild(&self, name: &str) -> Option<&Guild> {
        self.guilds.values().find(|guild| guild.name == name)
    }

    /// A message, wherever it is.
    #[must_use]
    pub fn message(&self, channel: Id, message: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&message)
    }

    /// The messages of a channel, oldest first.
    pub fn messages_in(&self, channel: Id) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages
            .get(&channel)
            .into_iter()
            .flat_map(BTreeMap::values)
    }

    /// What `user` may do in `channel`. A thread's permissions are those of the channel it is in. In
    /// direct messages both ends may do all that is done there.
    #[must_use]
    pub fn permissions(&self, user: Id, channel: &Channel) -> Permissions {
        match channel.guild {
            Some(guild) => {
                let parent = match &channel.thread {
                    Some(thread) => self.channels.get(&thread.parent),
                    None => Some(channel),
                };
                let guild = self.guilds.get(&guild);
                guild
                    .zip(parent)
                    .map_or(Permissions::NONE, |(guild, parent)| {
                        permission::in_channel(guild, parent, channel, user)
                    })
            }
            None if channel
                .recipient
                .is_some_and(|one| one == user || user == self.bot())
                || channel.people.contains(&user) =>
            {
                Permissions::VIEW_CHANNEL
                    | Permissions::SEND_MESSAGES
                    | Permissions::EMBED_LINKS
                    | Permissions::ATTACH_FILES
                    | Permissions::READ_MESSAGE_HISTORY
                    | Permissions::ADD_REACTIONS
                    | Permissions::USE_APPLICATION_COMMANDS
            }
            None => Permissions::NONE,
        }
    }

    /// Whether `user` may write in `channel`: by their permissions, and because it is not locked.
    #[must_use]
    pub fn may_write(&self, user: Id, channel: &Channel) -> bool {
        let rights = self.permissions(user, channel);
        rights.contain(channel.kind.writing_needs()) && !self.is_locked_for(user, channel)
    }

    /// Whether `channel` is a locked thread in which `user` may write and change nothing.
    #[must_use]
    pub fn is_locked_for(&self, user: Id, channel: &Channel) -> bool {
        let locked = channel.thread.as_ref().is_some_and(|thread| thread.locked);
        let rights = self.permissions(user, channel);
        locked && !rights.contain(Permissions::MANAGE_THREADS)
    }

    /// Whether the bot sees `channel`.
    #[must_use]
    pub fn bot_sees(&self, channel: &Channel) -> bool {
        let rights = self.permissions(self.bot(), channel);
        rights.contain(Permissions::VIEW_CHANNEL)
    }

    /// Whether the bot is a member of this server.
    #[must_use]
    pub fn bot_is_in(&self, guild: Id) -> bool {
        self.guilds
            .get(&guild)
            .is_some_and(|guild| guild.members.contains_key(&self.bot()))
    }

    /// The channel of direct messages with `user`, made if there is none yet.
    pub fn direct_channel(&mut self, user: Id) -> Id {
        let with_them = |channel: &&Channel| channel.recipient == Some(user);
        if let Some(there) = self.channels.values().find(with_them) {
            return there.id;
        }
        let id = self.next_id();
        let mut channel = Channel::new(id, None, ChannelKind::Direct, "");
        channel.recipient = Some(user);
        self.channels.insert(id, channel);
        id
    }

    /// The body of a file on a message, as text.
    #[must_use]
    pub fn file_text(&self, attachment: Id) -> Option<&str> {
        std::str::from_utf8(self.files.get(&attachment)?).ok()
    }

    /// Forgets the interactions that nobody can answer any more.
    pub fn forget_old_interactions(&mut self) {
        while let Some(oldest) = self.interactions.first_entry()
            && !oldest.get().is_alive(self.clock)
        {
            oldest.remove();
        }
    }

    /// The interaction that this token belongs to.
    #[must_use]
    pub fn interaction_by_token(&self, token: &str) -> Option<&Interaction> {
        let id = token.split('.').nth(1)?.parse().ok()?;
        self.interactions
            .get(&id)
            .filter(|interaction| interaction.token == token)
    }
}

/// A field of Discord's JSON that holds a list.
pub(super) fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}
