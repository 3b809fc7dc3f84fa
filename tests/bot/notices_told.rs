//! What needs the moderators, told in the channel that they chose: once, and mended when it is.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{faults::Fault, world::Permissions};

use crate::{
    garden::{Garden, at},
    mending::{notice, without_post},
    moderating::{asked, channel, deny, list, mondays_post_is_refused, posts_in},
};

const IN_SHED: &str = "/settings notices channel:#potting-shed";

#[tokio::test]
async fn what_is_wrong_is_told_where_moderators_want_it_and_called_mended_when_it_is() {
    let mut garden = Garden::open().await;
    assert_snapshot!(
        "notices_nowhere",
        asked(&garden, "/settings notices").await.as_text()
    );
    assert_snapshot!("notices_set", asked(&garden, IN_SHED).await.as_text());
    assert_snapshot!(
        "notices_shown",
        asked(&garden, "/settings notices").await.as_text()
    );
    mondays_post_is_refused(&garden).await;
    assert_snapshot!(
        "told",
        without_post(&notice(&garden, "This needs you").await)
    );
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(1));
    assert!(
        list(&garden).await.contains("This needs you"),
        "the list shows it, too"
    );
    garden.sandbox.allow_bot(channel(&garden, "wellbeing"));
    asked(&garden, "/schedule resume schedule:1").await;
    assert_snapshot!("mended", notice(&garden, "Mended").await.as_text());
    assert_eq!(posts_in(&garden, "potting-shed"), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_is_open_when_the_channel_is_chosen_is_told_then() {
    let garden = Garden::open().await;
    mondays_post_is_refused(&garden).await;
    while !list(&garden).await.contains("This needs you") {}
    assert_eq!(posts_in(&garden, "potting-shed"), 0);
    let set = asked(&garden, IN_SHED).await;
    assert_snapshot!("notices_set_while_one_is_open", set.as_text());
    notice(&garden, "This needs you").await;
    asked(&garden, IN_SHED).await;
    let off = asked(&garden, "/settings notices off:true").await;
    assert_snapshot!("notices_off", off.as_text());
    assert_eq!(posts_in(&garden, "potting-shed"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_busy_discord_hears_of_it_later_and_once() {
    let garden = Garden::open().await;
    asked(&garden, IN_SHED).await;
    garden.schedule_mondays().await;
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::SEND_MESSAGES);
    let post = "POST /channels/{channel}/messages";
    garden.sandbox.faults().on(post).once(Fault::down(503));
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let comes = async {
        while posts_in(&garden, "potting-shed") == 0 {
            garden.advance(TimeDelta::seconds(1));
            list(&garden).await;
        }
    };
    let came = tokio::time::timeout(sunflower::sandbox::driver::PATIENCE, comes).await;
    assert!(came.is_ok(), "nothing was told; the log:\n{}", garden.log());
    garden.advance(TimeDelta::minutes(10));
    list(&garden).await;
    assert_eq!(posts_in(&garden, "potting-shed"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_notices_channel_that_refuses_is_logged_once_and_the_list_shows_it() {
    let garden = Garden::open().await;
    asked(&garden, IN_SHED).await;
    let shed = channel(&garden, "potting-shed");
    garden.sandbox.deny_bot(shed, Permissions::SEND_MESSAGES);
    mondays_post_is_refused(&garden).await;
    let said = "Discord refuses a notice";
    let logged = async {
        while !garden.log().contains(said) {
            list(&garden).await;
        }
    };
    let logged = tokio::time::timeout(sunflower::sandbox::driver::PATIENCE, logged).await;
    assert!(logged.is_ok(), "{}", garden.log());
    garden.advance(TimeDelta::days(2));
    assert!(list(&garden).await.contains("This needs you"));
    assert_eq!(garden.log().matches(said).count(), 1);
    assert_eq!(posts_in(&garden, "potting-shed"), 0);
    garden.close().await;
}

#[tokio::test]
async fn a_channel_where_they_cant_be_told_is_refused_by_what_is_missing() {
    let garden = Garden::open().await;
    let shed = channel(&garden, "potting-shed");
    garden
        .sandbox
        .deny_bot(shed, Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS);
    assert_snapshot!("bot_lacks", asked(&garden, IN_SHED).await.as_text());
    // The bot does not see #moderators at all.
    let hidden = asked(&garden, "/settings notices channel:#moderators").await;
    assert_snapshot!("bot_sees_nothing", hidden.as_text());
    let both = asked(&garden, "/settings notices channel:#general off:true").await;
    assert_snapshot!("either", both.as_text());
    let general = channel(&garden, "general");
    deny(&garden, "rowan", general, Permissions::SEND_MESSAGES);
    let theirs = asked(&garden, "/settings notices channel:#general").await;
    assert_snapshot!("moderator_lacks", theirs.as_text());
    let now = asked(&garden, "/settings notices").await;
    assert!(
        now.as_text().contains("I tell whoever made the schedule"),
        "{}",
        now.as_text()
    );
    let forum = "/settings notices channel:#open-garden";
    garden
        .moderator()
        .slash(forum)
        .await
        .expect_err("Discord offers no forum there");
    garden.close().await;
}

#[tokio::test]
async fn a_thread_can_hear_of_it_too() {
    let garden = Garden::open().await;
    let thread = garden.sandbox.read(|world| {
        let thread = world
            .channels
            .values()
            .find(|one| one.name == "compost corner");
        thread.expect("the thread").id
    });
    let set = asked(&garden, &format!("/settings notices channel:{thread}")).await;
    assert!(set.as_text().contains("From now on"), "{}", set.as_text());
    mondays_post_is_refused(&garden).await;
    let comes = garden.sandbox.until(|world| {
        let told = world
            .messages_in(thread)
            .any(|one| one.author == world.bot());
        told.then_some(())
    });
    comes.await.expect("it is told in the thread");
    garden.close().await;
}
