//! The guided start: what moderators choose and press. All that was chosen is in the menus and buttons
//! themselves, which anybody can forge, so everything is checked again when it is made.

use chrono_tz::Tz;
use serenity::all::{ComponentInteraction, ComponentInteractionDataKind};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    custom_id::{Day, Draft, Setup},
    locale,
    press::{Place, Press},
    render::{schedules, setup as render},
    scheduling::refusal,
    testing, words,
};
use crate::{
    calendar::Recurrence,
    posting::{
        model::{Manner, Schedule},
        schedules::{CreateError, NewSchedule},
    },
    store::ids::{ChannelId, GuildId, UserId},
};

/// Answers a button or a menu of `/setup`.
pub async fn pressed(
    bot: &Bot,
    press: &mut Press<'_>,
    step: Setup,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let now = bot.clock.now();
    let answer = match step {
        Setup::Start => render::channel(None),
        Setup::Channel => return channel(bot, press, guild, interaction).await,
        Setup::When(draft) => render::when(draft),
        Setup::Day(draft) => {
            let day = chosen(interaction).and_then(Day::of).ok_or_else(unknown)?;
            render::when(Draft { day, ..draft })
        }
        Setup::Time(draft) => {
            let minute = chosen(interaction).and_then(|value| value.parse().ok());
            let minute = minute
                .filter(|minute| *minute < 24 * 60)
                .ok_or_else(unknown)?;
            render::when(Draft { minute, ..draft })
        }
        Setup::Zones(draft) => {
            let likely = likely(bot, guild, &interaction.locale).await?;
            render::zones(draft, &likely, now)
        }
        Setup::Zone(draft) | Setup::City { draft, .. } => {
            let value = chosen(interaction).ok_or_else(unknown)?;
            if let Some(region) = render::region(value) {
                render::cities(draft, region, 0, now)
            } else {
                let zone: Tz = value.parse().map_err(|_| unknown())?;
                render::summary(draft, zone, &rule(bot, draft, zone)?, now)
            }
        }
        Setup::Cities {
            draft,
            region,
            page,
        } => render::cities(draft, region, page, now),
        Setup::Make { draft, zone } => return make(bot, press, guild, draft, zone).await,
        Setup::Test(schedule) => return testing::send(bot, press, guild, schedule).await,
    };
    press.turn(answer).await
}

/// What no menu of ours ever held.
fn unknown() -> Refusal {
    Refusal::new(words::errors::UNKNOWN_BUTTON)
}

fn chosen(interaction: &ComponentInteraction) -> Option<&str> {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    }
}

/// Whether the channel picked can be posted in; if not, the menu stays, with the reason.
async fn channel(
    bot: &Bot,
    press: &mut Press<'_>,
    guild: GuildId,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let ComponentInteractionDataKind::ChannelSelect { values } = &interaction.data.kind else {
        return Err(unknown().into());
    };
    let picked = values.first().ok_or_else(unknown)?;
    let target = ChannelId::new(picked.get());
    let user = press.user;
    let checking = testing::allowed(bot, guild, target, user);
    let answer = match press.patiently(Place::Here, checking).await? {
        Ok(_) => render::when(Draft::new(target)),
        Err(Error::Refused(why)) => render::channel(Some(why.sentence())),
        Err(error) => return Err(error),
    };
    press.turn(answer).await
}

/// The server's zone, and what the moderator's language makes likely.
async fn likely(bot: &Bot, guild: GuildId, locale: &str) -> Result<Vec<Tz>, Error> {
    let own = bot.posting.zone(guild).await.map_err(anyhow::Error::new)?;
    let mut likely: Vec<Tz> = own.into_iter().collect();
    for zone in locale::zones(locale) {
        if !likely.contains(zone) {
            likely.push(*zone);
        }
    }
    Ok(likely)
}

fn rule(bot: &Bot, draft: Draft, zone: Tz) -> Result<Recurrence, Refusal> {
    Recurrence::parse(&draft.phrase(), bot.clock.now(), zone)
        .map_err(|unreadable| Refusal::new(unreadable.to_string()))
}

/// Makes the schedule, as `/schedule create` does.
async fn make(
    bot: &Bot,
    press: &mut Press<'_>,
    guild: GuildId,
    draft: Draft,
    zone: Tz,
) -> Result<(), Error> {
    let user = press.user;
    let making = async {
        let manner = testing::allowed(bot, guild, draft.channel, user).await?;
        if is_there(bot, guild, draft, zone).await? {
            return Err(Refusal::new(words::setup::MADE_ALREADY).into());
        }
        create(bot, guild, user, draft, zone, manner).await
    };
    let schedule = press.patiently(Place::Here, making).await??;
    let preview = bot.posting.preview(guild, schedule.id).await;
    let preview = preview.map_err(refusal)?;
    let made = schedules::created(&schedule, bot.clock.now(), &bot.library(), preview.as_ref());
    let notices = bot.posting.notices_channel(guild).await;
    let notices = notices.map_err(anyhow::Error::new)?;
    let made = match notices {
        Some(_) => made,
        None => made.and(Answer::said(words::setup::NOTICES_TOO)),
    };
    press.turn(made.and(render::testing(schedule.id))).await
}

/// Whether the very same was made before: by the same button, pressed again.
async fn is_there(bot: &Bot, guild: GuildId, draft: Draft, zone: Tz) -> Result<bool, Error> {
    let rule = rule(bot, draft, zone)?;
    let schedules = bot.posting.list(guild).await.map_err(anyhow::Error::new)?;
    Ok(schedules.iter().any(|schedule| {
        schedule.channel == draft.channel
            && schedule.rule == rule
            && schedule.zone == zone
            && schedule.topics.as_slice().is_empty()
    }))
}

async fn create(
    bot: &Bot,
    guild: GuildId,
    maker: UserId,
    draft: Draft,
    zone: Tz,
    manner: Manner,
) -> Result<Schedule, Error> {
    let new = NewSchedule {
        guild,
        maker: Some(maker),
        channel: draft.channel,
        when: draft.phrase(),
        zone: Some(zone),
        topics: Vec::new(),
        manner,
        catch_up: None,
        hold: false,
    };
    bot.posting.create(new).await.map_err(|error| match error {
        CreateError::TooMany { limit } => Refusal::new(words::schedules::too_many(limit)).into(),
        CreateError::When(unreadable) => Refusal::new(unreadable.to_string()).into(),
        CreateError::ZoneNeeded | CreateError::UnknownTopic(_) => unknown().into(),
        CreateError::Failed(cause) => anyhow::Error::new(cause).into(),
    })
}
