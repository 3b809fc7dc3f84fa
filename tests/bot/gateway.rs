//! The gateway at its worst, through the whole bot: after whatever it may come back from, it does, and
//! Monday's post goes out once; after what ends it for good the process ends and says why, and the next
//! start posts.

use std::time::Duration;

use sunflower::sandbox::gateway::Hub;

use crate::{
    garden::{Garden, at},
    moderating::{POST, asked, history_says, posts_in},
};

/// Short, as serenity notices some of this by its heartbeat only.
const HEARTBEAT: Duration = Duration::from_millis(600);

async fn with_heartbeat() -> Garden {
    let mut garden = Garden::with_heartbeat(HEARTBEAT, |_world| {}).await;
    garden.start_bot().await;
    garden.schedule_mondays().await;
    garden
}

/// Monday comes, the bot is let in again, and there is one post; the Monday after there are two.
async fn comes_back_and_posts_once(garden: &Garden, let_in_before: u32) {
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    is_let_in_again(garden, let_in_before).await;
    history_says(garden, "✅").await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 2);
}

/// Waits for it as long as serenity pauses between two logins.
async fn is_let_in_again(garden: &Garden, before: u32) {
    let gateway = garden.sandbox.gateway();
    let again = |_: &_| (gateway.let_in() > before && gateway.connected() > 0).then_some(());
    for _ in 0..4 {
        if garden.sandbox.until(again).await.is_ok() {
            return;
        }
    }
    panic!("it does not come back; its log:\n{}", garden.log());
}

async fn told(tell: impl FnOnce(&Hub)) {
    let garden = with_heartbeat().await;
    let before = garden.sandbox.gateway().let_in();
    tell(garden.sandbox.gateway());
    comes_back_and_posts_once(&garden, before).await;
    garden.close().await;
}

async fn never_answered() {
    let garden = with_heartbeat().await;
    let gateway = garden.sandbox.gateway();
    gateway.ignore_heartbeats(true);
    let logged_in = gateway.identified();
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    let leaves = |_: &_| (gateway.identified() > logged_in).then_some(());
    let left =
        garden.sandbox.until(leaves).await.is_ok() || garden.sandbox.until(leaves).await.is_ok();
    assert!(left, "it stays with a gateway that does not answer");
    let before = gateway.let_in();
    gateway.ignore_heartbeats(false);
    gateway.close(4000);
    comes_back_and_posts_once(&garden, before).await;
    garden.close().await;
}

/// Side by side, as serenity pauses for five seconds between two logins.
#[tokio::test]
async fn what_the_bot_may_come_back_from_it_comes_back_from() {
    tokio::join!(
        told(|gateway| gateway.close(4000)),
        told(|gateway| gateway.close(4001)),
        told(|gateway| gateway.close(4002)),
        told(|gateway| gateway.close(4003)),
        told(|gateway| gateway.close(4005)),
        told(|gateway| gateway.close(4007)),
        told(|gateway| gateway.close(4008)),
        told(|gateway| gateway.close(4009)),
        told(Hub::reconnect),
        told(|gateway| gateway.invalid_session(true)),
        told(|gateway| gateway.invalid_session(false)),
        never_answered(),
    );
}

/// The bot ends by itself and says so in these words; started again, it posts.
async fn ends_for_good(code: u16, words: &str) {
    let mut garden = with_heartbeat().await;
    garden.expect_error("connection to Discord");
    let rows = garden.rows().await;
    let gateway = garden.sandbox.gateway();
    gateway.turn_away(Some(code));
    if code == 4011 {
        gateway.recommend_shards(2);
    }
    gateway.allow_logins(102);
    gateway.close(code);
    let said = garden.bot_gives_up().await;
    assert!(said.contains(words), "{code}: {said}");
    assert_eq!(garden.rows().await, rows, "{code}: nothing is lost");
    let gateway = garden.sandbox.gateway();
    assert!(
        gateway.identified() <= 15,
        "Discord bars who logs in again and again"
    );
    gateway.turn_away(None);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.start_bot().await;
    garden.post_in("wellbeing", 1).await;
    history_says(&garden, "✅").await;
    garden.close().await;
}

#[tokio::test]
async fn what_there_is_no_coming_back_from_ends_it_with_a_clear_sentence() {
    tokio::join!(
        ends_for_good(4004, "does not accept the token"),
        ends_for_good(4010, "turned away"),
        ends_for_good(4011, "over more shards"),
        ends_for_good(4012, "turned away"),
        ends_for_good(4013, "does not let the bot hear"),
        ends_for_good(4014, "does not let the bot hear"),
    );
}

#[tokio::test]
async fn without_a_login_left_for_the_day_it_does_not_start() {
    let garden = Garden::without_bot(|_world| {}).await;
    garden.sandbox.gateway().allow_logins(0);
    let said = garden.refuses_to_start(garden.config()).await;
    assert!(said.contains("start it again tomorrow"), "{said}");
    assert_eq!(garden.sandbox.gateway().identified(), 0);
    garden.close().await;
}

#[tokio::test]
async fn a_gateway_that_takes_the_login_and_says_nothing_keeps_no_post_back() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.stop_bot().await;
    garden.sandbox.gateway().keep_waiting(true);
    garden.start_unheard();
    garden.mondays_post().await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    assert_eq!(garden.sandbox.gateway().connected(), 0);
    garden.sandbox.gateway().keep_waiting(false);
    garden.restart_bot().await;
    asked(&garden, "/schedule list").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 2);
    garden.close().await;
}

#[tokio::test]
async fn a_gateway_that_lets_nobody_in_from_the_start_keeps_no_post_back() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.stop_bot().await;
    garden.sandbox.gateway().refuse_connections(true);
    let let_in = garden.sandbox.gateway().let_in();
    garden.start_unheard();
    garden.mondays_post().await;
    garden.sandbox.gateway().refuse_connections(false);
    is_let_in_again(&garden, let_in).await;
    history_says(&garden, "✅").await;
    garden.close().await;
}
