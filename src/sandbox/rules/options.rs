//! The options of a command: parameters, or subcommands and groups of them.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Fault, FormErrors,
    commands::{check_description, check_name},
    field::{Object, present},
    parameters,
};

const MAX_OPTIONS: usize = 25;
const SUB_COMMAND: i64 = 1;
const SUB_COMMAND_GROUP: i64 = 2;

/// Where options stand: what may stand in them follows from it.
#[derive(Clone, Copy)]
enum Within {
    Command,
    Group,
    SubCommand,
}

/// Checks the options of a command.
pub(super) fn check(errors: &mut FormErrors, options: &[Value]) {
    check_list(errors, options, Within::Command);
}

/// interactions/application-commands, "Application Command Option Structure" and "Subcommands and
/// Subcommand Groups": up to 25, names unique, the required ones first, subcommands mixed with nothing,
/// and no deeper than command, group, subcommand.
fn check_list(errors: &mut FormErrors, options: &[Value], within: Within) {
    if options.len() > MAX_OPTIONS {
        errors.push_at("options", Fault::max_length(MAX_OPTIONS));
        return;
    }
    let nests = |option: &Value| matches!(kind(option), Some(SUB_COMMAND | SUB_COMMAND_GROUP));
    let nesting = options.iter().filter(|option| nests(option)).count();
    if nesting != 0 && nesting != options.len() {
        errors.push_at("options", Fault::option_type());
        return;
    }
    let mut names = HashSet::new();
    let mut optional_before = false;
    errors.each("options", options, |errors, option| {
        check_option(errors, option, within);
        let name = present(option, "name").and_then(Value::as_str);
        if name.is_some_and(|name| !names.insert(name)) {
            errors.push(Fault::option_names_duplicated());
        }
        if errors.boolean_field(option, "required") == Some(true) {
            if optional_before {
                errors.push(Fault::required_after_optional());
            }
        } else {
            optional_before = true;
        }
    });
}

fn kind(option: &Value) -> Option<i64> {
    option.get("type").and_then(Value::as_i64)
}

fn check_option(errors: &mut FormErrors, option: &Object, within: Within) {
    check_name(errors, option);
    check_description(errors, option);
    let every: Vec<i64> = (1..=11).collect();
    let Some(kind) = errors.choice_field(option, "type", &every) else {
        return;
    };
    let inner = errors.list_field(option, "options").unwrap_or_default();
    match (kind, within) {
        (SUB_COMMAND_GROUP, Within::Command) => check_list(errors, inner, Within::Group),
        (SUB_COMMAND, Within::Command | Within::Group) => {
            check_list(errors, inner, Within::SubCommand);
        }
        (SUB_COMMAND | SUB_COMMAND_GROUP, _) | (_, Within::Group) => {
            errors.push_at("type", Fault::option_type());
        }
        _ => parameters::check(errors, option, kind),
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

    fn option(name: &str) -> Value {
        json!({"type": 3, "name": name, "description": "d"})
    }

    fn sub(kind: i64, options: &Value) -> Value {
        json!({"type": kind, "name": "s", "description": "d", "options": options})
    }

    fn option_faults(options: &Value) -> Vec<String> {
        faults(commands::check(
            &json!([{"name": "a", "description": "d", "options": options}]),
        ))
    }

    fn with(key: &str, value: Value) -> Value {
        let mut option = option("o");
        option[key] = value;
        option
    }

    #[test]
    fn options_that_discord_takes() {
        let many: Vec<_> = (0..25).map(|n| option(&n.to_string())).collect();
        for options in [
            json!(many),
            json!([with("required", json!(true)), option("p")]),
            json!([sub(1, &json!([option("o")]))]),
            json!([sub(2, &json!([sub(1, &json!([option("o")]))]))]),
        ] {
            assert_eq!(option_faults(&options), faults_in(&[]), "{options}");
        }
    }

    #[test]
    fn lists_of_options_that_discord_refuses() {
        let many: Vec<_> = (0..26).map(|n| option(&n.to_string())).collect();
        for (options, fault) in [
            (json!(many), "options BASE_TYPE_MAX_LENGTH"),
            (
                json!([option("o"), option("o")]),
                "options.1 APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
            ),
            (
                json!([option("p"), with("required", json!(true))]),
                "options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            ),
            (
                json!([option("p"), sub(1, &json!([]))]),
                "options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            ),
            (
                json!([sub(1, &json!([sub(1, &json!([]))]))]),
                "options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            ),
            (
                json!([sub(2, &json!([sub(2, &json!([]))]))]),
                "options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            ),
            (
                json!([sub(2, &json!([option("o")]))]),
                "options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            ),
            (
                json!([sub(1, &json!([{"type": 3, "name": "o"}]))]),
                "options.0.options.0.description BASE_TYPE_REQUIRED",
            ),
        ] {
            assert_eq!(
                option_faults(&options),
                faults_in(&[&format!("0.{fault}")]),
                "{options}"
            );
        }
    }
}
