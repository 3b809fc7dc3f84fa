//! Every command as registered, with a hostile value for each option: as far as Discord's client lets it
//! through.

use serde_json::Value;
use sunflower::sandbox::world::{Command, ON_MESSAGES};

use super::texts::{Payload, cut};
use crate::garden::Garden;

/// The numbers that Discord takes: no more than a float holds exactly.
const LARGEST: i64 = 1 << 53;
/// As many characters as it takes of a text.
const LONGEST: u64 = 6000;

/// A command that can be sent, with its subcommand.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub name: String,
    pub on_message: bool,
    pub options: Vec<Opt>,
}

/// One of its options, in Discord's JSON.
#[derive(Clone, Debug)]
pub struct Opt(Value);

/// Every command that is registered.
pub fn all(garden: &Garden) -> Vec<Leaf> {
    garden.sandbox.read(|world| {
        let mut all = Vec::new();
        for command in world.commands_of(None) {
            add_all(command, command.name(), &command.body, &mut all);
        }
        all
    })
}

fn add_all(command: &Command, path: &str, body: &Value, all: &mut Vec<Leaf>) {
    let inner = body["options"].as_array().cloned().unwrap_or_default();
    let is_subcommand = |one: &Value| matches!(one["type"].as_u64(), Some(1 | 2));
    if inner.iter().any(is_subcommand) {
        for sub in &inner {
            let name = sub["name"].as_str().unwrap_or_default();
            add_all(command, &format!("{path} {name}"), sub, all);
        }
        return;
    }
    all.push(Leaf {
        name: path.to_owned(),
        on_message: command.kind() == ON_MESSAGES,
        options: inner.into_iter().map(Opt).collect(),
    });
}

impl Opt {
    pub fn name(&self) -> &str {
        self.0["name"].as_str().unwrap_or_default()
    }

    pub fn is_required(&self) -> bool {
        self.0["required"] == true
    }

    pub fn suggests(&self) -> bool {
        self.0["autocomplete"] == true
    }

    /// A value for it, as it is typed.
    pub fn value(&self, nth: usize, payload: &Payload) -> String {
        if let Some(choices) = self.0["choices"].as_array() {
            let chosen = payload.pick(nth, choices).map(|one| &one["name"]);
            let name = chosen.and_then(Value::as_str);
            return name.unwrap_or_default().to_owned();
        }
        let of = |values: &[&str]| payload.pick(nth, values).copied().map(str::to_owned);
        let value = match self.0["type"].as_u64() {
            Some(4 | 10) => {
                let end = |key: &str, most: i64| self.0[key].as_i64().unwrap_or(most);
                let ends = [end("min_value", -LARGEST), end("max_value", LARGEST)];
                payload.pick(nth, &ends).map(ToString::to_string)
            }
            Some(5) => of(&["true", "false"]),
            Some(6) => of(&["theo", "wren", "rowan", "sunflower"]),
            Some(7) => of(&[
                "wellbeing",
                "general",
                "moderators",
                "news",
                "weekly-garden",
                "open-garden",
                "compost corner",
                "potting-shed",
            ]),
            Some(8 | 9) => of(&["everyone", "Moderators", "Early birds", "Gardeners"]),
            _ => {
                let most = self.0["max_length"].as_u64().unwrap_or(LONGEST);
                let most = usize::try_from(most).unwrap_or(usize::MAX);
                // A single character finds more than a long text.
                let most = if payload.once_in(3, nth + 1) { 1 } else { most };
                Some(cut(payload.text(nth), most))
            }
        };
        value.unwrap_or_default()
    }
}

/// An option and its value as one types them: in quotes, unless the value has some itself.
pub fn typed(option: &str, value: &str) -> String {
    if value.contains('"') {
        format!("{option}:{value}")
    } else {
        format!("{option}:\"{value}\"")
    }
}
