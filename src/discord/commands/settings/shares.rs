//! `/settings shares`: what waits for moderators before it appears in a post's thread.

use crate::discord::{
    Context, Error,
    commands::{schedule, send_below},
    sharing,
};

#[poise::command(slash_command)]
pub async fn shares(ctx: Context<'_>) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), schedule::home(ctx)?);
    let answer = sharing::queue(bot, guild, 0).await?;
    send_below(ctx, answer).await
}
