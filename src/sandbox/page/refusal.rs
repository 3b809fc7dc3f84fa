//! Why something that was asked on the page was not done, as a sentence for people.

use serde_json::{Value, json};

use crate::sandbox::driver::Failure;

/// What is said instead of doing it.
#[derive(Debug)]
pub(super) struct Refusal {
    error: String,
    /// The option of a command that it is about.
    option: Option<String>,
}

impl Refusal {
    pub fn new(sentence: &str) -> Self {
        Self {
            error: sentence.to_owned(),
            option: None,
        }
    }

    /// The answer to the request with this number.
    pub fn answer(&self, re: &Value) -> Value {
        let mut answer = json!({"re": re, "error": self.error});
        if let Some(option) = &self.option {
            answer["option"] = json!(option);
        }
        answer
    }
}

impl From<Failure> for Refusal {
    /// What the page asked for it has from a message that it shows, so whatever is not there has been there:
    /// that is said, and not by the ids it was asked for by.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::BadOption { option, reason } => Self {
                error: sentence(&reason),
                option: Some(option),
            },
            Failure::NotThere { .. } => {
                Self::new("That is not there any more: the message has changed meanwhile.")
            }
            Failure::NotVisible(_) => Self::new("That message is not there any more."),
            Failure::NoSuchChannel { .. } => Self::new("That channel is not there any more."),
            other => Self::new(&sentence(&other.to_string())),
        }
    }
}

/// With a capital at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
