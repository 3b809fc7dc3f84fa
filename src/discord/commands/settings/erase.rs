//! `/settings erase`: everything of a server deleted, by one of its administrators.

use crate::discord::{
    Context, Error, Refusal,
    commands::{schedule, send_below},
    render::settings as render,
    words::settings as words,
};

#[poise::command(slash_command)]
pub async fn erase(ctx: Context<'_>) -> Result<(), Error> {
    schedule::home(ctx)?;
    let member = ctx.interaction.member.as_deref();
    let permissions = member.and_then(|member| member.permissions);
    if !permissions.is_some_and(serenity::all::Permissions::administrator) {
        return Err(Refusal::new(words::ONLY_ADMINISTRATORS).into());
    }
    send_below(ctx, render::sure_erase()).await
}
