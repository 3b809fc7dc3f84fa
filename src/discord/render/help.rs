//! What there is: every command with what it does, as Discord shows it, too.

use serenity::all::CreateEmbed;

use super::text;
use crate::discord::{
    answer::Answer,
    words::{
        commands::{self, Described},
        help, replies,
    },
};

/// Characters that a field holds.
const FIELD: usize = 1024;

/// The one page of help.
pub fn help() -> Answer {
    let (moderators, everyone): (Vec<&Described>, Vec<&Described>) = commands::ALL
        .iter()
        .partition(|described| is_for_moderators(described.name));
    let (schedules, server): (Vec<&Described>, Vec<&Described>) = moderators
        .into_iter()
        .partition(|described| described.name.starts_with("schedule"));
    let words = [
        (
            help::YOUR_WORDS.to_owned(),
            help::ABOUT_REFLECTIONS.to_owned(),
        ),
        (help::BY_REPLY.to_owned(), replies::about()),
    ];
    let fields = fields(help::FOR_EVERYONE, &everyone)
        .into_iter()
        .chain(words)
        .chain(fields(help::FOR_MODERATORS, &server))
        .chain(fields(help::SCHEDULES, &schedules));
    let embed = CreateEmbed::new()
        .title(help::TITLE)
        .description(help::INTRODUCTION)
        .fields(fields.map(|(heading, lines)| (heading, lines, false)));
    Answer::embed(embed)
}

/// Whether a command, by its full name, is one that Discord offers to moderators.
fn is_for_moderators(name: &str) -> bool {
    let first = name.split(' ').next();
    matches!(first, Some("insights" | "schedule" | "settings" | "setup"))
}

/// Commands that can be typed, in as many fields as it takes: those with subcommands are only their first
/// word.
fn fields(heading: &str, described: &[&Described]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for this in described {
        let prefix = format!("{} ", this.name);
        if described
            .iter()
            .any(|other| other.name.starts_with(&prefix))
        {
            continue;
        }
        let line = format!("`/{}`\n{}", this.name, this.about);
        match fields.last_mut() {
            Some((_, lines)) if text::length(lines) + 1 + text::length(&line) <= FIELD => {
                lines.push('\n');
                lines.push_str(&line);
            }
            Some(_) => fields.push((help::continued(heading), line)),
            None => fields.push((heading.to_owned(), line)),
        }
    }
    fields
}
