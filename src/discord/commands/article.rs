//! `/article`: a piece of the library.

use super::{complete, library_here, send};
use crate::{
    content::{Library, Slug},
    discord::{Context, Error, Refusal, answer::Audience, press, render, words},
};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn article(
    ctx: Context<'_>,
    #[autocomplete = "complete::article"] title: Option<String>,
    share: Option<bool>,
) -> Result<(), Error> {
    let library = &library_here(ctx).await?;
    let answer = match &title {
        Some(named) => {
            let slug = find(library, named)?;
            render::article::article(library, &slug, 0, press::seed(ctx.interaction.id))?
        }
        None => render::article::choice(library, 0),
    };
    send(ctx, answer, Audience::shared_if(share)).await
}

/// The article chosen from the list (its slug) or typed (its title).
fn find(library: &Library, named: &str) -> Result<Slug, Refusal> {
    let named = named.trim();
    let found = library.articles().iter().find(|article| {
        article.slug.as_str() == named || article.title.to_lowercase() == named.to_lowercase()
    });
    found
        .map(|article| article.slug.clone())
        .ok_or_else(|| Refusal::new(words::reading::UNKNOWN_ARTICLE))
}
