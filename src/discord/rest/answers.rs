//! What the bot reads of Discord's answers, and no more: an unknown kind of role, button or channel
//! is no reason to fail.

use serde::Deserialize;
use serenity::all::{ApplicationId, GenericId, GuildId, MessageId, Permissions, RoleId, UserId};

/// Where the gateway is, and over how many shards Discord wants the bot spread.
#[derive(Clone, Debug, Deserialize)]
pub struct Gateway {
    /// The address of the gateway.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u32,
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
    /// What it allows everywhere in the server.
    pub permissions: Permissions,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub roles: Vec<RoleId>,
}

/// A channel, as far as rights go.
#[derive(Clone, Debug, Deserialize)]
pub struct Channel {
    /// The server it is in.
    pub guild_id: Option<GuildId>,
    /// What differs in it from the server.
    #[serde(default)]
    pub permission_overwrites: Vec<Overwrite>,
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
