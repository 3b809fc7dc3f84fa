//! What people gave the bot: the texts that they wrote and the tokens that came with what they did, so that a
//! test can look for what must not be found elsewhere.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;

/// Everything that was given since the sandbox began, in no order.
#[derive(Debug, Default)]
pub struct Said(Mutex<Given>);

#[derive(Debug, Default)]
struct Given {
    texts: BTreeSet<String>,
    tokens: BTreeSet<String>,
}

impl Said {
    fn lock(&self) -> MutexGuard<'_, Given> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a message.
    pub(super) fn note_message(&self, text: &str) {
        self.lock().texts.insert(text.to_owned());
    }

    /// Notes an interaction's token, and every text that was typed in a command or form.
    pub(super) fn note_interaction(&self, token: &str, data: &Value) {
        let mut given = self.lock();
        given.tokens.insert(token.to_owned());
        note_values(&mut given.texts, data);
    }

    /// What was written, in messages, commands and forms.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.lock().texts.iter().cloned().collect()
    }

    /// The tokens of all interactions.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        self.lock().tokens.iter().cloned().collect()
    }
}

/// A text that is typed is a `value`, wherever it is; one that is chosen from a menu is among `values`.
fn note_values(texts: &mut BTreeSet<String>, data: &Value) {
    match data {
        Value::Array(items) => items.iter().for_each(|item| note_values(texts, item)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str() {
                    Some(text) if name == "value" => drop(texts.insert(text.to_owned())),
                    _ => note_values(texts, field),
                }
            }
        }
        _ => {}
    }
}
