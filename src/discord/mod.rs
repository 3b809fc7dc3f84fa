//! The only serenity and poise: commands, buttons, events, the one sender, and every sentence the bot says.

mod acting;
mod answer; // what is shown, however it travels
mod buttons; // everything pressed or chosen
pub mod channel; // where posts go: posting's trait
mod checking; // whether the bot may post where it is to
pub mod client; // serenity and poise, started and stopped
mod commands; // one file each
mod custom_id; // what buttons carry
mod departing; // servers that the bot is in no longer
mod errors; // what the member did wrong against what broke
mod events; // from Discord's gateway to buttons and forms
mod first; // what a moderator reads before an answer
mod forms; // what was filled in
mod insights; // a server's weeks in numbers
mod joining; // hello, once
mod keeping; // a message of a member's own
pub mod link; // whether the bot hears of Discord
mod locale; // from languages to countries
pub mod login; // the token, and where it goes
mod mending; // what moderators do about a notice
pub mod permissions; // what the bot may do in a channel
mod press; // who pressed, and how they are answered
mod reflecting; // from consent to the last one deleted
pub mod register; // the commands, registered only if they differ
mod render; // what members see
pub mod replies; // reflections given as replies to a post
pub mod rest; // the only sender of requests under the bot's token
mod scheduling; // what moderators press
mod searching; // one's own reflections, by their words
mod settings; // what moderators set for their server
mod setup; // a guided start
mod sharing; // what members share, and what becomes of it
mod tagging; // the tags that a forum wants
mod target; // where a schedule is to post, and who may
mod telling; // notices, where moderators want to be told
mod testing; // whether a schedule may post, and a post to try it with
pub mod threads; // where shares go: reflection's trait
mod waiting; // how long people wait for an answer
mod words; // every sentence the bot says

use std::sync::Arc;

use crate::{
    clock::Clock,
    content::{Library, Shelf},
    posting::Posting,
    reflection::Journal,
    store::ids::GuildId,
    tally::Tally,
};

pub use departing::Departures;
pub use errors::{Error, Refusal};

/// What every command, button and form works with.
pub struct Bot {
    pub shelf: Arc<Shelf>,
    pub journal: Arc<Journal>,
    pub posting: Arc<Posting<channel::Channels>>,
    pub departures: Arc<Departures>,
    pub clock: Clock,
    pub tally: Tally,
    /// For how many days at most backups are kept, if whoever runs the bot says so.
    pub backup_keep_days: Option<u16>,
    pub replies: Arc<replies::Replies>,
}

impl Bot {
    /// The library as it is now.
    #[must_use]
    pub fn library(&self) -> Arc<Library> {
        self.shelf.library()
    }

    /// What of the library is offered and drawn in a server: all but what its moderators switched off.
    /// In direct messages all. On SQLite no read.
    ///
    /// # Errors
    ///
    /// If nothing is left, or the database can't answer.
    pub async fn library_in(&self, guild: Option<GuildId>) -> Result<Arc<Library>, Error> {
        let library = self.library();
        let Some(guild) = guild else {
            return Ok(library);
        };
        let off = self.posting.switched_off(guild).await;
        let off = off.map_err(anyhow::Error::new)?;
        if off.is_empty() {
            return Ok(library);
        }
        let left = library.without(&off);
        if left.articles().is_empty() {
            return Err(Refusal::new(words::reading::ALL_SWITCHED_OFF).into());
        }
        Ok(Arc::new(left))
    }
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
        event_handler: |framework, event| Box::pin(events::handle(framework, event)),
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
