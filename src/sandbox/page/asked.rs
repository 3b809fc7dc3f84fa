//! What the page asks for.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{refusal::Refusal, switches::Switch};
use crate::sandbox::world::Id;

/// Something to be done.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(super) enum Asked {
    Be {
        user: Id,
    },
    Go {
        channel: Where,
    },
    Older,
    Command {
        path: Vec<String>,
        #[serde(default)]
        options: BTreeMap<String, String>,
    },
    Suggest {
        path: Vec<String>,
        #[serde(default)]
        options: BTreeMap<String, String>,
        typing: String,
    },
    Use {
        message: Id,
        command: String,
    },
    Press {
        message: Id,
        custom_id: String,
    },
    Choose {
        message: Id,
        custom_id: String,
        values: Vec<String>,
    },
    Fill {
        form: u64,
        fields: BTreeMap<String, String>,
    },
    Say {
        text: String,
        reply_to: Option<Id>,
        #[serde(default)]
        ping: bool,
    },
    Edit {
        message: Id,
        text: String,
    },
    Delete {
        message: Id,
    },
    React {
        message: Id,
        emoji: String,
    },
    Unreact {
        message: Id,
        emoji: String,
    },
    Move {
        to: Option<To>,
        minutes: Option<i64>,
    },
    Fault {
        name: Switch,
        on: bool,
        channel: Option<Id>,
    },
    Watch {
        on: bool,
    },
}

/// A channel's id, or `dm`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Where {
    Channel(Id),
    Direct(Direct),
}

#[derive(Debug, Deserialize)]
pub(super) enum Direct {
    #[serde(rename = "dm")]
    Dm,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum To {
    Next,
}

/// Reads a message of the page's: its number, to be answered by, and what is to be done.
pub(super) fn read(text: &str) -> (Value, Result<Asked, Refusal>) {
    let Ok(message) = serde_json::from_str::<Value>(text) else {
        return (Value::Null, Err(Refusal::new("That was no JSON.")));
    };
    let re = message["id"].clone();
    let asked = serde_json::from_value(message);
    (
        re,
        asked.map_err(|error| Refusal::new(&format!("That can't be done: {error}."))),
    )
}
