//! Menus: of texts, users, roles, mentionables and channels.

use std::{collections::HashSet, ops::RangeInclusive};

use serde_json::Value;

use super::{
    Fault, FormErrors,
    components::{CustomIds, check_emoji},
    field::{Object, Text, present},
    parameters::check_channel_types,
};

const STRING_SELECT: i64 = 3;
const USER_SELECT: i64 = 5;
const ROLE_SELECT: i64 = 6;
const CHANNEL_SELECT: i64 = 8;
const MAX_OPTIONS: usize = 25;
const MAX_CHOSEN: i64 = 25;

/// Whether this is the type of a menu.
pub(super) fn is_select_type(kind: i64) -> bool {
    kind == STRING_SELECT || (USER_SELECT..=CHANNEL_SELECT).contains(&kind)
}

/// Whether this is the type of a menu, as it stands in a body.
pub(super) fn is_select(kind: &Value) -> bool {
    kind.as_i64().is_some_and(is_select_type)
}

/// Checks a menu. components/reference, "String Select Structure" and those of the other menus:
/// placeholder up to 150, 0 to 25 and 1 to 25 chosen, defaults within what may be chosen.
pub(super) fn check(errors: &mut FormErrors, menu: &Object, ids: &mut CustomIds) {
    if let Some(id) = errors.text_field(menu, "custom_id", Text::between(1, 100)) {
        ids.take(errors, id);
    }
    errors.text_field(menu, "placeholder", Text::up_to(150));
    errors.boolean_field(menu, "disabled");
    let least = errors
        .integer_field(menu, "min_values", 0..=MAX_CHOSEN)
        .unwrap_or(1);
    let most = errors
        .integer_field(menu, "max_values", 1..=MAX_CHOSEN)
        .unwrap_or(1);
    if present(menu, "min_values").is_some() && (most + 1..=MAX_CHOSEN).contains(&least) {
        errors.push_at("min_values", Fault::number_max(most));
    }
    match menu.get("type").and_then(Value::as_i64) {
        Some(STRING_SELECT) => check_options(errors, menu, most),
        Some(CHANNEL_SELECT) => {
            check_channel_types(errors, menu);
            check_defaults(errors, menu, least..=most, &["channel"]);
        }
        Some(USER_SELECT) => check_defaults(errors, menu, least..=most, &["user"]),
        Some(ROLE_SELECT) => check_defaults(errors, menu, least..=most, &["role"]),
        _ => check_defaults(errors, menu, least..=most, &["user", "role"]),
    }
}

/// components/reference, "Select Option Structure": 1 to 25 options; label, value and description
/// up to 100; each value once.
fn check_options(errors: &mut FormErrors, menu: &Object, most: i64) {
    let options = errors.list_field(menu, "options").unwrap_or_default();
    if options.is_empty() {
        errors.push_at("options", Fault::required());
        return;
    }
    if options.len() > MAX_OPTIONS {
        errors.push_at("options", Fault::bad_length(1, MAX_OPTIONS));
        return;
    }
    let mut values = HashSet::new();
    let mut defaults = 0;
    errors.each("options", options, |errors, option| {
        errors.text_field(option, "label", Text::between(1, 100));
        let value = errors.text_field(option, "value", Text::between(1, 100));
        if value.is_some_and(|value| !values.insert(value)) {
            errors.push(Fault::option_value_duplicated());
        }
        errors.text_field(option, "description", Text::up_to(100));
        check_emoji(errors, option);
        if errors.boolean_field(option, "default") == Some(true) {
            defaults += 1;
        }
    });
    let count = i64::try_from(options.len()).unwrap_or(i64::MAX);
    if (count + 1..=MAX_CHOSEN).contains(&most) {
        errors.push_at("options", Fault::min_length(most));
    }
    if defaults > most {
        errors.push_at("options", Fault::too_many_defaults());
    }
}

/// components/reference, "Select Default Value Structure" and those of the menus: as many as may be
/// chosen, none at all included.
fn check_defaults(
    errors: &mut FormErrors,
    menu: &Object,
    count: RangeInclusive<i64>,
    kinds: &[&str],
) {
    let defaults = errors
        .list_field(menu, "default_values")
        .unwrap_or_default();
    errors.each("default_values", defaults, |errors, default| {
        match present(default, "id") {
            Some(id) => errors.within("id", |errors| errors.snowflake(id)),
            None => errors.push_at("id", Fault::required()),
        }
        let kind = present(default, "type").and_then(Value::as_str);
        if !kind.is_some_and(|kind| kinds.contains(&kind)) {
            errors.push_at("type", Fault::not_a_choice(kinds));
        }
    });
    let given = i64::try_from(defaults.len()).unwrap_or(i64::MAX);
    if given > *count.end() {
        errors.push_at("default_values", Fault::too_many_defaults());
    } else if given > 0 && given < *count.start() {
        errors.push_at("default_values", Fault::min_length(*count.start()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults_in, message_faults};
    use super::*;

    fn options(count: usize) -> Vec<Value> {
        (0..count)
            .map(|n| json!({"label": n.to_string(), "value": n.to_string()}))
            .collect()
    }

    fn menu_faults(menu: &Value) -> Vec<String> {
        let mut menu = menu.clone();
        if menu.get("type").is_none() {
            menu["type"] = json!(3);
        }
        if menu.get("custom_id").is_none() {
            menu["custom_id"] = json!("m");
        }
        message_faults(&json!({"content": "hi", "components": [{"type": 1, "components": [menu]}]}))
    }

    #[test]
    fn menus_that_discord_takes() {
        let long = "l".repeat(100);
        for menu in [
            json!({"options": options(25), "placeholder": "p".repeat(150),
                "min_values": 0, "max_values": 25}),
            json!({"custom_id": long, "options": [
                {"label": long, "value": long, "description": long, "default": true, "emoji": {"name": "🌻"}}
            ]}),
            json!({"type": 8, "default_values": [{"id": "1", "type": "channel"}]}),
            json!({"type": 8, "channel_types": [0, 5, 15, 11], "min_values": 0}),
            json!({"type": 5, "max_values": 25}),
            json!({"type": 6, "placeholder": "Whom to mention", "default_values": [{"id": "1", "type": "role"}]}),
            json!({"type": 7, "max_values": 2, "default_values": [
                {"id": "1", "type": "role"}, {"id": "2", "type": "user"}]}),
        ] {
            assert_eq!(menu_faults(&menu), faults_in(&[]), "{menu}");
        }
    }

    #[test]
    fn menus_that_discord_refuses() {
        let long = "l".repeat(101);
        let default = |value| json!({"label": "a", "value": value, "default": true});
        for (menu, fault) in [
            (json!({}), "options BASE_TYPE_REQUIRED"),
            (
                json!({"options": options(26)}),
                "options BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"options": options(1), "custom_id": ""}),
                "custom_id BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"options": options(1), "custom_id": long}),
                "custom_id BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"options": options(1), "placeholder": "p".repeat(151)}),
                "placeholder BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"options": [{"label": long, "value": "a"}]}),
                "options.0.label BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"options": [{"label": "a", "value": long}]}),
                "options.0.value BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"options": [{"label": "a", "value": "a", "description": long}]}),
                "options.0.description BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"options": [{"value": "a"}]}),
                "options.0.label BASE_TYPE_REQUIRED",
            ),
            (
                json!({"options": [{"label": "a", "value": "a"}, {"label": "b", "value": "a"}]}),
                "options.1 SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            ),
            (
                json!({"options": options(2), "max_values": 3}),
                "options BASE_TYPE_MIN_LENGTH",
            ),
            (
                json!({"options": options(25), "max_values": 26}),
                "max_values NUMBER_TYPE_MAX",
            ),
            (
                json!({"options": options(1), "max_values": 0}),
                "max_values NUMBER_TYPE_MIN",
            ),
            (
                json!({"options": options(3), "min_values": 3, "max_values": 2}),
                "min_values NUMBER_TYPE_MAX",
            ),
            (
                json!({"options": options(1), "min_values": -1}),
                "min_values NUMBER_TYPE_MIN",
            ),
            (
                json!({"options": [default("a"), default("b")]}),
                "options SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            ),
            (
                json!({"type": 8, "default_values": [{"id": "1", "type": "user"}]}),
                "default_values.0.type BASE_TYPE_CHOICES",
            ),
            (
                json!({"type": 6, "default_values": [{"id": "1", "type": "user"}]}),
                "default_values.0.type BASE_TYPE_CHOICES",
            ),
            (
                json!({"type": 7, "default_values": [{"id": "1", "type": "channel"}]}),
                "default_values.0.type BASE_TYPE_CHOICES",
            ),
            (
                json!({"type": 5, "default_values": [{"id": "1", "type": "user"}, {"id": "2", "type": "user"}]}),
                "default_values SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            ),
            (
                json!({"type": 6, "min_values": 2, "max_values": 3, "default_values": [{"id": "1", "type": "role"}]}),
                "default_values BASE_TYPE_MIN_LENGTH",
            ),
            (
                json!({"type": 6, "default_values": [{"id": "one", "type": "role"}]}),
                "default_values.0.id NUMBER_TYPE_COERCE",
            ),
            (
                json!({"type": 8, "channel_types": [0, 9]}),
                "channel_types.1 BASE_TYPE_CHOICES",
            ),
        ] {
            assert_eq!(
                menu_faults(&menu),
                faults_in(&[&format!("components.0.components.0.{fault}")]),
                "{menu}"
            );
        }
    }
}
