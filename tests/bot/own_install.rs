//! Whoever installed the bot for themselves has all of theirs, of every server, wherever they are: in a
//! server that the bot is no member of, too.

use chrono::TimeDelta;
use sunflower::sandbox::{driver::Member, world::World};

use crate::{
    garden::{Garden, shown},
    looking::{exported, stored_about, updated, with_the_harbour},
};

/// A server with Maya in it and without the bot, which she has installed for herself.
fn with_the_meadow(world: &mut World) {
    with_the_harbour(world);
    let maya = world.user("maya").expect("maya").id;
    let keeper = world.user("garden_keeper").expect("the keeper").id;
    let meadow = world.add_guild("The Meadow", keeper);
    world.add_member(meadow, maya, &[]);
    world.add_channel(meadow, "brook");
    world.application.installed_by.push(maya);
}

/// One in the garden, and an hour later one in the harbour; and Maya at the brook.
async fn at_the_brook() -> (Garden, Member) {
    let garden = Garden::open_with(with_the_meadow).await;
    for (channel, text) in [
        ("wellbeing", "Dew in the garden."),
        ("quay", "Dew in the harbour."),
    ] {
        let maya = garden.maya().in_channel(channel);
        let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
        garden.reflect(&maya, &affirmation, text).await;
        garden.advance(TimeDelta::hours(1));
    }
    let maya = garden.maya().in_channel("brook");
    (garden, maya)
}

#[tokio::test]
async fn they_read_search_and_export_those_of_every_server() {
    let (garden, maya) = at_the_brook().await;
    for command in ["/reflections view", "/reflections search words:dew"] {
        let page = shown(maya.slash(command).await);
        assert!(page.is_private());
        assert!(
            page.as_text().contains("Dew in the harbour."),
            "{}",
            page.as_text()
        );
        let page = updated(maya.click(&page, "Next page").await);
        assert!(
            page.as_text().contains("Dew in the garden."),
            "{}",
            page.as_text()
        );
    }
    let export = shown(maya.slash("/reflections export").await);
    let json = exported(&garden, &export);
    assert!(export.is_private() && json["server_id"].is_null());
    assert_eq!(json["reflections"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["consents"].as_array().map(Vec::len), Some(2));
    let privacy = shown(maya.slash("/privacy").await);
    assert!(
        privacy.as_text().contains("2 reflections, sealed"),
        "{}",
        privacy.as_text()
    );
    let support = shown(maya.slash("/support").await);
    assert!(support.as_text().contains("988"), "{}", support.as_text());
    garden.close().await;
}

#[tokio::test]
async fn they_delete_one_and_then_all_of_every_server() {
    let (garden, maya) = at_the_brook().await;
    let page = shown(maya.slash("/reflections view").await);
    let asked = updated(maya.click(&page, "Delete this one").await);
    updated(maya.click(&asked, "Yes, delete it").await);
    let left = shown(maya.slash("/reflections view").await);
    assert!(left.as_text().contains("1 of 1"), "{}", left.as_text());
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    updated(maya.click(&sure, "Yes, delete all").await);
    let stored = stored_about(&garden, "maya").await;
    assert_eq!(stored, [("consents".to_owned(), 2)]);
    garden.close().await;
}

#[tokio::test]
async fn they_withdraw_from_every_server_at_once() {
    let (garden, maya) = at_the_brook().await;
    let asked = shown(maya.slash("/reflections withdraw").await);
    let gone = updated(maya.click(&asked, "Yes, withdraw").await);
    let said = "Your consents in 2 servers are withdrawn. Your 2 reflections are deleted.";
    assert!(gone.as_text().contains(said), "{}", gone.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}
