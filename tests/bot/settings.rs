//! What moderators set for their server: its zone, and how long reflections are kept.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::driver::Failure;

use crate::{
    garden::{Garden, shown},
    looking::{carried, pressed, updated},
    moderating::asked,
};

#[tokio::test]
async fn the_zone_is_shown_set_and_shown_again() {
    let garden = Garden::open().await;
    assert_snapshot!(
        "zone_none",
        asked(&garden, "/settings zone").await.as_text()
    );
    let set = asked(&garden, "/settings zone zone:Asia/Tokyo").await;
    assert_snapshot!("zone_set", set.as_text());
    assert_snapshot!(
        "zone_shown",
        asked(&garden, "/settings zone").await.as_text()
    );
    let offered = garden
        .moderator()
        .complete("/settings zone zone:berl")
        .await;
    assert_eq!(offered.expect("suggestions")[0].value, "Europe/Berlin");
    let unknown = asked(&garden, "/settings zone zone:Europe/Berlim").await;
    assert_snapshot!("zone_unknown", unknown.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_new_zone_is_for_new_schedules_and_those_there_are_keep_theirs() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(&garden, "/settings zone zone:Asia/Tokyo").await;
    let create = "/schedule create channel:#general when:daily 9:00";
    let created = asked(&garden, create).await;
    assert!(
        created.as_text().contains("(Asia/Tokyo)"),
        "{}",
        created.as_text()
    );
    let listed = asked(&garden, "/schedule list").await;
    assert!(
        listed.as_text().contains("(Europe/London)"),
        "{}",
        listed.as_text()
    );
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn keeping_reflections_longer_is_so_at_once_and_members_see_it() {
    let garden = Garden::open().await;
    assert_snapshot!(
        "retention_default",
        asked(&garden, "/settings retention").await.as_text()
    );
    let longer = asked(&garden, "/settings retention time:2 years").await;
    assert_snapshot!("retention_longer", longer.as_text());
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    let consent = shown(maya.click(&post, "Reflect").await);
    assert!(
        consent.as_text().contains("For 2 years, then"),
        "{}",
        consent.as_text()
    );
    garden.reflect(&maya, &post, "the sea").await;
    let mine = shown(maya.slash("/reflections view").await);
    assert!(
        mine.as_text().contains("22 November 2028"),
        "{}",
        mine.as_text()
    );
    let about = shown(maya.slash("/privacy").await);
    assert_snapshot!("privacy_of_two_years", about.as_text());
    garden.close().await;
}

#[tokio::test]
async fn keeping_them_shorter_is_asked_first_and_the_older_ones_go_within_a_day() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    for (member, text) in [(garden.maya(), "the sea"), (garden.theo(), "the hills")] {
        garden.reflect(&member, &post, text).await;
    }
    garden.advance(TimeDelta::days(31));
    garden.reflect(&garden.theo(), &post, "the moon").await;
    let sure = asked(&garden, "/settings retention time:30 days").await;
    assert_snapshot!("retention_shorter_asked", sure.as_text());
    let moderator = garden.moderator();
    let left = updated(moderator.click(&sure, "No, leave it as it is").await);
    assert!(left.as_text().contains("**a year**"), "{}", left.as_text());
    let sure = asked(&garden, "/settings retention time:30 days").await;
    let done = updated(moderator.click(&sure, "Yes, delete the older ones").await);
    assert_snapshot!("retention_shorter_done", done.as_text());
    let maya = garden.maya();
    let gone = async || {
        garden.advance(TimeDelta::hours(24));
        let mine = shown(maya.slash("/reflections view").await);
        mine.as_text().contains("no reflections of yours")
    };
    while !gone().await {}
    let theirs = shown(garden.theo().slash("/reflections view").await);
    assert!(
        theirs.as_text().contains("the moon"),
        "{}",
        theirs.as_text()
    );
    assert!(!theirs.as_text().contains("1 of 2"), "{}", theirs.as_text());
    garden.close().await;
}

#[tokio::test]
async fn members_are_not_offered_settings_and_their_forged_presses_change_nothing() {
    let garden = Garden::open().await;
    let sure = asked(&garden, "/settings retention time:30 days").await;
    let yes = carried(&sure, "Yes, delete the older ones");
    for name in ["maya", "wren"] {
        let member = garden.sandbox.member(name);
        let refused = member.slash("/settings retention").await;
        assert!(matches!(refused, Err(Failure::NotAllowed { .. })));
        for forged in [
            &yes,
            "settings:kept",
            "settings:library:0",
            "settings:off:0",
        ] {
            let answer = pressed(&member, forged).await;
            assert!(
                answer.as_text().contains("This is for moderators"),
                "{forged}"
            );
        }
    }
    garden
        .moderator()
        .in_dm()
        .slash("/settings zone")
        .await
        .expect_err("only in a server");
    let now = asked(&garden, "/settings retention").await;
    assert!(now.as_text().contains("**a year**"), "{}", now.as_text());
    garden.close().await;
}

#[tokio::test]
async fn what_is_set_outlives_a_restart_and_a_question_a_year() {
    let mut garden = Garden::open().await;
    let sure = asked(&garden, "/settings retention time:90 days").await;
    asked(&garden, "/settings zone zone:Europe/London").await;
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(365));
    let done = updated(
        garden
            .moderator()
            .click(&sure, "Yes, delete the older ones")
            .await,
    );
    assert!(done.as_text().contains("**90 days**"), "{}", done.as_text());
    let zone = asked(&garden, "/settings zone").await;
    assert!(
        zone.as_text().contains("Europe/London"),
        "{}",
        zone.as_text()
    );
    garden.close().await;
}
