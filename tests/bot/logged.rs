//! What goes wrong is logged without what people wrote, who they are, and the tokens; closing a garden looks
//! for them in all that its bot logged at the most verbose level, and finds them where they are.

use serde_json::json;
use sunflower::sandbox::faults::Fault;

use crate::{
    garden::{Garden, at, shown},
    looking::id_of,
    moderating::{POST, history_says},
};

const WORDS: &str = "Rosemary and thyme helped me today";
const FIRST_ANSWER: &str = "POST /interactions/{interaction}/{token}/callback";

#[tokio::test]
async fn an_event_that_makes_no_sense_is_not_told_in_its_words_and_the_bot_goes_on() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let said = maya.says(WORDS).expect("she may write");
    let maya_id = id_of(&garden, "maya");
    let author = json!({"id": maya_id.to_string(), "username": "maya", "global_name": "Maya"});
    let token = garden.sandbox.token();
    for (name, event) in [
        (
            "MESSAGE_CREATE",
            json!({"content": WORDS, "author": author}),
        ),
        (
            "MESSAGE_CREATE",
            json!({"id": said.id(), "content": [WORDS], "author": 7}),
        ),
        (
            "MESSAGE_UPDATE",
            json!({"content": WORDS, "author": author}),
        ),
        (
            "INTERACTION_CREATE",
            json!({"id": "1", "type": 5, "token": token, "data": WORDS, "user": author}),
        ),
        (
            "INTERACTION_CREATE",
            json!({"type": "maya", "data": {"components": WORDS}}),
        ),
        ("INTERACTION_CREATE", json!(WORDS)),
        ("GUILD_CREATE", json!({"id": "maya", "name": WORDS})),
        (WORDS, json!({"token": token, "user": author})),
    ] {
        garden.sandbox.gateway().dispatch_anything(name, &event);
    }
    shown(maya.slash("/affirmation").await);
    garden.close().await;
}

#[tokio::test]
async fn an_answer_that_discord_refuses_is_logged_without_what_was_in_it() {
    let mut garden = Garden::open().await;
    garden.expect_error("ERROR");
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden.reflect(&maya, &affirmation, WORDS).await;
    let quoting = format!("maya wrote {WORDS}");
    for fault in [
        Fault::refusal(400, 50035, &quoting),
        Fault::json(500, &json!({"message": quoting, "code": 0})),
        Fault::Garble,
        Fault::DropBefore,
    ] {
        let faults = garden.sandbox.faults();
        faults.on(FIRST_ANSWER).once(fault);
        // What she sees of it is another test's.
        let _seen = maya.slash("/reflections view").await;
    }
    assert!(garden.log().contains("ERROR"), "it is logged at all");
    garden.close().await;
}

#[tokio::test]
async fn a_post_that_discord_refuses_is_logged_without_what_discord_says_of_it() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let words = "maya, tell rowan: Rosemary and thyme";
    let refusal = Fault::refusal(403, 50013, words);
    garden.sandbox.faults().on(POST).always(refusal);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "❌").await;
    assert!(!garden.log().contains("Rosemary"));
    garden.close().await;
}

#[tokio::test]
#[should_panic(expected = "what somebody wrote is in the log")]
async fn words_in_the_log_are_found() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden.reflect(&maya, &affirmation, WORDS).await;
    tracing::trace!(target: "sunflower::reflection", "kept {WORDS}");
    garden.close().await;
}

#[tokio::test]
#[should_panic(expected = "what somebody wrote is in the log")]
async fn a_message_in_the_log_is_found() {
    let garden = Garden::open().await;
    garden.maya().says(WORDS).expect("she may write");
    tracing::trace!(target: "sunflower::discord", WORDS);
    garden.close().await;
}

#[tokio::test]
#[should_panic(expected = "the name or id of somebody is in the log")]
async fn a_name_in_the_log_is_found() {
    let garden = Garden::open().await;
    tracing::debug!(target: "sunflower", name = "Maya");
    garden.close().await;
}

#[tokio::test]
#[should_panic(expected = "a token of an interaction is in the log")]
async fn an_interactions_token_in_the_log_is_found() {
    let garden = Garden::open().await;
    shown(garden.maya().slash("/affirmation").await);
    let token = garden.sandbox.said().tokens().remove(0);
    tracing::debug!(target: "sunflower", %token);
    garden.close().await;
}

#[tokio::test]
#[should_panic(expected = "a token of the bot's is in the log")]
async fn the_bots_token_in_the_log_is_found() {
    let garden = Garden::open().await;
    tracing::debug!(target: "sunflower", token = garden.sandbox.token());
    garden.close().await;
}
