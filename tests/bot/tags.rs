//! A forum that wants a tag on every post: the schedule waits until one is chosen.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::Shown,
    world::{Id, Permissions},
};

use crate::{
    garden::{Garden, at, shown},
    moderating::{allow, asked, channel, deny, history_says, list, schedule_id},
};

const IN_FORUM: &str =
    "/schedule create channel:weekly-garden when:\"mondays 9:00\" zone:Europe/London";
const MENU: &str = "Choose tags";

fn tag(garden: &Garden, forum: &str, name: &str) -> Id {
    garden.sandbox.read(|world| {
        let forum = world
            .channel(forum)
            .and_then(|channel| channel.forum.as_ref());
        let mut tags = forum.expect("a forum").tags.iter();
        tags.find(|tag| tag.name == name).expect("a tag").id
    })
}

fn moderate(garden: &Garden, names: &[&str]) {
    let forum = channel(garden, "weekly-garden");
    garden.sandbox.change(|world| {
        let forum = world.channels.get_mut(&forum).expect("the forum");
        for tag in &mut forum.forum.as_mut().expect("a forum").tags {
            tag.moderated = names.contains(&tag.name.as_str());
        }
    });
}

async fn chosen(garden: &Garden, answer: &Shown, tags: &[&str]) -> Shown {
    shown(garden.moderator().choose(answer, MENU, tags).await)
}

#[tokio::test]
async fn the_schedule_waits_until_a_tag_is_chosen_and_then_is_planned() {
    let garden = Garden::open().await;
    let asks = asked(&garden, IN_FORUM).await;
    assert_snapshot!("tag_asked", asks.as_text());
    assert!(list(&garden).await.contains("⏸️ Paused"));
    garden.advance(TimeDelta::minutes(1));
    let planned = chosen(&garden, &asks, &["Affirmations", "Questions"]).await;
    let said = planned.as_text();
    assert!(said.contains("Planned 🌻"), "{said}");
    assert!(said.contains("Monday, 23 November 2026 09:00"), "{said}");
    assert!(said.contains("This is what goes out first:"), "{said}");
    let shows = asked(&garden, "/schedule show schedule:1").await;
    assert!(
        shows.as_text().contains("Tags: Affirmations, Questions"),
        "{}",
        shows.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_forum_whose_tags_are_optional_does_not_ask() {
    let garden = Garden::open().await;
    let create = "/schedule create channel:open-garden when:\"mondays 9:00\" zone:Europe/London";
    let planned = asked(&garden, create).await;
    assert!(
        planned.as_text().contains("Planned 🌻"),
        "{}",
        planned.as_text()
    );
    assert!(!planned.as_text().contains(MENU), "{}", planned.as_text());
    garden.close().await;
}

#[tokio::test]
async fn resume_and_show_ask_again_while_the_tag_is_missing() {
    let mut garden = Garden::open().await;
    asked(&garden, IN_FORUM).await;
    garden.restart_bot().await;
    garden.hand.move_to(at("2026-11-24T12:00:00Z"));
    let shows = asked(&garden, "/schedule show schedule:1").await;
    assert_snapshot!("shown_without_its_tag", shows.as_text());
    let resume = asked(&garden, "/schedule resume schedule:1").await;
    assert!(
        resume.as_text().contains("wants a tag"),
        "{}",
        resume.as_text()
    );
    assert!(list(&garden).await.contains("⏸️ Paused"));
    let planned = chosen(&garden, &resume, &["Garden notes"]).await;
    assert!(
        planned.as_text().contains("30 November 2026 09:00"),
        "{}",
        planned.as_text()
    );
    assert!(!list(&garden).await.contains("⏸️ Paused"));
    let shows = asked(&garden, "/schedule show schedule:1").await;
    assert!(!shows.as_text().contains(MENU), "{}", shows.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_tag_that_is_gone_when_it_is_chosen_is_asked_for_anew() {
    let garden = Garden::open().await;
    let asks = asked(&garden, IN_FORUM).await;
    let forum = channel(&garden, "weekly-garden");
    let gone = tag(&garden, "weekly-garden", "Practices");
    garden.sandbox.remove_tag(forum, gone);
    let again = chosen(&garden, &asks, &["Practices", "Questions"]).await;
    assert_snapshot!("tag_gone", again.as_text());
    let planned = chosen(&garden, &again, &["Questions"]).await;
    assert!(
        planned.as_text().contains("Planned 🌻"),
        "{}",
        planned.as_text()
    );
    // And one that goes later is asked for when the schedule is looked at.
    let gone = tag(&garden, "weekly-garden", "Questions");
    garden.sandbox.remove_tag(forum, gone);
    let shows = asked(&garden, "/schedule show schedule:1").await;
    assert!(
        shows.as_text().contains("wants a tag"),
        "{}",
        shows.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_schedule_goes_on_without_the_one_of_its_tags_that_is_gone() {
    let garden = Garden::open().await;
    let asks = asked(&garden, IN_FORUM).await;
    chosen(&garden, &asks, &["Practices", "Questions"]).await;
    let gone = tag(&garden, "weekly-garden", "Practices");
    let forum = channel(&garden, "weekly-garden");
    garden.sandbox.remove_tag(forum, gone);
    let checked = asked(&garden, "/settings check").await;
    assert!(
        checked.as_text().contains("One of its tags is gone"),
        "{}",
        checked.as_text()
    );
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "❌ Not posted: a tag that I was to give is gone").await;
    let resumed = asked(&garden, "/schedule resume schedule:1").await;
    assert!(
        resumed.as_text().contains("Resumed"),
        "{}",
        resumed.as_text()
    );
    let checked = asked(&garden, "/settings check").await;
    assert!(
        checked.as_text().contains("Your schedule has all it needs"),
        "{}",
        checked.as_text()
    );
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    history_says(&garden, "✅").await;
    garden.close().await;
}

#[tokio::test]
async fn moderated_tags_are_offered_where_both_may_manage_posts() {
    let garden = Garden::open().await;
    moderate(&garden, &["Affirmations", "Practices"]);
    let asks = asked(&garden, IN_FORUM).await;
    assert!(
        !asks.as_text().contains("· Affirmations"),
        "{}",
        asks.as_text()
    );
    assert!(asks.as_text().contains("· Questions"), "{}", asks.as_text());
    let forum = channel(&garden, "weekly-garden");
    allow(&garden, "sunflower", forum, Permissions::MANAGE_THREADS);
    let asks = asked(&garden, "/schedule resume schedule:1").await;
    assert!(
        asks.as_text().contains("· Affirmations"),
        "{}",
        asks.as_text()
    );
    garden.sandbox.allow_bot(forum);
    moderate(
        &garden,
        &["Affirmations", "Practices", "Questions", "Garden notes"],
    );
    let none = asked(&garden, "/schedule resume schedule:1").await;
    assert_snapshot!("no_tag_to_give", none.as_text());
    garden.close().await;
}

#[tokio::test]
async fn only_who_moderates_and_may_post_there_chooses() {
    let garden = Garden::open().await;
    let asks = asked(&garden, IN_FORUM).await;
    let id = schedule_id(&garden).await;
    let menu = format!("tags:{id}");
    let maya = garden.maya();
    let forged = maya.forge_press(asks.channel(), asks.id(), &menu).await;
    let refused = shown(forged);
    assert!(
        refused.as_text().contains("Manage Messages"),
        "{}",
        refused.as_text()
    );
    let forum = channel(&garden, "weekly-garden");
    deny(&garden, "rowan", forum, Permissions::SEND_MESSAGES);
    let refused = chosen(&garden, &asks, &["Questions"]).await;
    assert!(
        refused.as_text().contains("You need **Create Posts**"),
        "{}",
        refused.as_text()
    );
    assert!(list(&garden).await.contains("⏸️ Paused"));
    garden.close().await;
}

#[tokio::test]
async fn a_menu_of_a_schedule_that_moved_or_is_gone_says_so() {
    let garden = Garden::open().await;
    let asks = asked(&garden, IN_FORUM).await;
    asked(&garden, "/schedule edit schedule:1 channel:#wellbeing").await;
    let moved = chosen(&garden, &asks, &["Questions"]).await;
    assert_snapshot!("no_forum_any_more", moved.as_text());
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    shown(garden.moderator().click(&sure, "Yes, delete it").await);
    let gone = chosen(&garden, &asks, &["Questions"]).await;
    assert!(
        gone.as_text().contains("There is no such schedule"),
        "{}",
        gone.as_text()
    );
    garden.close().await;
}
