//! `/affirmation`: a kind sentence for right now. Reads no database.

use super::{complete, library_here, send};
use crate::{
    content::{Library, Topic},
    discord::{Context, Error, Refusal, answer::Audience, custom_id::Pool, press, render, words},
};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn affirmation(
    ctx: Context<'_>,
    #[autocomplete = "complete::topic"] topic: Option<String>,
    share: Option<bool>,
) -> Result<(), Error> {
    let library = &library_here(ctx).await?;
    let pool = match &topic {
        Some(named) => Pool::Topic(find_topic(library, named)?),
        None => Pool::All,
    };
    let home = press::home(
        ctx.interaction.guild_id,
        &ctx.interaction.authorizing_integration_owners,
    );
    let seed = press::seed(ctx.interaction.id);
    let answer = render::affirmation::affirmation(library, pool, seed, 0, home.is_some())?;
    send(ctx, answer, Audience::shared_if(share)).await
}

/// The topic of this name, as it was chosen from the list or typed.
///
/// # Errors
///
/// If there is none.
pub fn find_topic(library: &Library, named: &str) -> Result<Topic, Refusal> {
    let name = named.trim().to_lowercase().replace(' ', "-");
    let topics = library.topics();
    let found = topics.iter().find(|topic| topic.as_str() == name);
    found.cloned().ok_or_else(|| {
        let named = name.parse().ok();
        Refusal::new(words::reading::unknown_topic(named.as_ref(), topics))
    })
}
