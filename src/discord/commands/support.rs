//! `/support`: where to find help.

use super::{complete, send};
use crate::{
    content::{Country, Support},
    discord::{Context, Error, answer::Audience, locale, render, render::support::Wanted},
};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn support(
    ctx: Context<'_>,
    #[autocomplete = "complete::country"] country: Option<String>,
) -> Result<(), Error> {
    let library = ctx.data().library();
    let directory = library.support();
    let wanted = match &country {
        Some(named) => find(directory, named).map_or(Wanted::Unknown, Wanted::Asked),
        None => locale::country(&ctx.interaction.locale)
            .and_then(|code| directory.country(code))
            .map_or(Wanted::Nowhere, Wanted::Guessed),
    };
    let answer = render::support::support(directory, wanted);
    send(ctx, answer, Audience::Private).await
}

/// The country chosen from the list (its code) or typed (its name).
fn find<'a>(directory: &'a Support, named: &str) -> Option<&'a Country> {
    let named = named.trim();
    directory.country(named).or_else(|| {
        let mut countries = directory.countries.iter();
        countries.find(|country| country.name.to_lowercase() == named.to_lowercase())
    })
}
