//! What is offered while a moderator types a schedule, a time, a zone or topics.

use std::{collections::HashMap, time::Duration};

use chrono_tz::Tz;
use serenity::all::{CreateAutocompleteResponse, ResolvedValue};
use tokio::time::timeout;

use super::{find, home};
use crate::{
    calendar::{self, Recurrence},
    content::Topic,
    discord::{
        Bot, Context,
        commands::complete::{Choice, MOST, matching, offer, offered},
        render::{CHOICE, schedules::choice, text},
        words::{
            self,
            editing::ALL_TOPICS,
            schedules::{THIS_CHANNEL, named_channel},
        },
    },
    store::ids::{ChannelId, GuildId},
};

/// How long a suggestion waits for what would make it better: Discord waits three seconds in all.
const AT_ONCE: Duration = Duration::from_millis(800);
/// Days to pause to, for whoever has typed none.
const DAYS: [&str; 3] = ["tomorrow", "next monday", "1 jan"];

/// The server's schedules, by their number in the list.
pub async fn schedule(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    matching(schedules(ctx).await, typed)
}

async fn schedules(ctx: Context<'_>) -> Vec<Choice> {
    let Ok(guild) = home(ctx) else {
        return Vec::new();
    };
    let schedules = match ctx.data().posting.list(guild).await {
        Ok(schedules) => schedules,
        Err(error) => {
            tracing::error!(%error, "schedules could not be offered");
            return Vec::new();
        }
    };
    let here = ChannelId::new(ctx.interaction.channel_id.get());
    let elsewhere = schedules.iter().any(|schedule| schedule.channel != here);
    let names = if elsewhere {
        channel_names(ctx.data(), guild).await
    } else {
        HashMap::new()
    };
    let choices = schedules.iter().enumerate().map(|(nth, schedule)| {
        let place = if schedule.channel == here {
            Some(THIS_CHANNEL.to_owned())
        } else {
            let name = names.get(&schedule.channel);
            name.map(|name| named_channel(&text::straight(name)))
        };
        Choice {
            name: choice(nth + 1, schedule, place.as_deref()),
            value: schedule.id.to_string(),
        }
    });
    choices.collect()
}

/// The same, and those that can't be read any more.
pub async fn deletable(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Ok(guild) = home(ctx) else {
        return offer([]);
    };
    let unreadable = match ctx.data().posting.unreadable(guild).await {
        Ok(unreadable) => unreadable,
        Err(error) => {
            tracing::error!(%error, "schedules could not be offered");
            return offer([]);
        }
    };
    let lost = unreadable.iter().enumerate().map(|(nth, lost)| Choice {
        name: words::schedules::unreadable_choice(nth + 1),
        value: lost.id.to_string(),
    });
    matching(lost.chain(schedules(ctx).await), typed)
}

/// The names of a server's channels; none if Discord does not tell at once, for a suggestion that
/// comes late is shown to nobody.
async fn channel_names(bot: &Bot, guild: GuildId) -> HashMap<ChannelId, String> {
    let asked = bot.posting.channel.names(guild);
    match timeout(AT_ONCE, asked).await {
        Ok(Ok(names)) => names,
        Ok(Err(_)) | Err(_) => HashMap::new(),
    }
}

/// Zones by city, with the time there now.
#[expect(clippy::unused_async, reason = "poise wants it")]
pub async fn zone(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let found = calendar::zone::search(typed, ctx.data().clock.now(), MOST);
    offer(found.into_iter().map(|found| Choice {
        name: found.label,
        value: found.zone.name().to_owned(),
    }))
}

/// Topics, with those before the last comma kept as they are.
pub async fn topics(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    // Where all topics can be wished for again, the word for it is offered.
    let all = (ctx.command().name == "edit"
        && ALL_TOPICS.starts_with(&typed.trim().to_lowercase()))
    .then(|| ALL_TOPICS.to_owned());
    let (before, last) = typed.rsplit_once(',').unwrap_or(("", typed));
    let chosen: Vec<&str> = before
        .split(',')
        .map(str::trim)
        .filter(|topic| !topic.is_empty())
        .collect();
    let last = last.trim().to_lowercase();
    let library = offered(ctx).await;
    let topics = library.iter().flat_map(|library| library.topics());
    let topics = topics.map(Topic::as_str);
    let fitting = topics
        .filter(|topic| topic.contains(&last) && !chosen.contains(topic))
        .map(|topic| {
            let all: Vec<&str> = chosen.iter().copied().chain([topic]).collect();
            all.join(", ")
        })
        .filter(|all| text::length(all) <= CHOICE);
    offer(all.into_iter().chain(fitting).map(|all| Choice {
        name: all.clone(),
        value: all,
    }))
}

/// What was understood of the time typed so far, or what is wrong with it; and phrases to go on with.
pub async fn when(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let zone = zone_meant(ctx).await;
    let typed = typed.trim();
    let phrases = calendar::suggestions(typed).into_iter();
    let phrases = phrases.filter_map(|phrase| understood(ctx, phrase, zone).ok());
    let first = understood(ctx, typed, zone);
    let (understood, wrong) = match first {
        Ok(choice) => (Some(choice), None),
        Err(wrong) => (None, Some(wrong)),
    };
    let mut offered: Vec<Choice> = Vec::new();
    for choice in understood.into_iter().chain(phrases) {
        // Two phrases may mean the same times.
        if offered.iter().all(|other| other.name != choice.name) {
            offered.push(choice);
        }
    }
    // While there is something it may be the beginning of, nothing is wrong yet.
    if offered.is_empty() {
        offered.extend(wrong);
    }
    offer(offered)
}

/// What was understood of the day typed so far, or what is wrong with it; and days to go on with.
pub async fn until(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let zone = zone_of_schedule(ctx).await;
    let now = ctx.data().clock.now();
    let typed = typed.trim();
    let read = |day: &str| {
        let read = calendar::until(day, now, zone);
        read.map(|once| Choice {
            name: words::acting::until(&once.in_words(), zone.name()),
            value: day.to_owned(),
        })
    };
    let unreadable = match read(typed) {
        Ok(choice) => return offer([choice]),
        Err(unreadable) => unreadable,
    };
    // While there is something it may be the beginning of, nothing is wrong yet.
    let begun = typed.to_lowercase();
    let days = DAYS.into_iter().filter(|day| day.starts_with(&begun));
    let days: Vec<Choice> = days.filter_map(|day| read(day).ok()).collect();
    if !days.is_empty() {
        return offer(days);
    }
    offer([Choice {
        name: unreadable.short(),
        value: text::cut(typed, CHOICE),
    }])
}

/// The zone of the schedule filled in beside it, or else the server's.
async fn zone_of_schedule(ctx: Context<'_>) -> Tz {
    let Ok(guild) = home(ctx) else {
        return Tz::UTC;
    };
    let filled = ctx.args.iter().find(|option| option.name == "schedule");
    if let Some(ResolvedValue::String(named)) = filled.map(|option| &option.value)
        && let Ok(schedule) = find(ctx.data(), guild, named).await
    {
        return schedule.zone;
    }
    let zone = ctx.data().posting.zone(guild).await.ok().flatten();
    zone.unwrap_or(Tz::UTC)
}

/// What is understood of a text as a choice, or what is wrong with it.
fn understood(ctx: Context<'_>, typed: &str, zone: Option<Tz>) -> Result<Choice, Choice> {
    let now = ctx.data().clock.now();
    let value = text::cut(typed, CHOICE);
    match Recurrence::parse(typed, now, zone.unwrap_or(Tz::UTC)) {
        Ok(recurrence) if value == typed => Ok(Choice {
            name: match zone {
                Some(zone) => recurrence.echo(now, zone),
                // Which day is next depends on where.
                None => recurrence.in_words(),
            },
            value,
        }),
        Ok(_) => Err(Choice {
            name: calendar::Unreadable::TooLong.short(),
            value,
        }),
        Err(unreadable) => Err(Choice {
            name: unreadable.short(),
            value: if value.is_empty() { "?".into() } else { value },
        }),
    }
}

/// The zone filled in beside the time, or else that of the schedule filled in, or else the server's.
async fn zone_meant(ctx: Context<'_>) -> Option<Tz> {
    if let Some(named) = filled(ctx, "zone")
        && let Ok(zone) = calendar::zone::parse(named)
    {
        return Some(zone);
    }
    let guild = home(ctx).ok()?;
    let posting = &ctx.data().posting;
    if let Some(id) = filled(ctx, "schedule").and_then(|named| named.parse().ok())
        && let Ok(schedule) = posting.schedule(guild, id).await
    {
        return Some(schedule.zone);
    }
    posting.zone(guild).await.ok().flatten()
}

/// What stands in another option by now.
fn filled<'a>(ctx: Context<'a>, option: &str) -> Option<&'a str> {
    let filled = ctx.args.iter().find(|filled| filled.name == option)?;
    match filled.value {
        ResolvedValue::String(text) => Some(text),
        _ => None,
    }
}
