//! `/schedule`: when the weekly post goes out. For moderators, by Discord's own gate, so that a
//! server's overrides hold.

mod acting;
pub(super) mod complete;
mod create;
mod edit;
mod options;
mod show;

use super::{defer, send_below, send_showing};
use crate::{
    discord::{
        Bot, Context, Error, Refusal, press,
        render::{schedule::ask_tags, schedules as render},
        scheduling::{self, refusal},
        tagging, words,
    },
    posting::model::{Schedule, ScheduleId},
    store::ids::{GuildId, UserId},
};

#[expect(
    clippy::unused_async,
    reason = "poise wants it; Discord runs only the subcommands"
)]
#[poise::command(
    slash_command,
    subcommands(
        "create::create",
        "edit::edit",
        "show::show",
        "list",
        "preview",
        "acting::skip",
        "acting::post_now",
        "acting::pause",
        "resume",
        "delete",
        "history"
    ),
    subcommand_required,
    guild_only,
    default_member_permissions = "MANAGE_MESSAGES",
    install_context = "Guild",
    interaction_context = "Guild"
)]
pub async fn schedule(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// The server, which the bot is a member of.
///
/// # Errors
///
/// In direct messages, or where the bot was only brought along.
pub(super) fn home(ctx: Context<'_>) -> Result<GuildId, Refusal> {
    press::home(
        ctx.interaction.guild_id,
        &ctx.interaction.authorizing_integration_owners,
    )
    .ok_or_else(|| Refusal::new(words::errors::ONLY_IN_A_SERVER))
}

/// The schedule chosen from the list (its id) or typed (its number there).
async fn find(bot: &Bot, guild: GuildId, named: &str) -> Result<Schedule, Error> {
    let named = named.trim();
    if let Ok(id) = named.parse::<ScheduleId>() {
        return bot.posting.schedule(guild, id).await.map_err(refusal);
    }
    let schedules = bot.posting.list(guild).await.map_err(anyhow::Error::new)?;
    let number = named
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let found = number.and_then(|nth| schedules.into_iter().nth(nth));
    found.ok_or_else(|| Refusal::new(words::schedules::GONE).into())
}

#[poise::command(slash_command)]
async fn list(ctx: Context<'_>) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let (answer, shown) = scheduling::listed(bot, guild, 0).await?;
    send_showing(ctx, answer, shown).await
}

#[poise::command(slash_command)]
async fn preview(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = find(bot, guild, &schedule).await?;
    let preview = bot
        .posting
        .preview(guild, schedule.id)
        .await
        .map_err(refusal)?;
    let answer = render::preview(&bot.library(), &schedule, preview.as_ref(), bot.clock.now());
    send_below(ctx, answer).await
}

#[poise::command(slash_command)]
async fn resume(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = find(bot, guild, &schedule).await?;
    let user = UserId::new(ctx.interaction.user.id.get());
    if let Some(tags) = tagging::asked(bot, user, &schedule).await? {
        let answer = ask_tags(words::editing::TAG_NEEDED, &schedule, &tags);
        return send_below(ctx, answer).await;
    }
    let mended = tagging::without_gone(bot, &schedule).await?;
    let resumed = if let Some(mended) = mended {
        mended
    } else {
        let resumed = bot.posting.resume(guild, schedule.id).await;
        resumed.map_err(refusal)?
    };
    let answer = render::said_of(words::schedules::RESUMED, &resumed, bot.clock.now());
    send_below(ctx, answer).await
}

#[poise::command(slash_command)]
async fn delete(
    ctx: Context<'_>,
    #[autocomplete = "complete::deletable"] schedule: String,
) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let unreadable = match schedule.trim().parse::<ScheduleId>() {
        Ok(id) => scheduling::unreadable(bot, guild, id).await?,
        Err(_) => None,
    };
    let answer = match unreadable {
        Some(unreadable) => render::sure_delete_unreadable(&unreadable),
        None => render::sure_delete(&find(bot, guild, &schedule).await?, bot.clock.now()),
    };
    send_below(ctx, answer).await
}

#[poise::command(slash_command)]
async fn history(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: Option<String>,
) -> Result<(), Error> {
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = match &schedule {
        Some(named) => Some(find(bot, guild, named).await?.id),
        None => None,
    };
    let (answer, shown) = scheduling::past(bot, guild, schedule, 0).await?;
    send_showing(ctx, answer, shown).await
}
