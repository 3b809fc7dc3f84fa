//! What is unknown, old, forged or too late: a kind sentence, and nothing harmed.

use std::time::Duration;

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::{Failure, Member, Seen},
    faults::Fault,
};

use crate::{
    garden::{Garden, shown},
    looking::{form, private, stored_about},
};

const AFFIRMATION: &str = "/affirmation topic:trauma";
const FIRST_ANSWER: &str = "POST /interactions/{interaction}/{token}/callback";
const LATER_ANSWER: &str = "PATCH /webhooks/{application}/{token}/messages/{message}";

/// What a member of the server reads as one kind sentence: no code, no name of an error.
fn is_kind(text: &str) -> bool {
    let words = text.to_lowercase();
    let blunt = ["error", "invalid", "unknown", "none", "panic", "failed"];
    text.contains(['.', '?']) && blunt.iter().all(|word| !words.contains(word))
}

#[tokio::test]
async fn an_unknown_name_gets_a_kind_sentence_that_helps() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    for (command, name) in [
        ("/affirmation topic:gardening", "unknown_topic"),
        ("/article title:War and Peace", "unknown_article"),
        ("/practice name:Juggling", "unknown_practice"),
    ] {
        // Private even where an answer would have been shared.
        let answer = shown(maya.slash(&format!("{command} share:true")).await);
        assert!(answer.is_private());
        assert!(is_kind(answer.as_text()), "{}", answer.as_text());
        assert_snapshot!(name, answer.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn a_name_far_too_long_gets_the_same_sentence() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let long = "🌻 @everyone ".repeat(400);
    for command in [
        "/affirmation topic:",
        "/article title:",
        "/practice name:",
        "/support country:",
    ] {
        let answer = shown(maya.slash(&format!("{command}{long}")).await);
        assert!(answer.is_private());
        assert!(
            !answer.as_text().contains("@everyone"),
            "it is not said back"
        );
        assert!(is_kind(answer.as_text()), "{}", answer.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn a_button_from_another_time_gets_a_kind_sentence_and_changes_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let hundred = "x".repeat(100);
    for (number, garbage) in [
        "nonsense",
        hundred.as_str(),
        "affirmation",
        "affirmation:-1:0",
        "affirmation:7:99999999999",
        "affirmation:7:0:topic:",
        "article:../../etc/passwd:0",
        "practice:x:y:z",
        "reflect:post:short",
        "reflect:article:healing-from-relational-trauma:x",
        "delete-one:'; DROP TABLE reflections; --:0:sure",
        "delete-all:SURE",
        "form:article:healing-from-relational-trauma:0",
        "🌻:🌻",
        ":",
        " ",
    ]
    .into_iter()
    .enumerate()
    {
        let answer = maya
            .forge_press(affirmation.channel(), affirmation.id(), garbage)
            .await;
        let answer = private(answer);
        if number == 0 {
            assert_snapshot!("button_from_another_time", answer.as_text());
        }
        assert!(is_kind(answer.as_text()), "{garbage}: {}", answer.as_text());
        let still = maya.looks_again(&affirmation).expect("it is still there");
        assert_eq!(still.as_text(), affirmation.as_text(), "{garbage}");
    }
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn what_has_left_the_library_is_said_kindly() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    for (gone, name) in [
        ("affirmation:7:3:topic:gardening", "topic_gone"),
        ("article:once-there:0", "article_gone"),
        ("practice:once-there:0", "practice_gone"),
        ("reflect:article:once-there:0", "prompt_gone"),
    ] {
        let answer = maya
            .forge_press(affirmation.channel(), affirmation.id(), gone)
            .await;
        let answer = private(answer);
        assert!(is_kind(answer.as_text()), "{}", answer.as_text());
        assert_snapshot!(name, answer.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn a_step_or_page_beyond_the_end_is_the_last_one() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    for (beyond, last) in [
        (
            "article:healing-from-relational-trauma:4294967295",
            "Page 2 of 2",
        ),
        ("reflections:4294967295", "I keep no reflections of yours"),
        ("affirmation:65535:4294967295:topic:trauma", "Another"),
    ] {
        let answer = maya
            .forge_press(affirmation.channel(), affirmation.id(), beyond)
            .await;
        let answer = shown(answer);
        assert!(answer.as_text().contains(last), "{}", answer.as_text());
    }
    garden.close().await;
}

/// Does something whose answer is late, until the clock has moved on.
async fn too_late(
    garden: &Garden,
    late: &str,
    by: TimeDelta,
    doing: impl Future<Output = Result<Seen, Failure>>,
) -> Failure {
    let faults = garden.sandbox.faults();
    faults
        .on(late)
        .once(Fault::Delay(Duration::from_millis(300)));
    let before = garden.sandbox.read(|world| world.interactions.len());
    let waits_for_the_request = async {
        let begun = garden.sandbox.until(|world| {
            let begun = world.interactions.len() > before;
            let mut all = world.interactions.values();
            let promised = late == FIRST_ANSWER || all.any(|one| one.answer.is_some());
            (begun && promised).then_some(())
        });
        begun.await.expect("it is begun");
        garden.advance(by);
    };
    let (seen, ()) = tokio::join!(doing, waits_for_the_request);
    seen.expect_err("it is too late")
}

async fn still_works(member: &Member) {
    shown(member.slash(AFFIRMATION).await);
}

#[tokio::test]
async fn an_answer_that_takes_over_three_seconds_harms_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let late = too_late(
        &garden,
        FIRST_ANSWER,
        TimeDelta::seconds(4),
        maya.slash(AFFIRMATION),
    )
    .await;
    assert_eq!(late, Failure::DidNotRespond);
    still_works(&maya).await;
    garden.close().await;
}

#[tokio::test]
async fn a_button_pressed_a_year_later_has_a_token_of_its_own() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.advance(TimeDelta::days(365));
    let answer = maya.click(&affirmation, "Another").await;
    assert!(shown(answer).has_button("Another"));
    garden.close().await;
}

#[tokio::test]
async fn a_reflection_whose_answer_came_too_late_is_kept_all_the_same() {
    let mut garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, "The first.").await;
    for (late, by, text) in [
        (FIRST_ANSWER, TimeDelta::seconds(4), "Late by seconds."),
        (LATER_ANSWER, TimeDelta::minutes(16), "Late by minutes."),
    ] {
        let form = form(maya.click(&affirmation, "Reflect").await);
        let filling = async { maya.fill(&form, &[("text", text)]).await };
        let late = too_late(&garden, late, by, filling).await;
        assert_eq!(late, Failure::DidNotRespond);
        // Stopping finishes what is on its way.
        garden.restart_bot().await;
        let view = shown(maya.slash("/reflections view").await);
        assert!(view.as_text().contains(text), "{}", view.as_text());
    }
    garden.close().await;
}
