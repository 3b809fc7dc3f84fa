//! What moderators press to post one now or to remove one. Who presses must hold Manage Messages, now,
//! and in the post's own channel what the bot is to do there for them.

use serenity::all::{
    self as serenity, ComponentInteraction, ComponentInteractionDataKind, Permissions,
};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    custom_id::Acting,
    permissions,
    press::{Place, Press},
    render::{acting as render, schedules::said_of},
    rest::RestError,
    scheduling::refusal,
    words::{acting as words, schedules as said},
};
use crate::{
    posting::model::{ChannelKind, Manner, Post, PostId, PostOutcome, Schedule, ScheduleId},
    store::ids::{ChannelId, GuildId, MessageId, UserId},
};

/// Discord's codes for what is not there any more: a channel, a message.
const GONE: [u32; 2] = [10_003, 10_008];

/// Answers a button or a menu about one post.
pub async fn pressed(
    bot: &Bot,
    press: &mut Press<'_>,
    id: Acting,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let user = press.user;
    let answered = match id {
        Acting::PostNow { schedule, due_at } => {
            let posting = post_now(bot, guild, user, schedule, due_at);
            press.patiently(Place::Here, posting).await?
        }
        Acting::Removable { page, schedule } => {
            ask(bot, guild, chosen(interaction), page, schedule).await
        }
        Acting::Remove(post) => {
            let removing = remove(bot, guild, user, post);
            press.patiently(Place::Here, removing).await?
        }
    };
    match answered {
        Ok(answer) => press.turn(answer).await,
        // What was asked is over, so its buttons go.
        Err(Undone::ForGood(error)) => over(press, error).await,
        Err(Undone::ForNow(error)) => Err(error),
    }
}

/// Answers a press whose question is over in place, so that its buttons go.
///
/// # Errors
///
/// What broke; or if Discord does not take the answer.
pub async fn over(press: &mut Press<'_>, error: Error) -> Result<(), Error> {
    match error {
        Error::Refused(refusal) => press.turn(Answer::said(refusal.sentence())).await,
        other => Err(other),
    }
}

/// Why nothing was done, and whether pressing again may do better.
enum Undone {
    ForGood(Error),
    ForNow(Error),
}

fn for_good(sentence: impl Into<String>) -> Undone {
    Undone::ForGood(Refusal::new(sentence).into())
}

fn for_now(sentence: impl Into<String>) -> Undone {
    Undone::ForNow(Refusal::new(sentence).into())
}

fn broke(error: crate::store::Error) -> Undone {
    Undone::ForNow(anyhow::Error::new(error).into())
}

fn chosen(interaction: &ComponentInteraction) -> Option<PostId> {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first()?.parse().ok(),
        _ => None,
    }
}

async fn post_now(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    schedule: ScheduleId,
    due_at: chrono::DateTime<chrono::Utc>,
) -> Result<Answer, Undone> {
    let verb = |error| Undone::ForGood(refusal(error));
    let found = bot.posting.schedule(guild, schedule).await.map_err(verb)?;
    check_may_post(bot, user, &found).await?;
    let acted = bot.posting.post_now(guild, schedule, due_at).await;
    let acted = acted.map_err(verb)?;
    let sentence = words::posted_now(acted.due_at, acted.schedule.channel);
    Ok(said_of(&sentence, &acted.schedule, bot.clock.now()))
}

/// The bot lends nobody its powers: who may not write there can't have it write there now.
async fn check_may_post(bot: &Bot, user: UserId, schedule: &Schedule) -> Result<(), Undone> {
    check_may_write(bot, user, schedule.channel, &schedule.manner).await
}

/// Whether a member may have the bot write in a channel.
///
/// # Errors
///
/// Says what is missing, or that the channel is gone or out of reach.
pub async fn may_write(
    bot: &Bot,
    user: UserId,
    channel: ChannelId,
    manner: &Manner,
) -> Result<(), Error> {
    let checked = check_may_write(bot, user, channel, manner).await;
    checked.map_err(|undone| match undone {
        Undone::ForGood(error) | Undone::ForNow(error) => error,
    })
}

async fn check_may_write(
    bot: &Bot,
    user: UserId,
    channel: ChannelId,
    manner: &Manner,
) -> Result<(), Undone> {
    let Some((place, held)) = held(bot, user, channel).await? else {
        return Err(for_good(words::channel_gone(channel)));
    };
    let role = manner.mention.and_then(|role| place.role(role));
    let mentionable = role.is_some_and(|role| role.mentionable);
    let lacking = permissions::needed_of_member(manner, mentionable) - held;
    if lacking.is_empty() {
        return Ok(());
    }
    let names = permissions::names_in(manner.kind, lacking);
    Err(for_now(said::member_lacks(channel, &names)))
}

/// A channel, and what a member may do in it; `None` if it is gone.
async fn held(
    bot: &Bot,
    user: UserId,
    channel: ChannelId,
) -> Result<Option<(permissions::Place, Permissions)>, Undone> {
    let channels = &bot.posting.channel;
    let looked = async {
        let place = channels.place(channel).await?;
        let held = channels.held_by(&place, user).await?;
        Ok((place, held))
    };
    match looked.await {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(refused(&error, channel)),
    }
}

fn is_gone(error: &RestError) -> bool {
    error.code().is_some_and(|code| GONE.contains(&code))
}

/// Discord refuses, which the log has with its code.
fn refused(error: &RestError, channel: ChannelId) -> Undone {
    if error.is_temporary() {
        return for_now(said::RIGHTS_UNKNOWN);
    }
    match error.status() {
        Some(403) => for_now(words::no_access(channel)),
        _ => Undone::ForNow(anyhow::Error::new(error.clone()).into()),
    }
}

/// The post, if it is in its channel as far as is known, and its message.
async fn removable(bot: &Bot, guild: GuildId, id: PostId) -> Result<(Post, MessageId), Undone> {
    let post = bot.posting.post(guild, id).await.map_err(broke)?;
    let post = post.ok_or_else(|| for_good(words::NO_SUCH_POST))?;
    match post.outcome {
        PostOutcome::Sent {
            removed_at: None,
            message: Some(message),
            ..
        } => Ok((post, message)),
        PostOutcome::Sent { .. } => Err(for_good(words::REMOVED_ALREADY)),
        _ => Err(for_good(words::NOT_POSTED)),
    }
}

async fn ask(
    bot: &Bot,
    guild: GuildId,
    chosen: Option<PostId>,
    page: u32,
    schedule: Option<ScheduleId>,
) -> Result<Answer, Undone> {
    let chosen = chosen.ok_or_else(|| for_good(words::NO_SUCH_POST))?;
    let (post, _) = removable(bot, guild, chosen).await?;
    Ok(render::sure_remove(&post, page, schedule))
}

async fn remove(bot: &Bot, guild: GuildId, user: UserId, id: PostId) -> Result<Answer, Undone> {
    let (post, message) = removable(bot, guild, id).await?;
    // A channel that is gone took the message with it.
    if let Some((_, held)) = held(bot, user, post.channel).await? {
        if !held.contains(Permissions::VIEW_CHANNEL | Permissions::MANAGE_MESSAGES) {
            let names = ["Manage Messages"];
            return Err(for_now(words::member_lacks(post.channel, &names)));
        }
        delete(bot, &post, message).await?;
    }
    let noted = bot.posting.removed(id).await.map_err(broke)?;
    if !noted {
        return Err(for_good(words::REMOVED_ALREADY));
    }
    Ok(Answer::said(words::REMOVED))
}

async fn delete(bot: &Bot, post: &Post, message: MessageId) -> Result<(), Undone> {
    // A forum's post is a thread of its own, which has the id of its first message.
    let channel = match post.kind {
        ChannelKind::Forum => message.get(),
        _ => post.channel.get(),
    };
    let channel = serenity::ChannelId::new(channel);
    let message = serenity::MessageId::new(message.get());
    let deleted = bot.posting.channel.rest().delete_message(channel, message);
    match deleted.await {
        Ok(()) => Ok(()),
        Err(error) if is_gone(&error) => Ok(()),
        Err(error) => Err(refused(&error, post.channel)),
    }
}
