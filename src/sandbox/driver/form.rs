//! Forms: what they ask, and filling them in.

use serde_json::{Value, json};

use super::{Failure, Member, Seen, act::Action};
use crate::sandbox::world::{Id, Interaction, InteractionKind, Owners};

/// A form that has opened.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// What the bot is told when it is sent.
    pub custom_id: String,
    /// What it asks.
    pub fields: Vec<Field>,
    channel: Id,
    on_message: Option<Id>,
    owners: Owners,
}

/// A text that a form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it asks.
    pub label: String,
    /// What is said about it below that.
    pub description: Option<String>,
    /// What the bot is told it by.
    pub custom_id: String,
    /// What stands there while it is empty.
    pub placeholder: Option<String>,
    /// What is filled in already.
    pub value: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// The fewest characters it takes.
    pub min_length: usize,
    /// The most.
    pub max_length: usize,
    /// Whether it has several lines.
    pub is_paragraph: bool,
    /// Whether it stands in a label (Discord's newer form) rather than in a row.
    in_label: bool,
}

/// The most characters that any field takes.
const LONGEST: u64 = 4000;

impl Form {
    pub(super) fn of(form: &Value, opened_by: &Interaction) -> Self {
        let parts = form["components"].as_array();
        let fields = parts.into_iter().flatten().filter_map(|part| {
            let (input, in_label) = match part["type"].as_u64() {
                Some(1) => (&part["components"][0], false),
                Some(18) => (&part["component"], true),
                _ => return None,
            };
            Field::of(input, if in_label { part } else { input }, in_label)
        });
        let text = |key: &str| form[key].as_str().unwrap_or_default().to_owned();
        Self {
            title: text("title"),
            custom_id: text("custom_id"),
            fields: fields.collect(),
            channel: opened_by.channel,
            on_message: opened_by.on_message,
            owners: opened_by.owners,
        }
    }

    /// The form as readable plain text.
    #[must_use]
    pub fn as_text(&self) -> String {
        let mut lines = vec![format!("┌ {} ┐", self.title)];
        for field in &self.fields {
            let mark = if field.required { " *" } else { "" };
            lines.push(format!("{}{mark}", field.label));
            let shown = field.value.as_ref().or(field.placeholder.as_ref());
            lines.push(format!("  [{}]", shown.map_or("", String::as_str)));
        }
        lines.join("\n")
    }
}

impl Field {
    fn of(input: &Value, label: &Value, in_label: bool) -> Option<Self> {
        if input["type"] != 4 {
            return None;
        }
        let text = |key: &str| input[key].as_str().map(str::to_owned);
        let length = |key: &str, default| {
            usize::try_from(input[key].as_u64().unwrap_or(default)).unwrap_or(usize::MAX)
        };
        Some(Self {
            label: label["label"].as_str().unwrap_or_default().to_owned(),
            description: label["description"].as_str().map(str::to_owned),
            custom_id: text("custom_id")?,
            placeholder: text("placeholder"),
            value: text("value"),
            required: input["required"].as_bool().unwrap_or(true),
            min_length: length("min_length", 0),
            max_length: length("max_length", LONGEST),
            is_paragraph: input["style"] == 2,
            in_label,
        })
    }

    fn check(&self, text: &str) -> Result<(), Failure> {
        let length = text.chars().count();
        let reason = if length == 0 && self.required {
            "this field is required".to_owned()
        } else if length == 0 {
            return Ok(());
        } else if length < self.min_length {
            format!("at least {} characters, not {length}", self.min_length)
        } else if length > self.max_length {
            format!("at most {} characters, not {length}", self.max_length)
        } else {
            return Ok(());
        };
        Err(Failure::BadField {
            field: self.label.clone(),
            reason,
        })
    }

    fn submitted(&self, text: &str) -> Value {
        let input = json!({"type": 4, "id": 2, "custom_id": self.custom_id, "value": text});
        if self.in_label {
            json!({"type": 18, "id": 1, "component": input})
        } else {
            json!({"type": 1, "id": 1, "components": [input]})
        }
    }
}

impl Member {
    /// Fills in a form and sends it: `texts` are (label or custom id, text); fields that are not named
    /// keep what stands in them.
    ///
    /// # Errors
    /// If a field does not take what was filled in, or the bot does not answer.
    pub async fn fill(&self, form: &Form, texts: &[(&str, &str)]) -> Result<Seen, Failure> {
        let unknown = texts.iter().find(|(name, _)| {
            let mut fields = form.fields.iter();
            !fields.any(|field| field.label == *name || field.custom_id == *name)
        });
        if let Some((name, _)) = unknown {
            return Err(Failure::NotThere {
                wanted: (*name).to_owned(),
                there: form.as_text(),
            });
        }
        let mut components = Vec::new();
        for field in &form.fields {
            let given = texts
                .iter()
                .find(|(name, _)| field.label == *name || field.custom_id == *name)
                .map(|(_, text)| (*text).to_owned());
            let text = given.or_else(|| field.value.clone()).unwrap_or_default();
            field.check(&text)?;
            components.push(field.submitted(&text));
        }
        let data = json!({"custom_id": form.custom_id, "components": components});
        let (channel, on_message, owners) = (form.channel, form.on_message, form.owners);
        self.in_channel_id(channel)
            .act(|_, _| {
                Ok(Action {
                    kind: InteractionKind::Form,
                    command: None,
                    target: None,
                    owners,
                    option_type: None,
                    on_message,
                    data,
                })
            })
            .await
    }
}
