//! `/schedule show`: all about one schedule, on a phone.

use super::{complete, find, home};
use crate::{
    discord::{
        Context, Error,
        commands::{defer, send_below},
        permissions::Tag,
        render::schedule as render,
        tagging,
        target::Target,
    },
    posting::model::{ChannelKind, Schedule},
    store::ids::UserId,
};

#[poise::command(slash_command)]
pub async fn show(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let schedule = find(bot, guild, &schedule).await?;
    let history = bot.posting.history(guild, Some(schedule.id), 0).await;
    let history = history.map_err(anyhow::Error::new)?;
    let tags = tags(ctx, &schedule).await;
    let last = history.posts.first();
    let answer = render::shown(&schedule, bot.clock.now(), &bot.library(), &tags, last);
    let user = UserId::new(ctx.interaction.user.id.get());
    // What can't be found out, or not be chosen by this moderator, is not asked here.
    let ask = tagging::asked(bot, user, &schedule).await.ok().flatten();
    let answer = match ask {
        Some(tags) => answer.and(render::ask_tags_below(&schedule, &tags)),
        None => answer,
    };
    send_below(ctx, answer).await
}

/// The tags of its forum. None if Discord does not tell: the rest can be shown.
async fn tags(ctx: Context<'_>, schedule: &Schedule) -> Vec<Tag> {
    if schedule.manner.kind != ChannelKind::Forum {
        return Vec::new();
    }
    let target = Target::look(ctx.data(), schedule.guild, schedule.channel).await;
    target.map_or_else(|_| Vec::new(), |target| target.place.tags())
}
