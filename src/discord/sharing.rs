//! Buttons about shares. A member shares and takes back their own, whoever's message was pressed; any
//! member reports; who decides must hold Manage Messages, now.

use serenity::all::{ComponentInteraction, Message};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    custom_id::Sharing,
    press::{Place, Press},
    reflecting::home,
    render::{reflections::said, sharing as render},
    scheduling::refusal,
    words::sharing as words,
};
use crate::{
    posting::{model::NoticeId, reports::Report},
    reflection::{
        model::{Entry, ReflectionId, ShareId, ShareState},
        shares::ShareError,
    },
    store::ids::{GuildId, PostId, UserId},
};

/// The answer to what was just written in the form and kept, with the question whether to share it, where
/// it can be. What was kept is kept, even if nobody can tell that.
pub async fn asked(
    bot: &Bot,
    kept: Answer,
    reflection: ReflectionId,
    post: Option<PostId>,
    text: &str,
) -> Answer {
    let Some(post) = post.filter(|_| render::fits(text)) else {
        return kept;
    };
    match bot.journal.offer(reflection, post).await {
        Ok(offer) => render::asking(kept, &offer),
        Err(error) => {
            tracing::warn!(%error, "sharing could not be offered");
            kept
        }
    }
}

/// A page of a member's own, with how far the reflection on it is shared, if it is.
pub async fn with_state(bot: &Bot, page: Answer, entry: Option<&Entry>) -> Result<Answer, Error> {
    let Some((id, post)) = entry.and_then(|entry| entry.id.zip(entry.post)) else {
        return Ok(page);
    };
    let Some(share) = bot.journal.shared(&id).await? else {
        return Ok(page);
    };
    // That it was shared says that it was written in the form.
    let offer = match share.state {
        ShareState::Refused => Some(bot.journal.offer(id, post).await?),
        _ => None,
    };
    Ok(render::with_state(page, id, &share, offer.as_ref()))
}

/// Answers a button about shares.
pub async fn pressed(
    bot: &Bot,
    press: &mut Press<'_>,
    pressed: Sharing,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    match pressed {
        Sharing::Private(reflection) => press.turn(render::kept_private(reflection)).await,
        Sharing::Share {
            reflection,
            proof,
            signed,
        } => {
            let sharing = share(bot, press.user, home(press)?, reflection, &proof, signed);
            let answer = press.patiently(Place::Here, sharing).await??;
            press.turn(answer).await
        }
        Sharing::Back(reflection) => {
            let taking = bot.journal.take_back(press.user, &reflection);
            let taken = press.patiently(Place::Here, taking).await??;
            press
                .turn(said(if taken {
                    words::TAKEN_BACK
                } else {
                    words::NOTHING_TO_TAKE_BACK
                }))
                .await
        }
        Sharing::Report { share, sure: false } => {
            let answer = ask_to_report(bot, press, share, &interaction.message).await?;
            press.anew(answer).await
        }
        Sharing::Report { share, sure: true } => report(bot, press, share).await,
        Sharing::Queue { nth } => {
            let guild = press.moderated()?;
            press.turn(queue(bot, guild, nth).await?).await
        }
        Sharing::Approve(share) => decide(bot, press, share, true).await,
        Sharing::Decline(share) => decide(bot, press, share, false).await,
        Sharing::Release => {
            let guild = press.moderated()?;
            bot.journal.release_holds(guild).await?;
            press.turn(Answer::said(words::RELEASED)).await
        }
    }
}

async fn share(
    bot: &Bot,
    user: UserId,
    guild: GuildId,
    reflection: ReflectionId,
    proof: &str,
    signed: bool,
) -> Result<Answer, Error> {
    let shared = bot
        .journal
        .share(user, guild, reflection, proof, signed)
        .await;
    match shared {
        Ok(held) => Ok(render::shared(reflection, signed, held)),
        Err(ShareError::NotTheirs) => Err(Refusal::about_reflections(words::NOT_THEIRS).into()),
        Err(ShareError::Already) => Err(Refusal::about_reflections(words::ALREADY).into()),
        Err(ShareError::TooFew) => Err(Refusal::about_reflections(words::TOO_FEW).into()),
        Err(ShareError::Failed(cause)) => Err(cause.into()),
    }
}

/// A share that nobody knows any more, as after a restore of an older backup, could be taken back by nobody:
/// it is removed.
async fn ask_to_report(
    bot: &Bot,
    press: &Press<'_>,
    share: ShareId,
    message: &Message,
) -> Result<Answer, Error> {
    let known = match press.home {
        Some(guild) => {
            let stored = bot.posting.store.share(guild, share).await;
            stored.map_err(anyhow::Error::new)?.is_some()
        }
        None => true,
    };
    if known || !render::is_shown_in(share, message) {
        return Ok(render::sure_report(share));
    }
    let rest = bot.posting.channel.rest();
    let removed = rest.delete_message(message.channel_id, message.id).await;
    removed.map_err(anyhow::Error::new)?;
    Ok(Answer::said(words::NOBODY_KNOWS))
}

async fn report(bot: &Bot, press: &mut Press<'_>, share: ShareId) -> Result<(), Error> {
    let guild = home(press)?;
    let reported = bot.posting.report(guild, share).await;
    let sentence = match reported.map_err(anyhow::Error::new)? {
        Report::Told => words::REPORTED,
        Report::Known => words::REPORTED_BEFORE,
        Report::Gone => words::GONE,
    };
    press.turn(Answer::said(sentence)).await
}

/// What waits for a server's moderators, one at a time.
pub async fn queue(bot: &Bot, guild: GuildId, nth: u32) -> Result<Answer, Error> {
    let queue = bot.journal.queue(guild, nth).await?;
    let post = match &queue.shown {
        Some(waiting) => bot.posting.post(guild, waiting.post).await,
        None => Ok(None),
    };
    let post = post.map_err(anyhow::Error::new)?;
    Ok(render::queue(&queue, post.map(|post| post.due_at)))
}

async fn decide(
    bot: &Bot,
    press: &mut Press<'_>,
    share: ShareId,
    through: bool,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let decided = bot.journal.decide(guild, share, through).await?;
    let sentence = match (decided, through) {
        (false, _) => words::GONE,
        (true, true) => words::APPROVED,
        (true, false) => words::DECLINED,
    };
    let next = queue(bot, guild, 0).await?;
    press.turn(Answer::said(sentence).and(next)).await
}

/// *Take it down* was pressed under a notice.
pub async fn take_down(bot: &Bot, guild: GuildId, notice: NoticeId) -> Result<Answer, Error> {
    let taken = bot.posting.take_down(guild, notice).await;
    taken.map_err(refusal)?;
    bot.journal.wake_sharing();
    Ok(Answer::said(words::TAKEN_DOWN))
}

/// *Hold the next ones* was pressed under a notice, which stays open: what is shown is another question.
pub async fn hold(bot: &Bot, guild: GuildId, notice: NoticeId) -> Result<Answer, Error> {
    let share = bot.posting.reported(guild, notice).await.map_err(refusal)?;
    let held = bot.journal.hold(guild, share).await?;
    Ok(Answer::said(if held {
        words::HELD
    } else {
        words::NOBODYS
    }))
}
