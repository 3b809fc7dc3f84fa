//! `/schedule create`: reads what is wanted, checks everybody's rights in the channel, and answers
//! with the next times and the very post that goes out first.

use chrono_tz::Tz;
use serenity::all::{ChannelType, PartialChannel, Permissions};

use super::{complete, home};
use crate::{
    calendar::{Recurrence, zone},
    content::Topic,
    discord::{
        Bot, Context, Error, Refusal,
        answer::Audience,
        commands::{affirmation::find_topic, send},
        permissions,
        render::schedules as render,
        scheduling::refusal,
        words::schedules as words,
    },
    posting::{
        model::Manner,
        schedules::{CreateError, NewSchedule},
    },
    store::ids::{ChannelId, GuildId},
};

/// What a member must be able to do themselves where the bot is to post for them.
const OF_MEMBER: [(Permissions, &str); 2] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
];

#[poise::command(slash_command)]
pub async fn create(
    ctx: Context<'_>,
    #[channel_types("Text")] channel: PartialChannel,
    #[autocomplete = "complete::when"] when: String,
    #[autocomplete = "complete::zone"] zone: Option<String>,
    #[autocomplete = "complete::topics"] topics: Option<String>,
) -> Result<(), Error> {
    // Discord is asked about rights, which may take longer than it waits for an answer.
    ctx.defer_response(true).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let zone = match &zone {
        Some(named) => Some(zone::parse(named).map_err(|error| Refusal::new(error.to_string()))?),
        None => None,
    };
    let topics = read_topics(bot, topics.as_deref().unwrap_or_default())?;
    check_when(bot, guild, &when, zone).await?;
    let target = ChannelId::new(channel.id.get());
    check_member(&channel, target)?;
    check_bot(bot, target).await?;
    let new = NewSchedule {
        guild,
        channel: target,
        when,
        zone,
        topics,
        manner: Manner::default(),
        catch_up: None,
        hold: false,
    };
    let schedule = bot.posting.create(new).await.map_err(not_made)?;
    let preview = bot
        .posting
        .preview(guild, schedule.id)
        .await
        .map_err(refusal)?;
    let answer = render::created(&schedule, bot.clock.now(), &bot.library(), preview.as_ref());
    send(ctx, answer, Audience::Private).await
}

fn read_topics(bot: &Bot, named: &str) -> Result<Vec<Topic>, Refusal> {
    named
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| find_topic(&bot.library(), name))
        .collect()
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

/// The bot lends nobody its powers: who may not write there can't have it write there.
fn check_member(channel: &PartialChannel, target: ChannelId) -> Result<(), Refusal> {
    if channel.kind != ChannelType::Text {
        return Err(Refusal::new(words::TEXT_CHANNELS_ONLY));
    }
    let held = channel.permissions.unwrap_or_default();
    let lacking: Vec<&str> = OF_MEMBER
        .into_iter()
        .filter(|(permission, _)| !held.contains(*permission) && !held.administrator())
        .map(|(_, name)| name)
        .collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(Refusal::new(words::member_lacks(target, &lacking)))
    }
}

async fn check_bot(bot: &Bot, target: ChannelId) -> Result<(), Error> {
    let held = match bot.posting.channel.permissions(target).await {
        Ok(held) => held,
        // A channel that the bot can't see: Discord does not even say what it is.
        Err(error) if matches!(error.status(), Some(403 | 404)) => Permissions::empty(),
        Err(error) if error.is_temporary() => {
            return Err(Refusal::new(words::RIGHTS_UNKNOWN).into());
        }
        Err(error) => return Err(anyhow::Error::new(error).into()),
    };
    let lacking = permissions::names(permissions::INVITED - held);
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(Refusal::new(words::bot_lacks(target, &lacking)).into())
    }
}

fn not_made(error: CreateError) -> Error {
    match error {
        CreateError::When(unreadable) => Refusal::new(unreadable.to_string()).into(),
        CreateError::ZoneNeeded => Refusal::new(words::ZONE_NEEDED).into(),
        CreateError::UnknownTopic(_) => {
            Refusal::new(crate::discord::words::errors::UNREADABLE_OPTION).into()
        }
        CreateError::TooMany { limit } => Refusal::new(words::too_many(limit)).into(),
        CreateError::Failed(cause) => anyhow::Error::new(cause).into(),
    }
}
