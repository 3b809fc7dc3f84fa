//! The guided start, step by step, and hello on joining a server.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serenity::all::{
    ChannelType, CreateEmbed, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};

use super::{MENU, button, main_button, turning};
use crate::{
    calendar::{
        Recurrence,
        zone::{self, Match, Region},
    },
    discord::{
        answer::Answer,
        custom_id::{CustomId, Day, Draft, Setup},
        words::{labels, schedules, setup},
    },
    store::ids::ScheduleId,
};

/// Kinds of channel that a schedule may post in.
pub(super) const CHANNELS: [ChannelType; 6] = [
    ChannelType::Text,
    ChannelType::News,
    ChannelType::Forum,
    ChannelType::PublicThread,
    ChannelType::NewsThread,
    ChannelType::Voice,
];

/// Times that people use, in half hours since midnight.
const TIMES: [u16; MENU] = [
    12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 30, 32, 34, 35, 36, 37, 38, 40,
    42,
];

/// Times that the summary shows.
const SHOWN: usize = 3;

/// What a zone menu's value begins with, where it leads to a region.
const REGION: &str = "region:";

fn id(step: Setup) -> CustomId {
    CustomId::Setup(step)
}

fn asked(number: u8, about: &str, said: impl Into<String>) -> Answer {
    let embed = CreateEmbed::new().title(setup::step(number, about));
    Answer::embed(embed.description(said))
}

fn choosing(
    step: Setup,
    placeholder: &str,
    options: Vec<CreateSelectMenuOption>,
) -> CreateSelectMenu {
    CreateSelectMenu::new(id(step).encode(), CreateSelectMenuKind::String { options })
        .placeholder(placeholder)
}

/// Hello in a server that the bot has joined.
pub fn hello() -> Answer {
    let embed = CreateEmbed::new()
        .title(setup::HELLO_TITLE)
        .description(setup::HELLO);
    Answer::embed(embed).buttons(vec![main_button(&id(Setup::Start), setup::SET_UP)])
}

/// The first step; `why`: why the channel that was picked can't be.
pub fn channel(why: Option<&str>) -> Answer {
    let menu = CreateSelectMenu::new(
        id(Setup::Channel).encode(),
        CreateSelectMenuKind::Channel {
            channel_types: Some(CHANNELS.to_vec()),
            default_channels: None,
        },
    );
    let answer = asked(1, setup::CHANNEL, setup::CHANNEL_ABOUT);
    let answer = match why {
        Some(why) => Answer::said(format!("⚠️ {why}")).and(answer),
        None => answer,
    };
    answer.menu(menu.placeholder(setup::CHOOSE_CHANNEL))
}

/// The second step.
pub fn when(draft: Draft) -> Answer {
    let days = Day::ALL.into_iter().map(|day| {
        CreateSelectMenuOption::new(setup::day(day), day.phrase())
            .default_selection(day == draft.day)
    });
    let times = TIMES.into_iter().map(|half_hours| {
        let minute = half_hours * 30;
        CreateSelectMenuOption::new(setup::clock(minute), minute.to_string())
            .default_selection(minute == draft.minute)
    });
    asked(2, setup::WHEN, setup::so_far(draft))
        .menu(choosing(
            Setup::Day(draft),
            setup::CHOOSE_DAY,
            days.collect(),
        ))
        .menu(choosing(
            Setup::Time(draft),
            setup::CHOOSE_TIME,
            times.collect(),
        ))
        .buttons(vec![
            button(&id(Setup::Start), labels::BACK),
            main_button(&id(Setup::Zones(draft)), setup::GO_ON),
        ])
}

/// The third step, the likeliest zones first.
pub fn zones(draft: Draft, likely: &[Tz], now: DateTime<Utc>) -> Answer {
    let utc = (!likely.contains(&Tz::UTC)).then_some(Tz::UTC);
    let utc = utc.map(|utc| option(&zone::shown(utc, now)));
    let likely = likely.iter().map(|zone| option(&zone::shown(*zone, now)));
    let regions = Region::all().iter().map(|region| {
        let name = region.name();
        CreateSelectMenuOption::new(setup::region(name), format!("{REGION}{name}"))
    });
    let options = likely.chain(regions).chain(utc).collect();
    asked(3, setup::ZONE, setup::zone_about(draft))
        .menu(choosing(Setup::Zone(draft), setup::CHOOSE_ZONE, options))
        .buttons(vec![button(&id(Setup::When(draft)), labels::BACK)])
}

/// The region that a choice leads to, if it is one.
pub fn region(value: &str) -> Option<Region> {
    value.strip_prefix(REGION).and_then(Region::named)
}

/// A page of a region's cities.
pub fn cities(draft: Draft, region: Region, page: u32, now: DateTime<Utc>) -> Answer {
    let cities = region.cities(now);
    let pages: Vec<_> = cities.chunks(MENU).collect();
    let last = pages.len().saturating_sub(1);
    let page = (page as usize).min(last);
    let options = pages
        .get(page)
        .map_or_else(Vec::new, |page| page.iter().map(option).collect());
    let [page, count] = [page, pages.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let step = Setup::City {
        draft,
        region,
        page,
    };
    let turned = |page| {
        id(Setup::Cities {
            draft,
            region,
            page,
        })
    };
    let mut buttons = vec![button(&id(Setup::Zones(draft)), labels::BACK)];
    buttons.extend(turning(page, count, turned));
    asked(3, setup::ZONE, setup::cities_about(draft))
        .menu(choosing(step, setup::CHOOSE_ZONE, options))
        .buttons(buttons)
}

fn option(city: &Match) -> CreateSelectMenuOption {
    CreateSelectMenuOption::new(city.label.clone(), city.zone.name())
}

/// All that was chosen, before it is made.
pub fn summary(draft: Draft, zone: Tz, rule: &Recurrence, now: DateTime<Utc>) -> Answer {
    let times: Vec<String> = rule
        .upcoming(now, zone)
        .take(SHOWN)
        .map(schedules::time)
        .collect();
    let rule = schedules::rule(&rule.in_words(), zone.name());
    let embed = CreateEmbed::new()
        .title(setup::SUMMARY)
        .description(setup::summary(draft, &rule, &times));
    Answer::embed(embed).buttons(vec![
        main_button(&id(Setup::Make { draft, zone }), setup::MAKE_IT),
        button(&id(Setup::Zones(draft)), labels::BACK),
        button(&id(Setup::Start), setup::START_OVER),
    ])
}

/// The offer to try a schedule.
pub fn testing(schedule: ScheduleId) -> Answer {
    Answer::default().buttons(vec![button(&id(Setup::Test(schedule)), setup::SEND_A_TEST)])
}
