//! What moderators press under a notice. Who presses must hold Manage Messages, now, and in a channel
//! that is written in what the bot is to do there for them. The notice belongs to all moderators, so each
//! is answered privately; once it is mended, the notice itself says so.

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind};

use super::{
    Bot, Error, Refusal,
    acting::may_write,
    answer::Answer,
    custom_id::Mending,
    press::{Place, Press},
    render::{
        notices as render,
        schedule::{self, ask_tags_for},
        schedules::said_of,
    },
    scheduling::refusal,
    sharing,
    tagging::{self, TRIES, not_edited},
    target::{Asker, Target},
    words::{editing, errors, mending as words, schedules},
};
use crate::{
    posting::{
        model::{Manner, Notice, NoticeId, NoticeKind, PostOutcome, Schedule},
        schedules::{Edit, EditError, Start},
    },
    store::ids::{ChannelId, GuildId, UserId},
};

/// Answers a button or the menu about a notice.
pub async fn pressed(
    bot: &Bot,
    press: &mut Press<'_>,
    pressed: Mending,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let user = press.user;
    let mending = async {
        match pressed {
            Mending::TryAgain(notice) => try_again(bot, guild, user, notice).await,
            Mending::Move(notice) => ask_where(bot, guild, notice).await,
            Mending::MoveTo(notice) => {
                let channel = chosen(interaction)?;
                move_to(bot, guild, user, notice, channel).await
            }
            Mending::Tags(notice) => {
                let tags = tags(interaction);
                choose_tags(bot, guild, user, notice, tags).await
            }
            Mending::Pause(notice) => pause(bot, guild, notice).await,
            Mending::PostAgain(notice) => post_again(bot, guild, user, notice).await,
            Mending::IsThere(notice) => is_there(bot, guild, notice).await,
            Mending::SeenTo(notice) => seen_to(bot, guild, notice).await,
            Mending::TakeDown(notice) => sharing::take_down(bot, guild, notice).await,
            Mending::Hold(notice) => sharing::hold(bot, guild, notice).await,
        }
    };
    let answer = press.patiently(Place::Here, mending).await??;
    press.turn(answer).await
}

fn chosen(interaction: &ComponentInteraction) -> Result<ChannelId, Refusal> {
    let ComponentInteractionDataKind::ChannelSelect { values } = &interaction.data.kind else {
        return Err(Refusal::new(errors::UNKNOWN_BUTTON));
    };
    let picked = values.first();
    let picked = picked.ok_or_else(|| Refusal::new(errors::UNKNOWN_BUTTON))?;
    Ok(ChannelId::new(picked.get()))
}

/// An open notice about a schedule as a whole, and that schedule.
async fn about(bot: &Bot, guild: GuildId, id: NoticeId) -> Result<(Notice, Schedule), Error> {
    let notice = bot.posting.notice(guild, id).await.map_err(refusal)?;
    match notice.kind {
        NoticeKind::Refused(_) | NoticeKind::NoArticle => {}
        NoticeKind::Unsure
        | NoticeKind::Doubled
        | NoticeKind::UnreadablePost
        | NoticeKind::Reported { .. }
        | NoticeKind::Held => {
            return Err(Refusal::new(words::NO_NOTICE).into());
        }
    }
    let schedule = bot.posting.schedule(guild, notice.schedule).await;
    Ok((notice, schedule.map_err(refusal)?))
}

async fn try_again(bot: &Bot, guild: GuildId, user: UserId, id: NoticeId) -> Result<Answer, Error> {
    for _ in 0..TRIES {
        let (notice, read) = about(bot, guild, id).await?;
        let target = Target::look(bot, guild, read.channel).await?;
        let manner = target.manner(&read);
        let held = target.allows(bot, Asker::Member(user), &manner).await?;
        if let Some(tags) = target.wanted_tags(&manner, held)? {
            let id = Some(notice.id);
            return Ok(ask_tags_for(id, editing::TAG_NEEDED, &read, &tags));
        }
        if manner == read.manner {
            let tried = bot.posting.try_again(guild, id).await.map_err(refusal)?;
            let said = words::tried_again(tried.due_at, tried.schedule.channel);
            return Ok(said_of(&said, &tried.schedule, bot.clock.now()));
        }
        // The channel, or what it asks of a post, is not what it was: the post is worded anew.
        let edit = with(&notice, &read, manner, Start::Now);
        match bot.posting.edit(&read, edit).await {
            Ok(edited) => {
                let answer = schedule::edited(&read, &edited, bot.clock.now());
                return Ok(along(bot, &notice).await?.and(answer));
            }
            Err(EditError::Outdated) => {}
            Err(error) => return Err(not_edited(bot, error)),
        }
    }
    Err(Refusal::new(editing::CONTENDED).into())
}

/// The edit that has a schedule post in this manner, and the refused post with it.
fn with(notice: &Notice, read: &Schedule, manner: Manner, start: Start) -> Edit {
    Edit {
        manner,
        again: Some(notice.post),
        ..Edit::nothing(read, start)
    }
}

/// Says that the refused post goes out with the change, if it does.
async fn along(bot: &Bot, notice: &Notice) -> Result<Answer, Error> {
    let post = bot.posting.post(notice.guild, notice.post).await;
    let post = post.map_err(anyhow::Error::new)?;
    let goes = post.filter(|post| {
        matches!(
            post.outcome,
            PostOutcome::Due | PostOutcome::Sending | PostOutcome::Sent { .. }
        )
    });
    Ok(goes.map_or_else(Answer::default, |post| {
        Answer::said(words::goes_along(post.due_at, post.channel))
    }))
}

async fn ask_where(bot: &Bot, guild: GuildId, id: NoticeId) -> Result<Answer, Error> {
    let (notice, schedule) = about(bot, guild, id).await?;
    Ok(render::ask_where(notice.id, &schedule))
}

/// Moves the schedule, as `/schedule edit` does, and the refused post with it.
async fn move_to(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    id: NoticeId,
    channel: ChannelId,
) -> Result<Answer, Error> {
    for _ in 0..TRIES {
        let (notice, read) = about(bot, guild, id).await?;
        let target = Target::look(bot, guild, channel).await?;
        let manner = target.manner(&read);
        let held = target.allows(bot, Asker::Member(user), &manner).await?;
        let tags = target.wanted_tags(&manner, held)?;
        let start = match tags {
            Some(_) => Start::Held,
            None => Start::Now,
        };
        let edit = Edit {
            channel: Some(channel),
            ..with(&notice, &read, manner, start)
        };
        match bot.posting.edit(&read, edit).await {
            Ok(moved) => {
                if let Some(tags) = tags {
                    let id = Some(notice.id);
                    return Ok(ask_tags_for(id, editing::TAG_NEEDED, &moved, &tags));
                }
                let answer = schedule::edited(&read, &moved, bot.clock.now());
                return Ok(along(bot, &notice).await?.and(answer));
            }
            Err(EditError::Outdated) => {}
            Err(error) => return Err(not_edited(bot, error)),
        }
    }
    Err(Refusal::new(editing::CONTENDED).into())
}

fn tags(interaction: &ComponentInteraction) -> &[String] {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => &[],
    }
}

/// Sets the tags that a forum wants. The notice may be mended by then: the schedule waits for its tags.
async fn choose_tags(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    id: NoticeId,
    tags: &[String],
) -> Result<Answer, Error> {
    let notice = bot.posting.known_notice(guild, id).await;
    let notice = notice.map_err(refusal)?;
    let planned = tagging::choose_for(bot, guild, user, &notice, tags).await?;
    Ok(along(bot, &notice).await?.and(planned))
}

async fn pause(bot: &Bot, guild: GuildId, id: NoticeId) -> Result<Answer, Error> {
    let (notice, _) = about(bot, guild, id).await?;
    let paused = bot.posting.pause(guild, notice.schedule).await;
    let paused = paused.map_err(refusal)?;
    Ok(said_of(schedules::PAUSED, &paused, bot.clock.now()))
}

async fn post_again(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    id: NoticeId,
) -> Result<Answer, Error> {
    let asked = bot.posting.asked_about(guild, id).await;
    let (doubtful, schedule) = asked.map_err(refusal)?;
    let manner = Manner {
        kind: doubtful.kind,
        ..schedule.manner
    };
    may_write(bot, user, doubtful.channel, &manner).await?;
    let again = bot.posting.post_again(guild, id).await;
    let due_at = again.map_err(refusal)?;
    Ok(Answer::said(words::posted_again(due_at, doubtful.channel)))
}

async fn is_there(bot: &Bot, guild: GuildId, id: NoticeId) -> Result<Answer, Error> {
    let found = bot.posting.is_there(guild, id).await.map_err(refusal)?;
    Ok(Answer::said(words::is_there(found.due_at)))
}

async fn seen_to(bot: &Bot, guild: GuildId, id: NoticeId) -> Result<Answer, Error> {
    bot.posting.seen_to(guild, id).await.map_err(refusal)?;
    Ok(Answer::said(words::SEEN_TO))
}
