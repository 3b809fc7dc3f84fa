//! `/setup`: a guided start, in menus. For moderators, by Discord's own gate.

use super::{schedule, send_below};
use crate::discord::{Context, Error, render::setup as render};

#[poise::command(
    slash_command,
    guild_only,
    default_member_permissions = "MANAGE_MESSAGES",
    install_context = "Guild",
    interaction_context = "Guild"
)]
pub async fn setup(ctx: Context<'_>) -> Result<(), Error> {
    schedule::home(ctx)?;
    send_below(ctx, render::channel(None)).await
}
