//! `/schedule show`: all about one schedule, on a phone.

use insta::assert_snapshot;
use sunflower::sandbox::{faults::Fault, world::Permissions};

use crate::{
    garden::{Garden, at},
    looking::without_ids,
    moderating::{asked, channel, history_says},
};

const SHOW: &str = "/schedule show schedule:1";
const CREATE: &str = "/schedule create when:\"mondays 9:00\" zone:Europe/London";

#[tokio::test]
async fn a_plain_schedule_is_shown_before_and_after_its_first_post() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    assert_snapshot!(
        "shown_before_its_first_post",
        asked(&garden, SHOW).await.as_text()
    );
    garden.mondays_post().await;
    history_says(&garden, "✅").await;
    let shows = asked(&garden, SHOW).await;
    let said = without_ids(shows.as_text());
    assert_snapshot!("shown_after_its_first_post", said);
    garden.close().await;
}

#[tokio::test]
async fn every_option_is_shown_in_words() {
    let garden = Garden::open().await;
    let create = format!(
        "{CREATE} channel:#news topics:rest what:A question alone mention:Early birds thread:true \
         quiet:true catch_up:3 days"
    );
    asked(&garden, &create).await;
    let shows = asked(&garden, SHOW).await;
    assert_snapshot!("shown_with_every_option", shows.as_text());
    for line in shows.as_text().lines() {
        let length = line.trim_start_matches("│ ").chars().count();
        assert!(length <= 60, "too long for a phone: {line}");
    }
    garden.close().await;
}

#[tokio::test]
async fn one_that_is_paused_stopped_or_done_says_so_and_what_to_do() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(&garden, "/schedule pause schedule:1").await;
    assert_snapshot!("shown_paused", asked(&garden, SHOW).await.as_text());
    asked(&garden, "/schedule resume schedule:1").await;
    let wellbeing = channel(&garden, "wellbeing");
    garden.sandbox.deny_bot(wellbeing, Permissions::EMBED_LINKS);
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::SEND_MESSAGES);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "❌").await;
    assert_snapshot!("shown_stopped", asked(&garden, SHOW).await.as_text());
    garden.sandbox.allow_bot(wellbeing);
    asked(&garden, "/schedule edit schedule:1 when:23 nov 2026 10:00").await;
    garden.hand.move_to(at("2026-11-23T10:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    history_says(&garden, "✅").await;
    let done = asked(&garden, SHOW).await;
    assert!(
        done.as_text().contains("No further times: it is done."),
        "{}",
        done.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn it_is_shown_though_discord_does_not_tell_of_its_forum() {
    let garden = Garden::open().await;
    asked(&garden, &format!("{CREATE} channel:open-garden")).await;
    garden
        .sandbox
        .faults()
        .on("GET /guilds/{guild}")
        .always(Fault::down(503));
    let shows = asked(&garden, SHOW).await;
    assert!(
        shows.as_text().contains("#open-garden · forum"),
        "{}",
        shows.as_text()
    );
    garden.sandbox.faults().clear();
    garden.close().await;
}

#[tokio::test]
async fn nothing_is_shown_of_what_is_not_there() {
    let garden = Garden::open().await;
    let shows = asked(&garden, SHOW).await;
    assert!(
        shows.as_text().contains("There is no such schedule"),
        "{}",
        shows.as_text()
    );
    garden.close().await;
}
