//! What becomes of threads, channels, roles and members, told as gateway events. Threads come here and
//! not with the channels: nobody is told of a thread that they can't see.

use serde_json::{Value, json};

use super::{
    hub::{Dispatch, Hub},
    intents,
};
use crate::sandbox::{
    wire,
    world::{Channel, Id, World},
};

impl Hub {
    /// THREAD_CREATE of one that is new.
    pub(in crate::sandbox) fn tell_thread_started(&self, world: &World, thread: &Channel) {
        let mut data = wire::channel(world, thread);
        data["newly_created"] = json!(true);
        self.tell_thread(world, thread, "THREAD_CREATE", data);
    }

    /// THREAD_UPDATE.
    pub(in crate::sandbox) fn tell_thread_changed(&self, world: &World, thread: &Channel) {
        let data = wire::channel(world, thread);
        self.tell_thread(world, thread, "THREAD_UPDATE", data);
    }

    /// Nobody is told of a thread that they can't see. topics/threads, "Permissions".
    fn tell_thread(&self, world: &World, thread: &Channel, name: &'static str, data: Value) {
        if world.bot_sees(thread) {
            self.dispatch(&Dispatch {
                name,
                guild: thread.guild,
                intent: intents::GUILDS,
                data,
                without_content: None,
            });
        }
    }

    /// Takes a thread out of the archive because someone writes in it, and tells of it.
    pub(in crate::sandbox) fn wake_thread(&self, world: &mut World, thread: Id) {
        if world.wake_thread(thread)
            && let Some(thread) = world.channels.get(&thread)
        {
            self.tell_thread_changed(world, thread);
        }
    }

    /// Takes a channel away with its threads, or a thread, and tells of it.
    pub(in crate::sandbox) fn remove_channel(&self, world: &mut World, id: Id) -> Option<Channel> {
        let there = world.channels.get(&id)?;
        if let Some(thread) = &there.thread {
            let data = json!({"id": id, "guild_id": there.guild, "parent_id": thread.parent,
                "type": there.kind});
            self.tell_thread(world, there, "THREAD_DELETE", data);
            return world.remove_channel(id);
        }
        let guild = there.guild.filter(|guild| {
            let there = world.guilds.get(guild);
            there.is_some_and(|guild| guild.system_channel == Some(id))
        });
        let gone = world.remove_channel(id)?;
        self.tell_channel(world, &gone, "CHANNEL_DELETE");
        if let Some(guild) = guild {
            self.tell_guild_changed(world, guild);
        }
        Some(gone)
    }

    /// GUILD_UPDATE.
    pub(in crate::sandbox) fn tell_guild_changed(&self, world: &World, guild: Id) {
        if let Some(there) = world.guilds.get(&guild) {
            self.tell_of(guild, "GUILD_UPDATE", wire::guild(there));
        }
    }

    /// GUILD_ROLE_CREATE or GUILD_ROLE_UPDATE.
    pub(in crate::sandbox) fn tell_role(
        &self,
        world: &World,
        (guild, role): (Id, Id),
        name: &'static str,
    ) {
        let there = world.guilds.get(&guild);
        if let Some(role) = there.and_then(|guild| guild.roles.get(&role)) {
            let data = json!({"guild_id": guild, "role": wire::role(role)});
            self.tell_of(guild, name, data);
        }
    }

    /// GUILD_ROLE_DELETE.
    pub(in crate::sandbox) fn tell_role_gone(&self, guild: Id, role: Id) {
        let data = json!({"guild_id": guild, "role_id": role});
        self.tell_of(guild, "GUILD_ROLE_DELETE", data);
    }

    /// GUILD_MEMBER_UPDATE, which needs a privileged intent unless it is about the bot itself.
    /// events/gateway, "List of Intents".
    pub(in crate::sandbox) fn tell_member(&self, world: &World, guild: Id, user: Id) {
        let there = world.guilds.get(&guild);
        if let Some(member) = there.and_then(|guild| guild.members.get(&user)) {
            let mut data = wire::member(world, member, true);
            data["guild_id"] = json!(guild);
            let about_bot = user == world.bot();
            self.dispatch(&Dispatch {
                name: "GUILD_MEMBER_UPDATE",
                guild: Some(guild),
                intent: if about_bot { 0 } else { intents::GUILD_MEMBERS },
                data,
                without_content: None,
            });
        }
    }

    fn tell_of(&self, guild: Id, name: &'static str, data: Value) {
        self.dispatch(&Dispatch {
            name,
            guild: Some(guild),
            intent: intents::GUILDS,
            data,
            without_content: None,
        });
    }
}
