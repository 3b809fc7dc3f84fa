//! Buttons and menus in Discord's JSON.

use serde_json::Value;

use super::Choice;

/// All components, those inside rows and sections included.
pub fn walk(components: &[Value]) -> Vec<&Value> {
    let mut all = Vec::new();
    for one in components {
        all.push(one);
        if let Some(inner) = one["components"].as_array() {
            all.extend(walk(inner));
        }
        if one["accessory"].is_object() {
            all.push(&one["accessory"]);
        }
    }
    all
}

pub fn is_button(component: &Value) -> bool {
    component["type"] == 2
}

pub fn is_menu(component: &Value) -> bool {
    matches!(component["type"].as_u64(), Some(3 | 5..=8))
}

pub fn is_disabled(component: &Value) -> bool {
    component["disabled"] == true
}

/// What is on a button: its emoji, its label, or both.
pub fn label(button: &Value) -> String {
    let label = button["label"].as_str().unwrap_or_default();
    match button["emoji"]["name"].as_str() {
        Some(emoji) if label.is_empty() => emoji.to_owned(),
        _ => label.to_owned(),
    }
}

/// What a button or menu is called: what is on it, or stands in it while nothing is chosen.
pub fn shown_name(component: &Value) -> String {
    if is_button(component) {
        return label(component);
    }
    let placeholder = component["placeholder"].as_str();
    placeholder.unwrap_or("Make a selection").to_owned()
}

/// A menu's options, as label and value.
pub fn options(menu: &Value) -> Vec<Choice> {
    let options = menu["options"].as_array().map_or(&[][..], Vec::as_slice);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    options
        .iter()
        .map(|one| Choice {
            name: text(&one["label"]),
            value: text(&one["value"]),
        })
        .collect()
}
