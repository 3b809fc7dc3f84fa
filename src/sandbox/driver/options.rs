//! What is typed after a command's name: subcommands and options, checked as Discord's client does.

use serde_json::{Value, json};

use super::{Failure, Scene, resolve};
use crate::sandbox::world::{Command, World};

/// A command line: the command, and what stands after its name.
#[derive(Clone, Copy, Debug)]
pub enum Line<'t> {
    /// As one text.
    Typed(&'t str),
    /// Taken apart: the names of subcommands, and the options' names and values.
    Given(&'t [&'t str], &'t [(&'t str, &'t str)]),
}

/// A command line, taken apart.
#[derive(Debug)]
pub struct Typed<'a> {
    /// The subcommand (and its group before it).
    path: Vec<&'a Value>,
    /// The options that can be given here.
    known: &'a [Value],
    /// Those that were, in the order they were typed.
    given: Vec<(&'a Value, String)>,
}

/// What the bot is told of it.
#[derive(Debug)]
pub struct Sent {
    /// The names of the subcommands.
    pub path: Vec<String>,
    /// The options, inside their subcommands.
    pub options: Value,
    /// The people, roles and channels among them.
    pub resolved: Value,
    /// The type of the one that is being typed into.
    pub typing_into: Option<i64>,
}

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

const NO_SUCH_OPTION: &str = "there is no such option";

fn kind(option: &Value) -> u64 {
    option["type"].as_u64().unwrap_or(0)
}

fn name(option: &Value) -> &str {
    option["name"].as_str().unwrap_or_default()
}

fn inner(option: &Value) -> &[Value] {
    option["options"].as_array().map_or(&[], Vec::as_slice)
}

fn bad(option: &str, reason: impl Into<String>) -> Failure {
    Failure::BadOption {
        option: option.to_owned(),
        reason: reason.into(),
    }
}

/// Takes apart what stands after the command's name.
pub fn parse<'a>(command: &'a Command, line: Line<'_>) -> Result<Typed<'a>, Failure> {
    match line {
        Line::Typed(text) => typed(command, text),
        Line::Given(path, options) => given(command, path, options),
    }
}

fn typed<'a>(command: &'a Command, text: &str) -> Result<Typed<'a>, Failure> {
    let mut line = Typed::begun(command);
    let mut rest = text.trim_start();
    while line.needs_subcommand() {
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        line.goes_to(word)?;
        rest = after.trim_start();
    }
    while !rest.is_empty() {
        let (option, after) = starts_with_option(line.known, rest).ok_or_else(|| {
            let word = rest.split([' ', ':']).next().unwrap_or(rest);
            bad(word, NO_SUCH_OPTION)
        })?;
        let (value, left) = take_value(line.known, after);
        line.takes(option, value)?;
        rest = left;
    }
    Ok(line)
}

fn given<'a>(
    command: &'a Command,
    path: &[&str],
    options: &[(&str, &str)],
) -> Result<Typed<'a>, Failure> {
    let mut line = Typed::begun(command);
    let mut path = path.iter();
    while line.needs_subcommand() {
        line.goes_to(path.next().copied().unwrap_or_default())?;
    }
    if let Some(word) = path.next() {
        return Err(bad(word, "there is no such subcommand"));
    }
    for (given, value) in options {
        let mut known = line.known.iter();
        let option = known.find(|one| name(one) == *given);
        let option = option.ok_or_else(|| bad(given, NO_SUCH_OPTION))?;
        line.takes(option, (*value).to_owned())?;
    }
    Ok(line)
}

impl<'a> Typed<'a> {
    fn begun(command: &'a Command) -> Self {
        Self {
            path: Vec::new(),
            known: command.options(),
            given: Vec::new(),
        }
    }

    fn needs_subcommand(&self) -> bool {
        let mut known = self.known.iter();
        known.any(|one| matches!(kind(one), SUBCOMMAND | GROUP))
    }

    fn goes_to(&mut self, word: &str) -> Result<(), Failure> {
        let next = self.known.iter().find(|one| name(one) == word);
        let next = next.ok_or_else(|| {
            let all: Vec<_> = self.known.iter().map(name).collect();
            let all = all.join(", ");
            bad(word, format!("one of the subcommands {all} is needed"))
        })?;
        self.path.push(next);
        self.known = inner(next);
        Ok(())
    }

    fn takes(&mut self, option: &'a Value, value: String) -> Result<(), Failure> {
        if self.given.iter().any(|(one, _)| name(one) == name(option)) {
            return Err(bad(name(option), "it was given twice"));
        }
        self.given.push((option, value));
        Ok(())
    }
}

fn starts_with_option<'a, 't>(known: &'a [Value], text: &'t str) -> Option<(&'a Value, &'t str)> {
    known.iter().find_map(|option| {
        let after = text.strip_prefix(name(option))?.strip_prefix(':')?;
        Some((option, after))
    })
}

/// A value in quotes, or all up to the next option.
fn take_value<'t>(known: &[Value], text: &'t str) -> (String, &'t str) {
    let text = text.strip_prefix(' ').unwrap_or(text);
    if let Some(quoted) = text.strip_prefix('"')
        && let Some((value, left)) = quoted.split_once('"')
    {
        return (value.to_owned(), left.trim_start());
    }
    let end = text
        .match_indices(' ')
        .find(|(at, _)| starts_with_option(known, text[*at..].trim_start()).is_some())
        .map_or(text.len(), |(at, _)| at);
    (text[..end].to_owned(), text[end..].trim_start())
}

/// The options of a command that is sent: every required one is there, every value fits.
pub(super) fn sent(world: &World, scene: Scene, typed: &Typed<'_>) -> Result<Sent, Failure> {
    let missing = typed.known.iter().find(|option| {
        let mut given = typed.given.iter();
        option["required"] == true && !given.any(|(one, _)| name(one) == name(option))
    });
    if let Some(option) = missing {
        return Err(bad(name(option), "this option is required"));
    }
    let mut resolved = json!({});
    let mut options = Vec::new();
    for (option, text) in &typed.given {
        let value = value(world, scene, option, text, &mut resolved)?;
        options.push(json!({"name": name(option), "type": kind(option), "value": value}));
    }
    Ok(Sent {
        path: names(&typed.path),
        options: inside(&typed.path, options),
        resolved,
        typing_into: None,
    })
}

/// The options while the last one is being typed. What stands in the others is sent if it fits.
pub(super) fn focused(world: &World, scene: Scene, typed: &Typed<'_>) -> Result<Sent, Failure> {
    let Some(((option, text), others)) = typed.given.split_last() else {
        return Err(bad("", "nothing is being typed"));
    };
    if option["autocomplete"] != true {
        return Err(bad(name(option), "this option suggests nothing"));
    }
    let mut resolved = json!({});
    let mut options = Vec::new();
    for (other, text) in others {
        // Discord's client sends what is there, finished or not.
        if let Ok(value) = value(world, scene, other, text, &mut resolved) {
            options.push(json!({"name": name(other), "type": kind(other), "value": value}));
        }
    }
    options.push(json!({
        "name": name(option), "type": kind(option), "value": text, "focused": true}));
    Ok(Sent {
        path: names(&typed.path),
        options: inside(&typed.path, options),
        resolved,
        typing_into: option["type"].as_i64(),
    })
}

fn names(path: &[&Value]) -> Vec<String> {
    path.iter().map(|step| name(step).to_owned()).collect()
}

fn inside(path: &[&Value], options: Vec<Value>) -> Value {
    path.iter().rev().fold(
        Value::Array(options),
        |options, step| json!([{"name": name(step), "type": kind(step), "options": options}]),
    )
}

/// Whether a choice's value, a text or a number, is written like this.
fn is_written(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        other => other
            .as_f64()
            .is_some_and(|number| text.parse() == Ok(number)),
    }
}

/// One option's value, as the bot is told.
fn value(
    world: &World,
    scene: Scene,
    option: &Value,
    text: &str,
    resolved: &mut Value,
) -> Result<Value, Failure> {
    let wrong = |reason: String| bad(name(option), reason);
    if let Some(choices) = option["choices"].as_array().filter(|all| !all.is_empty()) {
        let chosen = choices
            .iter()
            .find(|choice| choice["name"] == text || is_written(&choice["value"], text));
        let chosen = chosen.ok_or_else(|| wrong(format!("{text:?} is none of its choices")))?;
        return Ok(chosen["value"].clone());
    }
    match kind(option) {
        3 => return in_length(option, text).map_err(wrong),
        4 => {
            let number: i64 = text
                .parse()
                .map_err(|_not| wrong("it takes a whole number".to_owned()))?;
            #[expect(
                clippy::cast_precision_loss,
                reason = "Discord's limits are below 2^53"
            )]
            return in_range(option, number as f64, json!(number)).map_err(wrong);
        }
        5 => {
            return match text.to_ascii_lowercase().as_str() {
                "true" => Ok(json!(true)),
                "false" => Ok(json!(false)),
                _ => Err(wrong("it takes true or false".to_owned())),
            };
        }
        10 => {
            let number: f64 = text
                .parse()
                .map_err(|_not| wrong("it takes a number".to_owned()))?;
            return in_range(option, number, json!(number)).map_err(wrong);
        }
        _ => {}
    }
    let resolve = resolve::Kind::of_option(option)
        .ok_or_else(|| wrong("the driver can't give this kind of option".to_owned()))?;
    let id = resolve::name(world, scene, resolve, text, resolved).map_err(wrong)?;
    Ok(json!(id))
}

fn in_length(option: &Value, text: &str) -> Result<Value, String> {
    let length = text.chars().count() as u64;
    let least = option["min_length"].as_u64().unwrap_or(0);
    let most = option["max_length"].as_u64().unwrap_or(6000);
    if length == 0 {
        return Err("it is empty".to_owned());
    }
    if (least..=most).contains(&length) {
        return Ok(json!(text));
    }
    Err(format!(
        "it takes {least} to {most} characters, not {length}"
    ))
}

fn in_range(option: &Value, number: f64, value: Value) -> Result<Value, String> {
    let takes = match (option["min_value"].as_f64(), option["max_value"].as_f64()) {
        (Some(least), Some(most)) if !(least..=most).contains(&number) => {
            format!("{least} to {most}")
        }
        (Some(least), None) if number < least => format!("at least {least}"),
        (None, Some(most)) if number > most => format!("at most {most}"),
        _ => return Ok(value),
    };
    Err(format!("it takes {takes}, not {number}"))
}
