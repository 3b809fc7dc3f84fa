//! `/schedule skip`, `post-now` and `pause`: what goes out next, and what does not.

use super::{complete, find, home};
use crate::{
    calendar,
    discord::{
        Context, Error, Refusal,
        commands::{defer, send_below},
        render::{acting, schedules as render},
        scheduling::refusal,
        words,
    },
};

#[poise::command(slash_command)]
pub async fn skip(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = find(bot, guild, &schedule).await?;
    let skipped = bot.posting.skip(guild, schedule.id).await;
    let skipped = skipped.map_err(refusal)?;
    let sentence = words::acting::skipped(skipped.due_at);
    let answer = render::said_of(&sentence, &skipped.schedule, bot.clock.now());
    send_below(ctx, answer).await
}

#[poise::command(slash_command, rename = "post-now")]
pub async fn post_now(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = find(bot, guild, &schedule).await?;
    let next = bot.posting.next_post(guild, schedule.id).await;
    let (schedule, preview) = next.map_err(refusal)?;
    let answer = acting::sure_post_now(&bot.library(), &schedule, &preview);
    send_below(ctx, answer).await
}

#[poise::command(slash_command)]
pub async fn pause(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
    #[autocomplete = "complete::until"] until: Option<String>,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = find(bot, guild, &schedule).await?;
    let (sentence, paused) = match until {
        None => {
            let paused = bot.posting.pause(guild, schedule.id).await;
            (words::schedules::PAUSED.to_owned(), paused)
        }
        Some(until) => {
            let zone = schedule.zone;
            let read = calendar::until(&until, bot.clock.now(), zone);
            let read = read.map_err(|unreadable| Refusal::new(unreadable.to_string()))?;
            let until = read.instant(zone);
            let until =
                until.ok_or_else(|| Refusal::new(calendar::Unreadable::NotADay.to_string()))?;
            let paused = bot.posting.pause_until(guild, schedule.id, until).await;
            (words::acting::paused_until(until), paused)
        }
    };
    let paused = paused.map_err(refusal)?;
    let answer = render::said_of(&sentence, &paused, bot.clock.now());
    send_below(ctx, answer).await
}
