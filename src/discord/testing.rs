//! Trying a schedule: whether its moderator and the bot may both post there, and a test post, which has
//! no row, no *Reflect* and no post's id, so that it is never taken for the real one.

use serde_json::json;
use serenity::all::{ChannelId as InDiscord, Permissions};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    checking::untold,
    permissions::{names_in, needed, needed_of_member},
    press::{Place, Press},
    render,
    rest::{Fault, RestError},
    scheduling::refusal,
    words::{schedules, setup as words},
};
use crate::{
    posting::model::{ChannelKind, Manner, ScheduleId},
    store::ids::{ChannelId, GuildId, UserId},
};

/// How the bot posts in a channel, if it and this member may both.
///
/// # Errors
///
/// Says what is missing, or that Discord does not tell.
pub async fn allowed(
    bot: &Bot,
    guild: GuildId,
    target: ChannelId,
    user: UserId,
) -> Result<Manner, Error> {
    let channels = &bot.posting.channel;
    let server = channels.server(guild).await.map_err(untold)?;
    let place = server
        .place(channels.rest(), target)
        .await
        .map_err(untold)?;
    let place = place.ok_or_else(|| Refusal::new(words::unseen(target)))?;
    let kind = place
        .kind()
        .ok_or_else(|| Refusal::new(words::NOT_A_PLACE))?;
    let manner = Manner {
        kind,
        ..Manner::default()
    };
    let theirs = channels.held_by(&place, user).await.map_err(untold)?;
    // In a locked thread only those write on who may unlock it.
    let to_write = if place.locked() {
        Permissions::MANAGE_THREADS
    } else {
        Permissions::empty()
    };
    let lacking = (needed_of_member(&manner, true) | to_write) - theirs;
    if !lacking.is_empty() {
        let names = names_in(kind, lacking);
        return Err(Refusal::new(schedules::member_lacks(target, &names)).into());
    }
    let lacking = (needed(&manner, true) | to_write) - server.held(&place);
    if !lacking.is_empty() {
        let names = names_in(kind, lacking);
        return Err(Refusal::new(schedules::bot_lacks(target, &names)).into());
    }
    if kind == ChannelKind::Forum && place.requires_tag() {
        return Err(Refusal::new(words::needs_tag(target)).into());
    }
    Ok(manner)
}

/// Sends a test post of a schedule, once for this press.
pub async fn send(
    bot: &Bot,
    press: &mut Press<'_>,
    guild: GuildId,
    id: ScheduleId,
) -> Result<(), Error> {
    let (user, nonce) = (press.user, press.nonce());
    let sending = async {
        let schedule = bot.posting.schedule(guild, id).await.map_err(refusal)?;
        let target = schedule.channel;
        allowed(bot, guild, target, user).await?;
        let preview = bot.posting.preview(guild, id).await.map_err(refusal)?;
        let library = bot.library();
        let test = preview.and_then(|preview| render::test_post(&library, &schedule, &preview));
        let mut test = test.ok_or_else(|| Refusal::new(schedules::NOTHING_TO_PREVIEW))?;
        let channel = InDiscord::new(target.get());
        let rest = bot.posting.channel.rest();
        let sent = if schedule.manner.kind == ChannelKind::Forum {
            rest.post_in_forum(channel, test.to_string().into_bytes())
                .await
        } else {
            test["nonce"] = json!(nonce);
            test["enforce_nonce"] = json!(true);
            rest.post(channel, test.to_string().into_bytes()).await
        };
        let message = sent.map_err(|error| Refusal::new(unsent(&error)))?;
        // In a forum the message is the thread's first, and the thread has its id.
        let place = if schedule.manner.kind == ChannelKind::Forum {
            message.get()
        } else {
            target.get()
        };
        Ok::<_, Error>(format!(
            "https://discord.com/channels/{guild}/{place}/{message}"
        ))
    };
    let link = press.patiently(Place::New, sending).await??;
    press.anew(Answer::said(words::test_sent(&link))).await
}

fn unsent(error: &RestError) -> &'static str {
    match error.fault {
        Fault::NoPermit | Fault::NotSent | Fault::RateLimited { .. } => words::TEST_LATER,
        Fault::Refused { status, .. } if status < 500 => words::TEST_REFUSED,
        Fault::Refused { .. } | Fault::Unknown | Fault::Unreadable => words::TEST_UNKNOWN,
    }
}
