//! Typing a command: is it offered here, and to this member? Discord's own gate, before the bot is
//! asked at all.

use serde_json::{Value, json};

use super::{Choice, Failure, Member, Scene, Seen, act::Action, options};
use crate::sandbox::world::{Command, InteractionKind, Permissions, World};

/// A slash command, as opposed to one in the menu of a person or a message.
const CHAT_INPUT: u64 = 1;

impl Member {
    /// Types a command and sends it: `/schedule create channel:#wellbeing when:mondays 9:00`. A value
    /// goes on until the next option's name; quotes around it are taken off.
    ///
    /// # Errors
    /// If Discord would not let them send it, or the bot does not answer.
    pub async fn slash(&self, typed: &str) -> Result<Seen, Failure> {
        self.act(|world, scene| {
            let (command, rest) = self.offered(world, scene, typed)?;
            let typed = options::parse(command, rest)?;
            let data = options::sent(world, scene, &typed)?;
            Ok(as_action(InteractionKind::Command, command, data))
        })
        .await
    }

    /// Types a command up to the value of its last option and looks at what is suggested.
    ///
    /// # Errors
    /// If the option suggests nothing, or the bot does not answer.
    pub async fn complete(&self, typed: &str) -> Result<Vec<Choice>, Failure> {
        self.act(|world, scene| {
            let (command, rest) = self.offered(world, scene, typed)?;
            let typed = options::parse(command, rest)?;
            let data = options::focused(world, scene, &typed)?;
            Ok(as_action(InteractionKind::Autocomplete, command, data))
        })
        .await?
        .choices()
    }

    /// The names of the commands that Discord offers them here.
    ///
    /// # Errors
    /// If they are not there.
    pub fn commands(&self) -> Result<Vec<String>, Failure> {
        self.core.change(|world| {
            let scene = self.scene(world)?;
            let all = world
                .commands
                .iter()
                .filter(|one| is_here(world, one, scene));
            let open = all.filter(|one| self.gate(world, one, scene).is_ok());
            Ok(open.map(|command| command.name().to_owned()).collect())
        })
    }

    /// The command that a text begins with, and the rest of the text.
    fn offered<'a, 't>(
        &self,
        world: &'a World,
        scene: Scene,
        typed: &'t str,
    ) -> Result<(&'a Command, &'t str), Failure> {
        let typed = typed.trim_start().trim_start_matches('/');
        let (name, rest) = typed.split_once(' ').unwrap_or((typed, ""));
        let mut here: Vec<_> = world
            .commands
            .iter()
            .filter(|command| command.name() == name && is_here(world, command, scene))
            .collect();
        // A server's own command is offered before a global one of the same name.
        here.sort_by_key(|command| command.guild.is_none());
        let command = *here
            .first()
            .ok_or_else(|| Failure::NotRegistered(name.to_owned()))?;
        self.gate(world, command, scene)?;
        Ok((command, rest))
    }

    /// Whether this member may use the command where they are.
    fn gate(&self, world: &World, command: &Command, scene: Scene) -> Result<(), Failure> {
        let refused = |reason: &str| {
            Err(Failure::NotAllowed {
                command: format!("/{}", command.name()),
                member: self.name().to_owned(),
                reason: reason.to_owned(),
            })
        };
        let context = u64::from(scene.guild.is_none());
        if !command.works_in(context) {
            return refused(if context == 0 {
                "it is not for servers"
            } else {
                "it is not for direct messages"
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
                refused(&format!("it needs the permissions {}", needed.bits()))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a command is there at all: through the server's installation or through their own.
fn is_here(world: &World, command: &Command, scene: Scene) -> bool {
    if command.kind() != CHAT_INPUT {
        return false;
    }
    if command.guild.is_some() {
        return command.guild == scene.guild;
    }
    let by_server = match scene.guild {
        Some(guild) => world.bot_is_in(guild),
        None => world.guilds.values().any(|guild| {
            let members = &guild.members;
            members.contains_key(&world.bot()) && members.contains_key(&scene.user)
        }),
    };
    let by_themselves = world.application.installed_by.contains(&scene.user);
    (by_server && command.comes_with(0)) || (by_themselves && command.comes_with(1))
}

fn as_action(kind: InteractionKind, command: &Command, options: options::Sent) -> Action {
    let mut data = json!({
        "id": command.id, "name": command.name(), "type": CHAT_INPUT, "options": options.options,
    });
    if let Some(guild) = command.guild {
        data["guild_id"] = json!(guild);
    }
    if let Value::Object(resolved) = &options.resolved
        && !resolved.is_empty()
    {
        data["resolved"] = options.resolved;
    }
    Action {
        kind,
        command: Some(command.name().to_owned()),
        option_type: options.typing_into,
        on_message: None,
        data,
    }
}
