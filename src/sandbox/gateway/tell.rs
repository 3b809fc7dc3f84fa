//! What happens in the world, told as gateway events.

use serde_json::{Value, json};

use super::{
    hub::{Dispatch, Hub},
    intents,
};
use crate::sandbox::{
    wire,
    world::{Channel, Id, Interaction, Message, Permissions, World},
};

impl Hub {
    /// INTERACTION_CREATE, which needs no intent.
    pub(in crate::sandbox) fn tell_interaction(
        &self,
        world: &World,
        interaction: &Interaction,
        data: &Value,
    ) {
        self.dispatch(&Dispatch {
            name: "INTERACTION_CREATE",
            guild: interaction.guild,
            intent: 0,
            data: wire::interaction(world, interaction, data),
            without_content: None,
        });
    }

    /// MESSAGE_CREATE.
    pub(in crate::sandbox) fn tell_created(&self, world: &World, message: &Message) {
        self.tell_message(world, message, "MESSAGE_CREATE");
    }

    /// MESSAGE_UPDATE.
    pub(in crate::sandbox) fn tell_updated(&self, world: &World, message: &Message) {
        self.tell_message(world, message, "MESSAGE_UPDATE");
    }

    /// MESSAGE_DELETE.
    pub(in crate::sandbox) fn tell_deleted(&self, world: &World, message: &Message) {
        let Some(Audience { guild }) = audience(world, message) else {
            return;
        };
        let mut data = json!({"id": message.id, "channel_id": message.channel});
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild);
        }
        self.dispatch(&Dispatch {
            name: "MESSAGE_DELETE",
            guild,
            intent: intents::for_messages(guild),
            data,
            without_content: None,
        });
    }

    fn tell_message(&self, world: &World, message: &Message, name: &'static str) {
        let Some(Audience { guild }) = audience(world, message) else {
            return;
        };
        let mut data = wire::message(world, message);
        if let Some(id) = guild {
            data["guild_id"] = json!(id);
            let there = world.guilds.get(&id);
            if let Some(member) = there.and_then(|guild| guild.members.get(&message.author)) {
                data["member"] = wire::member(world, member, false);
            }
        }
        let without_content = (!intents::content_is_free(world, message))
            .then(|| intents::without_content(data.clone()));
        self.dispatch(&Dispatch {
            name,
            guild,
            intent: intents::for_messages(guild),
            data,
            without_content,
        });
    }

    /// CHANNEL_CREATE, CHANNEL_UPDATE or CHANNEL_DELETE.
    pub(in crate::sandbox) fn tell_channel(
        &self,
        world: &World,
        channel: &Channel,
        name: &'static str,
    ) {
        self.dispatch(&Dispatch {
            name,
            guild: channel.guild,
            intent: intents::GUILDS,
            data: wire::channel_or_shadow(world, channel),
            without_content: None,
        });
    }

    /// GUILD_CREATE: the bot was added, or an outage is over.
    pub(in crate::sandbox) fn tell_guild(&self, world: &World, guild: Id) {
        if let Some(there) = world.guilds.get(&guild) {
            self.tell_of_guild(guild, "GUILD_CREATE", wire::guild_create(world, there));
        }
    }

    /// GUILD_DELETE: an outage, or the bot was removed (then without `unavailable`).
    pub(in crate::sandbox) fn tell_guild_gone(&self, guild: Id, outage: bool) {
        let mut data = json!({"id": guild});
        if outage {
            data["unavailable"] = json!(true);
        }
        self.tell_of_guild(guild, "GUILD_DELETE", data);
    }

    fn tell_of_guild(&self, guild: Id, name: &'static str, data: Value) {
        self.dispatch(&Dispatch {
            name,
            guild: Some(guild),
            intent: intents::GUILDS,
            data,
            without_content: None,
        });
    }
}

/// Who is told of a message.
pub(super) struct Audience {
    /// The server it is in; none for direct messages.
    pub guild: Option<Id>,
}

/// Where a message is that the bot is told of; none if the bot can't see it: an ephemeral one, or
/// in a channel hidden from it.
pub(super) fn audience(world: &World, message: &Message) -> Option<Audience> {
    let channel = world.channels.get(&message.channel)?;
    let sees = world
        .permissions(world.bot(), channel)
        .contain(Permissions::VIEW_CHANNEL);
    (sees && message.ephemeral_to.is_none()).then_some(Audience {
        guild: channel.guild,
    })
}
