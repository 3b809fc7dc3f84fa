//! The gateway: logging in, intents, resuming, and sessions that end.

use std::time::Duration;

use serenity::all::{ClientBuilder, GatewayError, GatewayIntents, HttpBuilder};
use sunflower::sandbox::{Options, world::World};

use crate::{
    bot::{Bot, Event},
    support::{Setting, noon},
};

#[tokio::test]
async fn after_ready_comes_each_server_with_its_channels() {
    let setting = Setting::new().await;
    let mut bot = Bot::with(&setting, GatewayIntents::GUILDS).await;
    let Event::Ready(ready) = bot.next().await else {
        panic!("READY comes first");
    };
    assert!(ready.guilds[0].unavailable);
    assert_eq!(ready.application.id.get(), ready.user.id.get());
    let Event::Guild(guild) = bot.next().await else {
        panic!("then the server");
    };
    assert_eq!(guild.name, "The Quiet Garden");
    assert_eq!((guild.channels.len(), guild.members.len()), (7, 1));
    assert_eq!(guild.threads[0].name, "compost corner");
    let names = guild
        .system_channel_id
        .map(|id| guild.channels[&id].name.as_str());
    assert_eq!(names, Some("general"));
    assert!(guild.joined_at.unix_timestamp() < noon().timestamp() - 365 * 86_400);
}

#[tokio::test]
async fn intents_decide_what_is_told_and_what_it_says() {
    let setting = Setting::new().await;
    let intents = GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let mut bot = Bot::with(&setting, intents).await;
    assert!(matches!(bot.next().await, Event::Ready(_)));
    let maya = setting.sandbox.member("maya").in_channel("general");
    maya.says("a secret").unwrap();
    let heard = bot.next_message().await;
    assert_eq!(
        (heard.author.name.as_str(), heard.content.as_str()),
        ("maya", "")
    );
    let bot_id = setting.sandbox.read(World::bot);
    maya.says(&format!("hello <@{bot_id}>")).unwrap();
    assert!(bot.next_message().await.content.starts_with("hello"));
    maya.in_dm().says("between us").unwrap();
    assert_eq!(bot.next_message().await.content, "between us");
    let path = format!("/channels/{}/messages", setting.channel("general"));
    setting
        .post(&path, serde_json::json!({"content": "my own"}))
        .await;
    let own = bot.next_message().await;
    assert_eq!(own.content, "my own");
    let shown = setting
        .sandbox
        .member("maya")
        .reads("general")
        .unwrap()
        .pop()
        .unwrap();
    maya.replies(&shown, "unheard", false).unwrap();
    assert_eq!(bot.next_message().await.content, "");
    maya.replies(&shown, "heard", true).unwrap();
    assert_eq!(bot.next_message().await.content, "heard");
}

#[tokio::test]
async fn a_client_that_is_asked_to_reconnect_resumes_and_misses_nothing() {
    let setting = Setting::new().await;
    let intents = GatewayIntents::GUILD_MESSAGES;
    let mut bot = Bot::with(&setting, intents).await;
    assert!(matches!(bot.next().await, Event::Ready(_)));
    setting.sandbox.gateway().reconnect();
    // Told while the client is away.
    setting
        .sandbox
        .member("maya")
        .in_channel("general")
        .says("one")
        .unwrap();
    let mut told = [bot.next().await, bot.next().await].map(|event| match event {
        Event::Message(_) => "message",
        Event::Resumed => "resumed",
        other => panic!("{other:?}"),
    });
    told.sort_unstable();
    assert_eq!(told, ["message", "resumed"]);
}

#[tokio::test]
async fn a_client_that_is_cut_off_resumes() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    setting.sandbox.gateway().close(4000);
    assert!(matches!(bot.next().await, Event::Resumed));
}

#[tokio::test]
async fn a_client_whose_session_is_invalid_logs_in_anew() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    setting.sandbox.gateway().invalid_session(false);
    assert!(matches!(bot.next().await, Event::Ready(_)));
}

#[tokio::test]
async fn a_gateway_that_answers_no_heartbeat_is_left_for_another_connection() {
    let options = Options {
        heartbeat: Duration::from_millis(600),
        ..Options::default()
    };
    let setting = Setting::with(options).await;
    let mut bot = Bot::log_in(&setting).await;
    setting.sandbox.gateway().ignore_heartbeats(true);
    let back = bot.next().await;
    assert!(matches!(back, Event::Ready(_) | Event::Resumed), "{back:?}");
}

#[tokio::test]
async fn a_wrong_token_or_an_intent_that_is_not_allowed_closes_the_connection() {
    let setting = Setting::new().await;
    let attempt = async |token: &str, intents| {
        let http = HttpBuilder::new(token)
            .client(setting.client().clone())
            .proxy(setting.sandbox.api_url())
            .ratelimiter_disabled(true)
            .application_id(1.into())
            .build();
        let mut client = ClientBuilder::new_with_http(http, intents).await.unwrap();
        match client.start_shards(1).await.unwrap_err() {
            serenity::Error::Gateway(error) => error,
            other => panic!("{other:?}"),
        }
    };
    let wrong = attempt("MTIz.wrong.token", GatewayIntents::GUILDS).await;
    assert!(
        matches!(wrong, GatewayError::InvalidAuthentication),
        "{wrong:?}"
    );
    let token = setting.sandbox.token().to_owned();
    let privileged = attempt(&token, GatewayIntents::MESSAGE_CONTENT).await;
    assert!(
        matches!(privileged, GatewayError::DisallowedGatewayIntents),
        "{privileged:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_gone_and_one_that_is_out_are_told_apart() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    let garden = setting.garden();
    setting.sandbox.outage(garden, true);
    assert!(matches!(bot.next().await, Event::Gone { outage: true }));
    setting.sandbox.outage(garden, false);
    assert!(matches!(bot.next().await, Event::Guild(_)));
    setting.sandbox.remove_bot(garden);
    assert!(matches!(bot.next().await, Event::Gone { outage: false }));
}

#[tokio::test]
async fn a_member_sees_what_is_posted_while_they_look() {
    let setting = Setting::new().await;
    let maya = setting.sandbox.member("maya");
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let posting = setting.post(&path, serde_json::json!({"content": "good morning"}));
    let looking = maya.sees("general", |shown| shown.as_text().contains("morning"));
    let (seen, _) = tokio::join!(looking, posting);
    assert_eq!(seen.unwrap().as_text(), "good morning");
}
