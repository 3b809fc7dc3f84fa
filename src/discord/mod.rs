//! The only serenity and poise: commands, buttons, events, the one sender, and every sentence the bot says.

pub mod answer; // what is shown, however it is delivered
pub mod client; // serenity and poise, started and stopped
pub mod commands; // one file each
pub mod errors; // what the member did wrong against what broke
pub mod permissions; // what the bot may do in a channel
pub mod register; // the commands, registered only if they differ
pub mod rest; // the only sender of requests under the bot's token
pub mod words; // every sentence the bot says

use crate::clock::Clock;

pub use errors::{Error, Refusal};

/// What every command, button and form works with.
pub struct Bot {
    pub clock: Clock,
}

/// A command being answered.
pub type Context<'a> = poise::ApplicationContext<'a, Bot, Error>;

/// A command as poise knows it.
pub type Command = poise::Command<Bot, Error>;

/// All commands, as they are registered.
#[must_use]
pub fn commands() -> Vec<Command> {
    commands::all()
}

/// How poise is to run: our commands, nobody pinged, every error answered kindly.
#[must_use]
pub fn framework_options() -> poise::FrameworkOptions<Bot, Error> {
    poise::FrameworkOptions {
        commands: commands(),
        on_error: |error| Box::pin(errors::answer(error)),
        allowed_mentions: Some(answer::nobody()),
        manual_cooldowns: true,
        initialize_owners: false,
        prefix_options: poise::PrefixFrameworkOptions {
            mention_as_prefix: false,
            ..Default::default()
        },
        ..Default::default()
    }
}
