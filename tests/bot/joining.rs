//! Hello, once, in a server that the bot has just joined.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::Shown,
    world::{Id, Permissions, World},
};

use crate::{
    garden::{Garden, shown},
    moderating::{asked, posts_in},
};

/// A server that the bot is not in yet, with one channel, which is where Discord writes who has joined.
/// Rowan owns it.
fn with_the_meadow(world: &mut World) {
    let rowan = world.user("rowan").expect("rowan").id;
    let meadow = world.add_guild("The Meadow", rowan);
    let gate = world.add_channel(meadow, "gate");
    world
        .guilds
        .get_mut(&meadow)
        .expect("the meadow")
        .system_channel = Some(gate);
}

fn meadow(garden: &Garden) -> Id {
    let found = garden
        .sandbox
        .read(|world| world.guild("The Meadow").map(|one| one.id));
    found.expect("the meadow")
}

/// What the bot says in #gate.
async fn hello_in_the_meadow(garden: &Garden) -> Shown {
    let rowan = garden.moderator();
    let said = rowan.sees("gate", |shown| !shown.is_private()).await;
    said.unwrap_or_else(|_| panic!("no hello; the log:\n{}", garden.log()))
}

/// Asks the bot for something, so that what it was told before is done with.
async fn settle(garden: &Garden) {
    for _ in 0..3 {
        asked(garden, "/schedule list").await;
    }
}

#[tokio::test]
async fn the_bot_says_hello_once_and_its_button_starts_the_setup() {
    let mut garden = Garden::open_with(with_the_meadow).await;
    let meadow = meadow(&garden);
    garden.sandbox.add_bot(meadow);
    let hello = hello_in_the_meadow(&garden).await;
    assert_snapshot!("hello", hello.as_text());
    let rowan = garden.moderator().in_channel("gate");
    let first = shown(rowan.click(&hello, "Set it up").await);
    assert!(first.is_private());
    assert!(
        first.as_text().contains("Step 1 of 3"),
        "{}",
        first.as_text()
    );
    garden.restart_bot().await;
    garden.sandbox.outage(meadow, true);
    garden.sandbox.outage(meadow, false);
    garden.sandbox.remove_bot(meadow);
    garden.sandbox.add_bot(meadow);
    settle(&garden).await;
    assert_eq!(posts_in(&garden, "gate"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_server_that_the_bot_knows_for_longer_hears_nothing_even_of_a_new_database() {
    let garden = Garden::open().await;
    settle(&garden).await;
    assert_eq!(posts_in(&garden, "general"), 0);
    garden.close().await;
}

#[tokio::test]
async fn who_joined_while_the_bot_was_away_is_greeted_within_a_day_and_not_later() {
    for (hours, hellos) in [(23, 1), (25, 0)] {
        let mut garden = Garden::open_with(with_the_meadow).await;
        garden.stop_bot().await;
        let meadow = meadow(&garden);
        garden.sandbox.add_bot(meadow);
        garden.advance(TimeDelta::hours(hours));
        garden.start_bot().await;
        if hellos == 1 {
            hello_in_the_meadow(&garden).await;
        }
        settle(&garden).await;
        assert_eq!(posts_in(&garden, "gate"), hellos, "after {hours} hours");
        garden.close().await;
    }
}

#[tokio::test]
async fn where_it_may_not_write_or_no_channel_is_for_that_it_is_silent() {
    let garden = Garden::open_with(with_the_meadow).await;
    let meadow = meadow(&garden);
    garden.sandbox.change(|world| {
        let gate = world.channel("gate").expect("#gate").id;
        world.overwrite(gate, meadow, Permissions::NONE, Permissions::SEND_MESSAGES);
    });
    garden.sandbox.add_bot(meadow);
    settle(&garden).await;
    garden.sandbox.change(|world| {
        let gate = world.channel("gate").expect("#gate").id;
        world.overwrite(gate, meadow, Permissions::NONE, Permissions::NONE);
    });
    garden.sandbox.outage(meadow, true);
    garden.sandbox.outage(meadow, false);
    settle(&garden).await;
    assert_eq!(posts_in(&garden, "gate"), 0);
    let sent = garden
        .sandbox
        .record()
        .of("POST /channels/{channel}/messages");
    assert!(sent.is_empty(), "nothing was tried");
    garden.close().await;
}
