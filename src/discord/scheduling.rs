//! What moderators press under `/schedule`'s answers. Who presses must hold Manage Messages, now.

use super::{
    Bot, Error, Refusal,
    acting::over,
    answer::Answer,
    press::{Place, Press},
    render::{history, schedules as render},
    words::{acting, mending, schedules as words},
};
use crate::{
    posting::{
        model::{Notice, NoticeId, ScheduleId, UnreadableSchedule},
        schedules::VerbError,
    },
    store::ids::GuildId,
};

/// What went wrong with a moderator's verb, as they read it.
pub fn refusal(error: VerbError) -> Error {
    match error {
        VerbError::Gone => Refusal::new(words::GONE).into(),
        VerbError::NoNotice => Refusal::new(mending::NO_NOTICE).into(),
        VerbError::Mended => Refusal::new(mending::MENDED_ALREADY).into(),
        VerbError::Idle(idle) => Refusal::new(acting::idle(idle)).into(),
        VerbError::Taken(outcome) => Refusal::new(acting::taken(&outcome)).into(),
        VerbError::NotNext => Refusal::new(acting::NOT_NEXT).into(),
        VerbError::NoArticle => Refusal::new(acting::NO_ARTICLE).into(),
        VerbError::Failed(cause) => anyhow::Error::new(cause).into(),
    }
}

/// Deletes a schedule, which the command asked about.
pub async fn delete(
    bot: &Bot,
    press: &mut Press<'_>,
    id: ScheduleId,
    sure: bool,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    if !sure {
        if let Some(unreadable) = unreadable(bot, guild, id).await? {
            return press
                .turn(render::sure_delete_unreadable(&unreadable))
                .await;
        }
        let schedule = bot.posting.schedule(guild, id).await.map_err(refusal)?;
        return press
            .turn(render::sure_delete(&schedule, bot.clock.now()))
            .await;
    }
    let deleting = bot.posting.delete(guild, id);
    match press.patiently(Place::Here, deleting).await? {
        Ok(()) => press.turn(Answer::said(words::DELETED)).await,
        Err(error) => over(press, refusal(error)).await,
    }
}

/// The schedule of this id, if it is one that can't be read any more.
pub async fn unreadable(
    bot: &Bot,
    guild: GuildId,
    id: ScheduleId,
) -> Result<Option<UnreadableSchedule>, Error> {
    let all = bot.posting.unreadable(guild).await;
    let mut all = all.map_err(anyhow::Error::new)?.into_iter();
    Ok(all.find(|unreadable| unreadable.id == id))
}

/// A page of the server's schedules.
pub async fn list(bot: &Bot, press: &mut Press<'_>, page: u32) -> Result<(), Error> {
    let guild = press.moderated()?;
    let (answer, _) = listed(bot, guild, page).await?;
    press.turn(answer).await
}

/// A page of what became of posts.
pub async fn history(
    bot: &Bot,
    press: &mut Press<'_>,
    page: u32,
    schedule: Option<ScheduleId>,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let (answer, _) = past(bot, guild, schedule, page).await?;
    press.turn(answer).await
}

/// The server's schedules, and what needs attention; and which notices of that are shown.
pub async fn listed(
    bot: &Bot,
    guild: GuildId,
    page: u32,
) -> Result<(Answer, Vec<NoticeId>), Error> {
    let schedules = bot.posting.list(guild).await.map_err(anyhow::Error::new)?;
    let mut notices = bot
        .posting
        .notices(guild)
        .await
        .map_err(anyhow::Error::new)?;
    render::put_mendable_first(&mut notices);
    let unreadable = bot.posting.unreadable(guild).await;
    let unreadable = unreadable.map_err(anyhow::Error::new)?;
    let now = bot.clock.now();
    let answer = render::list(&schedules, &unreadable, &notices, now, page);
    Ok((answer, shown(&notices)))
}

/// What became of posts, and what needs attention; and which notices of that are shown.
pub async fn past(
    bot: &Bot,
    guild: GuildId,
    schedule: Option<ScheduleId>,
    page: u32,
) -> Result<(Answer, Vec<NoticeId>), Error> {
    let past = bot.posting.history(guild, schedule, page).await;
    let past = past.map_err(anyhow::Error::new)?;
    let mut notices = bot
        .posting
        .notices(guild)
        .await
        .map_err(anyhow::Error::new)?;
    notices.retain(|notice| schedule.is_none_or(|schedule| notice.schedule == schedule));
    let zone = bot.posting.zone(guild).await.map_err(anyhow::Error::new)?;
    let answer = history::history(
        &bot.library(),
        &past,
        &notices,
        schedule,
        zone.unwrap_or_default(),
    );
    Ok((answer, shown(&notices)))
}

fn shown(notices: &[Notice]) -> Vec<NoticeId> {
    let shown = notices.iter().take(render::NOTICES);
    shown.map(|notice| notice.id).collect()
}
