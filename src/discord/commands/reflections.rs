//! `/reflections`: a member's own, to read, take along, delete, and never be asked for again.

use serenity::all::CreateAttachment;

use super::{defer, send};
use crate::discord::{
    Context, Error, Refusal, answer::Audience, press, render::reflections as render,
    words::reflections as words,
};

#[expect(
    clippy::unused_async,
    reason = "poise wants it; Discord runs only the subcommands"
)]
#[poise::command(
    slash_command,
    subcommands("view", "export", "delete", "withdraw"),
    subcommand_required,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn reflections(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

#[poise::command(slash_command)]
async fn view(ctx: Context<'_>) -> Result<(), Error> {
    let (user, scope) = press::asker(ctx);
    let page = ctx.data().journal.page(user, scope, 0).await?;
    send(ctx, render::page(&page, scope), Audience::Private).await
}

#[poise::command(slash_command)]
async fn export(ctx: Context<'_>) -> Result<(), Error> {
    defer(ctx).await?;
    let (user, scope) = press::asker(ctx);
    let file = ctx.data().journal.export(user, scope).await?.to_json();
    let limit = ctx.interaction.attachment_size_limit;
    if limit > 0 && file.len() > limit as usize {
        return Err(Refusal::new(words::EXPORT_TOO_LARGE).into());
    }
    let answer =
        render::said(words::EXPORTED).file(CreateAttachment::bytes(file, words::EXPORT_FILE));
    send(ctx, answer, Audience::Private).await
}

#[poise::command(slash_command)]
async fn delete(ctx: Context<'_>) -> Result<(), Error> {
    let (user, scope) = press::asker(ctx);
    let stored = ctx.data().journal.stored_about(user, scope).await?;
    let answer = render::what_to_delete(stored.reflections, scope);
    send(ctx, answer, Audience::Private).await
}

#[poise::command(slash_command)]
async fn withdraw(ctx: Context<'_>) -> Result<(), Error> {
    let (user, scope) = press::asker(ctx);
    let stored = ctx.data().journal.stored_about(user, scope).await?;
    send(ctx, render::withdrawing(&stored, scope), Audience::Private).await
}
