//! A server with very much of everything: 200 schedules, 500 channels. What moderators ask is answered
//! before Discord gives up waiting, on the wall's clock, and every post arrives once.

use std::time::Duration;

use chrono::TimeDelta;
use sunflower::{
    calendar::Recurrence,
    posting::model::{Manner, Schedule, ScheduleState, Topics},
    sandbox::{
        MOST_CHANNELS,
        driver::{PATIENCE, Shown},
        world::{Id, Permissions},
    },
    store::{
        Store,
        ids::{ChannelId, GuildId, ScheduleId},
    },
};

use tokio::time::timeout;

use crate::{
    garden::{Garden, at, sunday_noon},
    looking::updated,
    moderating::{asked, posts_in, server},
};

const SCHEDULES: i64 = 200;
/// How long Discord waits for an answer.
const AT_MOST: Duration = Duration::from_secs(3);
const LONDON: chrono_tz::Tz = chrono_tz::Europe::London;

/// A server that is full of channels, each text channel beyond the first ones called `room-1` and so on.
async fn full_of_channels() -> (Garden, Vec<Id>) {
    let garden = Garden::without_bot(|_world| {}).await;
    let guild = server(&garden);
    let there = garden.sandbox.read(|world| {
        let channels = world.channels.values();
        let own = channels.filter(|one| one.guild == Some(guild) && one.thread.is_none());
        own.count()
    });
    let rooms = garden.sandbox.add_channels(guild, MOST_CHANNELS - there);
    let rooms = rooms.expect("there is room for them");
    (garden, rooms)
}

/// A server in which 200 channels have a post on Mondays at nine.
async fn full_of_schedules() -> Garden {
    let (mut garden, rooms) = full_of_channels().await;
    mondays_at_nine(&garden, rooms.into_iter().zip(0..SCHEDULES)).await;
    garden.start_bot().await;
    garden
}

/// Before the bot starts, schedules are made for Mondays at nine: one in each of these channels, the
/// numbers telling which was made first.
pub async fn mondays_at_nine(garden: &Garden, rooms: impl Iterator<Item = (Id, i64)>) {
    let guild = GuildId::new(server(garden).get());
    let store = Store::open(&garden.config().database)
        .await
        .expect("it opens");
    let mut writing = store.write().await.expect("it is written");
    writing.give_zone(guild, LONDON).await.expect("a zone");
    let rule = Recurrence::parse("mondays 9:00", sunday_noon(), LONDON).expect("a rule");
    for (room, nth) in rooms {
        let created_at = sunday_noon() - TimeDelta::minutes(SCHEDULES) + TimeDelta::minutes(nth);
        let schedule = Schedule {
            id: ScheduleId::random(),
            guild,
            channel: ChannelId::new(room.get()),
            next_due_at: rule.next_after(sunday_noon(), LONDON),
            rule: rule.clone(),
            zone: LONDON,
            topics: Topics::default(),
            state: ScheduleState::Active,
            after_at: sunday_noon(),
            manner: Manner::default(),
            catch_up: TimeDelta::hours(12),
            created_at,
            resting_until: None,
            revision: 0,
        };
        let inserted = writing.insert_schedule(&schedule).await;
        inserted.expect("it is inserted");
    }
    writing.commit().await.expect("it is kept");
    store.close().await;
}

/// What comes of it, in less time than Discord waits.
async fn promptly<T>(what: &str, doing: impl Future<Output = T>) -> T {
    let done = timeout(AT_MOST, doing).await;
    done.unwrap_or_else(|_late| panic!("{what} took longer than Discord waits"))
}

/// All pages, from the first one on.
async fn pages(garden: &Garden, first: Shown) -> Vec<String> {
    let moderator = garden.moderator();
    let mut page = first;
    let mut said = vec![page.as_text().to_owned()];
    while page.has_button("Next page") {
        page = updated(promptly("a page", moderator.click(&page, "Next page")).await);
        said.push(page.as_text().to_owned());
    }
    said
}

async fn offered(garden: &Garden, typed: &str) -> Vec<String> {
    let moderator = garden.moderator();
    let choices = promptly("an offer", moderator.complete(typed)).await;
    let choices = choices.expect("suggestions");
    assert!(choices.len() <= 25, "{typed}: {}", choices.len());
    choices.into_iter().map(|choice| choice.name).collect()
}

#[tokio::test]
async fn of_200_schedules_each_is_listed_once_and_found_by_typing() {
    let garden = full_of_schedules().await;
    let first = promptly("the list", asked(&garden, "/schedule list")).await;
    let said = pages(&garden, first).await.join("\n");
    for nth in 1..=SCHEDULES {
        let line = format!("**{nth}.** #room-{nth}\n");
        assert_eq!(said.matches(&line).count(), 1, "{line}");
    }
    let first = promptly("the check", asked(&garden, "/settings check")).await;
    assert!(
        first
            .as_text()
            .contains("Your 200 schedules have all they need."),
        "{}",
        first.as_text()
    );
    let checked = pages(&garden, first).await.join("\n");
    assert!(checked.contains("**200.** #room-200"), "{checked}");
    let all = offered(&garden, "/schedule preview schedule:").await;
    assert_eq!(all.len(), 25);
    let found = offered(&garden, "/schedule preview schedule:150").await;
    assert!(
        found.iter().any(|one| one.starts_with("150. ")),
        "{found:?}"
    );
    let preview = promptly(
        "a preview",
        asked(&garden, "/schedule preview schedule:200"),
    )
    .await;
    assert!(
        preview.as_text().contains("This goes out"),
        "{}",
        preview.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn of_200_schedules_due_at_once_every_post_arrives_and_none_twice() {
    let garden = full_of_schedules().await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    // Discord allows 50 requests a second.
    let rooms: Vec<String> = (1..=SCHEDULES).map(|nth| format!("room-{nth}")).collect();
    let all_arrive = async {
        while rooms.iter().any(|room| posts_in(&garden, room) == 0) {
            // Meanwhile moderators are answered.
            promptly("the list", asked(&garden, "/schedule list")).await;
        }
    };
    let arrived = timeout(4 * PATIENCE, all_arrive).await;
    assert!(
        arrived.is_ok(),
        "posts are missing; the log:\n{}",
        garden.log()
    );
    // Long after every lease has run out.
    garden.advance(TimeDelta::hours(1));
    let all_are_told = async {
        loop {
            let first = promptly("the history", asked(&garden, "/schedule history")).await;
            let said = pages(&garden, first).await.join("\n");
            if said.matches('✅').count() == rooms.len() {
                return;
            }
        }
    };
    let told = timeout(4 * PATIENCE, all_are_told).await;
    assert!(
        told.is_ok(),
        "not all are settled; the log:\n{}",
        garden.log()
    );
    for room in &rooms {
        assert_eq!(posts_in(&garden, room), 1, "{room}");
    }
    garden.close().await;
}

#[tokio::test]
async fn in_a_server_with_500_channels_the_last_one_gets_its_schedule() {
    let (mut garden, rooms) = full_of_channels().await;
    garden.start_bot().await;
    let [last, before] = [0, 1].map(|nth| format!("room-{}", rooms.len() - nth));
    let create = format!("/schedule create channel:#{last} when:mondays 9:00 zone:Europe/London");
    let made = promptly("planning", asked(&garden, &create)).await;
    assert!(made.as_text().contains(&format!("#{last}")));

    let moderator = garden.moderator();
    let first = promptly("setting up", asked(&garden, "/setup")).await;
    let menu = &first.menus()[0].placeholder;
    let second = promptly("a channel", moderator.choose(&first, menu, &[&before])).await;
    let second = updated(second);
    assert!(
        second.as_text().contains("Step 2 of 3"),
        "{}",
        second.as_text()
    );
    assert!(
        second.as_text().contains(&format!("#{before}")),
        "{}",
        second.as_text()
    );

    let guild = server(&garden);
    let gone = rooms[rooms.len() - 1];
    let checked = promptly("the check", asked(&garden, "/settings check")).await;
    assert!(
        checked.as_text().contains("has all it needs"),
        "{}",
        checked.as_text()
    );
    garden.sandbox.deny_bot(gone, Permissions::VIEW_CHANNEL);
    let checked = promptly("the check", asked(&garden, "/settings check")).await;
    assert!(
        checked.as_text().contains("View Channel"),
        "{}",
        checked.as_text()
    );
    garden.sandbox.allow_bot(gone);
    assert!(garden.sandbox.add_channels(guild, 1).is_err(), "it is full");

    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.post_in(&last, 1).await;
    garden.close().await;
}
