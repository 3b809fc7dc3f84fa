//! Members ask for a question: of any topic or of one, alone or for all to see, and reflect on it.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use sunflower::{content::Library, sandbox::driver::Shown};

use crate::{
    garden::{Garden, shown},
    looking::{form, pressed, private, stored_about, updated},
    moderating::asked,
};

/// The question alone.
fn question(shown: &Shown) -> String {
    let description = shown.raw().embeds[0]["description"].as_str();
    let text = description.expect("a question");
    let (_, question) = text.split_once("**To reflect on**\n").expect("its heading");
    question.to_owned()
}

fn on(topic: &str) -> BTreeSet<String> {
    let library = Library::embedded().expect("the library is sound");
    let topic = topic.parse().expect("a topic");
    let prompts = library.prompts(Some(&topic));
    prompts.iter().map(|one| one.text.to_owned()).collect()
}

#[tokio::test]
async fn a_member_asks_for_a_question_and_alone_sees_it() {
    let garden = Garden::open().await;
    let answer = shown(garden.maya().slash("/prompt").await);
    assert!(answer.is_private());
    assert!(garden.theo().looks_again(&answer).is_none());
    for button in ["Reflect", "Another", "Read the article"] {
        assert!(answer.has_button(button), "{}", answer.as_text());
    }
    let pinned = pressed(&garden.maya(), "prompt:7:0:topic:trauma").await;
    assert_snapshot!("prompt_with_a_note", pinned.as_text());
    let pinned = pressed(&garden.maya(), "prompt:7:0:topic:gratitude").await;
    assert_snapshot!("prompt", pinned.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn another_shows_all_of_a_topic_before_any_comes_again_even_after_a_restart_and_a_year() {
    let mut garden = Garden::open().await;
    let maya = garden.maya();
    let all = on("relationships");
    let mut answer = shown(maya.slash("/prompt topic:Relationships").await);
    for round in 1..=2 {
        let mut seen = BTreeSet::new();
        for _ in 0..all.len() {
            assert!(seen.insert(question(&answer)), "again in round {round}");
            let before = question(&answer);
            answer = updated(maya.click(&answer, "Another").await);
            assert_ne!(before, question(&answer), "twice in a row");
        }
        assert_eq!(seen, all, "round {round}");
        garden.restart_bot().await;
        garden.advance(chrono::TimeDelta::days(365));
    }
    garden.close().await;
}

#[tokio::test]
async fn what_is_reflected_on_is_the_very_question_that_was_shown() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let mut answer = shown(maya.slash("/prompt topic:relationships").await);
    for _ in 0..4 {
        let kept = garden.reflect(&maya, &answer, "Something.").await;
        assert!(
            kept.as_text().contains(&question(&answer)),
            "{}",
            kept.as_text()
        );
        answer = shown(maya.click(&answer, "Another").await);
    }
    garden.close().await;
}

#[tokio::test]
async fn a_shared_question_is_everyones_and_nobodys_press_changes_it() {
    let garden = Garden::open().await;
    let shared = shown(garden.maya().slash("/prompt topic:trauma share:true").await);
    assert!(!shared.is_private());
    for member in [garden.theo(), garden.maya()] {
        let sees = member.looks_again(&shared).expect("everyone sees it");
        let theirs = private(member.click(&sees, "Another").await);
        assert_ne!(question(&theirs), question(&shared));
        updated(member.click(&theirs, "Another").await);
        let consent = private(member.click(&sees, "Reflect").await);
        assert!(consent.has_button("I agree"));
        let after = member.looks_again(&shared).expect("it is still there");
        assert_eq!(after.as_text(), shared.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn in_direct_messages_there_is_no_button_to_reflect() {
    let garden = Garden::open().await;
    let maya = garden.maya().in_dm();
    let answer = shown(maya.slash("/prompt").await);
    assert!(!answer.has_button("Reflect"), "{}", answer.as_text());
    let another = updated(maya.click(&answer, "Another").await);
    assert!(!another.has_button("Reflect"));
    garden.close().await;
}

#[tokio::test]
async fn an_unknown_topic_and_one_that_left_the_library_are_said_kindly() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    for named in ["gardening", "@everyone **now** \u{202e}"] {
        let refused = shown(
            maya.slash(&format!("/prompt topic:{named} share:true"))
                .await,
        );
        assert!(refused.is_private());
        let said = refused.as_text();
        assert!(said.contains("I have nothing on"), "{said}");
        assert!(!refused.raw().mentions.everyone, "{said}");
    }
    let gone = pressed(&maya, "prompt:7:3:topic:gardening").await;
    assert_snapshot!("prompts_gone", gone.as_text());
    garden.close().await;
}

#[tokio::test]
async fn articles_that_are_switched_off_ask_nothing() {
    let garden = Garden::open().await;
    let page = asked(&garden, "/settings library").await;
    let menus = page.menus();
    let options = &menus[0].options;
    let left = options.iter().find(|one| one.name.starts_with("Gratitude"));
    let left = left.expect("an article").value.clone();
    let off = options.iter().map(|one| one.value.as_str());
    let off: Vec<&str> = off.filter(|one| *one != left).collect();
    let moderator = garden.moderator();
    shown(
        moderator
            .choose(&page, "Tick what is switched off", &off)
            .await,
    );
    let maya = garden.maya();
    let mut answer = shown(maya.slash("/prompt").await);
    for _ in 0..10 {
        assert!(
            answer.as_text().contains("Gratitude"),
            "{}",
            answer.as_text()
        );
        answer = updated(maya.click(&answer, "Another").await);
    }
    let opened = private(maya.slash("/reflect").await);
    let opened = form(maya.click(&opened, "I agree").await);
    let kept = shown(maya.fill(&opened, &[("text", "So.")]).await);
    let gratitude = on("gratitude");
    let said = kept.as_text();
    assert!(
        gratitude.iter().any(|one| said.contains(one.as_str())),
        "{said}"
    );
    garden.close().await;
}
