//! The one sender: what it sends, what it makes of refusals, and how it minds Discord's limits.

use std::{future::ready, time::Duration};

use futures_util::StreamExt as _;
use serde_json::json;
use serenity::all::{ChannelId, GuildId, MessageId};
use sunflower::{
    config::{ApiUrl, RequestsPerSecond, Token},
    discord::rest::{Fault, Rest, RestError, http_client},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    process::now,
    stub::{Answer, Stub},
};

const POST: &str = "POST /channels/7/messages";
const GUILD: &str = "GET /guilds/5";

fn rest_until(url: &str, shutdown: CancellationToken) -> Rest {
    let api_url = ApiUrl::parse(url).unwrap();
    let http = http_client(Some(&api_url)).unwrap();
    Rest::new(
        http,
        &Token::parse("made-up").unwrap(),
        Some(api_url),
        shutdown,
    )
}

fn rest(url: &str) -> Rest {
    rest_until(url, CancellationToken::new())
}

async fn post(rest: &Rest) -> Result<MessageId, RestError> {
    rest.post(ChannelId::new(7), br#"{"content":"a"}"#.to_vec())
        .await
}

fn posted() -> Answer {
    Answer::json(200, &json!({"id": "99"}))
}

fn server() -> Answer {
    Answer::json(200, &json!({"id": "5", "owner_id": "1", "roles": []}))
}

fn refused(error: &RestError) -> (Option<u16>, Option<u32>) {
    (error.status(), error.code())
}

#[tokio::test]
async fn a_post_is_sent_as_the_bot_with_the_body_it_was_given() {
    let discord = Stub::start().await;
    discord.answers(POST, posted());
    let message = post(&rest(&discord.url)).await.unwrap();
    assert_eq!(message, MessageId::new(99));
    let asked = &discord.asked(POST)[0];
    assert_eq!(asked.authorization, "Bot made-up");
    assert_eq!(asked.body, json!({"content": "a"}));
}

#[tokio::test]
async fn a_refusal_keeps_its_status_and_code_and_nothing_that_discord_said() {
    let discord = Stub::start().await;
    let said =
        json!({"code": 50_013, "message": "Missing Permissions", "errors": {"content": "a"}});
    discord.answers(POST, Answer::json(403, &said));
    let rest = rest(&discord.url);
    let error = post(&rest).await.unwrap_err();
    assert_eq!(refused(&error), (Some(403), Some(50_013)));
    assert_eq!(error.to_string(), "post: status 403, code 50013");
    assert_eq!(rest.counters().invalid(), 1);
}

#[tokio::test]
async fn after_half_of_what_discord_bears_in_refusals_nothing_more_is_asked() {
    let discord = Stub::start().await;
    let said = json!({"code": 50_013, "message": "Missing Permissions"});
    discord.answers(POST, Answer::json(403, &said));
    let rest = rest(&discord.url).paced(RequestsPerSecond::parse("10000").unwrap());
    let refusals = futures_util::stream::iter(0..5_100).map(|_| post(&rest));
    let unsent = refusals.buffer_unordered(50).filter(|sent| {
        ready(
            sent.as_ref()
                .is_err_and(|error| matches!(error.fault, Fault::NoPermit { .. })),
        )
    });
    let unsent = unsent.count().await;
    // Those in the air together are refused together.
    assert!((51..=100).contains(&unsent), "{unsent} were not sent");
    assert_eq!(rest.counters().invalid(), 5_100 - unsent as u64);
    let Fault::NoPermit { held_for } = post(&rest).await.unwrap_err().fault else {
        panic!("it was sent");
    };
    assert!(rest.is_braked());
    let minutes = held_for.as_secs_f64() / 60.0;
    assert!((9.0..=10.0).contains(&minutes), "{minutes} minutes");
}

#[tokio::test]
async fn a_refusal_that_is_no_json_has_no_code() {
    let discord = Stub::start().await;
    discord.answers(POST, Answer::json(502, &json!("<html>")));
    let error = post(&rest(&discord.url)).await.unwrap_err();
    assert_eq!(refused(&error), (Some(502), None));
    assert!(error.is_temporary());
}

#[tokio::test]
async fn nobody_there_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = post(&rest(&url)).await.unwrap_err();
    assert_eq!(error.fault, Fault::NotSent);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_means_that_nobody_knows() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let hang_up = async {
        let (connection, _) = listener.accept().await.unwrap();
        connection.readable().await.unwrap();
        let mut read = [0; 4096];
        while connection.try_read(&mut read).is_ok_and(|count| count > 0) {}
    };
    let rest = rest(&url);
    let (sent, ()) = tokio::join!(post(&rest), hang_up);
    assert_eq!(sent.unwrap_err().fault, Fault::Unknown);
}

#[tokio::test]
async fn a_post_told_to_wait_says_how_long_and_is_not_sent_again() {
    let discord = Stub::start().await;
    let limited = json!({"message": "slow", "retry_after": 0.25, "global": false});
    discord.answers(POST, Answer::json(429, &limited).with("retry-after", "1"));
    let rest = rest(&discord.url);
    let error = post(&rest).await.unwrap_err();
    assert_eq!(
        error.fault,
        Fault::RateLimited {
            retry_after: Duration::from_millis(250),
            global: false
        }
    );
    assert_eq!(discord.asked(POST).len(), 1);
    assert_eq!(
        (rest.counters().rate_limited(), rest.counters().invalid()),
        (1, 1)
    );
}

#[tokio::test]
async fn a_limit_of_one_route_is_kept_there_and_leaves_the_others_alone() {
    let discord = Stub::start().await;
    let limited = json!({"message": "slow", "retry_after": 0.3, "global": false});
    discord.answers(POST, Answer::json(429, &limited));
    discord.answers(POST, posted());
    discord.answers(GUILD, server());
    let rest = rest(&discord.url);
    let began = now();
    post(&rest).await.unwrap_err();
    rest.guild(GuildId::new(5)).await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(300));
    post(&rest).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_global_limit_is_kept_by_every_route() {
    let discord = Stub::start().await;
    let limited = json!({"message": "slow", "retry_after": 0.3, "global": true});
    discord.answers(POST, Answer::json(429, &limited));
    discord.answers(GUILD, server());
    let rest = rest(&discord.url);
    let began = now();
    post(&rest).await.unwrap_err();
    rest.guild(GuildId::new(5)).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn what_may_be_asked_again_waits_out_a_limit_by_itself() {
    let discord = Stub::start().await;
    let limited = json!({"message": "slow", "retry_after": 0.1, "global": false});
    discord.answers(GUILD, Answer::json(429, &limited));
    discord.answers(GUILD, server());
    let rest = rest(&discord.url);
    rest.guild(GuildId::new(5)).await.unwrap();
    assert_eq!(rest.counters().requests(), 2);
}

#[tokio::test]
async fn an_emptied_bucket_is_waited_for() {
    let discord = Stub::start().await;
    let last = posted()
        .with("x-ratelimit-bucket", "b")
        .with("x-ratelimit-limit", "5")
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-reset-after", "0.3");
    discord.answers(POST, last);
    let rest = rest(&discord.url);
    let began = now();
    post(&rest).await.unwrap();
    post(&rest).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn what_waits_for_a_permit_is_handed_back_when_the_bot_stops() {
    let discord = Stub::start().await;
    let limited = json!({"message": "slow", "retry_after": 15, "global": false});
    discord.answers(POST, Answer::json(429, &limited));
    let shutdown = CancellationToken::new();
    let rest = rest_until(&discord.url, shutdown.clone());
    post(&rest).await.unwrap_err();
    let began = now();
    shutdown.cancel();
    let stopped = Fault::NoPermit {
        held_for: Duration::ZERO,
    };
    assert_eq!(post(&rest).await.unwrap_err().fault, stopped);
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(discord.asked(POST).len(), 1);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let discord = Stub::start().await;
    let elsewhere = Answer::json(307, &json!({})).with("location", "/elsewhere");
    discord.answers(POST, elsewhere);
    let error = post(&rest(&discord.url)).await.unwrap_err();
    assert_eq!(refused(&error), (Some(307), None));
    assert!(discord.asked("POST /elsewhere").is_empty());
}
