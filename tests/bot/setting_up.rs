//! The guided start: three private steps, menus and no typing, and a test post at the end.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::{Failure, Member, Shown},
    faults::Fault,
    world::Permissions,
};

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, pressed, updated, without_ids},
    moderating::{asked, channel, deny, list, posts_in},
};

const CHANNEL: &str = "Pick a channel";
const DAY: &str = "Pick a day";
const TIME: &str = "Pick a time";
const PLACE: &str = "Pick a place near you";

async fn chooses(member: &Member, page: &Shown, menu: &str, choice: &str) -> Shown {
    updated(member.choose(page, menu, &[choice]).await)
}

async fn clicks(member: &Member, page: &Shown, button: &str) -> Shown {
    updated(member.click(page, button).await)
}

/// All three steps, with what is offered first in each.
async fn summary_for(garden: &Garden, channel: &str) -> Shown {
    let rowan = garden.moderator();
    let first = asked(garden, "/setup").await;
    let second = chooses(&rowan, &first, CHANNEL, channel).await;
    let third = clicks(&rowan, &second, "Go on").await;
    chooses(&rowan, &third, PLACE, "Europe/London").await
}

#[tokio::test]
async fn a_weekly_post_is_made_in_three_steps_without_typing_a_word() {
    let garden = Garden::open().await;
    let rowan = garden.moderator();
    let first = asked(&garden, "/setup").await;
    assert_snapshot!("step_1", first.as_text());
    let second = chooses(&rowan, &first, CHANNEL, "wellbeing").await;
    assert_snapshot!("step_2", second.as_text());
    let second = chooses(&rowan, &second, DAY, "Thursdays").await;
    let second = chooses(&rowan, &second, TIME, "18:30").await;
    assert!(
        second.as_text().contains("Thursdays, 18:30"),
        "{}",
        second.as_text()
    );
    let third = clicks(&rowan, &second, "Go on").await;
    assert_snapshot!("step_3", third.as_text());
    let summary = chooses(&rowan, &third, PLACE, "Europe/London").await;
    assert_snapshot!("summary", summary.as_text());
    assert!(list(&garden).await.contains("no schedule"));
    let made = clicks(&rowan, &summary, "Make it").await;
    assert!(made.is_private());
    assert_snapshot!("made", made.as_text());
    let sent = shown(rowan.click(&made, "Send a test post").await);
    assert!(sent.is_private());
    assert_snapshot!("test_sent", without_ids(sent.as_text()));
    let test = garden.post_in("wellbeing", 1).await;
    assert_snapshot!("test_post", test.as_text());
    let article = shown(garden.theo().click(&test, "Read the article").await);
    assert!(
        article.is_private(),
        "a test's buttons answer whoever presses"
    );
    // The test counts for nothing: the real one comes, whole.
    garden.hand.move_to(at("2026-11-26T18:30:00Z"));
    let post = garden.post_in("wellbeing", 2).await;
    assert!(
        !post.as_text().contains("This is a test"),
        "{}",
        post.as_text()
    );
    carried(&post, "Reflect");
    garden.close().await;
}

#[tokio::test]
async fn every_kind_of_channel_can_be_set_up_and_tried() {
    for (name, kind) in [
        ("news", "#news"),
        ("open-garden", "#open-garden"),
        ("compost corner", "#compost corner"),
    ] {
        let garden = Garden::open().await;
        let rowan = garden.moderator();
        let summary = summary_for(&garden, name).await;
        assert!(summary.as_text().contains(kind), "{}", summary.as_text());
        let made = clicks(&rowan, &summary, "Make it").await;
        assert!(made.as_text().contains("Planned"), "{}", made.as_text());
        let sent = shown(rowan.click(&made, "Send a test post").await);
        assert!(
            sent.as_text().contains("The test is out"),
            "{name}: {}",
            sent.as_text()
        );
        garden.close().await;
    }
}

#[tokio::test]
async fn a_channel_that_cant_be_is_said_why_and_the_menu_stays() {
    let garden = Garden::open().await;
    let rowan = garden.moderator();
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::SEND_MESSAGES);
    let first = asked(&garden, "/setup").await;
    let refused = chooses(&rowan, &first, CHANNEL, "wellbeing").await;
    assert_snapshot!("channel_bot_lacks", refused.as_text());
    let refused = chooses(&rowan, &refused, CHANNEL, "weekly-garden").await;
    assert_snapshot!("channel_needs_tag", refused.as_text());
    let refused = chooses(&rowan, &refused, CHANNEL, "moderators").await;
    assert!(
        refused.as_text().contains("View Channel"),
        "{}",
        refused.as_text()
    );
    let general = channel(&garden, "general");
    deny(&garden, "rowan", general, Permissions::SEND_MESSAGES);
    let refused = chooses(&rowan, &refused, CHANNEL, "general").await;
    assert_snapshot!("channel_moderator_lacks", refused.as_text());
    garden
        .sandbox
        .faults()
        .on("GET /guilds/{guild}")
        .once(Fault::down(503));
    let refused = chooses(&rowan, &refused, CHANNEL, "wellbeing").await;
    assert!(
        refused.as_text().contains("try again in a minute"),
        "{}",
        refused.as_text()
    );
    garden.sandbox.allow_bot(wellbeing);
    let second = chooses(&rowan, &refused, CHANNEL, "wellbeing").await;
    assert!(
        second.as_text().contains("Step 2 of 3"),
        "{}",
        second.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn any_city_is_found_by_its_part_of_the_world_and_one_can_go_back() {
    let garden = Garden::open().await;
    let rowan = garden.moderator();
    let first = asked(&garden, "/setup").await;
    let second = chooses(&rowan, &first, CHANNEL, "wellbeing").await;
    let third = clicks(&rowan, &second, "Go on").await;
    let america = chooses(&rowan, &third, PLACE, "America: pick a city…").await;
    assert_snapshot!("cities_of_america", america.as_text());
    let mut page = clicks(&rowan, &america, "Next page").await;
    let mut pages = 1;
    while !page.menus()[0]
        .options
        .iter()
        .any(|city| city.value == "America/Yellowknife" || city.value == "America/Winnipeg")
    {
        page = clicks(&rowan, &page, "Next page").await;
        pages += 1;
        assert!(pages < 10);
    }
    let third = clicks(&rowan, &page, "Back").await;
    let second = clicks(&rowan, &third, "Back").await;
    let first = clicks(&rowan, &second, "Back").await;
    assert!(
        first.as_text().contains("Step 1 of 3"),
        "{}",
        first.as_text()
    );
    let second = chooses(&rowan, &first, CHANNEL, "general").await;
    let third = clicks(&rowan, &second, "Go on").await;
    let asia = chooses(&rowan, &third, PLACE, "Asia: pick a city…").await;
    let summary = chooses(&rowan, &asia, PLACE, "Asia/Tokyo").await;
    assert!(
        summary.as_text().contains("(Asia/Tokyo)"),
        "{}",
        summary.as_text()
    );
    let over = clicks(&rowan, &summary, "Start over").await;
    assert!(over.as_text().contains("Step 1 of 3"), "{}", over.as_text());
    garden.close().await;
}

#[tokio::test]
async fn the_servers_zone_and_the_moderators_language_come_first() {
    let garden = Garden::open_with(|world| {
        let rowan = world.user("rowan").expect("rowan").id;
        world.users.get_mut(&rowan).expect("rowan").locale = "de".to_owned();
    })
    .await;
    asked(&garden, "/settings zone zone:Asia/Tokyo").await;
    let rowan = garden.moderator();
    let first = asked(&garden, "/setup").await;
    let second = chooses(&rowan, &first, CHANNEL, "wellbeing").await;
    let third = clicks(&rowan, &second, "Go on").await;
    let options = &third.menus()[0].options;
    let zones: Vec<&str> = options[..2].iter().map(|one| one.value.as_str()).collect();
    assert_eq!(zones, ["Asia/Tokyo", "Europe/Berlin"]);
    garden.close().await;
}

#[tokio::test]
async fn make_it_pressed_twice_makes_one() {
    let garden = Garden::open().await;
    let rowan = garden.moderator();
    let summary = summary_for(&garden, "wellbeing").await;
    let make = carried(&summary, "Make it");
    clicks(&rowan, &summary, "Make it").await;
    let again = pressed(&rowan, &make).await;
    assert!(
        again.as_text().contains("is there already"),
        "{}",
        again.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_summary_works_a_year_later_and_after_a_restart() {
    let mut garden = Garden::open().await;
    let summary = summary_for(&garden, "wellbeing").await;
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(365));
    let made = clicks(&garden.moderator(), &summary, "Make it").await;
    assert!(made.as_text().contains("Planned"), "{}", made.as_text());
    garden.close().await;
}

#[tokio::test]
async fn what_was_allowed_at_the_first_step_is_asked_again_at_the_last() {
    let garden = Garden::open().await;
    let summary = summary_for(&garden, "wellbeing").await;
    let wellbeing = channel(&garden, "wellbeing");
    deny(&garden, "rowan", wellbeing, Permissions::SEND_MESSAGES);
    let refused = shown(garden.moderator().click(&summary, "Make it").await);
    assert!(
        refused.as_text().contains("You need **Send Messages**"),
        "{}",
        refused.as_text()
    );
    assert!(list(&garden).await.contains("no schedule"));
    garden.close().await;
}

#[tokio::test]
async fn members_cant_start_it_and_forged_presses_make_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let refused = maya.slash("/setup").await;
    assert!(matches!(refused, Err(Failure::NotAllowed { .. })));
    let wellbeing = channel(&garden, "wellbeing");
    let make = format!("setup:make:{wellbeing}:mondays:540:Europe/London");
    for forged in ["setup:start", "setup:channel", &make] {
        let answer = pressed(&maya, forged).await;
        assert!(
            answer.as_text().contains("This is for moderators"),
            "{forged}"
        );
    }
    // A moderator's own forgeries reach no channel that is not this server's, and none that is hidden.
    let rowan = garden.moderator();
    let hidden = channel(&garden, "moderators");
    for (place, words) in [
        (hidden.to_string(), "View Channel"),
        ("1234".to_owned(), "View Channel"),
    ] {
        let forged = format!("setup:make:{place}:mondays:540:Europe/London");
        let answer = pressed(&rowan, &forged).await;
        assert!(answer.as_text().contains(words), "{}", answer.as_text());
    }
    for forged in [
        "setup:channel",
        "setup:day:1:mondays:540",
        "setup:zone:1:mondays:540",
        "setup:when:1:mondays:9999",
    ] {
        let answer = pressed(&rowan, forged).await;
        assert!(
            answer.as_text().contains("can't follow it"),
            "{forged}: {}",
            answer.as_text()
        );
    }
    assert!(list(&garden).await.contains("no schedule"));
    garden.close().await;
}

#[tokio::test]
async fn a_test_that_discord_does_not_take_is_said_so_and_of_a_deleted_schedule_none_is_sent() {
    let garden = Garden::open().await;
    let rowan = garden.moderator();
    let made = clicks(&rowan, &summary_for(&garden, "wellbeing").await, "Make it").await;
    let post = "POST /channels/{channel}/messages";
    garden.sandbox.faults().on(post).once(Fault::down(503));
    let unknown = shown(rowan.click(&made, "Send a test post").await);
    assert_snapshot!("test_unknown", unknown.as_text());
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    clicks(&rowan, &sure, "Yes, delete it").await;
    let gone = shown(rowan.click(&made, "Send a test post").await);
    assert!(
        gone.as_text().contains("no such schedule"),
        "{}",
        gone.as_text()
    );
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}
