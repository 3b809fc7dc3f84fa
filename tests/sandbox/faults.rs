//! Faults on purpose: requests that are refused, lost before or after they were performed, or late.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use sunflower::sandbox::{faults::Fault, record::Outcome};

use crate::{
    bot::{Bot, Event},
    support::{Setting, assert_refused},
};

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
async fn every_refusal_has_discords_status_and_code_and_is_not_performed() {
    let setting = Setting::new().await;
    for (status, code) in [
        (400, 50_035),
        (401, 0),
        (403, 50_001),
        (403, 50_013),
        (404, 10_003),
    ] {
        let refused = Fault::refusal(status, code, "As Discord says it");
        setting.sandbox.faults().on(POST).once(refused);
        assert_refused(&setting.send(send(&setting, "no")).await, status, code);
    }
    for status in [500, 502, 503] {
        setting.sandbox.faults().on(POST).once(Fault::down(status));
        let response = send(&setting, "no").send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "text/html");
    }
    assert_eq!(posted(&setting), 0);
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

#[tokio::test]
async fn a_request_put_off_is_performed_by_the_clock_though_its_client_is_gone() {
    let setting = Setting::new().await;
    let later = Fault::PerformLater(TimeDelta::seconds(30));
    setting.sandbox.faults().on(POST).once(later);
    assert!(send(&setting, "late").send().await.is_err());
    let outcome = || setting.sandbox.record().of(POST)[0].outcome.clone();
    assert_eq!(outcome(), Outcome::PutOff);
    setting.advance(TimeDelta::milliseconds(29_999));
    assert_eq!(setting.send(send(&setting, "meanwhile")).await.0, 200);
    assert_eq!(posted(&setting), 1);
    setting.advance(TimeDelta::milliseconds(1));
    let performed = |_: &_| (outcome() == Outcome::DroppedAfter).then_some(());
    setting.sandbox.until(performed).await.unwrap();
    let seen = setting.sandbox.member("maya").reads("general").unwrap();
    let said: Vec<_> = seen
        .iter()
        .map(|shown| shown.as_text().to_owned())
        .collect();
    assert_eq!(said, ["meanwhile", "late"]);
}

#[tokio::test]
async fn a_garbled_answer_is_no_json_of_a_request_that_was_performed_or_was_not() {
    let setting = Setting::new().await;
    for (fault, performed) in [(Fault::garbled(), 0), (Fault::Garble, 1)] {
        setting.sandbox.faults().on(POST).once(fault);
        let response = send(&setting, "there").send().await.unwrap();
        assert_eq!(response.status(), 200);
        let body = response.bytes().await.unwrap();
        assert!(body.starts_with(b"{"), "it begins like JSON");
        assert!(serde_json::from_slice::<serde_json::Value>(&body).is_err());
        assert_eq!(posted(&setting), performed);
    }
}

#[tokio::test]
async fn refused_connections_are_refused_by_the_system_until_they_are_taken_again() {
    let setting = Setting::new().await;
    assert_eq!(setting.send(send(&setting, "one")).await.0, 200);
    let address = setting.sandbox.api_url();
    setting.sandbox.refuse_connections(true).unwrap();
    // It may have gone out on the connection that was cut.
    assert!(send(&setting, "lost").send().await.is_err());
    for _ in 0..3 {
        let refused = send(&setting, "lost").send().await.unwrap_err();
        assert!(refused.is_connect(), "{refused:?}");
    }
    let host = address.trim_start_matches("http://");
    let refused = tokio::net::TcpStream::connect(host).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    setting.sandbox.take_connections().unwrap();
    assert_eq!(setting.send(send(&setting, "two")).await.0, 200);
    assert_eq!(posted(&setting), 2);
    assert_eq!(setting.sandbox.api_url(), address);
}

#[tokio::test]
async fn where_connections_are_refused_the_gateways_goes_on_or_is_cut() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    let garden = |world: &sunflower::sandbox::world::World| world.guilds.keys().next().copied();
    let garden = setting.sandbox.read(garden).unwrap();
    setting.sandbox.refuse_connections(false).unwrap();
    setting.sandbox.outage(garden, true);
    assert!(matches!(bot.next().await, Event::Gone { outage: true }));
    setting.sandbox.refuse_connections(true).unwrap();
    let gone = |_: &_| (setting.sandbox.gateway().connected() == 0).then_some(());
    setting.sandbox.until(gone).await.unwrap();
    setting.sandbox.take_connections().unwrap();
    let back = bot.next().await;
    assert!(matches!(back, Event::Ready(_) | Event::Resumed), "{back:?}");
}
