//! `/insights`: numbers of weeks that have closed. For moderators, by Discord's own gate, so that a
//! server's overrides hold.

use super::{schedule, send_below};
use crate::discord::{Context, Error, render::insights::weeks};

#[poise::command(
    slash_command,
    guild_only,
    default_member_permissions = "MANAGE_MESSAGES",
    install_context = "Guild",
    interaction_context = "Guild"
)]
pub async fn insights(ctx: Context<'_>) -> Result<(), Error> {
    let guild = schedule::home(ctx)?;
    let latest = ctx.data().journal.weeks(guild, 0).await?;
    send_below(ctx, weeks(&latest)?).await
}
