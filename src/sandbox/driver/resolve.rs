//! People, roles and channels that a member names, with what the bot is told of each.

use serde_json::{Value, json};

use super::Scene;
use crate::sandbox::{
    wire,
    world::{Channel, Id, Permissions, World},
};

/// What is named.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// A person: one of the server, or anyone by their id.
    User,
    /// A role.
    Role,
    /// A person or a role.
    Mentionable,
    /// A channel or a thread that they see, of one of these types; of any if it is no list or empty.
    Channel(&'a Value),
}

impl<'a> Kind<'a> {
    /// What a menu of this type offers; none if its options are its own.
    pub(super) fn of_menu(menu: &'a Value) -> Option<Self> {
        match menu["type"].as_u64()? {
            5 => Some(Self::User),
            6 => Some(Self::Role),
            7 => Some(Self::Mentionable),
            8 => Some(Self::Channel(&menu["channel_types"])),
            _ => None,
        }
    }

    /// What an option of this type takes; none if that is nobody and nowhere.
    pub(super) fn of_option(option: &'a Value) -> Option<Self> {
        match option["type"].as_u64()? {
            6 => Some(Self::User),
            7 => Some(Self::Channel(&option["channel_types"])),
            8 => Some(Self::Role),
            9 => Some(Self::Mentionable),
            _ => None,
        }
    }
}

/// Finds what `said` names and adds it to `resolved`.
pub(super) fn name(
    world: &World,
    scene: Scene,
    kind: Kind<'_>,
    said: &str,
    resolved: &mut Value,
) -> Result<Id, String> {
    let found = match kind {
        Kind::User => user(world, scene, said, resolved),
        Kind::Role => role(world, scene, said, resolved),
        Kind::Mentionable => {
            user(world, scene, said, resolved).or_else(|| role(world, scene, said, resolved))
        }
        Kind::Channel(types) => channel(world, scene, types, said, resolved),
    };
    found.ok_or_else(|| not_there(said))
}

/// That nothing of this name is there to be chosen. An id is no name: whoever gave one took what was offered.
fn not_there(said: &str) -> String {
    match said.parse::<Id>() {
        Ok(_) => "what was chosen is not there any more".to_owned(),
        Err(_) => format!("there is no {said:?} to choose"),
    }
}

fn user(world: &World, scene: Scene, said: &str, resolved: &mut Value) -> Option<Id> {
    let name = said.trim_start_matches(['<', '@']).trim_end_matches('>');
    let guild = scene.guild.and_then(|guild| world.guilds.get(&guild));
    let user = match name.parse::<Id>() {
        Ok(id) => world.users.get(&id)?,
        Err(_) => world
            .user(name)
            .filter(|user| guild.is_none_or(|guild| guild.members.contains_key(&user.id)))?,
    };
    let (as_user, as_member) = wire::resolved_user(world, guild, user.id);
    resolved["users"][user.id.to_string()] = as_user;
    if let Some(mut member) = as_member {
        let there = world.channels.get(&scene.channel);
        let rights = there.map_or(Permissions::NONE, |here| world.permissions(user.id, here));
        member["permissions"] = json!(rights);
        resolved["members"][user.id.to_string()] = member;
    }
    Some(user.id)
}

fn role(world: &World, scene: Scene, said: &str, resolved: &mut Value) -> Option<Id> {
    let name = said
        .trim_start_matches(['<', '@', '&'])
        .trim_end_matches('>');
    let guild = world.guilds.get(&scene.guild?)?;
    let mut roles = guild.roles.values();
    let role = roles
        .find(|role| role.name.trim_start_matches('@') == name || role.id.to_string() == name)?;
    resolved["roles"][role.id.to_string()] = wire::role(role);
    Some(role.id)
}

fn channel(
    world: &World,
    scene: Scene,
    types: &Value,
    said: &str,
    resolved: &mut Value,
) -> Option<Id> {
    let name = said.trim_start_matches(['<', '#']).trim_end_matches('>');
    let visible = |channel: &&Channel| {
        let rights = world.permissions(scene.user, channel);
        let types = types.as_array().filter(|types| !types.is_empty());
        channel.guild == scene.guild
            && rights.contain(Permissions::VIEW_CHANNEL)
            && types.is_none_or(|types| types.contains(&json!(channel.kind)))
    };
    let mut here = world.channels.values().filter(visible);
    let channel = here.find(|one| one.name == name || one.id.to_string() == name)?;
    resolved["channels"][channel.id.to_string()] =
        wire::resolved_channel(world, channel, scene.user);
    Some(channel.id)
}
