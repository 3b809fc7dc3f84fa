//! Registers the commands, only if they differ from what Discord has: it allows few registrations a
//! day, and each makes every client fetch them anew. Discord gives more than it was told and leaves
//! out what is at its default, so both sides are brought to one form before they are compared.

use serde_json::{Map, Value, json};
use serenity::all::ApplicationId;

use super::{
    Command,
    rest::{CommandScope, Rest, RestError},
};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Discord had them already.
    Unchanged,
    /// Discord has them now.
    Replaced,
}

/// Makes Discord have exactly these commands.
///
/// # Errors
///
/// Discord refuses, or can't be reached.
pub async fn register(
    rest: &Rest,
    application: ApplicationId,
    scope: CommandScope,
    commands: &[Command],
) -> Result<Registration, RestError> {
    let ours = described(commands);
    let theirs = rest.commands(application, scope).await?;
    let same =
        canonical(ours.as_array().map_or(&[], Vec::as_slice), scope) == canonical(&theirs, scope);
    if same {
        return Ok(Registration::Unchanged);
    }
    rest.put_commands(application, scope, &ours).await?;
    Ok(Registration::Replaced)
}

/// The commands as Discord is told of them, without what says nothing.
fn described(commands: &[Command]) -> Value {
    let built = poise::builtins::create_application_commands(commands);
    let mut described = json!(built);
    prune(&mut described);
    described
}

/// Takes out nulls, empty texts, empty lists and empty maps.
fn prune(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Object(fields) => {
            fields.values_mut().for_each(prune);
            fields.retain(|_, value| !says_nothing(value));
        }
        _ => {}
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// What makes up a command, and what each is when it is not said.
const OF_A_COMMAND: [&str; 6] = [
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "default_member_permissions",
    "nsfw",
];
const OF_AN_OPTION: [&str; 12] = [
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "required",
    "autocomplete",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
];
const OF_A_CHOICE: [&str; 3] = ["name", "name_localizations", "value"];

/// Commands in one form and one order, whoever wrote them.
fn canonical(commands: &[Value], scope: CommandScope) -> Vec<Value> {
    let mut commands: Vec<Value> = commands
        .iter()
        .map(|command| {
            let mut fields = picked(command, &OF_A_COMMAND);
            fields.insert("type".into(), json!(command["type"].as_u64().unwrap_or(1)));
            fields.insert("options".into(), options(command));
            // Of a command of one server Discord keeps neither.
            if scope == CommandScope::Everywhere {
                for field in ["integration_types", "contexts"] {
                    fields.insert(field.into(), sorted(&command[field]));
                }
            }
            Value::Object(fields)
        })
        .collect();
    commands.sort_by_key(|command| (command["name"].to_string(), command["type"].to_string()));
    commands
}

fn options(of: &Value) -> Value {
    let described = of["options"].as_array().into_iter().flatten();
    described
        .map(|option| {
            let mut fields = picked(option, &OF_AN_OPTION);
            let choices = option["choices"].as_array().into_iter().flatten();
            let choices = choices.map(|choice| Value::Object(picked(choice, &OF_A_CHOICE)));
            fields.insert("choices".into(), choices.collect());
            fields.insert("options".into(), options(option));
            Value::Object(fields)
        })
        .collect()
}

fn picked(from: &Value, names: &[&str]) -> Map<String, Value> {
    names
        .iter()
        .filter_map(|name| {
            let value = &from[*name];
            let default = says_nothing(value) || *value == json!(false);
            (!default).then(|| ((*name).to_owned(), number(value)))
        })
        .collect()
}

/// 1 and 1.0 are the same number.
fn number(value: &Value) -> Value {
    value.as_f64().map_or_else(|| value.clone(), Value::from)
}

fn sorted(list: &Value) -> Value {
    let mut items: Vec<u64> = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_u64)
        .collect();
    items.sort_unstable();
    json!(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Value {
        json!({
            "name": "affirmation", "description": "A kind sentence", "nsfw": false,
            "integration_types": [0, 1], "contexts": [0, 1, 2],
            "options": [{"type": 3, "name": "topic", "description": "About what",
                "required": false, "autocomplete": true}],
        })
    }

    /// The same, as Discord gives it back.
    fn theirs() -> Value {
        json!({
            "id": "9", "application_id": "8", "version": "7", "type": 1,
            "name": "affirmation", "name_localizations": null, "description": "A kind sentence",
            "description_localizations": null, "default_member_permissions": null,
            "dm_permission": true, "nsfw": false, "integration_types": [1, 0], "contexts": [0, 1, 2],
            "options": [{"type": 3, "name": "topic", "name_localizations": null,
                "description": "About what", "description_localizations": null,
                "autocomplete": true}],
        })
    }

    fn same(ours: Value, theirs: Value) -> bool {
        let scope = CommandScope::Everywhere;
        canonical(&[ours], scope) == canonical(&[theirs], scope)
    }

    #[test]
    fn what_discord_adds_is_no_difference() {
        assert!(same(ours(), theirs()));
    }

    #[test]
    fn whatever_a_member_would_notice_is_a_difference() {
        let changes: [(&str, Value); 5] = [
            ("/description", json!("A kinder sentence")),
            ("/options/0/autocomplete", json!(false)),
            ("/options/0/name", json!("about")),
            ("/contexts", json!([0])),
            ("/default_member_permissions", json!("8192")),
        ];
        for (path, value) in changes {
            let mut theirs = theirs();
            *theirs.pointer_mut(path).unwrap() = value;
            assert!(!same(ours(), theirs), "{path}");
        }
    }

    #[test]
    fn a_command_in_the_menu_of_messages_is_the_same_once_discord_has_it() {
        let ours =
            json!({"name": "Keep this", "type": 3, "integration_types": [0], "contexts": [0]});
        let theirs = json!({
            "id": "9", "application_id": "8", "version": "7", "type": 3, "name": "Keep this",
            "name_localizations": null, "description": "", "description_localizations": null,
            "default_member_permissions": null, "dm_permission": false, "nsfw": false,
            "integration_types": [0], "contexts": [0], "options": [],
        });
        assert!(same(ours.clone(), theirs));
        let typed =
            json!({"name": "Keep this", "type": 1, "integration_types": [0], "contexts": [0]});
        assert!(!same(ours, typed));
    }

    #[test]
    fn a_command_more_or_less_is_a_difference() {
        let scope = CommandScope::Everywhere;
        assert_ne!(canonical(&[ours()], scope), canonical(&[], scope));
        assert_ne!(canonical(&[], scope), canonical(&[theirs()], scope));
    }

    #[test]
    fn a_number_is_the_same_with_and_without_a_point() {
        let option = |least: Value| {
            json!({"name": "a", "description": "b", "options":
                [{"type": 4, "name": "page", "description": "c", "min_value": least}]})
        };
        assert!(same(option(json!(1)), option(json!(1.0))));
        assert!(!same(option(json!(1)), option(json!(2))));
    }

    #[test]
    fn what_is_sent_says_nothing_in_vain() {
        let mut sent = json!([{"name": "a", "options": [], "name_localizations": {}, "nsfw": false,
            "default_member_permissions": null}]);
        prune(&mut sent);
        assert_eq!(sent, json!([{"name": "a", "nsfw": false}]));
    }
}
