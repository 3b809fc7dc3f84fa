//! What moderators do with schedules: make, look, preview, pause, resume, delete, and read what became
//! of the posts.

use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::{
    garden::{Garden, at},
    looking::{carried, private, updated, without_ids},
    moderating::{asked, history, history_says, list, posts_in, schedule_id},
};

const CREATE: &str = "/schedule create channel:#wellbeing zone:Europe/London when:";

#[tokio::test]
async fn a_new_schedule_is_answered_with_its_next_five_times_and_the_preview() {
    let garden = Garden::open().await;
    let created = garden.schedule_mondays().await;
    assert!(created.is_private());
    assert_snapshot!("created", created.as_text());
    garden.close().await;
}

#[tokio::test]
async fn when_is_a_phrase_crontab_or_one_date() {
    let garden = Garden::open().await;
    for (when, understood, first) in [
        ("mondays 9:00", "Mondays at 09:00", "23 November 2026 09:00"),
        (
            "every weekday at 18:30",
            "Weekdays at 18:30",
            "23 November 2026 18:30",
        ),
        ("30 7 * * 0", "Sundays at 07:30", "29 November 2026 07:30"),
        (
            "1 dec 18:00",
            "Tue 1 Dec 2026 at 18:00",
            "1 December 2026 18:00",
        ),
    ] {
        let created = asked(&garden, &format!("{CREATE}{when}")).await;
        let said = created.as_text();
        assert!(said.contains(understood), "{when}: {said}");
        let times = said.split("The next five times").nth(1).expect("the times");
        let next = times.lines().nth(1).expect("the first of them");
        assert!(next.contains(first), "{when}: {next}");
        garden.advance(TimeDelta::minutes(1));
    }
    assert_snapshot!("list_of_four", list(&garden).await);
    garden.close().await;
}

#[tokio::test]
async fn the_zone_is_asked_for_once_and_then_is_the_servers() {
    let garden = Garden::open().await;
    let without = "/schedule create channel:#wellbeing when:daily 9:00";
    let first = asked(&garden, without).await;
    assert_snapshot!("zone_needed", first.as_text());
    asked(&garden, &format!("{without} zone:Europe/Berlin")).await;
    let third = asked(&garden, without).await;
    assert!(third.as_text().contains("(Europe/Berlin)"));
    // 9:00 in Berlin is 8:00 in UTC, in winter.
    assert!(third.as_text().contains("23 November 2026 08:00"));
    // Another zone for one schedule leaves the server's as it is.
    let fourth = asked(&garden, &format!("{without} zone:Asia/Tokyo")).await;
    assert!(fourth.as_text().contains("(Asia/Tokyo)"));
    let fifth = asked(&garden, without).await;
    assert!(fifth.as_text().contains("(Europe/Berlin)"));
    garden.close().await;
}

#[tokio::test]
async fn topics_decide_what_is_drawn_from() {
    let garden = Garden::open().await;
    for (topics, title) in [
        ("trauma", "Healing From Relational Trauma"),
        ("vulnerability", "How Vulnerability Can Bring You"),
    ] {
        let created = asked(&garden, &format!("{CREATE}mondays 9:00 topics:{topics}")).await;
        let said = created.as_text();
        assert!(said.contains(&format!("From: {topics}")), "{said}");
        assert!(said.contains(title), "{said}");
    }
    let several = asked(
        &garden,
        &format!("{CREATE}mondays 9:00 topics:trauma, vulnerability"),
    )
    .await;
    assert!(several.as_text().contains("From: trauma, vulnerability"));
    garden.close().await;
}

#[tokio::test]
async fn without_a_schedule_list_and_history_say_so_and_what_to_do() {
    let garden = Garden::open().await;
    assert_snapshot!("list_of_none", list(&garden).await);
    assert_snapshot!("history_of_nothing", history(&garden).await);
    garden.close().await;
}

#[tokio::test]
async fn times_inside_a_pause_are_neither_posted_nor_missed() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let paused = asked(&garden, "/schedule pause schedule:1").await;
    assert_snapshot!("paused", paused.as_text());
    assert!(list(&garden).await.contains("⏸️ Paused"));
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.restart_bot().await;
    garden.hand.move_to(at("2026-12-01T12:00:00Z"));
    let resumed = asked(&garden, "/schedule resume schedule:1").await;
    assert_snapshot!("resumed", resumed.as_text());
    let said = history(&garden).await;
    assert!(said.contains("Nothing was due yet."), "{said}");
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.hand.move_to(at("2026-12-07T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn pausing_or_resuming_twice_changes_nothing() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    for verb in ["pause", "pause", "resume", "resume"] {
        let said = asked(&garden, &format!("/schedule {verb} schedule:1")).await;
        let expected = if verb == "pause" {
            "Paused."
        } else {
            "Resumed"
        };
        assert!(said.as_text().contains(expected), "{}", said.as_text());
    }
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn a_paused_schedule_can_be_previewed() {
    let garden = Garden::open().await;
    let created = garden.schedule_mondays().await;
    asked(&garden, "/schedule pause schedule:1").await;
    let preview = asked(&garden, "/schedule preview schedule:1").await;
    assert!(preview.as_text().contains("paused or stopped"));
    assert_eq!(preview.raw().embeds[1..], created.raw().embeds[1..]);
    garden.close().await;
}

#[tokio::test]
async fn looking_at_the_preview_often_changes_nothing() {
    let garden = Garden::open().await;
    let created = garden.schedule_mondays().await;
    for _ in 0..3 {
        let preview = asked(&garden, "/schedule preview schedule:1").await;
        assert_eq!(preview.raw().embeds[1..], created.raw().embeds[1..]);
    }
    assert!(history(&garden).await.contains("Nothing was due yet."));
    garden.close().await;
}

#[tokio::test]
async fn deleting_asks_first_and_keeping_keeps() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    assert_snapshot!("delete_asked", sure.as_text());
    let kept = updated(garden.moderator().click(&sure, "No, keep it").await);
    assert!(kept.as_text().contains("Mondays at 09:00"));
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn a_deleted_schedule_posts_no_more_and_its_history_stays() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    history_says(&garden, "✅").await;
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    let gone = updated(garden.moderator().click(&sure, "Yes, delete it").await);
    assert_snapshot!("deleted", gone.as_text());
    assert!(
        list(&garden)
            .await
            .contains("There is no schedule here yet.")
    );
    assert_snapshot!("history_of_a_deleted", without_ids(&history(&garden).await));
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.restart_bot().await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    // What was posted still works.
    let said = post.as_text();
    let (_, practice) = said
        .split_once("A practice to try: ")
        .expect("a practice in the post");
    let practice = practice.split("**").next().expect("its name");
    let maya = garden.maya();
    assert!(
        private(maya.click(&post, "Practice").await)
            .as_text()
            .contains(practice)
    );
    garden.close().await;
}

#[tokio::test]
async fn deleting_twice_says_that_it_is_gone() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let id = schedule_id(&garden).await;
    let first = asked(&garden, "/schedule delete schedule:1").await;
    let second = asked(&garden, "/schedule delete schedule:1").await;
    let moderator = garden.moderator();
    updated(moderator.click(&first, "Yes, delete it").await);
    let gone = updated(moderator.click(&second, "Yes, delete it").await);
    assert_snapshot!("gone", gone.as_text());
    assert!(!gone.has_button("Yes, delete it"));
    // Nor does any command find it, by its number or by its id.
    for verb in [
        "preview", "skip", "post-now", "pause", "resume", "delete", "history",
    ] {
        for named in ["1", &id] {
            let said = asked(&garden, &format!("/schedule {verb} schedule:{named}")).await;
            let sorry = said.as_text().contains("There is no such schedule here.");
            assert!(sorry, "{verb}: {}", said.as_text());
        }
    }
    garden.close().await;
}

#[tokio::test]
async fn history_comes_in_pages_the_latest_first() {
    let mut garden = Garden::open().await;
    asked(&garden, &format!("{CREATE}daily 9:00")).await;
    garden.stop_bot().await;
    garden.hand.move_to(at("2026-12-17T12:00:00Z"));
    garden.start_bot().await;
    history_says(&garden, "✅").await;
    let moderator = garden.moderator();
    let first = asked(&garden, "/schedule history").await;
    assert_eq!(first.as_text().matches("#wellbeing").count(), 10);
    assert!(first.as_text().contains("17 December 2026"));
    let second = updated(moderator.click(&first, "Next page").await);
    assert!(second.as_text().contains("7 December 2026"));
    let third = updated(moderator.click(&second, "Next page").await);
    assert_eq!(third.as_text().matches("Missed").count(), 5);
    assert!(third.as_text().contains("23 November 2026"));
    assert!(!third.has_button("Next page"));
    let back = updated(moderator.click(&third, "Previous page").await);
    assert_eq!(back.as_text(), second.as_text());
    garden.close().await;
}

#[tokio::test]
async fn history_of_one_schedule_holds_only_its_posts() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.advance(TimeDelta::minutes(1));
    asked(
        &garden,
        "/schedule create channel:#general when:mondays 9:00",
    )
    .await;
    garden.mondays_post().await;
    garden.post_in("general", 1).await;
    let one = asked(&garden, "/schedule history schedule:2").await;
    assert!(one.as_text().contains("#general"), "{}", one.as_text());
    assert!(!one.as_text().contains("#wellbeing"), "{}", one.as_text());
    garden.close().await;
}

#[tokio::test]
async fn more_schedules_than_fit_are_listed_in_pages() {
    let garden = Garden::open().await;
    for hour in 0..7 {
        asked(&garden, &format!("{CREATE}daily {hour}:00")).await;
        garden.advance(TimeDelta::minutes(1));
    }
    let first = asked(&garden, "/schedule list").await;
    assert!(!first.as_text().contains("**6.**"), "{}", first.as_text());
    let moderator = garden.moderator();
    let second = updated(moderator.click(&first, "Next page").await);
    assert!(second.as_text().contains("**7.**"), "{}", second.as_text());
    let page = carried(&second, "Previous page");
    assert_eq!(page, "schedules:0");
    garden.close().await;
}
