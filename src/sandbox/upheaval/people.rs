//! What moderators do to roles and members: give and take, rename, make mentionable, delete.

use crate::sandbox::{
    Sandbox,
    world::{GuildMember, Id, Permissions, Role},
};

impl Sandbox {
    /// Anyone may mention a role from now on, or only those who may mention everyone.
    pub fn make_mentionable(&self, guild: Id, role: Id, mentionable: bool) {
        self.change_role(guild, role, |role| role.mentionable = mentionable);
    }

    /// A role gives these permissions from now on, in place of those before.
    pub fn set_role_permissions(&self, guild: Id, role: Id, permissions: Permissions) {
        self.change_role(guild, role, |role| role.permissions = permissions);
    }

    fn change_role(&self, guild: Id, role: Id, change: impl FnOnce(&mut Role)) {
        self.core.change(|world| {
            let there = world.guilds.get_mut(&guild);
            if let Some(role) = there.and_then(|guild| guild.roles.get_mut(&role)) {
                change(role);
            }
            let hub = &self.core.hub;
            hub.tell_role(world, (guild, role), "GUILD_ROLE_UPDATE");
        });
    }

    /// A role is deleted: nobody has it any more, and no channel knows it.
    pub fn delete_role(&self, guild: Id, role: Id) {
        self.core.change(|world| {
            let Some(there) = world.guilds.get_mut(&guild) else {
                return;
            };
            there.roles.remove(&role);
            for member in there.members.values_mut() {
                member.roles.retain(|one| *one != role);
            }
            for channel in world.channels.values_mut() {
                channel.overwrites.retain(|one| one.id != role);
            }
            self.core.hub.tell_role_gone(guild, role);
        });
    }

    /// A member is given a role.
    pub fn give_role(&self, guild: Id, user: Id, role: Id) {
        self.change_member(guild, user, |member| {
            member.roles.retain(|one| *one != role);
            member.roles.push(role);
        });
    }

    /// A role is taken from a member.
    pub fn take_role(&self, guild: Id, user: Id, role: Id) {
        self.change_member(guild, user, |member| {
            member.roles.retain(|one| *one != role);
        });
    }

    /// A member is called something else in one server, or as everywhere.
    pub fn set_nickname(&self, guild: Id, user: Id, nickname: Option<&str>) {
        self.change_member(guild, user, |member| {
            member.nick = nickname.map(str::to_owned);
        });
    }

    fn change_member(&self, guild: Id, user: Id, change: impl FnOnce(&mut GuildMember)) {
        self.core.change(|world| {
            let there = world.guilds.get_mut(&guild);
            if let Some(member) = there.and_then(|guild| guild.members.get_mut(&user)) {
                change(member);
            }
            self.core.hub.tell_member(world, guild, user);
        });
    }

    /// Someone shows another name everywhere; their unique name stays.
    pub fn rename(&self, user: Id, display_name: &str) {
        self.core.change(|world| {
            if let Some(user) = world.users.get_mut(&user) {
                display_name.clone_into(&mut user.display_name);
            }
            let guilds: Vec<_> = world.guilds.keys().copied().collect();
            for guild in guilds {
                self.core.hub.tell_member(world, guild, user);
            }
        });
    }

    /// A server is called something else.
    pub fn rename_server(&self, guild: Id, name: &str) {
        self.core.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&guild) {
                name.clone_into(&mut guild.name);
            }
            self.core.hub.tell_guild_changed(world, guild);
        });
    }
}
