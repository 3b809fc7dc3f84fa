//! `/practice`: something to try, step by step.

use super::{complete, library_here, send};
use crate::{
    content::{Library, Slug},
    discord::{Context, Error, Refusal, answer::Audience, custom_id::View, render, words},
};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn practice(
    ctx: Context<'_>,
    #[autocomplete = "complete::practice"] name: Option<String>,
    share: Option<bool>,
) -> Result<(), Error> {
    let library = &library_here(ctx).await?;
    let answer = match &name {
        Some(named) => {
            let slug = find(library, named)?;
            render::practice::practice(library, &slug, View::Step(0))?
        }
        None => render::practice::choice(library, None, 0)?,
    };
    send(ctx, answer, Audience::shared_if(share)).await
}

/// The practice chosen from the list (its slug) or typed (its name).
fn find(library: &Library, named: &str) -> Result<Slug, Refusal> {
    let named = named.trim();
    let mut practices = library.practices();
    let found = practices.find(|(_, practice)| {
        practice.slug.as_str() == named || practice.name.to_lowercase() == named.to_lowercase()
    });
    found
        .map(|(_, practice)| practice.slug.clone())
        .ok_or_else(|| Refusal::new(words::reading::UNKNOWN_PRACTICE))
}
