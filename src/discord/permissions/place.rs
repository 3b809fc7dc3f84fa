//! One channel that posts may go to: what it is, its tags, and who may do what in it.

use std::sync::Arc;

use serenity::all::{ChannelId, ChannelType, Permissions, RoleId, UserId};

use super::compute;
use crate::{
    discord::rest::{Channel, Guild, Rest, RestError, Role},
    posting::model::ChannelKind,
    store::ids::{self, TagId},
};

/// A forum's flag: a post there must bear a tag.
const REQUIRE_TAG: u64 = 1 << 4;

/// A channel with its server and, if it is a thread, the channel it is in.
#[derive(Clone, Debug)]
pub struct Place {
    channel: Channel,
    /// None of a direct message.
    guild: Option<Arc<Guild>>,
    /// Whose overwrites hold in a thread.
    parent: Option<Channel>,
}

/// A tag that a forum has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// What it is called.
    pub name: String,
    /// Whether only those who hold Manage Posts may give it.
    pub moderated: bool,
}

impl Place {
    /// Looks a channel up. One that the bot can't see is refused with 403; [`super::Server`] knows
    /// it all the same.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn look(rest: &Rest, channel: ChannelId) -> Result<Self, RestError> {
        let channel = rest.channel(channel).await?;
        let Some(guild) = channel.guild_id else {
            return Ok(Self::new(channel, None, None));
        };
        let parent = async {
            match channel.thread_in() {
                Some(parent) => rest.channel(parent).await.map(Some),
                None => Ok(None),
            }
        };
        let (guild, parent) = tokio::try_join!(rest.guild(guild), parent)?;
        Ok(Self::new(channel, Some(Arc::new(guild)), parent))
    }

    pub(super) fn new(
        channel: Channel,
        guild: Option<Arc<Guild>>,
        parent: Option<Channel>,
    ) -> Self {
        Self {
            channel,
            guild,
            parent,
        }
    }

    /// Its id.
    #[must_use]
    pub fn channel(&self) -> ids::ChannelId {
        ids::ChannelId::new(self.channel.id.get())
    }

    /// The server it is in, if it is in one.
    #[must_use]
    pub fn guild(&self) -> Option<ids::GuildId> {
        let guild = self.guild.as_ref()?;
        Some(ids::GuildId::new(guild.id.get()))
    }

    /// What it is to a schedule. `None`: nothing can be posted in it. A voice channel's chat counts as
    /// text; a private thread does not count, for its members are told by no permission.
    #[must_use]
    pub fn kind(&self) -> Option<ChannelKind> {
        self.guild.as_ref()?;
        match self.channel.kind {
            ChannelType::Text | ChannelType::Voice => Some(ChannelKind::Text),
            ChannelType::News => Some(ChannelKind::Announcement),
            ChannelType::Forum => Some(ChannelKind::Forum),
            ChannelType::PublicThread | ChannelType::NewsThread => Some(ChannelKind::Thread),
            _ => None,
        }
    }

    /// Whether it is a thread in which nobody writes any more but those who hold Manage Threads.
    #[must_use]
    pub fn locked(&self) -> bool {
        let thread = self.channel.thread_metadata.as_ref();
        thread.is_some_and(|thread| thread.locked)
    }

    /// The tags that posts in a forum can bear, in its order.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let tags = self.channel.available_tags.iter();
        tags.map(|tag| Tag {
            id: TagId::new(tag.id.get()),
            name: tag.name.clone(),
            moderated: tag.moderated,
        })
        .collect()
    }

    /// Whether a post in this forum must bear a tag.
    #[must_use]
    pub fn requires_tag(&self) -> bool {
        self.channel.flags & REQUIRE_TAG != 0
    }

    /// What a member with these roles may do in it.
    #[must_use]
    pub fn held_by(&self, member: UserId, roles: &[RoleId]) -> Permissions {
        let Some(guild) = &self.guild else {
            return Permissions::empty();
        };
        if self.channel.thread_in().is_some() {
            let parent = self.parent.as_ref();
            return parent.map_or(Permissions::empty(), |parent| {
                compute::in_thread(guild, member, roles, parent)
            });
        }
        compute::in_channel(guild, member, roles, &self.channel)
    }

    /// A role of its server. `@everyone` is one too, under the server's id.
    #[must_use]
    pub fn role(&self, id: ids::RoleId) -> Option<&Role> {
        let roles = &self.guild.as_ref()?.roles;
        roles.iter().find(|role| role.id.get() == id.get())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn place(channel: Value) -> Place {
        let guild = json!({"id": "100", "owner_id": "7", "roles": [
            {"id": "100", "name": "@everyone", "permissions": "0", "mentionable": false},
            {"id": "101", "name": "Gardeners", "permissions": "0", "mentionable": true},
        ]});
        let guild = Arc::new(serde_json::from_value(guild).unwrap());
        Place::new(serde_json::from_value(channel).unwrap(), Some(guild), None)
    }

    #[test]
    fn each_kind_of_channel_is_known_and_some_take_no_post() {
        let kind = |number: u8| place(json!({"id": "5", "type": number})).kind();
        for text in [0, 2] {
            assert_eq!(kind(text), Some(ChannelKind::Text));
        }
        assert_eq!(kind(5), Some(ChannelKind::Announcement));
        assert_eq!(kind(15), Some(ChannelKind::Forum));
        for thread in [10, 11] {
            assert_eq!(kind(thread), Some(ChannelKind::Thread));
        }
        for other in [1, 3, 4, 12, 13, 14, 16, 200] {
            assert_eq!(kind(other), None, "{other}");
        }
        let direct = serde_json::from_value(json!({"id": "5", "type": 0})).unwrap();
        assert_eq!(Place::new(direct, None, None).kind(), None);
    }

    #[test]
    fn a_forum_tells_its_tags_and_whether_one_is_required() {
        let forum = place(
            json!({"id": "5", "type": 15, "flags": 16, "available_tags": [
                {"id": "1", "name": "weekly", "moderated": false, "emoji_id": null, "emoji_name": "🌻"},
                {"id": "2", "name": "staff", "moderated": true, "emoji_id": null, "emoji_name": null},
            ]}),
        );
        assert!(forum.requires_tag());
        let tags = forum.tags();
        assert_eq!(tags[0].name, "weekly");
        assert_eq!(tags[1].id, TagId::new(2));
        assert!(!tags[0].moderated && tags[1].moderated);
        let other = place(json!({"id": "5", "type": 15, "flags": 2, "available_tags": null}));
        assert!(!other.requires_tag() && other.tags().is_empty());
    }

    #[test]
    fn roles_are_known_with_their_names() {
        let place = place(json!({"id": "5", "type": 0}));
        let role = place.role(ids::RoleId::new(101)).unwrap();
        assert_eq!((role.name.as_str(), role.mentionable), ("Gardeners", true));
        assert!(place.role(ids::RoleId::new(102)).is_none());
    }

    #[test]
    fn a_thread_whose_channel_is_unknown_lets_nobody_do_anything() {
        let thread = place(json!({"id": "5", "type": 11, "parent_id": "4",
            "thread_metadata": {"archived": true, "locked": true}}));
        assert!(thread.locked());
        assert_eq!(
            thread.held_by(UserId::new(7), &[]),
            Permissions::empty(),
            "not even its owner"
        );
    }
}
