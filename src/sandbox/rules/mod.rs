//! Discord's limits, as pure functions over the JSON that a bot sends: each answers what Discord
//! would. Each rule names the page of docs.discord.com/developers (and its heading) that states it.
//! Codes and sentences that no page states are those Discord is seen to answer with.

pub mod autocomplete;
pub mod callback;
pub mod commands;
mod components;
mod embeds;
pub mod emoji;
mod fault;
mod field;
mod form;
mod mentions;
pub mod message;
pub mod modal;
mod options;
mod parameters;
mod selects;
pub mod thread;

pub use fault::Fault;
pub use form::FormErrors;

use serde_json::{Value, json};

/// Why Discord refuses a body. The HTTP status is always 400.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// 50035, with what is wrong at each path.
    Form(FormErrors),
    /// 50006: nothing in the message would be shown.
    Empty,
    /// 30032: the application would have more commands of a type than it may.
    TooManyCommands {
        /// How many it may have.
        most: usize,
    },
}

impl Refused {
    /// The body of Discord's answer.
    #[must_use]
    pub fn body(&self) -> Value {
        match self {
            Self::Form(errors) => errors.body(),
            Self::Empty => json!({"message": "Cannot send an empty message", "code": 50006}),
            Self::TooManyCommands { most } => json!({
                "message": format!("Maximum number of application commands reached ({most})."),
                "code": 30032,
            }),
        }
    }
}

#[cfg(test)]
mod testing;
