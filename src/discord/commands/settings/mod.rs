//! `/settings`: what moderators set for their server. For moderators, by Discord's own gate, so that a
//! server's overrides hold.

mod erase;
mod notices;
mod shares;

use super::{defer, schedule, send_below};
use crate::{
    calendar,
    discord::{
        Context, Error, Refusal,
        answer::Answer,
        checking,
        render::{check::check as check_page, settings as render},
        settings,
        words::settings::{self as words, RetentionChoice},
    },
    reflection::model::Retention,
};

#[expect(
    clippy::unused_async,
    reason = "poise wants it; Discord runs only the subcommands"
)]
#[poise::command(
    slash_command,
    subcommands(
        "zone",
        "notices::notices",
        "retention",
        "library",
        "check",
        "erase::erase",
        "shares::shares"
    ),
    subcommand_required,
    guild_only,
    default_member_permissions = "MANAGE_MESSAGES",
    install_context = "Guild",
    interaction_context = "Guild",
    rename = "settings"
)]
pub async fn all(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

#[poise::command(slash_command)]
async fn zone(
    ctx: Context<'_>,
    #[autocomplete = "schedule::complete::zone"] zone: Option<String>,
) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), schedule::home(ctx)?);
    let said = if let Some(named) = &zone {
        let zone = calendar::zone::parse(named);
        let zone = zone.map_err(|unknown| Refusal::new(unknown.to_string()))?;
        let set = bot.posting.set_zone(guild, zone).await;
        set.map_err(anyhow::Error::new)?;
        words::zone_set(zone.name())
    } else {
        let zone = bot.posting.zone(guild).await.map_err(anyhow::Error::new)?;
        words::zone(zone.map(chrono_tz::Tz::name))
    };
    send_below(ctx, Answer::said(said)).await
}

#[poise::command(slash_command)]
async fn retention(ctx: Context<'_>, time: Option<RetentionChoice>) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), schedule::home(ctx)?);
    let answer = match time.map(Retention::from) {
        None => settings::kept(bot, guild).await?,
        Some(wanted) if wanted < bot.journal.retention(guild).await? => {
            render::sure_shorten(wanted)
        }
        Some(wanted) => settings::retain(bot, guild, wanted).await?,
    };
    send_below(ctx, answer).await
}

#[poise::command(slash_command)]
async fn library(ctx: Context<'_>) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), schedule::home(ctx)?);
    let answer = settings::library(bot, guild, 0).await?;
    send_below(ctx, answer).await
}

#[poise::command(slash_command)]
async fn check(ctx: Context<'_>) -> Result<(), Error> {
    // Discord is asked about the whole server, which may take longer than it waits for an answer.
    defer(ctx).await?;
    let checked = checking::check(ctx.data(), schedule::home(ctx)?).await?;
    send_below(ctx, check_page(&checked, 0)).await
}
