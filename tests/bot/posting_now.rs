//! A moderator sends the next post now: shown first, asked, sent once.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::world::Permissions;

use crate::{
    garden::{Garden, at},
    looking::{carried, pressed, updated, without_ids},
    moderating::{asked, channel, history_says, posts_in, server},
};

const POST_NOW: &str = "/schedule post-now schedule:1";

#[tokio::test]
async fn the_next_one_is_shown_and_goes_out_when_the_moderator_says_so() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let ask = asked(&garden, POST_NOW).await;
    assert_snapshot!("post_now_asked", ask.as_text());
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    let done = updated(garden.moderator().click(&ask, "Post it now").await);
    assert_snapshot!("post_now_done", done.as_text());
    assert!(!done.has_button("Post it now"));
    let post = garden.post_in("wellbeing", 1).await;
    assert_eq!(post.raw().embeds[..], ask.raw().embeds[1..]);
    let said = history_says(&garden, "✅").await;
    assert_snapshot!("posted_ahead_in_history", without_ids(&said));

    // Its own time comes, after a restart, and finds it posted.
    garden.restart_bot().await;
    garden.hand.move_to(at("2026-11-23T10:00:00Z"));
    garden.restart_bot().await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    garden.close().await;
}

#[tokio::test]
async fn two_moderators_and_a_press_a_year_later_post_it_once() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let first = asked(&garden, POST_NOW).await;
    let second = asked(&garden, POST_NOW).await;
    let again = carried(&first, "Post it now");
    let moderator = garden.moderator();
    updated(moderator.click(&first, "Post it now").await);
    garden.post_in("wellbeing", 1).await;
    history_says(&garden, "✅").await;
    let late = updated(moderator.click(&second, "Post it now").await);
    assert_snapshot!("post_now_twice", late.as_text());
    assert!(!late.has_button("Post it now"));

    asked(&garden, "/schedule pause schedule:1").await;
    garden.advance(TimeDelta::days(366));
    garden.restart_bot().await;
    let moderator = garden.moderator();
    let year_later = pressed(&moderator, &again).await;
    assert!(year_later.as_text().contains("out already"));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_is_no_longer_next_is_not_posted() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let ask = asked(&garden, POST_NOW).await;
    asked(&garden, "/schedule skip schedule:1").await;
    let moderator = garden.moderator();
    let skipped = updated(moderator.click(&ask, "Post it now").await);
    assert!(skipped.as_text().contains("skipped meanwhile"));
    // A time that never was the next one, as a modified client could ask for.
    let id = carried(&ask, "Post it now");
    let (schedule, _) = id.rsplit_once(':').expect("a time");
    let forged = format!("{schedule}:{}", at("2026-12-07T09:00:00Z").timestamp());
    let refused = pressed(&moderator, &forged).await;
    assert_snapshot!("post_now_not_next", refused.as_text());

    let other = asked(&garden, POST_NOW).await;
    asked(&garden, "/schedule pause schedule:1").await;
    let paused = updated(moderator.click(&other, "Post it now").await);
    assert!(paused.as_text().contains("This schedule is paused"));
    let asked_while_paused = asked(&garden, POST_NOW).await;
    assert!(
        asked_while_paused
            .as_text()
            .contains("This schedule is paused")
    );
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}

#[tokio::test]
async fn a_moderator_who_may_not_write_there_does_not_post_through_the_bot() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let ask = asked(&garden, POST_NOW).await;
    let (place, home) = (channel(&garden, "wellbeing"), server(&garden));
    garden.sandbox.change(|world| {
        let rowan = world.user("rowan").expect("rowan").id;
        let role = world.add_role(home, "Somewhere else", Permissions::MANAGE_MESSAGES);
        world.add_member(home, rowan, &[role]);
        let everyone = Permissions::SEND_MESSAGES;
        world.overwrite(place, home, Permissions::from_bits(0), everyone);
    });
    let refused = garden.moderator().in_channel("general");
    let refused = pressed(&refused, &carried(&ask, "Post it now")).await;
    assert_snapshot!("post_now_not_allowed", refused.as_text());
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}
