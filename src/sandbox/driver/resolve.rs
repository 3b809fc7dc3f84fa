//! People, roles and channels that a member names, with what the bot is told of each.

use serde_json::{Value, json};

use super::Scene;
use crate::sandbox::{
    wire,
    world::{Channel, Id, Permissions, World},
};

/// What is named.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A person.
    User,
    /// A role.
    Role,
    /// A person or a role.
    Mentionable,
    /// A channel that they see.
    Channel,
}

/// Finds what `said` names and adds it to `resolved`.
pub(super) fn name(
    world: &World,
    scene: Scene,
    kind: Kind,
    said: &str,
    resolved: &mut Value,
) -> Result<Id, String> {
    let found = match kind {
        Kind::User => user(world, scene, said, resolved),
        Kind::Role => role(world, scene, said, resolved),
        Kind::Mentionable => {
            user(world, scene, said, resolved).or_else(|| role(world, scene, said, resolved))
        }
        Kind::Channel => channel(world, scene, said, resolved),
    };
    found.ok_or_else(|| format!("there is no {said:?} to choose"))
}

fn user(world: &World, scene: Scene, said: &str, resolved: &mut Value) -> Option<Id> {
    let name = said.trim_start_matches(['<', '@']).trim_end_matches('>');
    let user = match name.parse::<Id>() {
        Ok(id) => world.users.get(&id)?,
        Err(_) => world.user(name)?,
    };
    let guild = scene.guild.and_then(|guild| world.guilds.get(&guild));
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

fn channel(world: &World, scene: Scene, said: &str, resolved: &mut Value) -> Option<Id> {
    let name = said.trim_start_matches(['<', '#']).trim_end_matches('>');
    let visible = |channel: &&Channel| {
        let rights = world.permissions(scene.user, channel);
        channel.guild == scene.guild && rights.contain(Permissions::VIEW_CHANNEL)
    };
    let mut here = world.channels.values().filter(visible);
    let channel = here.find(|one| one.name == name || one.id.to_string() == name)?;
    resolved["channels"][channel.id.to_string()] =
        wire::resolved_channel(world, channel, scene.user);
    Some(channel.id)
}
