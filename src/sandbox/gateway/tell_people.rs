//! What people do to messages besides writing them, told as gateway events: reactions, and deleting
//! many at once. events/gateway-events, "Message Reaction Add" and the like.

use serde_json::{Value, json};

use super::{
    hub::{Dispatch, Hub},
    intents,
    tell::{Audience, audience},
};
use crate::sandbox::{
    wire,
    world::{Id, Message, World},
};

impl Hub {
    /// MESSAGE_REACTION_ADD.
    pub(in crate::sandbox) fn tell_reacted(
        &self,
        world: &World,
        at: (Id, Id),
        user: Id,
        emoji: &str,
    ) {
        let Some((message, Audience { guild })) = seen(world, at) else {
            return;
        };
        let mut data = reaction(message, guild, user, emoji);
        data["message_author_id"] = json!(message.author);
        data["burst_colors"] = json!([]);
        let there = guild.and_then(|id| world.guilds.get(&id));
        if let Some(member) = there.and_then(|guild| guild.members.get(&user)) {
            data["member"] = wire::member(world, member, true);
        }
        self.tell_reaction("MESSAGE_REACTION_ADD", guild, data);
    }

    /// MESSAGE_REACTION_REMOVE.
    pub(in crate::sandbox) fn tell_took_back(
        &self,
        world: &World,
        at: (Id, Id),
        user: Id,
        emoji: &str,
    ) {
        if let Some((message, Audience { guild })) = seen(world, at) {
            let data = reaction(message, guild, user, emoji);
            self.tell_reaction("MESSAGE_REACTION_REMOVE", guild, data);
        }
    }

    /// MESSAGE_DELETE_BULK: of one channel of a server.
    pub(in crate::sandbox) fn tell_bulk_deleted(&self, world: &World, gone: &[Message]) {
        let told = gone
            .iter()
            .filter_map(|one| Some((one, audience(world, one)?.guild?)));
        let told: Vec<_> = told.collect();
        if let Some((first, guild)) = told.first() {
            let ids: Vec<_> = told.iter().map(|(one, _)| one.id).collect();
            self.dispatch(&Dispatch {
                name: "MESSAGE_DELETE_BULK",
                guild: Some(*guild),
                intent: intents::GUILD_MESSAGES,
                data: json!({"ids": ids, "channel_id": first.channel, "guild_id": guild}),
                without_content: None,
            });
        }
    }

    fn tell_reaction(&self, name: &'static str, guild: Option<Id>, data: Value) {
        self.dispatch(&Dispatch {
            name,
            guild,
            intent: intents::for_reactions(guild),
            data,
            without_content: None,
        });
    }
}

fn seen(world: &World, (channel, message): (Id, Id)) -> Option<(&Message, Audience)> {
    let message = world.message(channel, message)?;
    Some((message, audience(world, message)?))
}

fn reaction(message: &Message, guild: Option<Id>, user: Id, emoji: &str) -> Value {
    let mut data = json!({
        "user_id": user, "channel_id": message.channel, "message_id": message.id,
        "emoji": {"id": null, "name": emoji}, "burst": false, "type": 0,
    });
    if let Some(guild) = guild {
        data["guild_id"] = json!(guild);
    }
    data
}
