//! `/schedule create`: reads what is wanted, checks everybody's rights in the channel, and answers
//! with the next times and the very post that goes out first, or with the tags that a forum wants.

use chrono_tz::Tz;
use serenity::all::{PartialChannel, RoleId};

use super::{
    complete, home,
    options::{self, CatchUp},
};
use crate::{
    calendar::{Recurrence, zone},
    discord::{
        Bot, Context, Error, Refusal,
        commands::{defer, send_below},
        render::schedule as render,
        tagging,
        target::Target,
        words::{editing, reading, schedules as words},
    },
    posting::{
        model::{Manner, What},
        schedules::{CreateError, NewSchedule},
    },
    store::ids::{GuildId, UserId},
};

#[expect(
    clippy::too_many_arguments,
    reason = "each is an option of the command"
)]
#[poise::command(slash_command)]
pub async fn create(
    ctx: Context<'_>,
    #[channel_types(
        "Text",
        "Voice",
        "News",
        "NewsThread",
        "PublicThread",
        "PrivateThread",
        "Forum"
    )]
    channel: PartialChannel,
    #[autocomplete = "complete::when"] when: String,
    #[autocomplete = "complete::zone"] zone: Option<String>,
    #[autocomplete = "complete::topics"] topics: Option<String>,
    what: Option<What>,
    mention: Option<RoleId>,
    thread: Option<bool>,
    quiet: Option<bool>,
    catch_up: Option<CatchUp>,
) -> Result<(), Error> {
    // Discord is asked about rights, which may take longer than it waits for an answer.
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let zone = zone.as_deref().map(read_zone).transpose()?;
    let library = bot.library_in(Some(guild)).await?;
    let topics = options::topics(&library, topics.as_deref().unwrap_or_default())?;
    check_when(bot, guild, &when, zone).await?;
    let mention = mention
        .map(|role| options::mention(guild, role))
        .transpose()?;
    let (channel, asker) = options::picked(&channel)?;
    let target = Target::look(bot, guild, channel).await?;
    let manner = Manner {
        kind: target.kind,
        what: what.unwrap_or_default(),
        mention,
        thread: thread.unwrap_or_default(),
        quiet: quiet.unwrap_or_default(),
        tags: Vec::new(),
    };
    if manner.thread {
        options::can_hold_threads(target.kind)?;
    }
    let held = target.allows(bot, asker, &manner).await?;
    let tags = target.wanted_tags(&manner, held)?;
    let new = NewSchedule {
        guild,
        maker: Some(UserId::new(ctx.interaction.user.id.get())),
        channel,
        when,
        zone,
        topics,
        manner,
        catch_up: catch_up.map(|CatchUp(window)| window),
        hold: tags.is_some(),
    };
    let schedule = bot
        .posting
        .create(new)
        .await
        .map_err(|error| not_made(bot, error))?;
    let answer = match tags {
        Some(tags) => render::ask_tags(editing::TAG_NEEDED, &schedule, &tags),
        None => tagging::planned(bot, &schedule).await?,
    };
    send_below(ctx, answer).await
}

/// A zone, as it was chosen from the list or typed.
///
/// # Errors
///
/// If there is none of this name.
pub fn read_zone(named: &str) -> Result<Tz, Refusal> {
    zone::parse(named).map_err(|error| Refusal::new(error.to_string()))
}

/// Refuses what can't be read before Discord is asked anything.
async fn check_when(bot: &Bot, guild: GuildId, when: &str, zone: Option<Tz>) -> Result<(), Error> {
    let zone = match zone {
        Some(zone) => Some(zone),
        None => bot.posting.zone(guild).await.map_err(anyhow::Error::new)?,
    };
    let zone = zone.ok_or_else(|| Refusal::new(words::ZONE_NEEDED))?;
    Recurrence::parse(when, bot.clock.now(), zone)
        .map_err(|unreadable| Refusal::new(unreadable.to_string()))?;
    Ok(())
}

fn not_made(bot: &Bot, error: CreateError) -> Error {
    match error {
        CreateError::When(unreadable) => Refusal::new(unreadable.to_string()).into(),
        CreateError::ZoneNeeded => Refusal::new(words::ZONE_NEEDED).into(),
        CreateError::UnknownTopic(topic) => {
            let known = bot.library();
            Refusal::new(reading::unknown_topic(Some(&topic), known.topics())).into()
        }
        CreateError::TooMany { limit } => Refusal::new(words::too_many(limit)).into(),
        CreateError::Failed(cause) => anyhow::Error::new(cause).into(),
    }
}
