//! Publishing a message of an announcement channel to those who follow it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use serenity::all::{ChannelId, MessageFlags};
use sunflower::sandbox::world::Permissions;

use crate::{
    bot::Bot,
    listener::Listener,
    support::{Answer, Setting, assert_refused},
};

async fn posted_in(setting: &Setting, channel: &str) -> String {
    let path = format!("/channels/{}/messages", setting.channel(channel));
    let (_, sent) = setting.post(&path, json!({"content": "the week"})).await;
    format!("{path}/{}", sent["id"].as_str().unwrap())
}

async fn publish(setting: &Setting, message: &str) -> Answer {
    let path = format!("{message}/crosspost");
    setting.send(setting.request("POST", &path)).await
}

#[tokio::test]
async fn a_message_is_published_once() {
    let setting = Setting::new().await;
    let message = posted_in(&setting, "news").await;
    assert_eq!(setting.get(&message).await.1["flags"], 0);
    let (status, published) = publish(&setting, &message).await;
    assert_eq!((status, &published["flags"]), (200, &json!(1)));
    assert_eq!(setting.get(&message).await.1["flags"], 1);
    assert_refused(&publish(&setting, &message).await, 400, 40033);
}

#[tokio::test]
async fn only_an_announcement_channel_publishes() {
    let setting = Setting::new().await;
    let message = posted_in(&setting, "general").await;
    assert_refused(&publish(&setting, &message).await, 400, 50024);
}

#[tokio::test]
async fn ones_own_message_needs_send_messages_and_anothers_manage_messages() {
    let setting = Setting::new().await;
    let message = posted_in(&setting, "news").await;
    let news = setting.id("news");
    setting.sandbox.deny_bot(news, Permissions::SEND_MESSAGES);
    assert_refused(&publish(&setting, &message).await, 403, 50013);
    setting.sandbox.allow_bot(news);
    assert_eq!(publish(&setting, &message).await.0, 200);

    let rowan = setting.sandbox.member("rowan").in_channel("news");
    let hers = rowan.says("a word from the moderators").unwrap();
    let hers = format!("/channels/{news}/messages/{}", hers.id());
    assert_refused(&publish(&setting, &hers).await, 403, 50013);
    setting.sandbox.change(|world| {
        let bot = world.bot();
        world.overwrite(news, bot, Permissions::MANAGE_MESSAGES, Permissions::NONE);
    });
    assert_eq!(publish(&setting, &hers).await.0, 200);
    let gone = format!("/channels/{news}/messages/5");
    assert_refused(&publish(&setting, &gone).await, 404, 10008);
}

#[tokio::test]
async fn ten_messages_of_a_channel_are_published_in_an_hour() {
    let setting = Setting::new().await;
    for _ in 0..10 {
        let message = posted_in(&setting, "news").await;
        assert_eq!(publish(&setting, &message).await.0, 200);
        setting.advance(TimeDelta::minutes(1));
    }
    let eleventh = posted_in(&setting, "news").await;
    let request = setting.request("POST", &format!("{eleventh}/crosspost"));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "3000");
    assert_eq!(response.headers()["x-ratelimit-scope"], "shared");
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(
        (&body["retry_after"], &body["global"]),
        (&json!(3000.0), &json!(false))
    );
    setting.advance(TimeDelta::minutes(50));
    assert_eq!(publish(&setting, &eleventh).await.0, 200);
}

#[tokio::test]
async fn serenity_publishes_and_everyone_is_told() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let bot = Bot::log_in(&setting).await;
    let news: ChannelId = setting.channel("news").parse().unwrap();
    let sent = news.say(&bot.http, "the week").await.unwrap();
    let published = news.crosspost(&bot.http, sent.id).await.unwrap();
    assert_eq!(published.flags, Some(MessageFlags::CROSSPOSTED));
    assert_eq!(listener.hears("MESSAGE_UPDATE").await["flags"], 1);
}
