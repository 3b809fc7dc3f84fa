//! Trying a schedule: whether its moderator and the bot may both post there, and a test post, which has
//! no row, no *Reflect* and no post's id, so that it is never taken for the real one.

use serde_json::json;
use serenity::all::ChannelId as InDiscord;

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    press::{Place, Press},
    render,
    rest::{Fault, RestError},
    scheduling::refusal,
    target::{Asker, Target},
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
    let place = Target::look(bot, guild, target).await?;
    let manner = Manner {
        kind: place.kind,
        ..Manner::default()
    };
    check(bot, &place, &manner, user).await?;
    Ok(manner)
}

async fn check(bot: &Bot, place: &Target, manner: &Manner, user: UserId) -> Result<(), Error> {
    place.allows(bot, Asker::Member(user), manner).await?;
    if place.lacks_tag(manner) {
        return Err(Refusal::new(words::needs_tag(place.place.channel())).into());
    }
    Ok(())
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
        // A test pings nobody, and no thread is opened on it.
        let manner = Manner {
            mention: None,
            thread: false,
            ..schedule.manner.clone()
        };
        let place = Target::look(bot, guild, target).await?;
        check(bot, &place, &manner, user).await?;
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
        Fault::NoPermit { .. } | Fault::NotSent | Fault::RateLimited { .. } => words::TEST_LATER,
        Fault::Refused { status, .. } if status < 500 => words::TEST_REFUSED,
        Fault::Refused { .. } | Fault::Unknown | Fault::Unreadable => words::TEST_UNKNOWN,
    }
}
