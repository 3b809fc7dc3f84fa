//! `/affirmation`: a kind sentence for right now.

use super::{complete, walk};
use crate::discord::{Context, Error, render};

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
    walk::begin(
        ctx,
        render::affirmation::affirmation,
        topic.as_deref(),
        share,
    )
    .await
}
