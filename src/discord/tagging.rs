//! The tags that a forum wants on every post: asked for when a schedule has none of them, and set by
//! whoever chooses. Choosing starts the schedule.

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    permissions::Tag,
    press::{Place, Press},
    render::{
        schedule::{TAGS_OF_A_POST, ask_tags_for},
        schedules as render,
    },
    scheduling::refusal,
    target::{Asker, Target},
    words::{editing as words, reading},
};
use crate::{
    posting::{
        model::{ChannelKind, Manner, Notice, Schedule, ScheduleId},
        schedules::{Edit, EditError, Start},
    },
    store::ids::{GuildId, TagId, UserId},
};

/// How often a change that lost to another one is tried again.
pub const TRIES: usize = 5;

/// Gives a forum's schedule the tags chosen, and starts it.
pub async fn choose(
    bot: &Bot,
    press: &mut Press<'_>,
    schedule: ScheduleId,
    chosen: &[String],
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let user = press.user;
    // Boxed, for every press would make room for it otherwise.
    let choosing = Box::pin(set(bot, guild, user, schedule, chosen, None));
    let answer = press.patiently(Place::Here, choosing).await??;
    press.turn(answer).await
}

/// The same for the schedule that a notice is about; the post that was refused goes out with the tags.
pub async fn choose_for(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    notice: &Notice,
    chosen: &[String],
) -> Result<Answer, Error> {
    set(bot, guild, user, notice.schedule, chosen, Some(notice)).await
}

async fn set(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    id: ScheduleId,
    chosen: &[String],
    notice: Option<&Notice>,
) -> Result<Answer, Error> {
    let chosen: Vec<TagId> = chosen.iter().filter_map(|id| id.parse().ok()).collect();
    for _ in 0..TRIES {
        let read = bot.posting.schedule(guild, id).await.map_err(refusal)?;
        if read.manner.kind != ChannelKind::Forum {
            return Err(Refusal::new(words::NO_FORUM_ANY_MORE).into());
        }
        let target = Target::look(bot, guild, read.channel).await?;
        let held = target
            .allows(bot, Asker::Member(user), &read.manner)
            .await?;
        let tags = target.givable(held)?;
        let can = |id: &TagId| tags.iter().any(|tag| tag.id == *id);
        if chosen.is_empty() || chosen.len() > TAGS_OF_A_POST || !chosen.iter().all(can) {
            let notice = notice.map(|notice| notice.id);
            return Ok(ask_tags_for(notice, words::TAG_GONE, &read, &tags));
        }
        let edit = Edit {
            manner: Manner {
                tags: chosen.clone(),
                ..read.manner.clone()
            },
            again: notice.map(|notice| notice.post),
            ..Edit::nothing(&read, Start::Now)
        };
        match bot.posting.edit(&read, edit).await {
            Ok(started) => return planned(bot, &started).await,
            Err(EditError::Outdated) => {}
            Err(error) => return Err(not_edited(bot, error)),
        }
    }
    Err(Refusal::new(words::CONTENDED).into())
}

/// A schedule that posts from now on, with what it posts first.
pub async fn planned(bot: &Bot, schedule: &Schedule) -> Result<Answer, Error> {
    let preview = bot.posting.preview(schedule.guild, schedule.id).await;
    let preview = preview.map_err(refusal)?;
    let (now, library) = (bot.clock.now(), bot.library());
    Ok(render::created(schedule, now, &library, preview.as_ref()))
}

/// The tags that may be given, if the schedule is in a forum that wants one and has none.
pub async fn asked(
    bot: &Bot,
    user: UserId,
    schedule: &Schedule,
) -> Result<Option<Vec<Tag>>, Error> {
    if schedule.manner.kind != ChannelKind::Forum {
        return Ok(None);
    }
    let target = Target::look(bot, schedule.guild, schedule.channel).await?;
    if !target.lacks_tag(&schedule.manner) {
        return Ok(None);
    }
    let held = target
        .allows(bot, Asker::Member(user), &schedule.manner)
        .await?;
    Ok(Some(target.givable(held)?))
}

/// Starts a schedule without the tags that its forum has no longer, for Discord refuses a post with one
/// of these. `None` if it has none of these, or is in no forum.
pub async fn without_gone(bot: &Bot, schedule: &Schedule) -> Result<Option<Schedule>, Error> {
    if schedule.manner.tags.is_empty() {
        return Ok(None);
    }
    let target = Target::look(bot, schedule.guild, schedule.channel).await?;
    for _ in 0..TRIES {
        let read = bot.posting.schedule(schedule.guild, schedule.id).await;
        let read = read.map_err(refusal)?;
        if read.channel != schedule.channel || !target.lost_tag(&read.manner) {
            return Ok(None);
        }
        let mut edit = Edit::nothing(&read, Start::Now);
        edit.manner.tags.retain(|tag| target.has_tag(*tag));
        match bot.posting.edit(&read, edit).await {
            Ok(started) => return Ok(Some(started)),
            Err(EditError::Outdated) => {}
            Err(error) => return Err(not_edited(bot, error)),
        }
    }
    Err(Refusal::new(words::CONTENDED).into())
}

/// Why a schedule was not edited, as the moderator reads it.
pub fn not_edited(bot: &Bot, error: EditError) -> Error {
    match error {
        EditError::When(unreadable) => Refusal::new(unreadable.to_string()).into(),
        EditError::UnknownTopic(topic) => {
            let known = bot.library();
            Refusal::new(reading::unknown_topic(Some(&topic), known.topics())).into()
        }
        EditError::Outdated => Refusal::new(words::CONTENDED).into(),
        EditError::OnItsWay => Refusal::new(words::ON_ITS_WAY).into(),
        EditError::Failed(cause) => anyhow::Error::new(cause).into(),
    }
}
