//! What a member did (a command, a button, a form) and what the bot has answered so far.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Id, Owners};

/// How long the bot has to answer at all.
pub const FIRST_ANSWER: TimeDelta = TimeDelta::seconds(3);
/// How long it may go on answering with the token.
pub const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// An interaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Interaction {
    /// Its id.
    pub id: Id,
    /// What the bot answers with.
    pub token: String,
    /// What it is.
    pub kind: InteractionKind,
    /// Who acted.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// In which server.
    pub guild: Option<Id>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The command's name with its subcommands', if it is one.
    pub command: Option<String>,
    /// The message that the command was used on, if it is one in the menu of messages.
    pub target: Option<Id>,
    /// Through whose installation it came.
    pub owners: Owners,
    /// The type of the option that is being typed into, for suggestions.
    pub option_type: Option<i64>,
    /// The message whose button or menu was used; for a form, the one it was opened from.
    pub on_message: Option<Id>,
    /// What the bot answered first.
    pub answer: Option<Answer>,
    /// The message that is `@original`, once there is one.
    pub original: Option<Id>,
    /// How many further messages followed.
    pub followups: u8,
    /// What was done last after the first answer, if anything was.
    pub then: Option<Then>,
}

impl Interaction {
    /// Whether the token still works.
    #[must_use]
    pub fn is_alive(&self, now: DateTime<Utc>) -> bool {
        now - self.created_at <= TOKEN_LIFE
    }

    /// Whether it is too late for a first answer.
    #[must_use]
    pub fn is_too_late(&self, now: DateTime<Utc>) -> bool {
        now - self.created_at > FIRST_ANSWER
    }
}

/// What the bot did after its first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    /// It changed this message.
    Changed(Id),
    /// It sent this one.
    Sent(Id),
}

/// What a member did; in JSON the number Discord uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum InteractionKind {
    /// A command.
    Command,
    /// A button or a menu.
    Component,
    /// Typing in an option that suggests values.
    Autocomplete,
    /// A form that was sent in.
    Form,
}

impl From<InteractionKind> for u8 {
    fn from(kind: InteractionKind) -> Self {
        match kind {
            InteractionKind::Command => 2,
            InteractionKind::Component => 3,
            InteractionKind::Autocomplete => 4,
            InteractionKind::Form => 5,
        }
    }
}

impl TryFrom<u8> for InteractionKind {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            2 => Ok(Self::Command),
            3 => Ok(Self::Component),
            4 => Ok(Self::Autocomplete),
            5 => Ok(Self::Form),
            _ => Err(format!("no interaction is of type {number}")),
        }
    }
}

/// The bot's first answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// A message.
    Message(Id),
    /// "… is thinking", to become a message.
    Deferred(Id),
    /// Nothing yet: the message with the component may change later.
    DeferredUpdate,
    /// The message with the component was changed.
    Updated(Id),
    /// Values to choose from.
    Choices(Vec<Value>),
    /// A form to fill in.
    Form(Value),
}
