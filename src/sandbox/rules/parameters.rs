//! A parameter of a command: what it may be, from which choices and within which bounds.

use serde_json::Value;

use super::{
    Fault, FormErrors,
    autocomplete::{self, INTEGER, MAX_INTEGER, NUMBER, STRING},
    field::{Object, present},
};

const MAX_LENGTH: i64 = 6000;
const CHANNEL: i64 = 7;
/// resources/channel, "Channel Types".
const CHANNEL_TYPES: [i64; 13] = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16];

/// Checks an option that is no subcommand. interactions/application-commands, "Application Command
/// Option Structure": which fields belong to which type, 25 choices or autocomplete, lengths up to 6000.
pub(super) fn check(errors: &mut FormErrors, option: &Object, kind: i64) {
    let of = |kinds: &[i64]| kinds.contains(&kind);
    for (key, belongs) in [
        ("options", false),
        ("choices", of(&[STRING, INTEGER, NUMBER])),
        ("autocomplete", of(&[STRING, INTEGER, NUMBER])),
        ("channel_types", of(&[CHANNEL])),
        ("min_value", of(&[INTEGER, NUMBER])),
        ("max_value", of(&[INTEGER, NUMBER])),
        ("min_length", of(&[STRING])),
        ("max_length", of(&[STRING])),
    ] {
        let empty = [Value::Bool(false), Value::Array(Vec::new())];
        if !belongs && present(option, key).is_some_and(|value| !empty.contains(value)) {
            errors.push_at(
                key,
                Fault::stated("An option of this type has no such field."),
            );
        }
    }
    check_choices(errors, option, kind);
    check_channel_types(errors, option);
    check_bounds(errors, option, kind);
}

/// The kinds of channel that an option or a menu takes.
pub(super) fn check_channel_types(errors: &mut FormErrors, object: &Object) {
    let types = errors
        .list_field(object, "channel_types")
        .unwrap_or_default();
    errors.within("channel_types", |errors| {
        for (index, kind) in types.iter().enumerate() {
            if !kind
                .as_i64()
                .is_some_and(|kind| CHANNEL_TYPES.contains(&kind))
            {
                errors.push_at(index, Fault::not_a_choice(&CHANNEL_TYPES));
            }
        }
    });
}

fn check_choices(errors: &mut FormErrors, option: &Object, kind: i64) {
    let completes = errors.boolean_field(option, "autocomplete") == Some(true);
    let choices = errors.list_field(option, "choices").unwrap_or_default();
    if completes && !choices.is_empty() {
        errors.push_at(
            "autocomplete",
            Fault::stated("Autocomplete may not be true if choices are present."),
        );
    }
    autocomplete::check_list(errors, choices, kind);
    autocomplete::check_unique(errors, choices);
}

fn check_bounds(errors: &mut FormErrors, option: &Object, kind: i64) {
    let least = errors.integer_field(option, "min_length", 0..=MAX_LENGTH);
    let most = errors.integer_field(option, "max_length", 1..=MAX_LENGTH);
    if let (Some(least), Some(most)) = (least, most)
        && (most.max(1) + 1..=MAX_LENGTH).contains(&least)
    {
        errors.push_at("min_length", Fault::number_max(most));
    }
    let mut values = [None; 2];
    for (value, key) in values.iter_mut().zip(["min_value", "max_value"]) {
        if kind == INTEGER {
            errors.integer_field(option, key, -MAX_INTEGER..=MAX_INTEGER);
        }
        *value = present(option, key).and_then(Value::as_f64);
        if kind == NUMBER
            && value.is_none()
            && let Some(other) = present(option, key)
        {
            errors.push_at(key, Fault::not_a_number(other, "float"));
        }
    }
    if let [Some(least), Some(most)] = values
        && least > most
    {
        errors.push_at("min_value", Fault::number_max(most));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{
        commands,
        testing::{faults, faults_in},
    };
    use super::*;

    fn option_faults(option: &Value) -> Vec<String> {
        faults(commands::check(
            &json!([{"name": "a", "description": "d", "options": [option]}]),
        ))
    }

    fn with(key: &str, value: Value) -> Value {
        let mut option = json!({"type": 3, "name": "o", "description": "d"});
        option[key] = value;
        option
    }

    fn choices(count: usize) -> Vec<Value> {
        (0..count)
            .map(|n| json!({"name": n.to_string(), "value": n.to_string()}))
            .collect()
    }

    #[test]
    fn parameters_that_discord_takes() {
        for option in [
            with("choices", json!(choices(25))),
            with("autocomplete", json!(true)),
            with("max_length", json!(6000)),
            json!({"type": 7, "name": "c", "description": "d", "channel_types": [0, 5]}),
            json!({"type": 4, "name": "n", "description": "d", "min_value": 1, "max_value": 9}),
            json!({"type": 10, "name": "n", "description": "d", "min_value": 0.5}),
        ] {
            assert_eq!(option_faults(&option), faults_in(&[]), "{option}");
        }
    }

    #[test]
    fn parameters_that_discord_refuses() {
        for (key, value, fault) in [
            ("type", json!(12), "type BASE_TYPE_CHOICES"),
            (
                "name",
                json!("Upper"),
                "name APPLICATION_COMMAND_INVALID_NAME",
            ),
            ("name", json!("n".repeat(33)), "name BASE_TYPE_BAD_LENGTH"),
            (
                "description",
                json!("d".repeat(101)),
                "description BASE_TYPE_BAD_LENGTH",
            ),
            (
                "choices",
                json!(choices(26)),
                "choices BASE_TYPE_MAX_LENGTH",
            ),
            (
                "choices",
                json!([{"name": "c".repeat(101), "value": "a"}]),
                "choices.0.name BASE_TYPE_BAD_LENGTH",
            ),
            (
                "choices",
                json!([{"name": "a", "value": "a"}, {"name": "b", "value": "a"}]),
                "choices.1.value SANDBOX_RULE",
            ),
            ("min_length", json!(6001), "min_length NUMBER_TYPE_MAX"),
            ("min_length", json!(-1), "min_length NUMBER_TYPE_MIN"),
            ("max_length", json!(0), "max_length NUMBER_TYPE_MIN"),
            ("max_length", json!(6001), "max_length NUMBER_TYPE_MAX"),
            ("min_value", json!(1), "min_value SANDBOX_RULE"),
            ("channel_types", json!([0]), "channel_types SANDBOX_RULE"),
            ("required", json!("yes"), "required BOOLEAN_TYPE_CONVERT"),
        ] {
            assert_eq!(
                option_faults(&with(key, value)),
                faults_in(&[&format!("0.options.0.{fault}")]),
                "{key}"
            );
        }
    }

    #[test]
    fn an_option_offers_choices_or_completes_but_not_both() {
        let mut both = with("choices", json!(choices(1)));
        both["autocomplete"] = json!(true);
        assert_eq!(
            option_faults(&both),
            faults_in(&["0.options.0.autocomplete SANDBOX_RULE"])
        );
    }

    #[test]
    fn bounds_are_in_order() {
        for (kind, least, most, fault) in [
            (3, "min_length", "max_length", "min_length NUMBER_TYPE_MAX"),
            (4, "min_value", "max_value", "min_value NUMBER_TYPE_MAX"),
            (10, "min_value", "max_value", "min_value NUMBER_TYPE_MAX"),
        ] {
            let mut option = with("type", json!(kind));
            option[least] = json!(6);
            option[most] = json!(5);
            assert_eq!(
                option_faults(&option),
                faults_in(&[&format!("0.options.0.{fault}")]),
            );
        }
    }
}
