//! Three seconds to answer, fifteen minutes to go on: both by the clock that is moved.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sunflower::sandbox::driver::Failure;

use crate::{
    bot::Bot,
    support::{Setting, assert_refused},
};

#[tokio::test]
async fn after_three_seconds_the_application_did_not_respond() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let typing = maya.slash("/hello");
    let stalling = async {
        let command = bot.next_command().await;
        setting.advance(TimeDelta::milliseconds(3001));
        let late = json!({"type": 4, "data": {"content": "hello"}});
        setting.answer(command.id, &command.token, late).await
    };
    let (seen, answer) = tokio::join!(typing, stalling);
    assert_eq!(seen.unwrap_err(), Failure::DidNotRespond);
    assert_refused(&answer, 404, 10062);
    assert_eq!(maya.reads_here().unwrap().len(), 0);
}

#[tokio::test]
async fn within_three_seconds_an_answer_counts() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let hurrying = async {
        let command = bot.next_command().await;
        setting.advance(TimeDelta::seconds(3));
        let body = json!({"type": 4, "data": {"content": "hello"}});
        setting.answer(command.id, &command.token, body).await
    };
    let (seen, answer) = tokio::join!(maya.slash("/hello"), hurrying);
    assert_eq!(answer.0, 204);
    assert_eq!(seen.unwrap().message().unwrap().as_text(), "hello");
}

#[tokio::test]
async fn a_token_lives_for_fifteen_minutes() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let answering = async {
        let command = bot.next_command().await;
        let body = json!({"type": 4, "data": {"content": "hello"}});
        setting.answer(command.id, &command.token, body).await;
        command.token
    };
    let (_, token) = tokio::join!(maya.slash("/hello"), answering);
    let original = "/messages/@original";
    setting.advance(TimeDelta::minutes(15));
    let edit = setting.webhook("PATCH", &token, original, json!({"content": "still here"}));
    assert_eq!(edit.await.0, 200);
    setting.advance(TimeDelta::seconds(1));
    for (method, rest) in [("GET", original), ("PATCH", original), ("POST", "")] {
        let body = json!({"content": "too late"});
        let answer = setting.webhook(method, &token, rest, body).await;
        assert_refused(&answer, 401, 50027);
    }
    let seen = maya.reads_here().unwrap();
    assert_eq!(seen[0].as_text(), "still here");
}

#[tokio::test]
async fn a_token_that_never_was_is_invalid() {
    let setting = Setting::new().await;
    let answer = setting.webhook("GET", "made-up", "/messages/@original", Value::Null);
    assert_refused(&answer.await, 401, 50027);
    let answer = setting.answer(1, "made-up", json!({"type": 6})).await;
    assert_refused(&answer, 404, 10062);
}

#[tokio::test]
async fn an_application_that_is_offline_is_said_to_be() {
    let setting = Setting::new().await;
    drop(Bot::that_says_hello(&setting).await);
    setting.sandbox.gateway().invalid_session(false);
    let seen = setting.sandbox.member("maya").slash("/hello").await;
    assert_eq!(seen.unwrap_err(), Failure::Offline);
}
