//! Registered commands, in Discord's own JSON with typed access to what the sandbox looks at.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{IN_SERVER, Id, Permissions, World};

/// The type of a command that is typed.
pub const SLASH: u64 = 1;
/// The type of a command in the menu of messages.
pub const ON_MESSAGES: u64 = 3;

/// A registered command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Command {
    /// Its id.
    pub id: Id,
    /// The server it is for; none if it is global.
    pub guild: Option<Id>,
    /// Changes with every change of the command.
    pub version: Id,
    /// The command as Discord returns it, but for the ids.
    pub body: Value,
}

impl Command {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.body["name"].as_str().unwrap_or_default()
    }

    /// Its type: [`SLASH`], [`ON_MESSAGES`], or 2 in the menu of people.
    #[must_use]
    pub fn kind(&self) -> u64 {
        self.body["type"].as_u64().unwrap_or(SLASH)
    }

    /// Its options.
    #[must_use]
    pub fn options(&self) -> &[Value] {
        self.body["options"].as_array().map_or(&[], Vec::as_slice)
    }

    /// What a member needs for it, unless the server's own settings say otherwise.
    #[must_use]
    pub fn default_member_permissions(&self) -> Option<Permissions> {
        let bits = self.body["default_member_permissions"].as_str()?;
        bits.parse().ok().map(Permissions::from_bits)
    }

    /// Whether it can be used in this context, see [`World::context`]. A server's own command is for
    /// servers.
    #[must_use]
    pub fn works_in(&self, context: u64) -> bool {
        if self.guild.is_some() {
            return context == IN_SERVER;
        }
        self.body["contexts"]
            .as_array()
            .is_none_or(|contexts| contexts.iter().any(|one| one.as_u64() == Some(context)))
    }

    /// Whether it comes with a server's installation (0) or a member's own (1).
    #[must_use]
    pub fn comes_with(&self, integration_type: u64) -> bool {
        self.body["integration_types"]
            .as_array()
            .is_some_and(|types| {
                types
                    .iter()
                    .any(|one| one.as_u64() == Some(integration_type))
            })
    }
}

impl World {
    /// Replaces all commands of one place, as Discord's bulk overwrite does: those that keep their
    /// name and type keep their id, and their version unless they changed.
    pub fn overwrite_commands(&mut self, guild: Option<Id>, bodies: &[Value]) -> Vec<Command> {
        let (before, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.commands)
            .into_iter()
            .partition(|command| command.guild == guild);
        self.commands = others;
        let commands: Vec<_> = bodies
            .iter()
            .map(|given| {
                let body = normalized(given, guild.is_some());
                let same = before.iter().find(|old| {
                    old.body["name"] == body["name"] && old.body["type"] == body["type"]
                });
                let id = same.map_or_else(|| self.next_id(), |old| old.id);
                let version = same
                    .filter(|old| old.body == body)
                    .map_or_else(|| self.next_id(), |old| old.version);
                Command {
                    id,
                    guild,
                    version,
                    body,
                }
            })
            .collect();
        self.commands.extend(commands.iter().cloned());
        commands
    }

    /// Puts a command in place of the one with this id, or beside the others of its place. Its version
    /// changes only if it does.
    pub fn put_command(&mut self, guild: Option<Id>, id: Option<Id>, given: &Value) -> Command {
        let body = normalized(given, guild.is_some());
        let (new_id, new_version) = (self.next_id(), self.next_id());
        let same = |one: &&mut Command| Some(one.id) == id;
        if let Some(there) = self.commands.iter_mut().find(same) {
            if there.body != body {
                there.body = body;
                there.version = new_version;
            }
            return there.clone();
        }
        let command = Command {
            id: new_id,
            guild,
            version: new_version,
            body,
        };
        self.commands.push(command.clone());
        command
    }

    /// The commands of one place, in the order of their registration.
    pub fn commands_of(&self, guild: Option<Id>) -> impl Iterator<Item = &Command> {
        self.commands
            .iter()
            .filter(move |command| command.guild == guild)
    }
}

/// The command as Discord returns it: defaults filled in, what is empty or false left out of options.
fn normalized(given: &Value, in_guild: bool) -> Value {
    let or = |key: &str, default: Value| match &given[key] {
        Value::Null => default,
        value => value.clone(),
    };
    let mut body = json!({
        "type": or("type", json!(1)),
        "name": given["name"],
        "name_localizations": or("name_localizations", Value::Null),
        "description": or("description", json!("")),
        "description_localizations": or("description_localizations", Value::Null),
        "default_member_permissions": match &given["default_member_permissions"] {
            Value::Number(bits) => json!(bits.to_string()),
            other => other.clone(),
        },
        "nsfw": or("nsfw", json!(false)),
    });
    if !in_guild {
        body["dm_permission"] = or("dm_permission", json!(true));
        body["contexts"] = or("contexts", Value::Null);
        body["integration_types"] = or("integration_types", json!([0]));
    }
    if let Some(options) = given["options"].as_array().filter(|all| !all.is_empty()) {
        body["options"] = options.iter().map(normalized_option).collect();
    }
    body
}

fn normalized_option(given: &Value) -> Value {
    let Some(fields) = given.as_object() else {
        return given.clone();
    };
    let kept = fields.iter().filter_map(|(key, value)| {
        let value = match (key.as_str(), value) {
            (_, Value::Null | Value::Bool(false)) => return None,
            ("options" | "choices" | "channel_types", Value::Array(all)) if all.is_empty() => {
                return None;
            }
            ("options", Value::Array(all)) => all.iter().map(normalized_option).collect(),
            ("name_localizations" | "description_localizations", Value::Object(all))
                if all.is_empty() =>
            {
                return None;
            }
            (_, other) => other.clone(),
        };
        Some((key.clone(), value))
    });
    Value::Object(kept.collect())
}
