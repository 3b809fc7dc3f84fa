//! Whether the bot may post where its schedules want it to, all in one answer.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sqlx::Row as _;
use sunflower::{
    sandbox::{driver::Shown, faults::Fault, world::Permissions},
    store::ids::ScheduleId,
};

use crate::{
    garden::{Garden, at},
    looking::{database, pressed, updated, without_ids},
    moderating::{asked, channel, list, server},
};

const CHECK: &str = "/settings check";

async fn check(garden: &Garden) -> Shown {
    asked(garden, CHECK).await
}

async fn plan(garden: &Garden, channel: &str, when: &str) {
    let create = format!("/schedule create channel:#{channel} zone:Europe/London when:{when}");
    let made = asked(garden, &create).await;
    assert!(made.as_text().contains("Planned"), "{}", made.as_text());
    // So that their order is that of their making.
    garden.advance(TimeDelta::minutes(1));
}

#[tokio::test]
async fn what_is_missing_is_named_first_and_mended_it_is_fine() {
    let garden = Garden::open().await;
    assert_snapshot!("check_of_none", check(&garden).await.as_text());
    plan(&garden, "wellbeing", "mondays 9:00").await;
    plan(&garden, "general", "fridays 18:00").await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    assert_snapshot!("check_all_fine", check(&garden).await.as_text());
    let general = channel(&garden, "general");
    let denied = Permissions::SEND_MESSAGES | Permissions::READ_MESSAGE_HISTORY;
    garden.sandbox.deny_bot(general, denied);
    let shed = channel(&garden, "potting-shed");
    garden.sandbox.deny_bot(shed, Permissions::EMBED_LINKS);
    assert_snapshot!("check_two_lack", check(&garden).await.as_text());
    garden.sandbox.allow_bot(general);
    garden.sandbox.allow_bot(shed);
    let fine = check(&garden).await;
    assert!(!fine.as_text().contains("⚠️"), "{}", fine.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_is_hidden_or_gone_and_a_stopped_schedule_are_said_with_what_to_do() {
    let garden = Garden::open().await;
    plan(&garden, "wellbeing", "mondays 9:00").await;
    plan(&garden, "general", "fridays 18:00").await;
    garden
        .sandbox
        .deny_bot(channel(&garden, "wellbeing"), Permissions::VIEW_CHANNEL);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    while !list(&garden).await.contains("Stopped") {}
    garden.sandbox.delete_channel(channel(&garden, "general"));
    let checked = check(&garden).await;
    assert_snapshot!("check_hidden_and_gone", without_ids(checked.as_text()));
    garden.close().await;
}

#[tokio::test]
async fn if_discord_does_not_tell_it_is_said_so() {
    let garden = Garden::open().await;
    plan(&garden, "wellbeing", "mondays 9:00").await;
    garden
        .sandbox
        .faults()
        .on("GET /guilds/{guild}/channels")
        .once(Fault::down(503));
    let untold = check(&garden).await;
    assert!(
        untold.as_text().contains("try again in a minute"),
        "{}",
        untold.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn two_hundred_schedules_among_five_hundred_channels_take_one_look() {
    let garden = Garden::open().await;
    plan(&garden, "wellbeing", "mondays 9:00").await;
    let there = garden.sandbox.read(|world| {
        let channels = world.channels.values();
        channels
            .filter(|one| one.guild.is_some() && one.thread.is_none())
            .count()
    });
    let rooms = garden
        .sandbox
        .add_channels(server(&garden), 500 - there)
        .expect("rooms");
    garden
        .sandbox
        .deny_bot(rooms[150], Permissions::SEND_MESSAGES);
    let mut database = database(&garden).await;
    for room in &rooms[..199] {
        let copied = sqlx::query(
            "INSERT INTO schedules (id, guild_id, channel_id, rule, zone, topics, state, after_at,
                 next_due_at, catch_up_ms, created_at)
             SELECT $1, guild_id, $2, rule, zone, topics, state, after_at, next_due_at, catch_up_ms,
                 created_at + 1
             FROM schedules WHERE channel_id = $3",
        )
        .bind(ScheduleId::random().to_string())
        .bind(room.get().cast_signed())
        .bind(channel(&garden, "wellbeing").get().cast_signed())
        .execute(&mut database)
        .await
        .expect("copied");
        assert_eq!(copied.rows_affected(), 1);
    }
    let count = sqlx::query("SELECT COUNT(*) FROM schedules")
        .fetch_one(&mut database)
        .await;
    assert_eq!(count.expect("counted").get::<i64, _>(0), 200);
    let before = garden.sandbox.record().all().len();
    let checked = check(&garden).await;
    let said = checked.as_text();
    assert!(
        said.contains("1 of 200 schedules lacks something"),
        "{said}"
    );
    assert!(
        said.contains("#room-151 Mondays"),
        "the one that lacks something comes first: {said}"
    );
    let asked = garden.sandbox.record().all();
    let looks = asked[before..]
        .iter()
        .filter(|one| one.name().starts_with("GET"));
    assert_eq!(looks.count(), 3, "the server, its channels, the bot");
    let moderator = garden.moderator();
    let next = updated(moderator.click(&checked, "Next page").await);
    assert!(!next.as_text().contains("room-151"), "{}", next.as_text());
    let far = pressed(&moderator, "settings:check:4294967295").await;
    assert!(far.as_text().contains("of 200"), "{}", far.as_text());
    garden.close().await;
}

#[tokio::test]
async fn members_who_forge_it_are_told_nothing() {
    let garden = Garden::open().await;
    plan(&garden, "wellbeing", "mondays 9:00").await;
    let answer = pressed(&garden.maya(), "settings:check:0").await;
    assert!(
        answer.as_text().contains("This is for moderators"),
        "{}",
        answer.as_text()
    );
    garden.close().await;
}
