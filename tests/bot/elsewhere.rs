//! Reflections in several servers and in direct messages; and hands that reach for somebody else's.

use insta::assert_snapshot;

use crate::{
    garden::{Garden, shown},
    looking::{carried, exported, id_of, private, stored_about, updated, with_the_harbour},
};

const AFFIRMATION: &str = "/affirmation topic:trauma";

/// Maya keeps one in the garden and, an hour later, one in the harbour.
async fn with_two_servers() -> Garden {
    let garden = Garden::open_with(with_the_harbour).await;
    for (channel, text) in [("wellbeing", "In the garden."), ("quay", "In the harbour.")] {
        let maya = garden.maya().in_channel(channel);
        let affirmation = shown(maya.slash(AFFIRMATION).await);
        garden.reflect(&maya, &affirmation, text).await;
        garden.advance(chrono::TimeDelta::hours(1));
    }
    garden
}

#[tokio::test]
async fn each_server_asks_for_itself() {
    let garden = Garden::open_with(with_the_harbour).await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, "In the garden.").await;
    let at_sea = maya.in_channel("quay");
    let affirmation = shown(at_sea.slash(AFFIRMATION).await);
    let asked = private(at_sea.click(&affirmation, "Reflect").await);
    assert!(asked.has_button("I agree"), "{}", asked.as_text());
    garden.close().await;
}

#[tokio::test]
async fn in_a_server_one_sees_those_of_that_server_in_direct_messages_all() {
    let garden = with_two_servers().await;
    let maya = garden.maya();
    for (place, expected) in [
        (maya.in_channel("wellbeing"), &["In the garden."][..]),
        (maya.in_channel("quay"), &["In the harbour."]),
        (maya.in_dm(), &["In the harbour.", "In the garden."]),
    ] {
        let mut page = shown(place.slash("/reflections view").await);
        for (number, text) in expected.iter().enumerate() {
            assert!(page.as_text().contains(text), "{}", page.as_text());
            if number + 1 < expected.len() {
                page = updated(place.click(&page, "Next page").await);
            }
        }
        assert!(!page.has_button("Next page"), "{}", page.as_text());
        let export = shown(place.slash("/reflections export").await);
        let file = exported(&garden, &export);
        let texts: Vec<_> = file["reflections"]
            .as_array()
            .expect("a list")
            .iter()
            .collect();
        let texts: Vec<_> = texts
            .iter()
            .filter_map(|one| one["text"].as_str())
            .collect();
        assert_eq!(texts, expected);
        assert_eq!(
            file["consents"].as_array().expect("a list").len(),
            expected.len()
        );
    }
    let page = shown(maya.in_dm().slash("/reflections view").await);
    assert_snapshot!("reflections_in_direct_messages", page.as_text());
    let privacy = shown(maya.in_dm().slash("/privacy").await);
    assert_snapshot!("privacy_in_direct_messages", privacy.as_text());
    garden.close().await;
}

#[tokio::test]
async fn deleting_all_in_one_server_leaves_the_other() {
    let garden = with_two_servers().await;
    let maya = garden.maya().in_channel("quay");
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    updated(maya.click(&sure, "Yes, delete all").await);
    let left = shown(maya.in_dm().slash("/reflections view").await);
    assert!(left.as_text().contains("In the garden."));
    assert!(!left.has_button("Next page"));
    garden.close().await;
}

#[tokio::test]
async fn withdrawing_in_direct_messages_takes_everything_everywhere() {
    let garden = with_two_servers().await;
    let maya = garden.maya().in_dm();
    let asked = shown(maya.slash("/reflections withdraw").await);
    assert_snapshot!("withdraw_everywhere_asked", asked.as_text());
    let gone = shown(maya.click(&asked, "Yes, withdraw").await);
    assert_snapshot!("withdraw_everywhere_done", gone.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn deleting_all_in_direct_messages_takes_those_of_every_server() {
    let garden = with_two_servers().await;
    let maya = garden.maya().in_dm();
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = shown(maya.click(&asked, "Delete all").await);
    assert!(
        sure.as_text().contains("2 reflections in all servers"),
        "{}",
        sure.as_text()
    );
    shown(maya.click(&sure, "Yes, delete all").await);
    assert_eq!(
        stored_about(&garden, "maya").await,
        [("consents".to_owned(), 2)]
    );
    garden.close().await;
}

#[tokio::test]
async fn who_left_a_server_still_takes_theirs_in_direct_messages() {
    let garden = with_two_servers().await;
    let maya = id_of(&garden, "maya");
    garden.sandbox.change(|world| {
        let harbour = world
            .guilds
            .values_mut()
            .find(|guild| guild.name == "The Harbour");
        harbour.expect("the harbour").members.remove(&maya);
    });
    let page = shown(garden.maya().in_dm().slash("/reflections view").await);
    assert!(
        page.as_text().contains("In the harbour."),
        "{}",
        page.as_text()
    );
    let asked = shown(garden.maya().in_dm().click(&page, "Delete this one").await);
    shown(garden.maya().in_dm().click(&asked, "Yes, delete it").await);
    let page = shown(garden.maya().in_dm().slash("/reflections view").await);
    assert!(page.as_text().contains("In the garden."));
    garden.close().await;
}

#[tokio::test]
async fn nobody_reaches_anothers_reflection_by_a_forged_press() {
    let garden = Garden::open().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let kept = garden.reflect(&maya, &affirmation, "Hers alone.").await;
    let delete = carried(&kept, "Delete this one");
    let view = carried(&kept, "View mine");
    for forged in [
        view.as_str(),
        &delete,
        &format!("{delete}:sure"),
        "delete-all",
        "delete-all:sure",
        "withdraw:sure",
    ] {
        // On her own private answer, and on one of his.
        let his = shown(theo.slash("/help").await);
        for (channel, message) in [(kept.channel(), kept.id()), (his.channel(), his.id())] {
            let answer = shown(theo.forge_press(channel, message, forged).await);
            assert!(
                !answer.as_text().contains("Hers alone."),
                "{}",
                answer.as_text()
            );
        }
    }
    let still = shown(maya.slash("/reflections view").await);
    assert!(
        still.as_text().contains("Hers alone."),
        "{}",
        still.as_text()
    );
    assert_eq!(stored_about(&garden, "maya").await.len(), 2);
    garden.close().await;
}

#[tokio::test]
async fn moderators_and_the_servers_owner_cant_read_anothers_either() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, "Hers alone.").await;
    for name in ["rowan", "garden_keeper", "wren"] {
        let member = garden.sandbox.member(name);
        for command in ["/reflections view", "/reflections export", "/privacy"] {
            let answer = shown(member.slash(command).await);
            assert!(!answer.as_text().contains("Hers alone."));
            if !answer.files().is_empty() {
                assert_eq!(
                    exported(&garden, &answer)["reflections"],
                    serde_json::json!([])
                );
            }
        }
        for message in member.reads_here().expect("the channel") {
            assert!(!message.as_text().contains("Hers alone."));
        }
    }
    garden.close().await;
}
