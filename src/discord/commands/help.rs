//! `/help`: what there is.

use super::send;
use crate::discord::{Context, Error, answer::Audience, render};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn help(ctx: Context<'_>) -> Result<(), Error> {
    send(ctx, render::help::help(), Audience::Private).await
}
