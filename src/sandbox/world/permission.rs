//! Permissions as bits, and how Discord computes them from roles and overwrites.
//! <https://docs.discord.com/developers/topics/permissions>

use std::ops::{BitOr, BitOrAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Channel, ChannelKind, Guild, GuildMember, Id};

/// A set of permissions. In JSON a string of the number, as Discord sends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u64);

impl Permissions {
    /// No permission.
    pub const NONE: Self = Self(0);
    /// Everything, as an administrator or the owner has it.
    pub const ALL: Self = Self((1 << 53) - 1);
    /// Kick Members.
    pub const KICK_MEMBERS: Self = Self(1 << 1);
    /// Administrator.
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    /// Manage Channels.
    pub const MANAGE_CHANNELS: Self = Self(1 << 4);
    /// Manage Server.
    pub const MANAGE_GUILD: Self = Self(1 << 5);
    /// Add Reactions.
    pub const ADD_REACTIONS: Self = Self(1 << 6);
    /// View Channel.
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    /// Send Messages.
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    /// Manage Messages.
    pub const MANAGE_MESSAGES: Self = Self(1 << 13);
    /// Embed Links.
    pub const EMBED_LINKS: Self = Self(1 << 14);
    /// Attach Files.
    pub const ATTACH_FILES: Self = Self(1 << 15);
    /// Read Message History.
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    /// Mention @everyone, @here and All Roles.
    pub const MENTION_EVERYONE: Self = Self(1 << 17);
    /// Manage Roles.
    pub const MANAGE_ROLES: Self = Self(1 << 28);
    /// Use Application Commands.
    pub const USE_APPLICATION_COMMANDS: Self = Self(1 << 31);
    /// Manage Threads.
    pub const MANAGE_THREADS: Self = Self(1 << 34);
    /// Create Public Threads.
    pub const CREATE_PUBLIC_THREADS: Self = Self(1 << 35);
    /// Create Private Threads.
    pub const CREATE_PRIVATE_THREADS: Self = Self(1 << 36);
    /// Send Messages in Threads.
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);

    /// The permissions with these bits.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Their bits.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among these.
    #[must_use]
    pub const fn contain(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These but for `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}

impl BitOrAssign for Permissions {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.and(other);
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map(Self)
            .map_err(D::Error::custom)
    }
}

/// A channel's exception to what roles give, for one role or one member.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Overwrite {
    /// The role or the member.
    pub id: Id,
    /// Which of the two it is.
    #[serde(rename = "type")]
    pub of: OverwriteOf,
    /// What is given here.
    pub allow: Permissions,
    /// What is taken away here.
    pub deny: Permissions,
}

/// Whom an overwrite is for; in JSON the number Discord uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", from = "u8")]
pub enum OverwriteOf {
    /// Everyone with a role.
    Role,
    /// One member.
    Member,
}

impl From<OverwriteOf> for u8 {
    fn from(of: OverwriteOf) -> Self {
        match of {
            OverwriteOf::Role => 0,
            OverwriteOf::Member => 1,
        }
    }
}

impl From<u8> for OverwriteOf {
    fn from(number: u8) -> Self {
        if number == 0 {
            Self::Role
        } else {
            Self::Member
        }
    }
}

/// What a member may do in the whole server, before any channel's overwrites.
#[must_use]
pub fn in_guild(guild: &Guild, user: Id) -> Permissions {
    if guild.owner == user {
        return Permissions::ALL;
    }
    let Some(member) = guild.members.get(&user) else {
        return Permissions::NONE;
    };
    let mut given = guild
        .roles
        .get(&guild.id)
        .map_or(Permissions::NONE, |everyone| everyone.permissions);
    for role in member.roles.iter().filter_map(|id| guild.roles.get(id)) {
        given |= role.permissions;
    }
    if given.contain(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    given
}

/// What a member may do in one channel: the server's permissions, then `parent`'s overwrites for
/// @everyone, for their roles together, and for themselves. `parent` is the channel itself, or the one
/// that a thread is in: a thread has no overwrites of its own.
#[must_use]
pub fn in_channel(guild: &Guild, parent: &Channel, channel: &Channel, user: Id) -> Permissions {
    let base = in_guild(guild, user);
    if base == Permissions::ALL {
        return base;
    }
    let Some(member) = guild.members.get(&user) else {
        return Permissions::NONE;
    };
    implied(with_overwrites(base, guild, parent, member), channel, user)
}

fn with_overwrites(
    base: Permissions,
    guild: &Guild,
    parent: &Channel,
    member: &GuildMember,
) -> Permissions {
    let mut given = base;
    if let Some(everyone) = parent.overwrites.iter().find(|one| one.id == guild.id) {
        given = given.without(everyone.deny) | everyone.allow;
    }
    let of_roles = parent
        .overwrites
        .iter()
        .filter(|one| one.of == OverwriteOf::Role && member.roles.contains(&one.id));
    let (mut allow, mut deny) = (Permissions::NONE, Permissions::NONE);
    for one in of_roles {
        allow |= one.allow;
        deny |= one.deny;
    }
    given = given.without(deny) | allow;
    let own = |one: &&Overwrite| one.of == OverwriteOf::Member && one.id == member.user;
    if let Some(own) = parent.overwrites.iter().find(own) {
        given = given.without(own.deny) | own.allow;
    }
    given
}

/// Discord's implicit rules: who can't see a channel can do nothing in it, who can't write there can't
/// embed, attach or mention. A private thread is seen by those in it and by moderators; Send Messages is
/// not inherited by threads. topics/permissions, "Implicit Permissions" and "Inherited Permissions".
fn implied(given: Permissions, channel: &Channel, user: Id) -> Permissions {
    let invited = match &channel.thread {
        Some(thread) if channel.kind == ChannelKind::PrivateThread => {
            thread.members.contains_key(&user) || given.contain(Permissions::MANAGE_THREADS)
        }
        _ => true,
    };
    if !invited || !given.contain(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    let mut given = given;
    if !given.contain(channel.kind.writing_needs()) {
        given = given.without(
            Permissions::EMBED_LINKS | Permissions::ATTACH_FILES | Permissions::MENTION_EVERYONE,
        );
    }
    if channel.kind.is_thread() {
        given = given.without(Permissions::SEND_MESSAGES);
    }
    given
}
