//! `/schedule edit`: what is given changes and nothing else, and what is now so is told.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::Shown,
    faults::Fault,
    world::{Channel, Permissions, World},
};

use crate::{
    garden::{Garden, at, shown},
    moderating::{
        POST, asked, channel, deny, history, history_says, in_time, list, mondays_post_is_refused,
        posts_in, role, server,
    },
};

async fn edit(garden: &Garden, options: &str) -> Shown {
    asked(garden, &format!("/schedule edit schedule:1 {options}")).await
}

fn said(answer: &Shown) -> String {
    answer.as_text().replace("(only you can see this)\n", "")
}

#[tokio::test]
async fn each_option_changes_what_it_names_and_nothing_else() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let mut read = Vec::new();
    for options in [
        "when:fridays 18:00",
        "zone:Asia/Tokyo",
        "channel:#general",
        "topics:rest, trauma",
        "topics:all",
        "what:A practice alone",
        "mention:Early birds",
        "no_mention:true",
        "thread:true",
        "quiet:true",
        "catch_up:2 days",
        "thread:false quiet:false what:The whole week catch_up:12 hours",
        "no_mention:false",
    ] {
        let answer = edit(&garden, options).await;
        read.push(format!("{options}\n{}", said(&answer)));
    }
    assert_snapshot!("edited_one_by_one", read.join("\n\n"));
    garden.close().await;
}

#[tokio::test]
async fn everything_can_be_changed_at_once() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let answer = edit(
        &garden,
        "when:1 dec 18:00 zone:Europe/Berlin channel:#news topics:rest what:Affirmations alone \
         mention:Early birds thread:true quiet:true catch_up:1 hour",
    )
    .await;
    assert_snapshot!("edited_at_once", answer.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_schedule_moves_to_every_kind_of_channel_and_drops_what_that_cant_hold() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    edit(&garden, "thread:true").await;
    let mut read = Vec::new();
    for name in [
        "#news",
        "open-garden",
        "#wellbeing",
        "compost corner",
        "weekly-garden",
    ] {
        read.push(said(&edit(&garden, &format!("channel:{name}")).await));
        if name == "#wellbeing" {
            edit(&garden, "thread:true").await;
        }
    }
    assert_snapshot!("edited_through_kinds", read.join("\n\n"));
    garden.close().await;
}

#[tokio::test]
async fn what_cant_be_is_refused_and_nothing_changes() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let before = list(&garden).await;
    let mut read = Vec::new();
    for options in [
        "",
        "when:mondays 25:00",
        "when:1 jan 2020 9:00",
        "zone:Berlni",
        "topics:rest, gardening",
        "topics:@everyone",
        "mention:everyone",
        "mention:Early birds no_mention:true",
        "mention:Gardeners",
        "channel:open-garden thread:true",
        "channel:compost corner thread:true",
        "channel:#moderators",
    ] {
        let answer = edit(&garden, options).await;
        assert!(!answer.as_text().contains("Edited"), "{}", answer.as_text());
        read.push(format!("{options}\n{}", said(&answer)));
    }
    assert_snapshot!("not_edited", read.join("\n\n"));
    assert_eq!(list(&garden).await, before);
    let gone = asked(&garden, "/schedule edit schedule:7 quiet:true").await;
    assert!(gone.as_text().contains("There is no such schedule"));
    garden.close().await;
}

#[tokio::test]
async fn rights_are_checked_where_the_schedule_posts_even_if_it_does_not_move() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let wellbeing = channel(&garden, "wellbeing");
    deny(&garden, "rowan", wellbeing, Permissions::SEND_MESSAGES);
    let refused = edit(&garden, "when:daily 9:00").await;
    let words = "You need **Send Messages** in #wellbeing yourself";
    assert!(refused.as_text().contains(words), "{}", refused.as_text());
    deny(&garden, "rowan", wellbeing, Permissions::NONE);
    garden.sandbox.deny_bot(wellbeing, Permissions::EMBED_LINKS);
    let refused = edit(&garden, "when:daily 9:00").await;
    assert!(
        refused.as_text().contains("I need **Embed Links**"),
        "{}",
        refused.as_text()
    );
    garden.sandbox.allow_bot(wellbeing);
    let faults = garden.sandbox.faults();
    faults.on("GET /guilds/{guild}").once(Fault::down(503));
    let refused = edit(&garden, "when:daily 9:00").await;
    assert!(
        refused.as_text().contains("Please try again in a minute"),
        "{}",
        refused.as_text()
    );
    assert!(list(&garden).await.contains("Mondays at 09:00"));
    garden.close().await;
}

#[tokio::test]
async fn a_role_that_was_deleted_is_named_until_another_is_picked() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    edit(&garden, "mention:Early birds").await;
    let early_birds = role(&garden, "Early birds");
    garden.sandbox.delete_role(server(&garden), early_birds);
    let refused = edit(&garden, "quiet:true").await;
    assert!(
        refused.as_text().contains("is gone. Please pick another"),
        "{}",
        refused.as_text()
    );
    let edited = edit(&garden, "no_mention:true").await;
    assert!(
        edited.as_text().contains("Changed: mention"),
        "{}",
        edited.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn an_edit_of_a_stopped_schedule_starts_it_and_of_a_paused_one_does_not() {
    let garden = Garden::open().await;
    mondays_post_is_refused(&garden).await;
    history_says(&garden, "❌ Not posted").await;
    assert!(list(&garden).await.contains("⚠️ Stopped"));
    let still = edit(&garden, "quiet:true").await;
    assert!(still.as_text().contains("I need"), "{}", still.as_text());
    let moved = edit(&garden, "channel:#general").await;
    assert_snapshot!("edited_when_stopped", moved.as_text());
    assert!(!list(&garden).await.contains("This needs you"));
    asked(&garden, "/schedule pause schedule:1").await;
    let paused = edit(&garden, "when:daily 9:00").await;
    assert_snapshot!("edited_when_paused", paused.as_text());
    garden.hand.move_to(at("2026-11-24T09:00:00Z"));
    assert_eq!(posts_in(&garden, "general"), 0);
    garden.close().await;
}

#[tokio::test]
async fn the_post_that_waits_goes_where_the_schedule_goes_and_once() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let faults = garden.sandbox.faults();
    faults.on(POST).times(2, Fault::rate_limit(1.0, false));
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "🕓").await;
    let mut moved = edit(&garden, "channel:#general").await;
    // While a try is on its way, it is refused.
    while !moved.as_text().contains("Edited") {
        assert!(
            moved.as_text().contains("on its way"),
            "{}",
            moved.as_text()
        );
        garden.advance(TimeDelta::seconds(1));
        moved = edit(&garden, "channel:#general").await;
    }
    in_time(&garden, TimeDelta::seconds(10), "✅").await;
    assert_eq!(posts_in(&garden, "general"), 1);
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    assert!(history(&garden).await.contains("#general"));
    garden.close().await;
}

#[tokio::test]
async fn two_moderators_at_once_end_in_one_schedule_and_each_sees_theirs() {
    let garden = Garden::open_with(second_moderator).await;
    garden.schedule_mondays().await;
    let (rowan, maya) = (garden.moderator(), garden.maya());
    for (one, other) in [
        ("when:fridays 18:00", "channel:#general"),
        ("channel:#news", "thread:true"),
        ("what:A practice alone", "quiet:true"),
    ] {
        let edit = |options: &str| format!("/schedule edit schedule:1 {options}");
        let (first, second) = (edit(one), edit(other));
        let (first, second) = tokio::join!(rowan.slash(&first), maya.slash(&second));
        for answer in [shown(first), shown(second)] {
            assert!(answer.as_text().contains("Edited"), "{}", answer.as_text());
        }
    }
    assert_snapshot!("edited_by_two", list(&garden).await);
    garden.close().await;
}

/// Maya moderates, too.
fn second_moderator(world: &mut World) {
    let maya = world.user("maya").expect("maya").id;
    let guild = world
        .channel("wellbeing")
        .and_then(|channel: &Channel| channel.guild);
    let guild = world
        .guilds
        .get_mut(&guild.expect("a server"))
        .expect("a server");
    let mut roles = guild.roles.values();
    let moderators = roles
        .find(|role| role.name == "Moderators")
        .expect("moderators")
        .id;
    let maya = guild.members.get_mut(&maya).expect("a member");
    maya.roles.push(moderators);
}
