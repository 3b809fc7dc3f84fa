//! The components of a message: rows of buttons, or a row with one menu.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Fault, FormErrors,
    emoji::is_emoji,
    field::{Object, Text, present},
    selects,
};

const MAX_ROWS: usize = 5;
const MAX_IN_ROW: usize = 5;
const MAX_LINK: usize = 512;

pub(super) const ACTION_ROW: i64 = 1;
const BUTTON: i64 = 2;
pub(super) const TEXT_INPUT: i64 = 4;

const LINK_BUTTON: i64 = 5;
const PREMIUM_BUTTON: i64 = 6;

/// The custom ids of one message or form: components/reference, "Custom ID", wants each once.
#[derive(Default)]
pub(super) struct CustomIds(HashSet<String>);

impl CustomIds {
    /// Reports an id that was there before.
    pub(super) fn take(&mut self, errors: &mut FormErrors, custom_id: &str) {
        if !custom_id.is_empty() && !self.0.insert(custom_id.to_owned()) {
            errors.push_at("custom_id", Fault::custom_id_duplicated());
        }
    }
}

/// Checks the field `components` of a message without the flag `IS_COMPONENTS_V2`.
/// components/reference, "Legacy Message Component Behavior": at most five action rows.
pub(super) fn check(errors: &mut FormErrors, message: &Object) {
    let Some(rows) = errors.list_field(message, "components") else {
        return;
    };
    if rows.len() > MAX_ROWS {
        errors.push_at("components", Fault::max_length(MAX_ROWS));
        return;
    }
    let mut ids = CustomIds::default();
    errors.each("components", rows, |errors, row| {
        if row.get("type").and_then(Value::as_i64) == Some(ACTION_ROW) {
            check_row(errors, row, &mut ids);
        } else {
            errors.push(Fault::component_choices(&[ACTION_ROW]));
        }
    });
}

/// components/reference, "Action Row": up to five buttons, or a single menu.
fn check_row(errors: &mut FormErrors, row: &Object, ids: &mut CustomIds) {
    let children = errors.list_field(row, "components").unwrap_or_default();
    if !(1..=MAX_IN_ROW).contains(&children.len()) {
        errors.push_at("components", Fault::bad_length(1, MAX_IN_ROW));
        return;
    }
    let has_menu = children
        .iter()
        .any(|child| selects::is_select(&child["type"]));
    if has_menu && children.len() > 1 {
        errors.within("components", |errors| {
            for index in 1..children.len() {
                errors.push_at(index, Fault::component_width());
            }
        });
        return;
    }
    errors.each("components", children, |errors, child| {
        match child.get("type").and_then(Value::as_i64) {
            Some(BUTTON) => check_button(errors, child, ids),
            Some(kind) if selects::is_select_type(kind) => selects::check(errors, child, ids),
            _ => errors.push(Fault::component_choices(&[BUTTON, 3, 5, 6, 7, 8])),
        }
    });
}

/// components/reference, "Button Structure" and "Button Styles": a link has a url and no custom id;
/// the others have a custom id and no url; each shows a label of up to 80, an emoji, or both.
fn check_button(errors: &mut FormErrors, button: &Object, ids: &mut CustomIds) {
    let style = errors.choice_field(button, "style", &[1, 2, 3, 4, LINK_BUTTON, PREMIUM_BUTTON]);
    errors.text_field(button, "label", Text::up_to(80));
    check_emoji(errors, button);
    errors.boolean_field(button, "disabled");
    let custom_id = filled(button, "custom_id");
    let url = filled(button, "url");
    match style {
        Some(PREMIUM_BUTTON) => errors.push_at("style", Fault::not_played("premium buttons")),
        _ if custom_id && url => {
            errors.push_at("custom_id", Fault::button_custom_id_and_url());
            errors.push_at("url", Fault::button_custom_id_and_url());
        }
        Some(LINK_BUTTON) if custom_id => {
            errors.push_at("custom_id", Fault::button_custom_id_and_url());
        }
        Some(LINK_BUTTON) if !url => errors.push_at("url", Fault::required()),
        Some(LINK_BUTTON) | None => {}
        Some(_) if url => errors.push_at("url", Fault::button_custom_id_and_url()),
        Some(_) if !custom_id => {
            errors.push_at("custom_id", Fault::button_custom_id_required());
        }
        Some(_) => {}
    }
    errors.url_field(button, "url", MAX_LINK, &["http", "https", "discord"]);
    if let Some(id) = errors.text_field(button, "custom_id", Text::up_to(100)) {
        ids.take(errors, id);
    }
    if style != Some(PREMIUM_BUTTON) && !filled(button, "label") && !filled(button, "emoji") {
        errors.push_at("label", Fault::required());
    }
}

/// A partial emoji: the id of a server's own, or a Unicode one as the name. resources/emoji, "Emoji
/// Object".
pub(super) fn check_emoji(errors: &mut FormErrors, component: &Object) {
    errors.object_field(component, "emoji", |errors, emoji| {
        if let Some(id) = present(emoji, "id") {
            errors.within("id", |errors| errors.snowflake(id));
            return;
        }
        let name = present(emoji, "name").and_then(Value::as_str);
        if !name.is_some_and(is_emoji) {
            errors.push_at("name", Fault::emoji());
        }
    });
}

fn filled(object: &Object, key: &str) -> bool {
    present(object, key).is_some_and(|value| value.as_str() != Some(""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults_in, message_faults};
    use super::*;

    fn button(custom_id: &str) -> Value {
        json!({"type": 2, "style": 1, "label": "Reflect", "custom_id": custom_id})
    }

    fn row(children: &[Value]) -> Value {
        json!({"type": 1, "components": children})
    }

    fn rows(count: usize, each: usize) -> Vec<Value> {
        (0..count)
            .map(|r| {
                row(&(0..each)
                    .map(|b| button(&format!("{r}-{b}")))
                    .collect::<Vec<_>>())
            })
            .collect()
    }

    fn row_faults(rows: &Value) -> Vec<String> {
        message_faults(&json!({"content": "hi", "components": rows}))
    }

    #[test]
    fn five_rows_of_five_buttons_are_taken_and_no_more() {
        assert_eq!(row_faults(&json!(rows(5, 5))), faults_in(&[]));
        assert_eq!(
            row_faults(&json!(rows(6, 1))),
            faults_in(&["components BASE_TYPE_MAX_LENGTH"])
        );
        assert_eq!(
            row_faults(&json!(rows(1, 6))),
            faults_in(&["components.0.components BASE_TYPE_BAD_LENGTH"])
        );
        assert_eq!(
            row_faults(&json!(rows(1, 0))),
            faults_in(&["components.0.components BASE_TYPE_BAD_LENGTH"])
        );
    }

    #[test]
    fn a_menu_shares_its_row_with_nothing() {
        let menu = json!({"type": 3, "custom_id": "m", "options": [{"label": "a", "value": "a"}]});
        assert_eq!(
            row_faults(&json!([row(std::slice::from_ref(&menu))])),
            faults_in(&[])
        );
        assert_eq!(
            row_faults(&json!([row(&[menu, button("a")])])),
            faults_in(&["components.0.components.1 COMPONENT_LAYOUT_WIDTH_EXCEEDED"])
        );
    }

    #[test]
    fn a_custom_id_is_there_once_in_the_whole_message() {
        assert_eq!(
            row_faults(&json!([
                row(&[button("a")]),
                row(&[button("b"), button("a")])
            ])),
            faults_in(&["components.1.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"])
        );
    }

    #[test]
    fn only_rows_stand_in_a_message_and_only_buttons_and_menus_in_rows() {
        assert_eq!(
            row_faults(&json!([button("a")])),
            faults_in(&["components.0 UNION_TYPE_CHOICES"])
        );
        let input = json!({"type": TEXT_INPUT, "custom_id": "t", "style": 1, "label": "a"});
        assert_eq!(
            row_faults(&json!([row(&[input])])),
            faults_in(&["components.0.components.0 UNION_TYPE_CHOICES"])
        );
    }

    #[test]
    fn buttons_that_discord_takes() {
        for button in [
            json!({"type": 2, "style": 4, "label": "l".repeat(80), "custom_id": "c".repeat(100)}),
            json!({"type": 2, "style": 2, "emoji": {"name": "🌻"}, "custom_id": "c"}),
            json!({"type": 2, "style": 2, "emoji": {"name": "ℹ️"}, "custom_id": "c"}),
            json!({"type": 2, "style": 2, "emoji": {"name": "sun", "id": "1"}, "custom_id": "c"}),
            json!({"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}),
        ] {
            assert_eq!(
                row_faults(&json!([row(std::slice::from_ref(&button))])),
                faults_in(&[]),
                "{button}"
            );
        }
    }

    #[test]
    fn buttons_that_discord_refuses() {
        for (button, faults) in [
            (
                json!({"style": 1, "label": "l".repeat(81), "custom_id": "c"}),
                vec!["label BASE_TYPE_MAX_LENGTH"],
            ),
            (
                json!({"style": 1, "label": "l", "custom_id": "c".repeat(101)}),
                vec!["custom_id BASE_TYPE_MAX_LENGTH"],
            ),
            (
                json!({"style": 1, "label": "l"}),
                vec!["custom_id BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"],
            ),
            (
                json!({"style": 1, "custom_id": "c"}),
                vec!["label BASE_TYPE_REQUIRED"],
            ),
            (
                json!({"style": 7, "label": "l", "custom_id": "c"}),
                vec!["style BASE_TYPE_CHOICES"],
            ),
            (
                json!({"label": "l", "custom_id": "c"}),
                vec!["style BASE_TYPE_REQUIRED"],
            ),
            (
                json!({"style": 5, "label": "l"}),
                vec!["url BASE_TYPE_REQUIRED"],
            ),
            (
                json!({"style": 5, "label": "l", "custom_id": "c"}),
                vec!["custom_id BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"],
            ),
            (
                json!({"style": 1, "label": "l", "custom_id": "c", "url": "https://example.org"}),
                vec![
                    "custom_id BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                    "url BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                ],
            ),
            (
                json!({"style": 5, "label": "l", "url": "ftp://example.org"}),
                vec!["url URL_TYPE_INVALID_SCHEME"],
            ),
            (
                json!({"style": 1, "emoji": {"name": "sunflower"}, "custom_id": "c"}),
                vec!["emoji.name BUTTON_COMPONENT_INVALID_EMOJI"],
            ),
        ] {
            let mut button = button;
            button["type"] = json!(2);
            let expected: Vec<_> = faults
                .iter()
                .map(|fault| format!("components.0.components.0.{fault}"))
                .collect();
            assert_eq!(row_faults(&json!([row(&[button])])), expected);
        }
    }
}
