//! A message as plain text that a person can read: for snapshots and transcripts.

use std::fmt::Write as _;

use chrono::DateTime;
use serde_json::Value;

use super::component;
use crate::sandbox::world::{Id, Message, World};

/// The whole message.
pub fn message(world: &World, message: &Message) -> String {
    let mut lines = Vec::new();
    if message.ephemeral_to.is_some() {
        lines.push("(only you can see this)".to_owned());
    }
    if message.is_loading() {
        lines.push("(is thinking…)".to_owned());
    }
    if !message.content.is_empty() {
        lines.push(readable(world, &message.content));
    }
    for embed in &message.embeds {
        lines.extend(self::embed(world, embed));
    }
    for file in &message.attachments {
        lines.push(format!("📎 {}", file.filename));
    }
    for row in &message.components {
        lines.extend(component_lines(world, row));
    }
    let reactions = message.reactions.iter();
    let reactions = reactions.map(|one| format!("{} {}", one.emoji, one.users.len()));
    let reactions: Vec<_> = reactions.collect();
    if !reactions.is_empty() {
        lines.push(reactions.join("  "));
    }
    lines.join("\n")
}

fn embed(world: &World, embed: &Value) -> Vec<String> {
    let mut text = Vec::new();
    let part = |value: &Value| value.as_str().map(|text| readable(world, text));
    text.extend(part(&embed["author"]["name"]));
    if let Some(title) = part(&embed["title"]) {
        text.push(match embed["url"].as_str() {
            Some(url) => format!("**{title}** ({url})"),
            None => format!("**{title}**"),
        });
    }
    text.extend(part(&embed["description"]));
    for field in embed["fields"].as_array().into_iter().flatten() {
        let name = part(&field["name"]).unwrap_or_default();
        let value = part(&field["value"]).unwrap_or_default();
        text.push(format!("**{name}**\n{value}"));
    }
    if let Some(url) = embed["image"]["url"].as_str() {
        text.push(format!("[image: {url}]"));
    }
    if let Some(footer) = part(&embed["footer"]["text"]) {
        text.push(format!("— {footer}"));
    }
    // A bar at the left, as Discord draws it.
    text.join("\n")
        .lines()
        .map(|line| format!("│ {line}").trim_end().to_owned())
        .collect()
}

fn component_lines(world: &World, row: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let mut buttons = String::new();
    for one in component::walk(std::slice::from_ref(row)) {
        if component::is_button(one) {
            let (open, close) = if component::is_disabled(one) {
                ("(", ")")
            } else {
                ("[", "]")
            };
            let gap = if buttons.is_empty() { "" } else { " " };
            let link = if one["url"].is_string() { " ↗" } else { "" };
            let label = component::label(one);
            // Writing to a String can't fail.
            let _infallible = write!(buttons, "{gap}{open}{label}{link}{close}");
        } else if component::is_menu(one) {
            lines.push(format!("[{} ▾]", standing_in(world, one)));
            let options = component::options(one);
            lines.extend(options.iter().map(|one| format!("  · {}", one.name)));
        } else if let Some(text) = one["content"].as_str() {
            lines.push(readable(world, text));
        }
    }
    if !buttons.is_empty() {
        lines.push(buttons);
    }
    lines
}

/// What stands in a menu: who or what is chosen before anyone chose, or else its placeholder.
fn standing_in(world: &World, menu: &Value) -> String {
    let chosen = menu["default_values"].as_array().into_iter().flatten();
    let chosen: Vec<_> = chosen
        .filter_map(|one| {
            let sign = match one["type"].as_str()? {
                "channel" => "#",
                "role" => "@&",
                _ => "@",
            };
            Some(readable(world, &format!("<{sign}{}>", one["id"].as_str()?)))
        })
        .collect();
    if chosen.is_empty() {
        return component::shown_name(menu);
    }
    chosen.join(", ")
}

/// Mentions and timestamps as a person sees them; times in UTC.
pub fn readable(world: &World, text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        result.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('>');
        let shown = end.and_then(|end| Some((end, reference(world, &rest[1..end])?)));
        if let Some((end, shown)) = shown {
            result.push_str(&shown);
            rest = &rest[end + 1..];
        } else {
            result.push('<');
            rest = &rest[1..];
        }
    }
    result + rest
}

fn reference(world: &World, inside: &str) -> Option<String> {
    if let Some(id) = inside.strip_prefix('#') {
        let channel = world.channels.get(&id.parse::<Id>().ok()?)?;
        return Some(format!("#{}", channel.name));
    }
    if let Some(id) = inside.strip_prefix("@&") {
        let id: Id = id.parse().ok()?;
        let mut guilds = world.guilds.values();
        let role = guilds.find_map(|guild| guild.roles.get(&id))?;
        return Some(format!("@{}", role.name));
    }
    if let Some(id) = inside.strip_prefix('@') {
        let user = world.users.get(&id.parse::<Id>().ok()?)?;
        return Some(format!("@{}", user.display_name));
    }
    if let Some(command) = inside.strip_prefix('/') {
        return Some(format!("/{}", command.rsplit_once(':')?.0));
    }
    let (seconds, style) = match inside.strip_prefix("t:")?.split_once(':') {
        Some((seconds, style)) => (seconds, style),
        None => (inside.strip_prefix("t:")?, "f"),
    };
    let at = DateTime::from_timestamp(seconds.parse().ok()?, 0)?;
    Some(match style {
        "t" => at.format("%H:%M").to_string(),
        "T" => at.format("%H:%M:%S").to_string(),
        "d" => at.format("%d/%m/%Y").to_string(),
        "D" => at.format("%-d %B %Y").to_string(),
        "F" => at.format("%A, %-d %B %Y %H:%M").to_string(),
        "R" => relative((at - world.clock).num_seconds()),
        _ => at.format("%-d %B %Y %H:%M").to_string(),
    })
}

fn relative(seconds: i64) -> String {
    const UNITS: [(i64, &str); 6] = [
        (31_536_000, "year"),
        (2_592_000, "month"),
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let far = seconds.abs();
    let (size, unit) = *UNITS
        .iter()
        .find(|(size, _)| far >= *size)
        .unwrap_or(&(1, "second"));
    let count = far / size;
    let plural = if count == 1 { "" } else { "s" };
    if seconds >= 0 {
        format!("in {count} {unit}{plural}")
    } else {
        format!("{count} {unit}{plural} ago")
    }
}
