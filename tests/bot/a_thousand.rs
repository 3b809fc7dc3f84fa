//! A thousand posts due in the same minute in ten channels, of which one refuses, one is told to wait and
//! one has an outage: each of the others goes out once, nobody is asked in vain again and again, and
//! waiting for one's turn is no attempt.

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use sunflower::{
    config::{Config, RequestsPerSecond},
    sandbox::{
        driver::PATIENCE,
        faults::Fault,
        record::Request,
        world::{Id, Permissions, World},
    },
};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at},
    looking::database,
    many::mondays_at_nine,
    moderating::{POST, server},
};

const CHANNELS: usize = 10;
const EACH: usize = 100;
/// What Discord grants this bot, and each channel of it.
const PACE: u16 = 100;
const PACE_OF_A_CHANNEL: u32 = 25;
/// The most requests that wait for their answer: one in each channel, and what is looked up after a refusal.
/// Bot and sandbox share a thread here, so each of these may be counted in a later second than it was sent in.
const ON_THE_WIRE: u32 = 20;
/// The most attempts that are under way at once: whoever is among them when a channel refuses for the first
/// time may hear the same.
const IN_THE_AIR: usize = 100;

/// A server with ten channels, in each of which a hundred schedules are due on Monday at nine. The bot may
/// make a hundred requests a second, and hardly more are taken.
async fn crowded() -> (Garden, Vec<Id>) {
    let mut garden = Garden::without_bot(|_world| {}).await;
    let rooms = garden.sandbox.add_channels(server(&garden), CHANNELS);
    let rooms = rooms.expect("there is room for them");
    let places = rooms.iter().copied().cycle().take(CHANNELS * EACH);
    mondays_at_nine(&garden, places.zip(0..)).await;
    let pace = RequestsPerSecond::parse(&PACE.to_string());
    let config = Config {
        requests_per_second: pace.expect("a pace"),
        ..garden.config()
    };
    garden.start_bot_with(config).await;
    let limits = garden.sandbox.limits();
    limits.allow(POST, PACE_OF_A_CHANNEL, Duration::from_secs(1));
    limits.allow_in_all(u32::from(PACE) + ON_THE_WIRE);
    limits.enforce(true);
    (garden, rooms)
}

/// Waits until these channels have all their posts, and holds that none came twice.
async fn all_arrive(garden: &Garden, rooms: &[Id]) {
    let in_room = |world: &World, room: &Id| world.messages.get(room).map_or(0, BTreeMap::len);
    let arriving = async {
        let all = |world: &World| rooms.iter().all(|room| in_room(world, room) >= EACH);
        while garden
            .sandbox
            .until(|world| all(world).then_some(()))
            .await
            .is_err()
        {}
    };
    let arrived = timeout(6 * PATIENCE, arriving).await;
    let there: Vec<_> = garden
        .sandbox
        .read(|world| rooms.iter().map(|room| in_room(world, room)).collect());
    assert!(arrived.is_ok(), "{there:?}; the log:\n{}", garden.log());
    assert_eq!(there, vec![EACH; rooms.len()]);
}

/// The requests that sent posts and were answered with this status.
fn answered(garden: &Garden, status: u16) -> Vec<Request> {
    let mut posts = garden.sandbox.record().of(POST);
    posts.retain(|request| request.status() == Some(status));
    posts
}

async fn count(garden: &Garden, sql: &'static str) -> usize {
    let mut database = database(garden).await;
    let count: i64 = sqlx::query_scalar(sql)
        .fetch_one(&mut database)
        .await
        .expect("counted");
    usize::try_from(count).expect("a count")
}

#[tokio::test]
async fn of_a_thousand_posts_due_at_once_those_of_a_channel_that_refuses_delay_no_other() {
    let (garden, rooms) = crowded().await;
    let [refusing, told_to_wait, down] = [0, 1, 2].map(|nth| rooms[nth]);
    garden
        .sandbox
        .deny_bot(refusing, Permissions::SEND_MESSAGES);
    let in_channel = |channel: Id| garden.sandbox.faults().on(POST).about(channel.to_string());
    in_channel(told_to_wait).times(3, Fault::rate_limit(0.1, false));
    in_channel(down).times(2, Fault::down(503));
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));

    // Not a second goes by on the bot's clock: nobody waits for anything but their turn.
    all_arrive(&garden, &rooms[3..]).await;
    let asked_in_vain = answered(&garden, 403).len();
    assert!((1..=IN_THE_AIR).contains(&asked_in_vain), "{asked_in_vain}");

    // What was refused for now is tried again.
    garden.advance(TimeDelta::seconds(10));
    all_arrive(&garden, &rooms[1..]).await;
    let open = "SELECT COUNT(*) FROM posts WHERE state IN ('due', 'sending')";
    while count(&garden, open).await > 0 {
        garden.advance(TimeDelta::seconds(10));
        tokio::task::yield_now().await;
    }
    let refused =
        "SELECT COUNT(*) FROM posts WHERE state = 'failed' AND reason = 'missing_permission'";
    assert_eq!(count(&garden, refused).await, EACH);
    let stopped = "SELECT COUNT(*) FROM schedules WHERE state = 'blocked'";
    assert_eq!(count(&garden, stopped).await, EACH);

    // Of the others, those alone have more than one attempt that Discord told to come again.
    let to_come_again = answered(&garden, 429).len() + answered(&garden, 503).len();
    let again = count(&garden, "SELECT COUNT(*) FROM posts WHERE attempt > 1").await;
    assert_eq!(to_come_again, 3 + 2);
    assert_eq!(again, to_come_again);

    // Discord shuts out who makes 10,000 invalid requests in ten minutes.
    let invalid = usize::try_from(garden.sandbox.record().invalid()).expect("a count");
    let refused = answered(&garden, 403).len() + answered(&garden, 429).len();
    assert_eq!(invalid, refused);
    assert!(invalid < 2 * IN_THE_AIR, "{invalid}");
    garden.close().await;
}
