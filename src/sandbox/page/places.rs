//! What a person sees around the messages: the server and its people, the channels, the commands.

use serde_json::{Value, json};

use super::person::Person;
use crate::sandbox::{
    core::Core,
    world::{Channel, Guild, Id, Permissions, World, permission},
};

/// The server, its people, and everybody's name.
pub(super) fn world(core: &Core, world: &World, person: &Person) -> Value {
    let guild = person.guild(world).and_then(|id| world.guilds.get(&id));
    let users = world.users.values().map(|user| {
        let name = &user.display_name;
        (user.id.to_string(), json!({"name": name, "bot": user.bot}))
    });
    let bot = world.users.get(&world.bot());
    json!({
        "event": "world", "me": person.user, "people": guild.map(|guild| people(world, guild)),
        "guild": guild.map(|guild| {
            let roles = guild.roles.values();
            let roles: Vec<_> = roles.map(|one| json!({"id": one.id, "name": one.name})).collect();
            json!({"id": guild.id, "name": guild.name, "roles": roles})
        }),
        "bot": {"id": world.bot(), "name": bot.map(|bot| &bot.display_name),
            "online": core.hub.connected() > 0},
        "users": users.collect::<serde_json::Map<_, _>>(),
    })
}

fn people(world: &World, guild: &Guild) -> Value {
    let people = guild.members.keys().filter_map(|id| world.users.get(id));
    people
        .filter(|user| !user.bot)
        .map(|user| {
            json!({"id": user.id, "username": user.username, "name": user.display_name,
                "what": what(guild, user.id)})
        })
        .collect()
}

fn what(guild: &Guild, user: Id) -> &'static str {
    let rights = permission::in_guild(guild, user);
    if guild.owner == user {
        "owner"
    } else if rights.contain(Permissions::MANAGE_MESSAGES) {
        "moderator"
    } else if rights.contain(Permissions::SEND_MESSAGES) {
        "member"
    } else {
        "may only read"
    }
}

/// The channels that a person sees.
pub(super) fn places(world: &World, person: &Person) -> Value {
    let channels = person.channels(world).into_iter();
    let channels: Vec<_> = channels.map(|one| place(world, person, one)).collect();
    let direct = person.direct(world).map(|one| place(world, person, one));
    json!({"event": "places", "channels": channels, "dm": direct})
}

fn place(world: &World, person: &Person, channel: &Channel) -> Value {
    let thread = channel.thread.as_ref();
    json!({
        "id": channel.id, "name": channel.name, "type": channel.kind,
        "parent": thread.map(|thread| thread.parent), "topic": channel.topic,
        "newest": channel.last_message, "may_write": world.may_write(person.user, channel),
        "archived": channel.is_archived(world.clock),
        "locked": thread.is_some_and(|thread| thread.locked),
    })
}
