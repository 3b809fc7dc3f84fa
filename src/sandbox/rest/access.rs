//! Whether the bot may do what it asks for, in Discord's order: is it there, does it see it, may it.

use super::error::{Answered, Refused};
use crate::sandbox::world::{Channel, Guild, Id, Permissions, World};

/// A channel that the bot can see, and what it may do there.
pub fn channel(world: &World, id: Id) -> Answered<(&Channel, Permissions)> {
    let channel = world
        .channels
        .get(&id)
        .ok_or_else(Refused::unknown_channel)?;
    if channel.guild.is_some_and(|guild| !world.bot_is_in(guild)) {
        return Err(Refused::missing_access());
    }
    let rights = world.permissions(world.bot(), channel);
    if !rights.contain(Permissions::VIEW_CHANNEL) {
        return Err(Refused::missing_access());
    }
    Ok((channel, rights))
}

/// A server that the bot is in.
pub fn guild(world: &World, id: Id) -> Answered<&Guild> {
    world
        .guilds
        .get(&id)
        .filter(|guild| guild.members.contains_key(&world.bot()))
        .ok_or_else(Refused::unknown_guild)
}

/// Fails unless `rights` hold `needed`.
pub fn needs(rights: Permissions, needed: Permissions) -> Answered<()> {
    if rights.contain(needed) {
        Ok(())
    } else {
        Err(Refused::missing_permissions())
    }
}
