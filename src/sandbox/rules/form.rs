//! The errors of a form, collected at nested paths: Discord's 50035.

use std::fmt::Display;

use serde_json::{Map, Value, json};

use super::{Fault, Refused};

/// What is wrong with a body, and where. Reference, "Error Messages".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormErrors {
    here: Vec<String>,
    faults: Vec<(Vec<String>, Fault)>,
}

impl FormErrors {
    /// No errors yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks inside `key`: what `look` finds is reported at that path.
    pub fn within<R>(&mut self, key: impl Display, look: impl FnOnce(&mut Self) -> R) -> R {
        self.here.push(key.to_string());
        let found = look(self);
        self.here.pop();
        found
    }

    /// Reports a fault of the place looked at.
    pub fn push(&mut self, fault: Fault) {
        self.faults.push((self.here.clone(), fault));
    }

    /// Reports a fault of the field `key` of the place looked at.
    pub fn push_at(&mut self, key: impl Display, fault: Fault) {
        self.within(key, |errors| errors.push(fault));
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many faults were found.
    pub(super) fn count(&self) -> usize {
        self.faults.len()
    }

    /// The refusal, where anything was found.
    ///
    /// # Errors
    /// What was found.
    pub fn into_result(self) -> Result<(), Refused> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Refused::Form(self))
        }
    }

    /// The body of Discord's answer.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut root = Map::new();
        for (path, fault) in &self.faults {
            insert(&mut root, path, fault);
        }
        json!({"message": "Invalid Form Body", "code": 50035, "errors": root})
    }
}

fn insert(node: &mut Map<String, Value>, path: &[String], fault: &Fault) {
    if let Some((key, rest)) = path.split_first() {
        let below = node
            .entry(key.clone())
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(below) = below {
            insert(below, rest, fault);
        }
        return;
    }
    let errors = node
        .entry("_errors")
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(errors) = errors {
        errors.push(json!({"code": fault.code, "message": fault.message}));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_at_their_paths_in_the_form_that_discord_uses() {
        let mut errors = FormErrors::new();
        errors.within("embeds", |errors| {
            errors.within(0, |errors| {
                errors.push_at("description", Fault::max_length(4096));
            });
            errors.push(Fault::embeds_too_large());
        });
        assert_eq!(
            errors.body(),
            json!({"code": 50035, "message": "Invalid Form Body", "errors": {"embeds": {
                "0": {"description": {"_errors": [
                    {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 4096 or fewer in length."}
                ]}},
                "_errors": [
                    {"code": "MAX_EMBED_SIZE_EXCEEDED", "message": "Embed size exceeds maximum size of 6000"}
                ],
            }}})
        );
    }

    #[test]
    fn a_form_without_faults_is_no_refusal() {
        assert_eq!(FormErrors::new().into_result(), Ok(()));
    }
}
