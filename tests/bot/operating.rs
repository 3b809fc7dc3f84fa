//! What operators see where the bot was told to answer them: whether it is ready; and in the log, one
//! post through all its steps.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use sqlx::{Connection as _, Executor as _};
use sunflower::sandbox::{driver::PATIENCE, faults::Fault};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at},
    looking::database,
    moderating::{POST, history_says, in_time, tries},
};

/// A bot that answers operators, and where.
pub struct Operated {
    pub garden: Garden,
    address: String,
    client: reqwest::Client,
}

impl Operated {
    pub async fn open() -> Self {
        let mut garden = Garden::without_bot(|_world| {}).await;
        let mut config = garden.config();
        config.http_bind = Some(([127, 0, 0, 1], 0).into());
        garden.start_bot_with(config).await;
        let address = address(&garden.log());
        let client = reqwest::Client::builder().no_proxy().build();
        let client = client.expect("a client");
        Self {
            garden,
            address,
            client,
        }
    }

    async fn ask(&self, method: Method, path: &str) -> (StatusCode, String) {
        let url = format!("http://{}{path}", self.address);
        let answer = self.client.request(method, url).send().await;
        let answer = answer.expect("an answer");
        (answer.status(), answer.text().await.expect("words"))
    }

    pub async fn get(&self, path: &str) -> (u16, String) {
        let (status, said) = self.ask(Method::GET, path).await;
        (status.as_u16(), said)
    }

    /// Waits until the bot says this of whether it is ready.
    async fn says(&self, status: u16, words: &str) -> String {
        let mut said = (0, String::new());
        let comes = async {
            while said.0 != status || !said.1.contains(words) {
                said = self.get("/readyz").await;
                tokio::task::yield_now().await;
            }
        };
        let came = timeout(PATIENCE * 2, comes).await;
        assert!(came.is_ok(), "never {status} {words:?}, but {said:?}");
        said.1
    }

    /// A metric with these labels, as `/metrics` has it.
    pub async fn metric(&self, series: &str) -> Option<f64> {
        let (_, text) = self.get("/metrics").await;
        let line = text.lines().find_map(|line| line.strip_prefix(series));
        line.and_then(|value| value.trim().parse().ok())
    }
}

/// Where the bot says that it listens.
fn address(log: &str) -> String {
    let line = log.lines().find(|line| line.contains("for operators"));
    let line = line.unwrap_or_else(|| panic!("it does not say where:\n{log}"));
    let address = line.split("address=").nth(1).expect("an address");
    address.split_whitespace().next().expect("one").to_owned()
}

#[tokio::test]
async fn a_bot_that_does_its_work_is_alive_and_ready_and_only_tells() {
    let bot = Operated::open().await;
    assert_eq!(bot.says(200, "ready").await, "ready\n");
    assert_eq!(bot.get("/healthz").await, (200, "alive\n".to_owned()));
    for path in ["/", "/metrics/", "/readyz/..", "/healthz/x"] {
        assert_eq!(bot.get(path).await.0, 404, "{path}");
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        for path in ["/healthz", "/readyz", "/metrics"] {
            let (status, _) = bot.ask(method.clone(), path).await;
            assert_eq!(status, 405, "{method} {path}");
        }
    }
    bot.garden.close().await;
}

#[tokio::test]
async fn without_the_gateway_the_bot_lives_and_is_not_ready_until_it_is_back() {
    let bot = Operated::open().await;
    bot.says(200, "ready").await;
    let gateway = bot.garden.sandbox.gateway();
    gateway.refuse_connections(true);
    gateway.close(4000);
    let said = bot.says(503, "gateway").await;
    assert_eq!(said, "not ready\ngateway: not connected to Discord\n");
    assert_eq!(bot.get("/healthz").await.0, 200);
    let series = "sunflower_ready{part=\"gateway\"}";
    assert_eq!(bot.metric(series).await, Some(0.0));
    gateway.refuse_connections(false);
    bot.says(200, "ready").await;
    assert_eq!(bot.metric(series).await, Some(1.0));
    let again = bot.metric("sunflower_gateway_sessions_total{how=\"new\"}");
    assert_eq!(again.await, Some(2.0), "the first, and another");
    bot.garden.close().await;
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_told_and_so_is_a_plan_that_is_not_made() {
    let mut bot = Operated::open().await;
    bot.garden.expect_error("the database failed");
    bot.garden
        .expect_error("the weeks that have closed could not be counted");
    bot.garden.schedule_mondays().await;
    bot.says(200, "ready").await;
    let mut other = database(&bot.garden).await;
    other.execute("BEGIN IMMEDIATE").await.expect("it is held");
    let said = bot.says(503, "database").await;
    assert!(!said.contains("planner"), "nothing is due yet: {said}");
    bot.garden.hand.move_to(at("2026-11-23T09:02:00Z"));
    bot.says(503, "planner: it should have planned by now")
        .await;
    let refused = async {
        let failures = "sunflower_database_write_failures_total";
        while bot.metric(failures).await < Some(1.0) {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, refused).await.expect("it is counted");
    other.execute("ROLLBACK").await.expect("it is let go");
    other.close().await.expect("it closes");
    in_time(&bot.garden, TimeDelta::seconds(10), "✅").await;
    bot.says(200, "ready").await;
    bot.garden.close().await;
}

#[tokio::test]
async fn where_another_program_listens_the_bot_refuses_to_start_and_says_what_to_do() {
    let garden = Garden::without_bot(|_world| {}).await;
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let taken = taken.expect("a free port");
    let mut config = garden.config();
    config.http_bind = Some(taken.local_addr().expect("its address"));
    let said = garden.refuses_to_start(config).await;
    assert!(said.contains("HTTP_BIND"), "{said}");
    assert!(said.contains("give another address"), "{said}");
    assert!(garden.sandbox.record().all().is_empty());
    assert!(!garden.database().exists(), "nor is a database made");
    garden.close().await;
}

#[tokio::test]
async fn one_line_says_what_became_of_a_post_and_its_id_is_on_every_line_about_it() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let slow = Fault::down(502);
    garden.sandbox.faults().on(POST).once(slow);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    tries(&garden, 1).await;
    in_time(&garden, TimeDelta::seconds(3), "✅").await;
    history_says(&garden, "✅").await;
    let log = garden.log();
    let sent: Vec<_> = log
        .lines()
        .filter(|line| line.contains("a post was sent"))
        .collect();
    let [sent] = sent[..] else {
        panic!("not one line:\n{log}");
    };
    assert!(sent.trim_start().starts_with("INFO"), "{sent}");
    assert!(sent.contains("attempts=2"), "{sent}");
    let id = sent.split("post=").nth(1);
    let id = id.unwrap_or_else(|| panic!("no id:\n{log}"));
    let id = &id[..22];
    let of_it: Vec<_> = log.lines().filter(|line| line.contains(id)).collect();
    for step in [
        "a post was planned",
        "an attempt begins",
        "a request to Discord failed",
        "settled",
        "a post was sent",
    ] {
        let told = of_it.iter().filter(|line| line.contains(step)).count();
        assert!(told >= 1, "{step} is not among\n{}", of_it.join("\n"));
    }
    garden.close().await;
}

#[tokio::test]
async fn whoever_says_nothing_keeps_others_waiting_only_until_they_leave() {
    let bot = Operated::open().await;
    let mut silent = Vec::new();
    for _ in 0..16 {
        let guest = tokio::net::TcpStream::connect(&bot.address).await;
        silent.push(guest.expect("it is let in"));
    }
    let client = reqwest::Client::builder().no_proxy().build();
    let url = format!("http://{}/healthz", bot.address);
    let mut asking = Box::pin(client.expect("a client").get(url).send());
    let early = timeout(Duration::from_millis(300), &mut asking).await;
    assert!(early.is_err(), "it waits before the door");
    silent.pop();
    let answer = timeout(PATIENCE, asking).await.expect("it is let in");
    assert_eq!(answer.expect("an answer").status(), 200);
    bot.garden.close().await;
}

#[tokio::test]
async fn asking_all_the_time_costs_no_more_than_a_look_a_second() {
    let bot = Operated::open().await;
    bot.says(200, "ready").await;
    let series = "sunflower_database_write_seconds_count";
    let before = bot.metric(series).await.expect("a count");
    let asking = async {
        loop {
            bot.get("/readyz").await;
        }
    };
    let _ = timeout(Duration::from_millis(2500), asking).await;
    let after = bot.metric(series).await.expect("a count");
    assert!(after - before <= 5.0, "{before} {after}");
    bot.garden.close().await;
}
