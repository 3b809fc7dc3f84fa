//! Members ask for an affirmation: of any topic or of one, alone or for all to see, and for another.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use sunflower::{content::Library, sandbox::driver::Shown};

use crate::{
    garden::{Garden, shown},
    looking::{carried, pressed, private, updated},
};

/// What an affirmation says, without its article and buttons.
fn said(shown: &Shown) -> String {
    let description = &shown.raw().embeds[0]["description"];
    let text = description.as_str().expect("an affirmation");
    text.trim_start_matches("🌻 ").to_owned()
}

fn library() -> Library {
    Library::embedded().expect("the library is sound")
}

fn on(topic: &str) -> BTreeSet<String> {
    let topic = topic.parse().expect("a topic");
    let library = library();
    let affirmations = library.affirmations(Some(&topic));
    affirmations
        .iter()
        .map(|affirmation| affirmation.text.to_owned())
        .collect()
}

#[tokio::test]
async fn a_member_asks_for_an_affirmation_and_alone_sees_it() {
    let garden = Garden::open().await;
    let answer = shown(garden.maya().slash("/affirmation").await);
    assert!(answer.is_private());
    assert!(garden.theo().looks_again(&answer).is_none());
    for button in ["Another", "Read the article", "Reflect"] {
        assert!(answer.has_button(button), "{}", answer.as_text());
    }
    let pinned = pressed(&garden.maya(), "affirmation:7:0:topic:trauma").await;
    assert_snapshot!("affirmation", pinned.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_topic_gives_affirmations_on_that_topic() {
    let garden = Garden::open().await;
    for (typed, topic) in [
        ("trauma", "trauma"),
        ("Self Care", "self-care"),
        ("VULNERABILITY", "vulnerability"),
    ] {
        let command = format!("/affirmation topic:{typed}");
        let answer = shown(garden.maya().slash(&command).await);
        assert!(on(topic).contains(&said(&answer)), "{}", answer.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn another_shows_all_of_a_topic_before_any_comes_again() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let all = on("relationships");
    let mut answer = shown(maya.slash("/affirmation topic:relationships").await);
    for round in 1..=2 {
        let mut seen = BTreeSet::new();
        for _ in 0..all.len() {
            assert!(
                seen.insert(said(&answer)),
                "again in round {round}: {}",
                answer.as_text()
            );
            let before = said(&answer);
            answer = updated(maya.click(&answer, "Another").await);
            assert_ne!(before, said(&answer), "twice in a row");
        }
        assert_eq!(seen, all, "round {round}");
    }
    assert_eq!(maya.reads_here().expect("her channel").len(), 1, "in place");
    garden.close().await;
}

#[tokio::test]
async fn the_walk_goes_on_after_a_restart_and_a_year_later() {
    let mut garden = Garden::open().await;
    let maya = garden.maya();
    let all = on("trauma");
    let mut answer = shown(maya.slash("/affirmation topic:trauma").await);
    let mut seen = BTreeSet::from([said(&answer)]);
    for _ in 1..all.len() {
        garden.restart_bot().await;
        garden.advance(chrono::TimeDelta::days(365));
        answer = updated(maya.click(&answer, "Another").await);
        seen.insert(said(&answer));
    }
    assert_eq!(seen, all);
    garden.close().await;
}

#[tokio::test]
async fn a_shared_affirmation_is_everyones_and_nobodys_press_changes_it() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let shared = shown(maya.slash("/affirmation topic:trauma share:true").await);
    assert!(!shared.is_private());
    for member in [garden.theo(), maya] {
        let sees = member.looks_again(&shared).expect("everyone sees it");
        let theirs = private(member.click(&sees, "Another").await);
        assert_ne!(said(&theirs), said(&shared));
        // From there on it is theirs, and changes in place.
        updated(member.click(&theirs, "Another").await);
        let article = private(member.click(&sees, "Read the article").await);
        assert!(article.as_text().contains("Healing From Relational Trauma"));
        let after = member.looks_again(&shared).expect("it is still there");
        assert_eq!(after.as_text(), shared.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn share_false_is_private() {
    let garden = Garden::open().await;
    let answer = shown(garden.maya().slash("/affirmation share:false").await);
    assert!(answer.is_private());
    garden.close().await;
}

#[tokio::test]
async fn an_affirmation_leads_to_its_article_and_back_to_the_articles_own() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let answer = shown(maya.slash("/affirmation topic:trauma").await);
    let article = updated(maya.click(&answer, "Read the article").await);
    assert!(article.as_text().contains("Before you read"));
    let affirmation = updated(maya.click(&article, "Affirmations").await);
    assert!(on("trauma").contains(&said(&affirmation)));
    let another = updated(maya.click(&affirmation, "Another").await);
    assert!(on("trauma").contains(&said(&another)), "of that article");
    garden.close().await;
}

#[tokio::test]
async fn reading_leaves_no_trace_of_the_reader() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let mut answer = shown(maya.slash("/affirmation").await);
    for button in ["Another", "Read the article", "Practices"] {
        answer = updated(maya.click(&answer, button).await);
    }
    let stored = crate::looking::stored_about(&garden, "maya").await;
    assert!(stored.is_empty(), "{stored:?}");
    garden.close().await;
}

#[tokio::test]
async fn a_button_carries_no_more_than_a_hundred_characters_and_no_name() {
    let garden = Garden::open().await;
    let answer = shown(garden.maya().slash("/affirmation topic:trauma").await);
    for label in ["Another", "Read the article", "Reflect"] {
        let carried = carried(&answer, label);
        assert!(
            carried.len() <= 100 && !carried.contains("maya"),
            "{carried}"
        );
    }
    garden.close().await;
}
