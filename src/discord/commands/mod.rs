//! The commands, one file each. What Discord shows beside them is in `words::commands`.

mod affirmation;
mod article;
mod complete;
mod help;
mod insights;
mod keep;
mod practice;
mod privacy;
mod prompt;
mod reflect;
mod reflections;
mod schedule;
mod settings;
mod setup;
mod support;
mod walk;

use std::sync::Arc;

use super::{
    Command, Context, Error,
    answer::{Answer, Audience},
    first,
    waiting::{self, Sending},
    words,
};
use crate::{content::Library, posting::model::NoticeId, store::ids::GuildId};

/// All of them, in the order of `/help`.
#[must_use]
pub fn all() -> Vec<Command> {
    let mut commands = vec![
        affirmation::affirmation(),
        practice::practice(),
        article::article(),
        prompt::prompt(),
        reflect::reflect(),
        reflections::reflections(),
        support::support(),
        privacy::privacy(),
        help::help(),
        setup::setup(),
        schedule::schedule(),
        settings::all(),
        insights::insights(),
        keep::keep(),
    ];
    for command in &mut commands {
        describe(command, "");
    }
    commands
}

/// Puts our words beside a command, its options and its subcommands.
fn describe(command: &mut Command, parent: &str) {
    let name = format!("{parent}{}", command.name);
    if let Some(described) = words::commands::of(&name) {
        command.description = Some(described.about.into());
        for parameter in &mut command.parameters {
            let option = described
                .options
                .iter()
                .find(|(option, _)| *option == parameter.name);
            parameter.description = option.map(|(_, about)| (*about).into());
        }
    }
    for subcommand in &mut command.subcommands {
        describe(subcommand, &format!("{name} "));
    }
}

/// What of the library is offered and drawn where a command is given.
async fn library_here(ctx: Context<'_>) -> Result<Arc<Library>, Error> {
    let guild = ctx.interaction.guild_id;
    let guild = guild.map(|guild| GuildId::new(guild.get()));
    ctx.data().library_in(guild).await
}

/// Answers a command.
async fn send(ctx: Context<'_>, answer: Answer, audience: Audience) -> Result<(), Error> {
    let sending = Sending::next_of(ctx);
    let sent = ctx.send(answer.into_reply(audience)).await;
    waiting::sent(sending, &sent);
    sent?;
    Ok(())
}

/// Says that a private answer comes, before work that may take longer than Discord waits.
async fn defer(ctx: Context<'_>) -> Result<(), Error> {
    let deferred = ctx.defer_response(true).await;
    waiting::sent(Sending::Answer, &deferred);
    Ok(deferred?)
}

/// Answers a moderator's command, below what they must read first.
async fn send_below(ctx: Context<'_>, answer: Answer) -> Result<(), Error> {
    send_showing(ctx, answer, Vec::new()).await
}

/// The same for an answer that shows notices itself: whoever reads it needs to hear of them no more.
async fn send_showing(
    ctx: Context<'_>,
    answer: Answer,
    mut shown: Vec<NoticeId>,
) -> Result<(), Error> {
    let (answer, read) = first::above(ctx, answer, &shown).await;
    send(ctx, answer, Audience::Private).await?;
    shown.extend(read);
    first::note(ctx.data(), shown).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &Command, parent: &str, seen: &mut Vec<String>) {
        // In a message's menu Discord shows the name alone.
        if let Some(name) = &command.context_menu_name {
            assert_eq!(name, "Keep as my reflection");
            return;
        }
        let name = format!("{parent}{}", command.name);
        let described =
            words::commands::of(&name).unwrap_or_else(|| panic!("/{name} has no words"));
        assert!(described.about.chars().count() <= 100, "/{name}");
        let options: Vec<&str> = command.parameters.iter().map(|p| p.name.as_ref()).collect();
        for (option, about) in described.options {
            assert!(options.contains(option), "/{name} has no option {option}");
            assert!(about.chars().count() <= 100, "/{name} {option}");
        }
        for option in options {
            assert!(
                described.options.iter().any(|(name, _)| *name == option),
                "/{name} {option} has no words"
            );
        }
        for subcommand in &command.subcommands {
            check(subcommand, &format!("{name} "), seen);
        }
        seen.push(name);
    }

    #[test]
    fn every_command_and_option_has_its_words_and_no_words_are_left_over() {
        let mut seen = Vec::new();
        for command in &all() {
            check(command, "", &mut seen);
        }
        for described in words::commands::ALL {
            assert!(
                seen.iter().any(|name| name == described.name),
                "/{}",
                described.name
            );
        }
    }
}
