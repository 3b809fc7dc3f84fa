//! `/privacy`: exactly what is stored about whoever asks, now.

use super::send;
use crate::discord::{Context, Error, answer::Audience, press, render};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn privacy(ctx: Context<'_>) -> Result<(), Error> {
    let bot = ctx.data();
    let (user, scope) = press::asker(ctx);
    let stored = bot.journal.stored_about(user, scope).await?;
    let shares = bot.journal.count_shares(user, scope).await?;
    let made = bot.posting.store.made_by(user, scope).await;
    let made = made.map_err(anyhow::Error::new)?;
    let backend = bot.posting.store.backend();
    let answer =
        render::privacy::privacy(&stored, shares, &made, scope, backend, bot.backup_keep_days);
    send(ctx, answer, Audience::Private).await
}
