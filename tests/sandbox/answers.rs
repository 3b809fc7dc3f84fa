//! Answers to interactions: once only, deferred, followed up, private.

use serde_json::{Value, json};
use sunflower::sandbox::driver::{Member, Shown};

use crate::{
    bot::Bot,
    support::{Answer, Setting, assert_refused},
};

/// Types `/hello` and answers it with `body`; gives what is seen and the token.
async fn hello(setting: &Setting, bot: &mut Bot, who: &Member, body: Value) -> (Shown, String) {
    let answering = async {
        let command = bot.next_command().await;
        let answer = setting.answer(command.id, &command.token, body).await;
        assert_eq!(answer.0, 204, "{}", answer.1);
        command.token
    };
    let (seen, token) = tokio::join!(who.slash("/hello"), answering);
    (seen.unwrap().message().unwrap(), token)
}

fn message(data: &Value) -> Value {
    json!({"type": 4, "data": data})
}

#[tokio::test]
async fn an_interaction_is_answered_once() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let answering = async {
        let command = bot.next_command().await;
        let body = message(&json!({"content": "hello"}));
        let answer = async |body| setting.answer(command.id, &command.token, body).await;
        (answer(body.clone()).await, answer(body).await)
    };
    let (seen, (first, second)) = tokio::join!(maya.slash("/hello"), answering);
    assert!(seen.is_ok());
    assert_eq!(first.0, 204);
    assert_refused(&second, 400, 40060);
}

#[tokio::test]
async fn a_command_takes_no_update_and_no_limit_is_passed() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let answering = async {
        let command = bot.next_command().await;
        let answer =
            async |body| -> Answer { setting.answer(command.id, &command.token, body).await };
        assert_refused(&answer(json!({"type": 7, "data": {}})).await, 400, 50035);
        assert_refused(
            &answer(json!({"type": 8, "data": {"choices": []}})).await,
            400,
            50035,
        );
        assert_refused(&answer(message(&json!({"content": ""}))).await, 400, 50006);
        let long = answer(message(&json!({"embeds": [{"title": "x".repeat(257)}]}))).await;
        assert_refused(&long, 400, 50035);
        assert!(long.1["errors"]["data"]["embeds"]["0"]["title"]["_errors"].is_array());
        answer(message(&json!({"content": "at last"}))).await
    };
    let (seen, answer) = tokio::join!(maya.slash("/hello"), answering);
    assert_eq!(answer.0, 204);
    assert_eq!(seen.unwrap().as_text(), "at last");
}

#[tokio::test]
async fn a_private_answer_is_seen_by_its_person_alone() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let theo = setting.sandbox.member("theo").in_channel("general");
    let body = message(&json!({"content": "for you", "flags": 64}));
    let (shown, _) = hello(&setting, &mut bot, &maya, body).await;
    assert!(shown.is_private());
    assert_eq!(maya.reads_here().unwrap().len(), 1);
    assert_eq!(theo.reads_here().unwrap().len(), 0);
    assert!(theo.looks_again(&shown).is_none());
    let path = format!("/channels/{}/messages", shown.channel());
    assert_eq!(setting.get(&path).await.1, json!([]));
    let one = setting.get(&format!("{path}/{}", shown.id())).await;
    assert_refused(&one, 404, 10008);
}

#[tokio::test]
async fn a_deferred_answer_becomes_the_message() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let answering = async {
        let command = bot.next_command().await;
        let token = &command.token;
        let defer = json!({"type": 5, "data": {"flags": 64}});
        setting.answer(command.id, token, defer).await;
        let thinking = maya.reads_here().unwrap();
        assert_eq!(
            thinking[0].as_text(),
            "(only you can see this)\n(is thinking…)"
        );
        // The first further message is the deferred one, and as private as that was.
        setting
            .webhook("POST", token, "", json!({"content": "done"}))
            .await
    };
    let (seen, answer) = tokio::join!(maya.slash("/hello"), answering);
    assert_eq!(answer.0, 200);
    let shown = seen.unwrap().message().unwrap();
    assert_eq!(shown.as_text(), "(only you can see this)\ndone");
    assert_eq!(maya.reads_here().unwrap().len(), 1);
}

#[tokio::test]
async fn further_messages_follow_and_can_be_changed_and_taken_away() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let (_, token) = hello(
        &setting,
        &mut bot,
        &maya,
        message(&json!({"content": "one"})),
    )
    .await;
    let (_, two) = setting
        .webhook("POST", &token, "", json!({"content": "two", "flags": 64}))
        .await;
    let at = format!("/messages/{}", two["id"].as_str().unwrap());
    let edited = setting
        .webhook("PATCH", &token, &at, json!({"content": "2"}))
        .await;
    assert_eq!(edited.0, 200);
    let texts: Vec<_> = maya
        .reads_here()
        .unwrap()
        .iter()
        .map(|one| one.as_text().to_owned())
        .collect();
    assert_eq!(texts, ["one", "(only you can see this)\n2"]);
    let gone = setting
        .webhook("DELETE", &token, "/messages/@original", Value::Null)
        .await;
    assert_eq!(gone.0, 204);
    assert_eq!(maya.reads_here().unwrap().len(), 1);
}

#[tokio::test]
async fn before_the_first_answer_nothing_can_follow() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let answering = async {
        let command = bot.next_command().await;
        let early = setting
            .webhook("POST", &command.token, "", json!({"content": "early"}))
            .await;
        assert_refused(&early, 404, 10015);
        let body = message(&json!({"content": "hello"}));
        let path = format!(
            "/interactions/{}/{}/callback?with_response=true",
            command.id, command.token
        );
        setting.post(&path, body).await
    };
    let (seen, (status, response)) = tokio::join!(maya.slash("/hello"), answering);
    assert_eq!(status, 200);
    assert_eq!(response["resource"]["message"]["content"], "hello");
    let id = seen.unwrap().message().unwrap().id();
    assert_eq!(response["interaction"]["response_message_id"], json!(id));
}

#[tokio::test]
async fn a_forged_press_reaches_the_bot_as_from_whoever_forged_it() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let button = json!({"type": 2, "style": 1, "label": "Delete", "custom_id": "delete:1"});
    let row = json!([{"type": 1, "components": [button]}]);
    let body = message(&json!({"content": "yours", "flags": 64, "components": row}));
    let (shown, _) = hello(&setting, &mut bot, &maya, body).await;
    let theo = setting.sandbox.member("theo");
    assert!(theo.click(&shown, "Delete").await.is_err());
    let answering = async {
        let press = bot.next_component().await;
        assert_eq!(press.user.name, "theo");
        assert_eq!(press.data.custom_id, "delete:2");
        let body = message(&json!({"content": "that is not yours", "flags": 64}));
        setting.answer(press.id, &press.token, body).await
    };
    let forging = theo.forge_press(shown.channel(), shown.id(), "delete:2");
    let (seen, _) = tokio::join!(forging, answering);
    let told = seen.unwrap().message().unwrap();
    assert_eq!(told.as_text(), "(only you can see this)\nthat is not yours");
    assert_eq!(maya.reads_here().unwrap().len(), 1);
}
