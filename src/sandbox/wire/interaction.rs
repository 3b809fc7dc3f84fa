//! Interactions in Discord's JSON, as INTERACTION_CREATE brings them.

use serde_json::{Value, json};

use super::{message, place};
use crate::sandbox::world::{
    Channel, Guild, IN_SERVER, Id, Interaction, Owners, Permissions, WITH_BOT, World,
};

/// What the bot gets to know of an interaction. `data` says what was done.
pub fn interaction(world: &World, interaction: &Interaction, data: &Value) -> Value {
    let user = place::user(world, interaction.user);
    let locale = world
        .users
        .get(&interaction.user)
        .map_or("en-US", |user| &user.locale);
    let there = world.channels.get(&interaction.channel);
    let rights = |user| {
        there.map_or(Permissions::NONE, |channel| {
            world.permissions(user, channel)
        })
    };
    let mut body = json!({
        "id": interaction.id, "application_id": world.application.id, "type": interaction.kind,
        "token": interaction.token, "version": 1, "data": data, "channel_id": interaction.channel,
        "locale": locale, "entitlements": [], "attachment_size_limit": world.file_limit,
        "app_permissions": app_permissions(world, interaction.channel),
        "authorizing_integration_owners": owners(interaction.owners),
        "context": world.context(interaction.channel),
    });
    if let Some(channel) = there {
        body["channel"] = place::channel(world, channel);
        body["channel"]["permissions"] = json!(rights(interaction.user));
    }
    if let Some(guild) = interaction.guild.and_then(|id| world.guilds.get(&id)) {
        body["guild_id"] = json!(guild.id);
        body["guild_locale"] = json!(guild.locale);
        body["guild"] = json!({"id": guild.id, "locale": guild.locale, "features": []});
        if let Some(member) = guild.members.get(&interaction.user) {
            body["member"] = place::member(world, member, true);
            body["member"]["permissions"] = json!(rights(interaction.user));
        }
    } else {
        body["user"] = user;
    }
    if let Some(source) = interaction
        .on_message
        .and_then(|id| world.message(interaction.channel, id))
    {
        body["message"] = message(world, source);
    }
    body
}

/// "Interaction Structure", the third note: in direct messages some permissions are the app's anyhow.
fn app_permissions(world: &World, channel: Id) -> Permissions {
    let there = world.channels.get(&channel);
    let given = there.map_or(Permissions::NONE, |there| {
        world.permissions(world.bot(), there)
    });
    let anyhow =
        Permissions::ATTACH_FILES | Permissions::EMBED_LINKS | Permissions::MENTION_EVERYONE;
    match world.context(channel) {
        IN_SERVER => given,
        WITH_BOT => given | anyhow | Permissions::USE_EXTERNAL_EMOJIS,
        _ => given | anyhow,
    }
}

/// Through whose installation it came, by the type of the installation.
pub fn owners(owners: Owners) -> Value {
    let mut body = json!({});
    if let Some(server) = owners.server {
        body["0"] = json!(server);
    }
    if let Some(person) = owners.person {
        body["1"] = json!(person);
    }
    body
}

/// A button's or a menu's part of an interaction.
pub fn component_data(component: &Value, values: Option<&[String]>) -> Value {
    let mut data = json!({
        "custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"],
    });
    if let Some(values) = values {
        data["values"] = json!(values);
    }
    data
}

/// What Discord tells of a channel that was named or chosen. Overwrites and a forum's tags are not in it.
/// interactions/receiving-and-responding, "Resolved Data Structure".
const OF_RESOLVED_CHANNEL: [&str; 13] = [
    "id",
    "name",
    "type",
    "permissions",
    "last_message_id",
    "last_pin_timestamp",
    "nsfw",
    "parent_id",
    "guild_id",
    "flags",
    "rate_limit_per_user",
    "topic",
    "position",
];

/// A channel that was named in an option or chosen from a menu, with what the member may do there.
pub fn resolved_channel(world: &World, channel: &Channel, user: Id) -> Value {
    let mut body = place::channel(world, channel);
    body["permissions"] = json!(world.permissions(user, channel));
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|key, _| {
            OF_RESOLVED_CHANNEL.contains(&key.as_str()) || key == "thread_metadata"
        });
    }
    body
}

/// A person who was named in an option: the user and, in a server, the member.
pub fn resolved_user(world: &World, guild: Option<&Guild>, user: Id) -> (Value, Option<Value>) {
    let member = guild.and_then(|guild| guild.members.get(&user));
    (
        place::user(world, user),
        member.map(|member| place::member(world, member, false)),
    )
}
