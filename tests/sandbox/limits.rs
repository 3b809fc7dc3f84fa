//! Rate limits: what every answer says of them, what is refused once they are enforced, and what is
//! counted against the bot.

use std::time::Duration;

use reqwest::Response;
use serde_json::{Value, json};
use sunflower::sandbox::{faults::Fault, world::Permissions};

use crate::{bot::Bot, support::Setting};

const POST: &str = "POST /channels/{channel}/messages";

async fn send(setting: &Setting, channel: &str) -> Response {
    let path = format!("/channels/{}/messages", setting.channel(channel));
    let request = setting.request("POST", &path);
    let request = request.header("content-type", "application/json");
    let body = json!({"content": "hello"}).to_string();
    request.body(body).send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

fn number(response: &Response, name: &str) -> f64 {
    header(response, name).unwrap().parse().unwrap()
}

#[tokio::test]
async fn every_answer_says_how_its_limit_stands_and_nothing_is_refused_by_itself() {
    let setting = Setting::new().await;
    for _ in 0..8 {
        let response = send(&setting, "general").await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "x-ratelimit-limit"), Some("5"));
        assert_eq!(header(&response, "x-ratelimit-remaining"), Some("4"));
        assert_eq!(header(&response, "x-ratelimit-scope"), None);
    }
    let refused = setting.request("GET", "/channels/1").send().await.unwrap();
    assert_eq!(refused.status(), 404);
    assert!(header(&refused, "x-ratelimit-bucket").is_some());
    let unknown = setting
        .request("GET", "/voice/regions")
        .send()
        .await
        .unwrap();
    assert_eq!(
        header(&unknown, "x-ratelimit-bucket"),
        None,
        "no route, no limit"
    );
}

#[tokio::test]
async fn the_sixth_message_to_a_channel_is_refused_until_the_time_is_over() {
    let setting = Setting::new().await;
    setting
        .sandbox
        .limits()
        .allow(POST, 5, Duration::from_secs(3));
    setting.sandbox.limits().enforce(true);
    for left in ["4", "3", "2", "1", "0"] {
        let response = send(&setting, "general").await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "x-ratelimit-remaining"), Some(left));
    }
    let refused = send(&setting, "general").await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "x-ratelimit-scope"), Some("user"));
    assert_eq!(header(&refused, "x-ratelimit-limit"), Some("5"));
    assert_eq!(header(&refused, "x-ratelimit-remaining"), Some("0"));
    assert_eq!(header(&refused, "x-ratelimit-global"), None);
    let after = number(&refused, "x-ratelimit-reset-after");
    assert!(after > 0.0 && after <= 3.0, "{after}");
    let whole = after.ceil().to_string();
    assert_eq!(header(&refused, "retry-after"), Some(whole.as_str()));
    let at = number(&refused, "x-ratelimit-reset");
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are few")]
    let now = setting.sandbox.now().timestamp() as f64;
    assert!((at - now - after).abs() < 0.01, "{at}");
    let bucket = header(&refused, "x-ratelimit-bucket").unwrap().to_owned();
    // The same kind of request in another channel has a limit of its own, in the same bucket.
    let elsewhere = send(&setting, "wellbeing").await;
    assert_eq!(elsewhere.status(), 200);
    assert_eq!(
        header(&elsewhere, "x-ratelimit-bucket"),
        Some(bucket.as_str())
    );
    let body: Value = serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    assert_eq!(body["message"], "You are being rate limited.");
    assert_eq!(body["global"], false);
    assert_eq!(body["retry_after"], json!(after));
    let again = async { while send(&setting, "general").await.status() == 429 {} };
    let again = tokio::time::timeout(Duration::from_secs(9), again).await;
    assert!(again.is_ok(), "it is taken once the time is over");
    let seen = setting.sandbox.member("maya").reads("general").unwrap();
    assert_eq!(seen.len(), 6, "what was refused was not posted");
}

#[tokio::test]
async fn fifty_in_a_second_are_the_most_in_all_but_for_answers_to_interactions() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    let maya = setting.sandbox.member("maya");
    let limits = setting.sandbox.limits();
    limits.allow_in_all(3);
    limits.enforce(true);
    let answering = async {
        let command = bot.next_command().await;
        let mut refused = None;
        for _ in 0..50 {
            let response = setting.request("GET", "/users/@me").send().await.unwrap();
            if response.status() == 429 {
                refused = Some(response);
                break;
            }
        }
        let body = json!({"type": 4, "data": {"content": "hello"}});
        let answer = setting.answer(command.id, &command.token, body).await;
        let more = json!({"content": "more"});
        let more = setting.webhook("POST", &command.token, "", more).await;
        (refused.expect("one too many"), answer.0, more.0)
    };
    let (seen, (refused, answer, more)) = tokio::join!(maya.slash("/hello"), answering);
    assert_eq!(seen.unwrap().as_text(), "hello");
    assert_eq!((answer, more), (204, 200), "interactions are exempt");
    assert_eq!(header(&refused, "x-ratelimit-scope"), Some("global"));
    assert_eq!(header(&refused, "x-ratelimit-global"), Some("true"));
    assert_eq!(header(&refused, "retry-after"), Some("1"));
    assert_eq!(header(&refused, "x-ratelimit-bucket"), None);
    let body: Value = serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    assert_eq!(body["global"], true);
}

#[tokio::test]
async fn a_fault_of_either_scope_has_all_of_its_headers() {
    let setting = Setting::new().await;
    let struck = async |fault| {
        setting.sandbox.faults().on(POST).once(fault);
        send(&setting, "general").await
    };
    for (fault, scope, left) in [
        (Fault::rate_limit(1.5, false), "user", "0"),
        (Fault::shared_rate_limit(1.5), "shared", "4"),
    ] {
        let response = struck(fault).await;
        assert_eq!(response.status(), 429);
        assert_eq!(header(&response, "x-ratelimit-scope"), Some(scope));
        assert_eq!(header(&response, "retry-after"), Some("2"));
        assert_eq!(header(&response, "x-ratelimit-limit"), Some("5"));
        assert_eq!(header(&response, "x-ratelimit-remaining"), Some(left));
        assert_eq!(header(&response, "x-ratelimit-reset-after"), Some("1.5"));
        assert!(header(&response, "x-ratelimit-bucket").is_some());
        assert!(
            header(&response, "x-ratelimit-reset")
                .unwrap()
                .ends_with(".500")
        );
    }
}

#[tokio::test]
async fn what_discord_calls_invalid_is_counted() {
    let setting = Setting::new().await;
    let invalid = || setting.sandbox.record().invalid();
    send(&setting, "general").await;
    setting.get("/channels/1").await;
    assert_eq!(invalid(), 0, "404 is not among them");
    let wrong = setting.client().get(setting.url("/users/@me"));
    setting.send(wrong).await;
    assert_eq!(invalid(), 1, "401");
    let general = setting.id("general");
    setting
        .sandbox
        .deny_bot(general, Permissions::SEND_MESSAGES);
    send(&setting, "general").await;
    assert_eq!(invalid(), 2, "403");
    setting
        .sandbox
        .faults()
        .on(POST)
        .once(Fault::rate_limit(1.0, true));
    send(&setting, "general").await;
    assert_eq!(invalid(), 3, "429");
    setting
        .sandbox
        .faults()
        .on(POST)
        .once(Fault::shared_rate_limit(1.0));
    send(&setting, "general").await;
    assert_eq!(
        invalid(),
        3,
        "a resource's own limit is not held against the bot"
    );
}
