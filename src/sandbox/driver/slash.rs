//! Using commands: typing one, or taking it from the menu of a message.

use serde_json::{Value, json};

use super::{
    Choice, Failure, Member, Scene, Seen, Shown,
    act::Action,
    options::{self, Line},
};
use crate::sandbox::{
    wire,
    world::{Command, InteractionKind, Message, ON_MESSAGES, Owners, SLASH, World},
};

impl Member {
    /// Types a command and sends it: `/schedule create channel:#wellbeing when:mondays 9:00`. A value
    /// goes on until the next option's name; quotes around it are taken off.
    ///
    /// # Errors
    /// If Discord would not let them send it, or the bot does not answer.
    pub async fn slash(&self, typed: &str) -> Result<Seen, Failure> {
        let (name, rest) = typed_name(typed);
        self.sends(name, Line::Typed(rest)).await
    }

    /// Sends a command that is given in pieces: `["schedule", "create"]`, and each option's name and what
    /// is typed for it.
    ///
    /// # Errors
    /// If Discord would not let them send it, or the bot does not answer.
    pub async fn uses(&self, path: &[&str], options: &[(&str, &str)]) -> Result<Seen, Failure> {
        let (name, path) = path.split_first().unwrap_or((&"", &[]));
        self.sends(name, Line::Given(path, options)).await
    }

    /// Types a command up to the value of its last option and looks at what is suggested.
    ///
    /// # Errors
    /// If the option suggests nothing, or the bot does not answer.
    pub async fn complete(&self, typed: &str) -> Result<Vec<Choice>, Failure> {
        let (name, rest) = typed_name(typed);
        self.is_suggested(name, Line::Typed(rest)).await
    }

    /// The same with a command that is given in pieces, whose last option is being typed into.
    ///
    /// # Errors
    /// If the option suggests nothing, or the bot does not answer.
    pub async fn completes(
        &self,
        path: &[&str],
        options: &[(&str, &str)],
    ) -> Result<Vec<Choice>, Failure> {
        let (name, path) = path.split_first().unwrap_or((&"", &[]));
        self.is_suggested(name, Line::Given(path, options)).await
    }

    async fn sends(&self, name: &str, line: Line<'_>) -> Result<Seen, Failure> {
        self.act(|world, scene| {
            let command = self.offered(world, scene, SLASH, name)?;
            let typed = options::parse(command, line)?;
            let data = options::sent(world, scene, &typed)?;
            let owners = world.owners(scene.user, scene.channel, Some(command));
            Ok(as_action(InteractionKind::Command, command, owners, data))
        })
        .await
    }

    async fn is_suggested(&self, name: &str, line: Line<'_>) -> Result<Vec<Choice>, Failure> {
        self.act(|world, scene| {
            let command = self.offered(world, scene, SLASH, name)?;
            let typed = options::parse(command, line)?;
            let data = options::focused(world, scene, &typed)?;
            let owners = world.owners(scene.user, scene.channel, Some(command));
            Ok(as_action(
                InteractionKind::Autocomplete,
                command,
                owners,
                data,
            ))
        })
        .await?
        .choices()
    }

    /// Opens a message's menu, then its apps, and takes a command by its name. The bot is given the
    /// whole message, whoever wrote it: no intent is needed.
    ///
    /// # Errors
    /// If they don't see the message, Discord would not offer them the command on it, or the bot does
    /// not answer.
    pub async fn message_command(&self, on: &Shown, name: &str) -> Result<Seen, Failure> {
        self.in_channel_id(on.channel())
            .act(|world, scene| {
                let message = self.visible(world, scene, on.id())?;
                let command = self.offered(world, scene, ON_MESSAGES, name)?;
                // A private answer is no message of the channel: its menu has no apps.
                if message.ephemeral_to.is_some() {
                    return Err(Failure::NotAllowed {
                        command: format!("{name:?}"),
                        member: self.name().to_owned(),
                        reason: "a private answer's menu has no apps".to_owned(),
                    });
                }
                Ok(used_on(world, scene, command, message))
            })
            .await
    }
}

/// The name that a text begins with, and the rest of the text.
fn typed_name(typed: &str) -> (&str, &str) {
    let typed = typed.trim_start().trim_start_matches('/');
    typed.split_once(' ').unwrap_or((typed, ""))
}

/// interactions/receiving-and-responding, "Application Command Data Structure".
fn data_of(command: &Command) -> Value {
    let mut data = json!({"id": command.id, "name": command.name(), "type": command.kind()});
    if let Some(guild) = command.guild {
        data["guild_id"] = json!(guild);
    }
    data
}

fn as_action(
    kind: InteractionKind,
    command: &Command,
    owners: Owners,
    options: options::Sent,
) -> Action {
    let mut name = vec![command.name().to_owned()];
    name.extend(options.path);
    let mut data = data_of(command);
    data["options"] = options.options;
    if let Value::Object(resolved) = &options.resolved
        && !resolved.is_empty()
    {
        data["resolved"] = options.resolved;
    }
    Action {
        kind,
        command: Some(name.join(" ")),
        owners,
        target: None,
        option_type: options.typing_into,
        on_message: None,
        data,
    }
}

fn used_on(world: &World, scene: Scene, command: &Command, message: &Message) -> Action {
    let mut data = data_of(command);
    data["target_id"] = json!(message.id);
    data["resolved"] = json!({"messages": {message.id.to_string(): wire::message(world, message)}});
    Action {
        kind: InteractionKind::Command,
        command: Some(command.name().to_owned()),
        owners: world.owners(scene.user, scene.channel, Some(command)),
        target: Some(message.id),
        option_type: None,
        on_message: None,
        data,
    }
}
