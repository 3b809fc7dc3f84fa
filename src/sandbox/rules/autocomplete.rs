//! Choices: those of a command's option, and those offered while a member types.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Fault, FormErrors, Refused,
    field::{Object, Text, present},
};

const MAX_CHOICES: usize = 25;
/// Option types: interactions/application-commands, "Application Command Option Type".
pub(super) const STRING: i64 = 3;
pub(super) const INTEGER: i64 = 4;
pub(super) const NUMBER: i64 = 10;
/// An integer of an option lies within 2^53 of nought, so that JavaScript can hold it.
pub(super) const MAX_INTEGER: i64 = (1 << 53) - 1;

/// Checks the `data` of an answer to an autocomplete, for an option of this type.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check(data: &Value, option_type: i64) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    fields(&mut errors, data, option_type);
    errors.into_result()
}

/// interactions/receiving-and-responding, "Interaction Callback Data Structure", "Autocomplete": at most 25 choices.
pub(super) fn fields(errors: &mut FormErrors, data: &Value, option_type: i64) {
    let Some(data) = errors.object(data) else {
        return;
    };
    if present(data, "choices").is_none() {
        errors.push_at("choices", Fault::required());
    }
    if let Some(choices) = errors.list_field(data, "choices") {
        check_list(errors, choices, option_type);
    }
}

/// Checks the field `choices`: at most 25.
pub(super) fn check_list(errors: &mut FormErrors, choices: &[Value], option_type: i64) {
    if choices.len() > MAX_CHOICES {
        errors.push_at("choices", Fault::max_length(MAX_CHOICES));
        return;
    }
    errors.each("choices", choices, |errors, choice| {
        check_choice(errors, choice, option_type);
    });
}

/// Reports choices of an option whose name or value was there before.
pub(super) fn check_unique(errors: &mut FormErrors, choices: &[Value]) {
    for key in ["name", "value"] {
        let mut seen = HashSet::new();
        errors.each("choices", choices, |errors, choice| {
            if !seen.insert(choice.get(key).map(ToString::to_string)) {
                errors.push_at(
                    key,
                    Fault::stated(format!("A choice's {key} is there once.")),
                );
            }
        });
    }
}

/// interactions/application-commands, "Application Command Option Choice Structure": a name of 1 to
/// 100, and a value of the option's type, up to 100 if a text.
fn check_choice(errors: &mut FormErrors, choice: &Object, option_type: i64) {
    errors.text_field(choice, "name", Text::between(1, 100).trimmed());
    let Some(value) = present(choice, "value") else {
        errors.push_at("value", Fault::required());
        return;
    };
    match option_type {
        STRING => {
            errors.text_field(choice, "value", Text::between(1, 100));
        }
        INTEGER => {
            errors.integer_field(choice, "value", -MAX_INTEGER..=MAX_INTEGER);
        }
        _ if value.is_number() => {}
        _ => errors.push_at("value", Fault::not_a_number(value, "float")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults, faults_in};
    use super::*;

    fn choices(count: usize) -> Vec<Value> {
        (0..count)
            .map(|n| json!({"name": n.to_string(), "value": n.to_string()}))
            .collect()
    }

    #[test]
    fn choices_that_discord_takes() {
        let long = "🌻".repeat(100);
        for (data, option_type) in [
            (json!({"choices": []}), STRING),
            (json!({"choices": choices(25)}), STRING),
            (json!({"choices": [{"name": long, "value": long}]}), STRING),
            (json!({"choices": [{"name": "a", "value": 7}]}), INTEGER),
            (json!({"choices": [{"name": "a", "value": 7.5}]}), NUMBER),
        ] {
            assert_eq!(faults(check(&data, option_type)), faults_in(&[]), "{data}");
        }
    }

    #[test]
    fn choices_that_discord_refuses() {
        let long = "🌻".repeat(101);
        for (data, option_type, fault) in [
            (json!({}), STRING, "choices BASE_TYPE_REQUIRED"),
            (
                json!({"choices": choices(26)}),
                STRING,
                "choices BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"choices": [{"name": long, "value": "a"}]}),
                STRING,
                "choices.0.name BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"choices": [{"name": " ", "value": "a"}]}),
                STRING,
                "choices.0.name BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"choices": [{"name": "a", "value": long}]}),
                STRING,
                "choices.0.value BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"choices": [{"name": "a"}]}),
                STRING,
                "choices.0.value BASE_TYPE_REQUIRED",
            ),
            (
                json!({"choices": [{"name": "a", "value": 7}]}),
                STRING,
                "choices.0.value STRING_TYPE_CONVERT",
            ),
            (
                json!({"choices": [{"name": "a", "value": "seven"}]}),
                INTEGER,
                "choices.0.value NUMBER_TYPE_COERCE",
            ),
            (
                json!({"choices": [{"name": "a", "value": MAX_INTEGER + 1}]}),
                INTEGER,
                "choices.0.value NUMBER_TYPE_MAX",
            ),
            (
                json!({"choices": [{"name": "a", "value": "seven"}]}),
                NUMBER,
                "choices.0.value NUMBER_TYPE_COERCE",
            ),
        ] {
            assert_eq!(
                faults(check(&data, option_type)),
                faults_in(&[fault]),
                "{data}"
            );
        }
    }
}
