//! Finding threads: those that are active in a server, and a channel's archive.

use chrono::TimeDelta;
use serde_json::{Value, json};
use serenity::all::{AutoArchiveDuration, ChannelId, CreateThread};
use sunflower::sandbox::world::Permissions;

use crate::{
    bot::Bot,
    support::{Setting, assert_refused},
};

/// Starts a thread from a new message in #general.
async fn start(setting: &Setting, name: &str) -> String {
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let (_, sent) = setting.post(&path, json!({"content": "hello"})).await;
    let id = sent["id"].as_str().unwrap();
    let path = format!("{path}/{id}/threads");
    setting.post(&path, json!({"name": name})).await;
    id.to_owned()
}

fn names(listed: &Value) -> Vec<String> {
    let threads = listed["threads"].as_array().unwrap().iter();
    threads
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_active_threads_are_those_that_the_bot_sees_and_nobody_archived() {
    let setting = Setting::new().await;
    let garden = setting.garden();
    let path = format!("/guilds/{garden}/threads/active");
    let week = start(&setting, "Week 48").await;
    let active = async || setting.get(&path).await.1;
    let both = active().await;
    assert_eq!(names(&both), ["Week 48", "compost corner"]);
    assert_eq!(both["members"].as_array().unwrap().len(), 1);
    assert_eq!(both["members"][0]["id"], week, "the one it has joined");
    setting.sandbox.archive_thread(setting.corner(), true);
    assert_eq!(names(&active().await), ["Week 48"]);
    let general = setting.id("general");
    setting.sandbox.deny_bot(general, Permissions::VIEW_CHANNEL);
    assert_eq!(names(&active().await), [""; 0]);
}

#[tokio::test]
async fn the_archive_is_read_page_by_page_from_the_last_archived() {
    let setting = Setting::new().await;
    for week in 1..=3 {
        let thread = start(&setting, &format!("Week {week}")).await;
        setting.advance(TimeDelta::minutes(1));
        setting
            .sandbox
            .archive_thread(thread.parse().unwrap(), true);
    }
    let general = setting.channel("general");
    let path = format!("/channels/{general}/threads/archived/public");
    let (_, newest) = setting.get(&format!("{path}?limit=2")).await;
    assert_eq!(names(&newest), ["Week 3", "Week 2"]);
    assert_eq!(newest["has_more"], true);
    let last = &newest["threads"][1]["thread_metadata"]["archive_timestamp"];
    let last = last.as_str().unwrap().replace('+', "%2B");
    let (_, older) = setting.get(&format!("{path}?limit=2&before={last}")).await;
    assert_eq!(names(&older), ["Week 1"]);
    assert_eq!(older["has_more"], false);

    for wrong in ["limit=1", "limit=101", "before=yesterday"] {
        let refused = setting.get(&format!("{path}?{wrong}")).await;
        assert_refused(&refused, 400, 50035);
    }
    let general = general.parse().unwrap();
    let history = Permissions::READ_MESSAGE_HISTORY;
    setting.sandbox.deny_bot(general, history);
    assert_refused(&setting.get(&path).await, 403, 50013);
    let thread = format!("/channels/{}/threads/archived/public", setting.corner());
    setting.sandbox.allow_bot(general);
    assert_refused(&setting.get(&thread).await, 400, 50024);
}

#[tokio::test]
async fn serenity_starts_threads_and_reads_the_lists() {
    let setting = Setting::new().await;
    let bot = Bot::log_in(&setting).await;
    let general: ChannelId = setting.channel("general").parse().unwrap();
    let sent = general.say(&bot.http, "hello").await.unwrap();
    let week = CreateThread::new("Week 48").auto_archive_duration(AutoArchiveDuration::OneWeek);
    let week = general
        .create_thread_from_message(&bot.http, sent.id, week)
        .await
        .unwrap();
    assert_eq!(week.id.get(), sent.id.get());
    let active = week.guild_id.get_active_threads(&bot.http).await.unwrap();
    let names: Vec<_> = active.threads.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Week 48", "compost corner"]);
    setting.sandbox.archive_thread(setting.corner(), true);
    let archive = general
        .get_archived_public_threads(&bot.http, None, Some(2))
        .await
        .unwrap();
    assert_eq!(archive.threads[0].name, "compost corner");
    assert!(archive.threads[0].thread_metadata.unwrap().archived);
    assert!(!archive.has_more);
}
