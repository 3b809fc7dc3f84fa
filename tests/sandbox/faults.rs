//! Faults on purpose: requests that are refused, lost before or after they were performed, or late.

use std::time::Duration;

use serde_json::json;
use sunflower::sandbox::{faults::Fault, record::Outcome};

use crate::support::{Setting, assert_refused};

const POST: &str = "POST /channels/{channel}/messages";

fn send(setting: &Setting, content: &str) -> reqwest::RequestBuilder {
    let path = format!("/channels/{}/messages", setting.channel("general"));
    setting
        .request("POST", &path)
        .header("content-type", "application/json")
        .body(json!({"content": content}).to_string())
}

fn posted(setting: &Setting) -> usize {
    let seen = setting.sandbox.member("maya").reads("general");
    seen.unwrap().len()
}

#[tokio::test]
async fn a_fault_answers_as_often_as_it_is_told_to() {
    let setting = Setting::new().await;
    let faults = setting.sandbox.faults();
    faults
        .on(POST)
        .after(1)
        .times(2, Fault::refusal(403, 50013, "Missing Permissions"));
    assert_eq!(setting.send(send(&setting, "1")).await.0, 200);
    assert_refused(&setting.send(send(&setting, "2")).await, 403, 50013);
    assert_refused(&setting.send(send(&setting, "3")).await, 403, 50013);
    assert_eq!(setting.send(send(&setting, "4")).await.0, 200);
    assert_eq!(posted(&setting), 2);
}

#[tokio::test]
async fn a_request_that_is_dropped_before_is_not_performed() {
    let setting = Setting::new().await;
    setting.sandbox.faults().on(POST).once(Fault::DropBefore);
    assert!(send(&setting, "lost").send().await.is_err());
    assert_eq!(posted(&setting), 0);
    assert_eq!(
        setting.sandbox.record().of(POST)[0].outcome,
        Outcome::DroppedBefore
    );
    assert_eq!(setting.send(send(&setting, "there")).await.0, 200);
}

#[tokio::test]
async fn a_request_that_is_dropped_after_was_performed() {
    let setting = Setting::new().await;
    setting.sandbox.faults().on(POST).once(Fault::DropAfter);
    assert!(send(&setting, "there").send().await.is_err());
    assert_eq!(posted(&setting), 1);
    assert_eq!(
        setting.sandbox.record().of(POST)[0].outcome,
        Outcome::DroppedAfter
    );
}

#[tokio::test]
async fn a_fault_can_be_about_one_channel_alone() {
    let setting = Setting::new().await;
    let faults = setting.sandbox.faults();
    faults
        .on(POST)
        .about(setting.channel("wellbeing"))
        .always(Fault::down(502));
    assert_eq!(setting.send(send(&setting, "hello")).await.0, 200);
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    assert_eq!(
        setting.post(&path, json!({"content": "hello"})).await.0,
        502
    );
    faults.clear();
    assert_eq!(
        setting.post(&path, json!({"content": "hello"})).await.0,
        200
    );
}

#[tokio::test]
async fn a_rate_limit_has_its_headers() {
    let setting = Setting::new().await;
    setting
        .sandbox
        .faults()
        .on("*")
        .once(Fault::rate_limit(1.5, true));
    let response = send(&setting, "hello").send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "2");
    assert_eq!(response.headers()["x-ratelimit-global"], "true");
    assert_eq!(response.headers()["content-type"], "application/json");
}

#[tokio::test]
async fn a_late_answer_is_of_a_request_that_was_performed() {
    let setting = Setting::new().await;
    let late = Fault::AnswerLate(Duration::from_mins(1));
    setting.sandbox.faults().on(POST).once(late);
    let impatient = send(&setting, "there").timeout(Duration::from_millis(300));
    assert!(impatient.send().await.unwrap_err().is_timeout());
    assert_eq!(posted(&setting), 1);
}
