//! A form (Discord says modal): its title and its inputs, each in a row or under a label.

use serde_json::Value;

use super::{
    Fault, FormErrors, Refused,
    components::{ACTION_ROW, CustomIds, TEXT_INPUT},
    field::{Object, Text, present},
    selects,
};

const TEXT_DISPLAY: i64 = 10;
const LABEL: i64 = 18;
const MAX_COMPONENTS: usize = 5;
const MAX_INPUT: i64 = 4000;

/// Checks a form.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check(body: &Value) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    fields(&mut errors, body);
    errors.into_result()
}

/// Reports what is wrong with a form at the place looked at. interactions/receiving-and-responding,
/// "Interaction Callback Data Structure", "Modal": custom id up to 100, title up to 45, one to five components.
pub(super) fn fields(errors: &mut FormErrors, body: &Value) {
    let Some(modal) = errors.object(body) else {
        return;
    };
    errors.text_field(modal, "custom_id", Text::between(1, 100));
    errors.text_field(modal, "title", Text::required(45));
    let components = errors.list_field(modal, "components").unwrap_or_default();
    if components.is_empty() {
        errors.push_at("components", Fault::required());
    } else if components.len() > MAX_COMPONENTS {
        errors.push_at("components", Fault::bad_length(1, MAX_COMPONENTS));
    }
    let mut ids = CustomIds::default();
    errors.each(
        "components",
        components,
        |errors, component| match component.get("type").and_then(Value::as_i64) {
            Some(ACTION_ROW) => check_row(errors, component, &mut ids),
            Some(TEXT_DISPLAY) => {
                errors.text_field(component, "content", Text::required(4000));
            }
            Some(LABEL) => check_label(errors, component, &mut ids),
            _ => errors.push(Fault::component_choices(&[ACTION_ROW, TEXT_DISPLAY, LABEL])),
        },
    );
}

/// components/reference, "Action Row": in a form, deprecated, with one text input that bears its label.
fn check_row(errors: &mut FormErrors, row: &Object, ids: &mut CustomIds) {
    let children = errors.list_field(row, "components").unwrap_or_default();
    if children.is_empty() {
        errors.push_at("components", Fault::required());
    } else if children.len() > 1 {
        errors.within("components", |errors| {
            for index in 1..children.len() {
                errors.push_at(index, Fault::component_width());
            }
        });
        return;
    }
    errors.each("components", children, |errors, input| {
        if input.get("type").and_then(Value::as_i64) == Some(TEXT_INPUT) {
            errors.text_field(input, "label", Text::between(1, 45));
            check_input(errors, input, ids);
        } else {
            errors.push(Fault::component_choices(&[TEXT_INPUT]));
        }
    });
}

/// components/reference, "Label Structure": a label of up to 45, a description of up to 100, and one component.
fn check_label(errors: &mut FormErrors, label: &Object, ids: &mut CustomIds) {
    errors.text_field(label, "label", Text::between(1, 45));
    errors.text_field(label, "description", Text::up_to(100));
    if present(label, "component").is_none() {
        errors.push_at("component", Fault::required());
    }
    errors.object_field(label, "component", |errors, component| {
        match component.get("type").and_then(Value::as_i64) {
            Some(TEXT_INPUT) => {
                // The label around it stands for the input's own, which Discord still measures.
                if present(component, "label").is_some() {
                    errors.text_field(component, "label", Text::between(1, 45));
                }
                check_input(errors, component, ids);
            }
            Some(kind) if selects::is_select_type(kind) => {
                selects::check(errors, component, ids);
                check_select_in_form(errors, component);
            }
            Some(19) => errors.push(Fault::not_played("file uploads")),
            Some(21..=23) => errors.push(Fault::not_played("radio groups and checkboxes")),
            _ => errors.push(Fault::component_choices(&[
                3, TEXT_INPUT, 5, 6, 7, 8, 19, 21, 22, 23,
            ])),
        }
    });
}

/// components/reference, "String Select Structure", notes: none is disabled in a form, and one that
/// must be answered wants at least one choice.
fn check_select_in_form(errors: &mut FormErrors, select: &Object) {
    if select.get("disabled") == Some(&Value::Bool(true)) {
        errors.push_at(
            "disabled",
            Fault::stated("A form has no disabled components."),
        );
    }
    let required = errors.boolean_field(select, "required").unwrap_or(true);
    if required && select.get("min_values").and_then(Value::as_i64) == Some(0) {
        errors.push_at("min_values", Fault::number_min(1));
    }
}

/// components/reference, "Text Input Structure": least length 0 to 4000, most 1 to 4000, a
/// placeholder of up to 100, a value of up to 4000.
fn check_input(errors: &mut FormErrors, input: &Object, ids: &mut CustomIds) {
    if let Some(id) = errors.text_field(input, "custom_id", Text::between(1, 100)) {
        ids.take(errors, id);
    }
    errors.choice_field(input, "style", &[1, 2]);
    let least = errors.integer_field(input, "min_length", 0..=MAX_INPUT);
    let most = errors.integer_field(input, "max_length", 1..=MAX_INPUT);
    if let (Some(least), Some(most @ 1..=MAX_INPUT)) = (least, most)
        && (most + 1..=MAX_INPUT).contains(&least)
    {
        errors.push_at("min_length", Fault::number_max(most));
    }
    errors.boolean_field(input, "required");
    errors.text_field(input, "value", Text::up_to(4000));
    errors.text_field(input, "placeholder", Text::up_to(100));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults, faults_in};
    use super::*;

    fn input(custom_id: &str) -> Value {
        json!({"type": 4, "custom_id": custom_id, "style": 2, "label": "Your words"})
    }

    fn row(child: &Value) -> Value {
        json!({"type": 1, "components": [child]})
    }

    fn labelled(component: &Value) -> Value {
        json!({"type": 18, "label": "Your words", "component": component})
    }

    fn modal(components: &[Value]) -> Value {
        json!({"custom_id": "m", "title": "Reflect", "components": components})
    }

    fn form_faults(modal: &Value) -> Vec<String> {
        faults(check(modal))
    }

    #[test]
    fn forms_that_discord_takes() {
        let mut full = input("t");
        full["label"] = json!("l".repeat(45));
        full["min_length"] = json!(0);
        full["max_length"] = json!(4000);
        full["value"] = json!("v".repeat(4000));
        full["placeholder"] = json!("p".repeat(100));
        let five: Vec<_> = (0..5).map(|n| row(&input(&n.to_string()))).collect();
        let mut label = labelled(&json!({"type": 4, "custom_id": "t", "style": 1}));
        label["description"] = json!("d".repeat(100));
        for modal in [
            json!({"custom_id": "c".repeat(100), "title": "t".repeat(45), "components": five}),
            modal(&[row(&full)]),
            modal(&[label, json!({"type": 10, "content": "A word first."})]),
            modal(&[labelled(
                &json!({"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a"}]}),
            )]),
        ] {
            assert_eq!(form_faults(&modal), faults_in(&[]), "{modal}");
        }
    }

    #[test]
    fn forms_that_discord_refuses() {
        let six: Vec<_> = (0..6).map(|n| row(&input(&n.to_string()))).collect();
        let two = json!({"type": 1, "components": [input("a"), input("b")]});
        let button = json!({"type": 2, "custom_id": "b", "style": 1, "label": "b"});
        let mut disabled = json!({"type": 5, "custom_id": "s", "disabled": true, "min_values": 0});
        disabled["required"] = json!(false);
        for (modal, fault) in [
            (modal(&[]), "components BASE_TYPE_REQUIRED"),
            (modal(&six), "components BASE_TYPE_BAD_LENGTH"),
            (
                json!({"title": "a", "components": [row(&input("a"))]}),
                "custom_id BASE_TYPE_REQUIRED",
            ),
            (
                json!({"custom_id": "c".repeat(101), "title": "a", "components": [row(&input("a"))]}),
                "custom_id BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"custom_id": "c", "title": "t".repeat(46), "components": [row(&input("a"))]}),
                "title BASE_TYPE_MAX_LENGTH",
            ),
            (
                modal(&[two]),
                "components.0.components.1 COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            ),
            (
                modal(&[row(&button)]),
                "components.0.components.0 UNION_TYPE_CHOICES",
            ),
            (modal(&[input("a")]), "components.0 UNION_TYPE_CHOICES"),
            (
                modal(&[row(&input("a")), row(&input("a"))]),
                "components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED",
            ),
            (
                modal(&[labelled(
                    &json!({"type": 4, "custom_id": "t", "style": 1, "label": ""}),
                )]),
                "components.0.component.label BASE_TYPE_BAD_LENGTH",
            ),
            (
                modal(&[json!({"type": 18, "label": "a"})]),
                "components.0.component BASE_TYPE_REQUIRED",
            ),
            (
                modal(&[labelled(&disabled)]),
                "components.0.component.disabled SANDBOX_RULE",
            ),
            (
                modal(&[labelled(
                    &json!({"type": 5, "custom_id": "s", "min_values": 0}),
                )]),
                "components.0.component.min_values NUMBER_TYPE_MIN",
            ),
        ] {
            assert_eq!(form_faults(&modal), faults_in(&[fault]), "{modal}");
        }
    }

    #[test]
    fn inputs_that_discord_refuses() {
        for (key, value, fault) in [
            ("label", json!("l".repeat(46)), "label BASE_TYPE_BAD_LENGTH"),
            ("label", json!(""), "label BASE_TYPE_BAD_LENGTH"),
            ("style", json!(3), "style BASE_TYPE_CHOICES"),
            ("min_length", json!(4001), "min_length NUMBER_TYPE_MAX"),
            ("min_length", json!(-1), "min_length NUMBER_TYPE_MIN"),
            ("min_length", json!(11), "min_length NUMBER_TYPE_MAX"),
            ("max_length", json!(4001), "max_length NUMBER_TYPE_MAX"),
            ("max_length", json!(0), "max_length NUMBER_TYPE_MIN"),
            (
                "value",
                json!("v".repeat(4001)),
                "value BASE_TYPE_MAX_LENGTH",
            ),
            (
                "placeholder",
                json!("p".repeat(101)),
                "placeholder BASE_TYPE_MAX_LENGTH",
            ),
            (
                "custom_id",
                json!("c".repeat(101)),
                "custom_id BASE_TYPE_BAD_LENGTH",
            ),
        ] {
            let mut input = input("t");
            input["max_length"] = json!(10);
            input[key] = value;
            assert_eq!(
                form_faults(&modal(&[row(&input)])),
                faults_in(&[&format!("components.0.components.0.{fault}")]),
            );
        }
    }

    #[test]
    fn labels_that_discord_refuses() {
        for (key, length, fault) in [
            ("label", 46, "label BASE_TYPE_BAD_LENGTH"),
            ("description", 101, "description BASE_TYPE_MAX_LENGTH"),
        ] {
            let mut label = labelled(&input("t"));
            label[key] = json!("l".repeat(length));
            assert_eq!(
                form_faults(&modal(&[label])),
                faults_in(&[&format!("components.0.{fault}")]),
            );
        }
    }
}
