//! What the bot reads of Discord's answers, and no more: an unknown kind of role, button or channel
//! is no reason to fail.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};
use serenity::all::{
    ApplicationId, ChannelId, ChannelType, ForumTagId, GenericId, GuildId, MessageId, Permissions,
    RoleId, UserId,
};

/// Where the gateway is, and over how many shards Discord wants the bot spread.
#[derive(Clone, Debug, Deserialize)]
pub struct Gateway {
    /// The address of the gateway.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u32,
    session_start_limit: Option<SessionStartLimit>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct SessionStartLimit {
    remaining: u32,
}

impl Gateway {
    /// How often the bot may still log in before Discord counts anew, if it says so.
    #[must_use]
    pub fn logins_left(&self) -> Option<u32> {
        self.session_start_limit.map(|limit| limit.remaining)
    }
}

/// The bot as Discord registers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The account that posts. For old bots its id differs from the application's.
    pub bot: UserId,
}

#[derive(Deserialize)]
pub(super) struct CurrentApplication {
    pub id: ApplicationId,
    pub bot: Option<Account>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Account {
    pub id: UserId,
}

#[derive(Deserialize)]
pub(super) struct Sent {
    pub id: MessageId,
}

#[derive(Deserialize)]
pub(super) struct Opened {
    pub id: ChannelId,
}

/// A message in a channel's history.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    author: Account,
    #[serde(default)]
    components: Vec<Component>,
}

/// A button, or what holds some.
#[derive(Clone, Debug, Deserialize)]
struct Component {
    custom_id: Option<String>,
    #[serde(default)]
    components: Vec<Component>,
    accessory: Option<Box<Component>>,
}

impl Message {
    /// Whether `bot` posted it and one of its buttons carries `post`.
    pub(in crate::discord) fn carries(&self, bot: UserId, post: &str) -> bool {
        self.author.id == bot && self.components.iter().any(|held| held.carries(post))
    }
}

impl Component {
    fn carries(&self, post: &str) -> bool {
        let mut parts = self.custom_id.as_deref().unwrap_or_default().split(':');
        parts.any(|part| part == post)
            || self.components.iter().any(|held| held.carries(post))
            || self
                .accessory
                .as_ref()
                .is_some_and(|held| held.carries(post))
    }
}

/// A server, as far as rights go.
#[derive(Clone, Debug, Deserialize)]
pub struct Guild {
    /// Its id, which is also the id of `@everyone`.
    pub id: GuildId,
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// Who owns it.
    pub owner_id: UserId,
    /// Its roles.
    pub roles: Vec<Role>,
}

/// A role, as far as rights go.
#[derive(Clone, Debug, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// What it is called.
    pub name: String,
    /// What it allows everywhere in the server.
    pub permissions: Permissions,
    /// Whether everybody may mention it.
    #[serde(default)]
    pub mentionable: bool,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub roles: Vec<RoleId>,
}

/// A channel or a thread, as far as rights and posts go.
#[derive(Clone, Debug, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// What it is called.
    pub name: Option<String>,
    /// The server it is in. A server's own list leaves it out.
    pub guild_id: Option<GuildId>,
    /// The channel that a thread is in, or the category that a channel is in.
    pub parent_id: Option<ChannelId>,
    /// Who opened a thread.
    pub owner_id: Option<UserId>,
    /// What differs in it from the server.
    #[serde(default)]
    pub permission_overwrites: Vec<Overwrite>,
    /// Its flags, as bits.
    #[serde(default)]
    pub flags: u64,
    /// The tags of a forum.
    #[serde(default, deserialize_with = "or_none")]
    pub available_tags: Vec<ForumTag>,
    /// What a thread has besides.
    pub thread_metadata: Option<ThreadMetadata>,
}

impl Channel {
    /// The channel that it is a thread in, if it is one.
    pub(in crate::discord) fn thread_in(&self) -> Option<ChannelId> {
        use ChannelType::{NewsThread, PrivateThread, PublicThread};
        let thread = matches!(self.kind, NewsThread | PublicThread | PrivateThread);
        self.parent_id.filter(|_| thread)
    }

    /// Since when it is archived, if it is a thread in the archive.
    pub(in crate::discord) fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.thread_metadata.as_ref()?.archive_timestamp
    }
}

/// A tag of a forum.
#[derive(Clone, Debug, Deserialize)]
pub struct ForumTag {
    /// Its id.
    pub id: ForumTagId,
    /// What it is called.
    pub name: String,
    /// Whether only moderators may give it.
    #[serde(default)]
    pub moderated: bool,
}

/// What a thread has besides a channel's.
#[derive(Clone, Debug, Deserialize)]
pub struct ThreadMetadata {
    /// Since when it is archived, or was last brought back: by this instant its pages are turned.
    pub archive_timestamp: Option<DateTime<Utc>>,
    /// Whether nobody writes in it any more but moderators.
    #[serde(default)]
    pub locked: bool,
}

/// A list, or null.
fn or_none<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// Threads of a server or a channel.
#[derive(Debug, Deserialize)]
pub(in crate::discord) struct Threads {
    pub threads: Vec<Channel>,
    /// Whether there are more pages of them.
    #[serde(default)]
    pub has_more: bool,
}

/// What a channel allows or denies a role or a member.
#[derive(Clone, Debug, Deserialize)]
pub struct Overwrite {
    /// The role's or member's id.
    pub id: GenericId,
    /// 0 for a role, 1 for a member.
    #[serde(rename = "type")]
    pub kind: u8,
    /// What it allows.
    pub allow: Permissions,
    /// What it denies.
    pub deny: Permissions,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_post_is_known_by_its_buttons_and_its_author() {
        let message: Message = serde_json::from_value(json!({
            "id": "7", "author": {"id": "1", "username": "sunflower"}, "type": 0,
            "components": [{"type": 1, "components": [
                {"type": 2, "style": 5, "url": "https://example.com"},
                {"type": 2, "style": 1, "custom_id": "reflect:AAAAAAAAAAAAAAAAAAAAAA"},
            ]}],
        }))
        .unwrap();
        let post = "AAAAAAAAAAAAAAAAAAAAAA";
        assert!(message.carries(UserId::new(1), post));
        assert!(!message.carries(UserId::new(2), post));
        assert!(!message.carries(UserId::new(1), "AAAAAAAAAAAAAAAAAAAAAB"));
    }
}
