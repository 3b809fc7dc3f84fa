//! The commands of an application, as it registers them all at once.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{
    Fault, FormErrors, Refused,
    field::{Object, Text, integer, present},
    options,
};

const CHAT_INPUT: i64 = 1;
const USER: i64 = 2;
const MESSAGE: i64 = 3;

const MAX_CHAT_INPUT: usize = 100;
/// Of commands on users, and of commands on messages.
const MAX_OTHER: usize = 15;
const MAX_SIZE: usize = 8000;

/// Checks the whole list of commands, as it is put in place of the one before.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check(body: &Value) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    let Some(commands) = body.as_array() else {
        errors.push(Fault::not_a_list());
        return errors.into_result();
    };
    let mut names = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        errors.within(index, |errors| {
            let Some(command) = errors.object(command) else {
                return;
            };
            check_command(errors, command);
            let name = present(command, "name").and_then(Value::as_str);
            if name.is_some_and(|name| !names.insert((kind(command), name))) {
                errors.push(Fault::command_names_duplicated());
            }
        });
    }
    errors.into_result()?;
    check_counts(commands)
}

/// Checks one command by itself.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check_one(body: &Value) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    if let Some(command) = errors.object(body) {
        check_command(&mut errors, command);
    }
    errors.into_result()
}

/// Checks one command together with the others of its place: its name, and how many there are.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check_among(body: &Value, others: &[Value]) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    let kind_of = |command: &Value| command.as_object().map(kind);
    let same = |other: &&Value| kind_of(other) == kind_of(body) && other["name"] == body["name"];
    if others.iter().any(|other| same(&other)) {
        errors.push_at("name", Fault::command_names_duplicated());
    }
    errors.into_result()?;
    let mut all = others.to_vec();
    all.push(body.clone());
    check_counts(&all)
}

/// interactions/application-commands, "Registering a Command": 100 commands, 15 on users, 15 on messages.
fn check_counts(commands: &[Value]) -> Result<(), Refused> {
    for (counted, most) in [
        (CHAT_INPUT, MAX_CHAT_INPUT),
        (USER, MAX_OTHER),
        (MESSAGE, MAX_OTHER),
    ] {
        let commands = commands.iter().filter_map(Value::as_object);
        if commands.filter(|command| kind(command) == counted).count() > most {
            return Err(Refused::TooManyCommands { most });
        }
    }
    Ok(())
}

fn kind(command: &Object) -> i64 {
    present(command, "type")
        .and_then(integer)
        .unwrap_or(CHAT_INPUT)
}

/// interactions/application-commands, "Application Command Structure".
fn check_command(errors: &mut FormErrors, command: &Object) {
    match kind(command) {
        CHAT_INPUT => {
            check_name(errors, command);
            check_description(errors, command);
            let found = errors.list_field(command, "options").unwrap_or_default();
            options::check(errors, found);
        }
        USER | MESSAGE => check_menu_command(errors, command),
        4 => errors.push_at("type", Fault::not_played("entry points of activities")),
        _ => errors.push_at("type", Fault::not_a_choice(&[CHAT_INPUT, USER, MESSAGE, 4])),
    }
    if let Some(value) = present(command, "default_member_permissions")
        && !is_bit_set(value)
    {
        errors.push_at(
            "default_member_permissions",
            Fault::not_a_number(value, "int"),
        );
    }
    // What one server alone is given has neither; Discord ignores them there.
    check_numbers(errors, command, "contexts", &[0, 1, 2]);
    check_numbers(errors, command, "integration_types", &[0, 1]);
    errors.boolean_field(command, "nsfw");
    errors.boolean_field(command, "dm_permission");
    if size(command) > MAX_SIZE {
        errors.push(Fault::command_too_large(MAX_SIZE));
    }
}

/// A command on a user or a message: a name of 1 to 32, spaces and capitals allowed, so its
/// translations; no description, no options. interactions/application-commands, "Application Command
/// Naming" and "Application Command Structure".
fn check_menu_command(errors: &mut FormErrors, command: &Object) {
    let rule = Text::between(1, 32).trimmed();
    errors.text_field(command, "name", rule);
    each_translation(
        errors,
        command,
        "name_localizations",
        |errors, words, locale| {
            errors.text_field(words, locale, rule);
        },
    );
    if errors
        .text_field(command, "description", Text::up_to(usize::MAX))
        .is_some_and(|description| !description.is_empty())
    {
        errors.push_at("description", Fault::menu_command_described());
    }
    if present(command, "options").is_some_and(|options| options != &Value::Array(Vec::new())) {
        errors.push_at(
            "options",
            Fault::stated("Only CHAT_INPUT commands have options."),
        );
    }
}

/// The name of a command or an option, and its translations. interactions/application-commands,
/// "Application Command Naming": `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lower case.
pub(super) fn check_name(errors: &mut FormErrors, named: &Object) {
    let name = errors.text_field(named, "name", Text::between(1, 32));
    if name.is_some_and(|name| !is_name(name)) {
        errors.push_at("name", Fault::command_name());
    }
    each_translation(
        errors,
        named,
        "name_localizations",
        |errors, words, locale| {
            let name = errors.text_field(words, locale, Text::between(1, 32));
            if name.is_some_and(|name| !is_name(name)) {
                errors.push_at(locale, Fault::command_name());
            }
        },
    );
}

/// 1 to 100 characters, and so each translation.
pub(super) fn check_description(errors: &mut FormErrors, described: &Object) {
    let rule = Text::between(1, 100).trimmed();
    errors.text_field(described, "description", rule);
    each_translation(
        errors,
        described,
        "description_localizations",
        |errors, words, locale| {
            errors.text_field(words, locale, rule);
        },
    );
}

fn each_translation(
    errors: &mut FormErrors,
    object: &Object,
    key: &str,
    mut look: impl FnMut(&mut FormErrors, &Object, &str),
) {
    errors.object_field(object, key, |errors, words| {
        for locale in words.keys() {
            look(errors, words, locale);
        }
    });
}

/// `is_alphabetic` also takes the combining marks that Unicode calls alphabetic, which `\p{L}` does not.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| {
        matches!(c, '-' | '_' | '\'' | '\u{900}'..='\u{97f}' | '\u{e01}'..='\u{e5b}')
            || c.is_alphabetic()
            || c.is_numeric()
    };
    name.chars().all(allowed) && name.to_lowercase() == name
}

fn is_bit_set(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        other => other.is_u64(),
    }
}

/// A list of numbers out of a few, each once.
fn check_numbers(errors: &mut FormErrors, command: &Object, key: &str, choices: &[i64]) {
    let numbers = errors.list_field(command, key).unwrap_or_default();
    errors.within(key, |errors| {
        for (index, number) in numbers.iter().enumerate() {
            if !integer(number).is_some_and(|number| choices.contains(&number)) {
                errors.push_at(index, Fault::not_a_choice(choices));
            } else if numbers.iter().take(index).any(|earlier| earlier == number) {
                errors.push_at(index, Fault::already_in_set());
            }
        }
    });
}

/// interactions/application-commands, "Slash Commands": at most 8000 characters of names,
/// descriptions and values in a command, its options and choices; of translations the longest counts.
fn size(object: &Map<String, Value>) -> usize {
    let longest = |key: &str, translations: &str| {
        let words = object.get(translations).and_then(Value::as_object);
        let words = words
            .into_iter()
            .flat_map(Map::values)
            .chain(object.get(key));
        words.map(length).max().unwrap_or_default()
    };
    let below: usize = ["options", "choices"]
        .iter()
        .filter_map(|key| object.get(*key)?.as_array())
        .flatten()
        .filter_map(Value::as_object)
        .map(size)
        .sum();
    longest("name", "name_localizations")
        + longest("description", "description_localizations")
        + object.get("value").map_or(0, length)
        + below
}

fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Number(number) => number.to_string().len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
