//! *Keep as my reflection*, in the menu of a message.

use serenity::all::Message;

use super::{defer, send};
use crate::discord::{Context, Error, answer::Audience, keeping, press};

#[poise::command(
    context_menu_command = "Keep as my reflection",
    rename = "Keep as my reflection",
    install_context = "Guild",
    interaction_context = "Guild"
)]
pub async fn keep(ctx: Context<'_>, message: Message) -> Result<(), Error> {
    defer(ctx).await?;
    let (user, _) = press::asker(ctx);
    let home = press::home(
        ctx.interaction.guild_id,
        &ctx.interaction.authorizing_integration_owners,
    );
    let answer = keeping::begin(ctx.data(), user, home, &message).await?;
    send(ctx, answer, Audience::Private).await
}
