//! What there is: every command with what it does, as Discord shows it, too.

use serenity::all::CreateEmbed;

use crate::discord::{
    answer::Answer,
    words::{
        commands::{self, Described},
        help, replies,
    },
};

/// The one page of help.
pub fn help() -> Answer {
    let (moderators, everyone): (Vec<&Described>, Vec<&Described>) = commands::ALL
        .iter()
        .partition(|described| is_for_moderators(described.name));
    // A field has room for 1,024 characters (resources/message, "Embed Limits").
    let (schedules, server): (Vec<&Described>, Vec<&Described>) = moderators
        .into_iter()
        .partition(|described| described.name.starts_with("schedule"));
    let fields = [
        (help::FOR_EVERYONE, lines(&everyone)),
        (help::YOUR_WORDS, help::ABOUT_REFLECTIONS.to_owned()),
        (help::BY_REPLY, replies::about()),
        (help::FOR_MODERATORS, lines(&server)),
        (help::SCHEDULES, lines(&schedules)),
    ];
    let embed = CreateEmbed::new()
        .title(help::TITLE)
        .description(help::INTRODUCTION)
        .fields(
            fields
                .into_iter()
                .filter(|(_, lines)| !lines.is_empty())
                .map(|(heading, lines)| (heading, lines, false)),
        );
    Answer::embed(embed)
}

/// Whether a command, by its full name, is one that Discord offers to moderators.
fn is_for_moderators(name: &str) -> bool {
    let first = name.split(' ').next();
    matches!(first, Some("schedule" | "settings" | "setup"))
}

/// Commands that can be typed: those with subcommands are only their first word.
fn lines(described: &[&Described]) -> String {
    let lines: Vec<String> = described
        .iter()
        .filter(|this| {
            let prefix = format!("{} ", this.name);
            !described
                .iter()
                .any(|other| other.name.starts_with(&prefix))
        })
        .map(|this| format!("`/{}`\n{}", this.name, this.about))
        .collect();
    lines.join("\n")
}
