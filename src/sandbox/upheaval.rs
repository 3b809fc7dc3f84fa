//! What people and Discord do to servers while the bot looks on: it is told, as far as its intents go.

mod people;
mod places;

pub use self::places::{MOST_CHANNELS, NotDone};

use super::{
    Sandbox,
    core::Core,
    world::{Id, Permissions, World},
};

impl Core {
    pub fn deny_bot(&self, channel: Id, denied: Permissions) {
        self.change_rights(channel, |world| world.deny_bot(channel, denied));
    }

    pub fn allow_bot(&self, channel: Id) {
        self.change_rights(channel, |world| world.allow_bot(channel));
    }

    fn change_rights(&self, channel: Id, change: impl FnOnce(&mut World)) {
        self.change(|world| {
            change(world);
            if let Some(channel) = world.channels.get(&channel) {
                self.hub.tell_channel(world, channel, "CHANNEL_UPDATE");
            }
        });
    }
}

impl Sandbox {
    /// A channel is deleted, with its threads and all that is in them, or a thread.
    pub fn delete_channel(&self, channel: Id) {
        self.core
            .change(|world| self.core.hub.remove_channel(world, channel));
    }

    /// The bot loses these permissions in a channel, in place of those it lost there before.
    pub fn deny_bot(&self, channel: Id, denied: Permissions) {
        self.core.deny_bot(channel, denied);
    }

    /// The bot gets back what it lost in a channel.
    pub fn allow_bot(&self, channel: Id) {
        self.core.allow_bot(channel);
    }

    /// A message is deleted by a moderator.
    pub fn delete_message(&self, channel: Id, message: Id) {
        self.core.change(|world| {
            if let Some(gone) = world.remove_message(channel, message) {
                self.core.hub.tell_deleted(world, &gone);
            }
        });
    }

    /// The bot is removed from a server.
    pub fn remove_bot(&self, guild: Id) {
        self.core.change(|world| {
            let bot = world.bot();
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.members.remove(&bot);
            }
            self.core.hub.tell_guild_gone(guild, false);
        });
    }

    /// The bot is added to a server.
    pub fn add_bot(&self, guild: Id) {
        self.core.change(|world| {
            world.add_bot(guild);
            self.core.hub.tell_guild(world, guild);
        });
    }

    /// An outage hides a server from the bot, or ends.
    pub fn outage(&self, guild: Id, begins: bool) {
        self.core.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.unavailable = begins;
            }
            if begins {
                self.core.hub.tell_guild_gone(guild, true);
            } else {
                self.core.hub.tell_guild(world, guild);
            }
        });
    }
}
