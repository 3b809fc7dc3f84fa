//! What a member sees: messages with their buttons and menus, forms, choices.

use serde_json::Value;

use super::{
    Failure, Form,
    component::{self, walk},
    text,
};
use crate::sandbox::world::{Attachment, Id, Message, World};

/// What came of something that a member did.
#[derive(Clone, Debug)]
pub enum Seen {
    /// A new message.
    Message(Shown),
    /// The message that was pressed has changed.
    Updated(Shown),
    /// A form opens.
    Form(Form),
    /// Values to choose from, while typing.
    Choices(Vec<Choice>),
    /// Nothing yet.
    Nothing,
}

impl Seen {
    /// The new message.
    ///
    /// # Errors
    /// If something else was seen.
    pub fn message(self) -> Result<Shown, Failure> {
        match self {
            Self::Message(shown) => Ok(shown),
            other => Err(other.instead_of("a new message")),
        }
    }

    /// The message that was pressed, changed.
    ///
    /// # Errors
    /// If something else was seen.
    pub fn updated(self) -> Result<Shown, Failure> {
        match self {
            Self::Updated(shown) => Ok(shown),
            other => Err(other.instead_of("a changed message")),
        }
    }

    /// The form.
    ///
    /// # Errors
    /// If something else was seen.
    pub fn form(self) -> Result<Form, Failure> {
        match self {
            Self::Form(form) => Ok(form),
            other => Err(other.instead_of("a form")),
        }
    }

    /// The choices.
    ///
    /// # Errors
    /// If something else was seen.
    pub fn choices(self) -> Result<Vec<Choice>, Failure> {
        match self {
            Self::Choices(choices) => Ok(choices),
            other => Err(other.instead_of("choices")),
        }
    }

    /// As readable plain text.
    #[must_use]
    pub fn as_text(&self) -> String {
        match self {
            Self::Message(shown) | Self::Updated(shown) => shown.as_text().to_owned(),
            Self::Form(form) => form.as_text(),
            Self::Choices(choices) => {
                let names: Vec<_> = choices.iter().map(|one| one.name.as_str()).collect();
                names.join("\n")
            }
            Self::Nothing => "(nothing)".to_owned(),
        }
    }

    fn instead_of(&self, expected: &'static str) -> Failure {
        Failure::SawSomethingElse {
            expected,
            saw: self.as_text(),
        }
    }
}

/// A value offered while typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent.
    pub value: String,
}

impl Choice {
    pub(super) fn of(choice: &Value) -> Self {
        let value = match &choice["value"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Self {
            name: choice["name"].as_str().unwrap_or_default().to_owned(),
            value,
        }
    }
}

/// A message as it was when a member saw it.
#[derive(Clone, Debug)]
pub struct Shown {
    message: Message,
    text: String,
}

/// A button on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What is on it.
    pub label: String,
    /// What the bot is told when it is pressed; none for links.
    pub custom_id: Option<String>,
    /// Where it leads, if it is a link.
    pub url: Option<String>,
    /// Whether it can't be pressed.
    pub disabled: bool,
}

/// A menu on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What stands in it while nothing is chosen.
    pub placeholder: String,
    /// What the bot is told when something is chosen.
    pub custom_id: String,
    /// The labels and values of its options.
    pub options: Vec<Choice>,
    /// Whether it can't be used.
    pub disabled: bool,
}

impl Shown {
    pub(super) fn of(world: &World, message: &Message) -> Self {
        Self {
            message: message.clone(),
            text: text::message(world, message),
        }
    }

    /// The message as readable plain text: its embeds, files, buttons and menus, and whether it is
    /// private.
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.text
    }

    /// The message itself, in Discord's words.
    #[must_use]
    pub fn raw(&self) -> &Message {
        &self.message
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Id {
        self.message.id
    }

    /// The channel it is in.
    #[must_use]
    pub fn channel(&self) -> Id {
        self.message.channel
    }

    /// Whether only one person sees it.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.message.ephemeral_to.is_some()
    }

    /// Its files.
    #[must_use]
    pub fn files(&self) -> &[Attachment] {
        &self.message.attachments
    }

    /// Its reactions: each emoji and how many people used it.
    #[must_use]
    pub fn reactions(&self) -> Vec<(&str, usize)> {
        let reactions = self.message.reactions.iter();
        reactions
            .map(|one| (one.emoji.as_str(), one.users.len()))
            .collect()
    }

    /// Its buttons, in order.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let all = walk(&self.message.components);
        let buttons = all.into_iter().filter(|one| component::is_button(one));
        buttons
            .map(|one| Button {
                label: component::label(one),
                custom_id: one["custom_id"].as_str().map(str::to_owned),
                url: one["url"].as_str().map(str::to_owned),
                disabled: component::is_disabled(one),
            })
            .collect()
    }

    /// Whether there is a button of this label that can be pressed.
    #[must_use]
    pub fn has_button(&self, label: &str) -> bool {
        let mut buttons = self.buttons().into_iter();
        buttons.any(|one| one.label == label && !one.disabled)
    }

    /// Its menus, in order.
    #[must_use]
    pub fn menus(&self) -> Vec<Menu> {
        let all = walk(&self.message.components);
        let menus = all.into_iter().filter(|one| component::is_menu(one));
        menus
            .map(|one| Menu {
                placeholder: one["placeholder"].as_str().unwrap_or_default().to_owned(),
                custom_id: one["custom_id"].as_str().unwrap_or_default().to_owned(),
                options: component::options(one),
                disabled: component::is_disabled(one),
            })
            .collect()
    }
}
