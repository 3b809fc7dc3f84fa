//! A moderator holds the posts until a day, after which they go on by themselves.

use insta::assert_snapshot;
use sunflower::sandbox::driver::Choice;

use crate::{
    garden::{Garden, at},
    moderating::{asked, history, list, posts_in},
};

const PAUSE: &str = "/schedule pause schedule:1 until:";

#[tokio::test]
async fn a_pause_until_a_day_is_said_everywhere_and_ends_by_itself() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let paused = asked(&garden, &format!("{PAUSE}1 dec")).await;
    assert_snapshot!("paused_until", paused.as_text());
    assert_snapshot!("paused_until_in_list", list(&garden).await);
    let preview = asked(&garden, "/schedule preview schedule:1").await;
    let above = preview.as_text().lines().nth(1).expect("a sentence");
    assert_snapshot!("paused_until_preview", above);
    let refused = asked(&garden, "/schedule post-now schedule:1").await;
    assert_snapshot!("post_now_paused_until", refused.as_text());

    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.restart_bot().await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.restart_bot().await;
    assert!(history(&garden).await.contains("Nothing was due yet."));
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.hand.move_to(at("2026-12-01T00:00:00Z"));
    let listed = list(&garden).await;
    assert!(!listed.contains("Paused"), "{listed}");
    garden.hand.move_to(at("2026-12-07T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn resuming_ends_it_now() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(&garden, &format!("{PAUSE}2027-01-04")).await;
    let resumed = asked(&garden, "/schedule resume schedule:1").await;
    assert!(resumed.as_text().contains("23 November"));
    assert!(!resumed.as_text().contains("Paused"));
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn what_is_no_day_to_come_is_refused_and_changes_nothing() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let mut said = String::new();
    for until in [
        "soon",
        "yesterday",
        "2026-01-01",
        "1 jan 2030",
        "31 feb",
        "@everyone",
    ] {
        let refused = asked(&garden, &format!("{PAUSE}{until}")).await;
        said = format!("{said}{until}: {}\n", refused.as_text());
    }
    assert_snapshot!("until_refused", said);
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn while_typing_the_day_is_echoed_as_it_was_understood() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let moderator = garden.moderator();
    let offered = async |typed: &str| {
        let choices = moderator.complete(&format!("{PAUSE}{typed}")).await;
        let choices: Vec<Choice> = choices.expect("suggestions");
        let names = choices.into_iter().map(|choice| choice.name);
        names.collect::<Vec<_>>()
    };
    for (typed, echo) in [
        ("1 jan", "Until Fri 1 Jan 2027 at 00:00 (Europe/London)"),
        (
            "24 dec 18:00",
            "Until Thu 24 Dec 2026 at 18:00 (Europe/London)",
        ),
        ("to", "Until Mon 23 Nov 2026 at 00:00 (Europe/London)"),
        (
            "2026-01-01",
            "Thu 1 Jan 2026 at 00:00 is past. Write a later day.",
        ),
        (
            "soon",
            "Write until when, for example \"1 jan\", \"2026-12-24\" or \"24 dec 18:00\".",
        ),
    ] {
        assert_eq!(offered(typed).await, [echo], "{typed}");
    }
    assert_eq!(offered("").await.len(), 3);
    garden.close().await;
}
