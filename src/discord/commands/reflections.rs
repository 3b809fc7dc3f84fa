//! `/reflections`: a member's own, to read, take along, delete, and never be asked for again.

use serenity::all::CreateAttachment;

use super::{defer, send};
use crate::{
    discord::{
        Context, Error, answer::Audience, press, reflecting, render::reflections as render,
        searching, words::reflections as words,
    },
    reflection::archive::pack,
};

/// How large a file Discord takes of anyone, in bytes, where it does not say so.
const UPLOAD_LIMIT: usize = 10 * 1024 * 1024;

#[expect(
    clippy::unused_async,
    reason = "poise wants it; Discord runs only the subcommands"
)]
#[poise::command(
    slash_command,
    subcommands("view", "search", "export", "delete", "withdraw"),
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
    let answer = reflecting::page_of(ctx.data(), user, scope, 0).await?;
    send(ctx, answer, Audience::Private).await
}

#[poise::command(slash_command)]
async fn search(
    ctx: Context<'_>,
    #[min_length = 1]
    #[max_length = 100]
    words: String,
) -> Result<(), Error> {
    // Years of reflections are unsealed one by one.
    defer(ctx).await?;
    let (user, scope) = press::asker(ctx);
    let answer = searching::begin(ctx.data(), user, scope, &words).await?;
    send(ctx, answer, Audience::Private).await
}

#[poise::command(slash_command)]
async fn export(ctx: Context<'_>) -> Result<(), Error> {
    defer(ctx).await?;
    let (user, scope) = press::asker(ctx);
    let export = ctx.data().journal.export(user, scope).await?;
    let limit = ctx.interaction.attachment_size_limit as usize;
    let zips = pack(export, if limit > 0 { limit } else { UPLOAD_LIMIT }).await?;
    let parts = zips.len();
    for (zip, part) in zips.into_iter().zip(1..) {
        let file = CreateAttachment::bytes(zip, words::export_file(part, parts));
        let answer = render::said(words::exported(part, parts)).file(file);
        send(ctx, answer, Audience::Private).await?;
    }
    Ok(())
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
