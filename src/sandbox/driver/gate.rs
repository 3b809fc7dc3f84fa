//! Discord's own gate before a command: is it offered here, and to this member? The bot is not asked.
//! interactions/application-commands, "Using Default Permissions" and "Interaction Contexts".

use super::{Failure, Member, Scene};
use crate::sandbox::world::{Command, IN_SERVER, ON_MESSAGES, Permissions, SLASH, WITH_BOT, World};

impl Member {
    /// The names of the commands that Discord offers them here when they type.
    ///
    /// # Errors
    /// If they are not there.
    pub fn commands(&self) -> Result<Vec<String>, Failure> {
        self.offered_of(SLASH)
    }

    /// The names of the commands that Discord offers them here in the menu of a message.
    ///
    /// # Errors
    /// If they are not there.
    pub fn message_commands(&self) -> Result<Vec<String>, Failure> {
        self.offered_of(ON_MESSAGES)
    }

    fn offered_of(&self, kind: u64) -> Result<Vec<String>, Failure> {
        self.core.change(|world| {
            let scene = self.scene(world)?;
            let offered = self.offers(world, scene, kind);
            Ok(offered.map(|command| command.name().to_owned()).collect())
        })
    }

    /// The commands of this type that Discord offers them there.
    pub(in crate::sandbox) fn offers<'a>(
        &'a self,
        world: &'a World,
        scene: Scene,
        kind: u64,
    ) -> impl Iterator<Item = &'a Command> {
        let all = world.commands.iter();
        let here = all.filter(move |one| one.kind() == kind && is_here(world, one, scene));
        here.filter(move |one| self.gate(world, one, scene).is_ok())
    }

    /// The command of this type and name, if it is offered to them here.
    pub(super) fn offered<'a>(
        &self,
        world: &'a World,
        scene: Scene,
        kind: u64,
        name: &str,
    ) -> Result<&'a Command, Failure> {
        let mut here: Vec<_> = world
            .commands
            .iter()
            .filter(|one| one.kind() == kind && one.name() == name && is_here(world, one, scene))
            .collect();
        // A server's own command is offered before a global one of the same name.
        here.sort_by_key(|command| command.guild.is_none());
        let command = *here
            .first()
            .ok_or_else(|| Failure::NotRegistered(name.to_owned()))?;
        self.gate(world, command, scene)?;
        Ok(command)
    }

    /// Whether this member may use the command where they are.
    fn gate(&self, world: &World, command: &Command, scene: Scene) -> Result<(), Failure> {
        let refused = |reason: &str| {
            Err(Failure::NotAllowed {
                command: shown_name(command),
                member: self.name().to_owned(),
                reason: reason.to_owned(),
            })
        };
        let context = world.context(scene.channel);
        if !command.works_in(context) {
            return refused(match context {
                IN_SERVER => "it is not for servers",
                WITH_BOT => "it is not for direct messages",
                _ => "it is not for what people have among themselves",
            });
        }
        if scene.guild.is_none() {
            return Ok(());
        }
        let here = world.channels.get(&scene.channel);
        let rights = here.map_or(Permissions::NONE, |here| {
            world.permissions(scene.user, here)
        });
        if !rights.contain(Permissions::USE_APPLICATION_COMMANDS) {
            return refused("they may not use application commands here");
        }
        match command.default_member_permissions() {
            // Nothing asked for at all: nobody but administrators.
            Some(Permissions::NONE) if !rights.contain(Permissions::ADMINISTRATOR) => {
                refused("it is for administrators")
            }
            Some(needed) if !rights.contain(needed) => {
                refused(&format!("it needs {}", needed.without(rights).names()))
            }
            _ => Ok(()),
        }
    }
}

/// A command as people call it: `/help`, or the words in a message's menu.
fn shown_name(command: &Command) -> String {
    match command.kind() {
        SLASH => format!("/{}", command.name()),
        _ => format!("{:?}", command.name()),
    }
}

/// Whether a command is there at all: through the server's installation or through their own.
fn is_here(world: &World, command: &Command, scene: Scene) -> bool {
    if command.guild.is_some() {
        return command.guild == scene.guild;
    }
    let owners = world.owners(scene.user, scene.channel, Some(command));
    !owners.is_nobody()
}
