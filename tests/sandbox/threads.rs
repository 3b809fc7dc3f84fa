//! Threads: started from messages, written in, archived, locked, seen and deleted.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sunflower::sandbox::world::{ChannelKind, Id, Permissions};

use crate::{
    listener::Listener,
    support::{Answer, Setting, assert_refused},
};

async fn posted_in(setting: &Setting, channel: &str) -> (String, String) {
    let channel = setting.channel(channel);
    let path = format!("/channels/{channel}/messages");
    let (_, sent) = setting.post(&path, json!({"content": "hello"})).await;
    (channel, sent["id"].as_str().unwrap().to_owned())
}

async fn start(setting: &Setting, place: &(String, String), body: Value) -> Answer {
    let (channel, message) = place;
    let path = format!("/channels/{channel}/messages/{message}/threads");
    setting.post(&path, body).await
}

async fn write(setting: &Setting, channel: impl ToString) -> Answer {
    let path = format!("/channels/{}/messages", channel.to_string());
    setting.post(&path, json!({"content": "hello"})).await
}

#[tokio::test]
async fn a_thread_from_a_message_has_its_id_and_the_message_shows_it() {
    let setting = Setting::new().await;
    let place = posted_in(&setting, "general").await;
    let (status, thread) = start(&setting, &place, json!({"name": "Week 48"})).await;
    assert_eq!(status, 201, "{thread}");
    assert_eq!(thread["id"], place.1);
    assert_eq!(thread["type"], 11);
    assert_eq!(thread["parent_id"], place.0);
    assert_eq!(thread["thread_metadata"]["archived"], false);
    assert_eq!(thread["member"]["flags"], 0, "its starter has joined it");
    let path = format!("/channels/{}/messages/{}", place.0, place.1);
    let (_, message) = setting.get(&path).await;
    assert_eq!(message["thread"]["name"], "Week 48");
    assert_eq!(message["flags"], 1 << 5);
    assert_eq!(write(&setting, &place.1).await.0, 200);
}

#[tokio::test]
async fn a_message_starts_one_thread_only() {
    let setting = Setting::new().await;
    let place = posted_in(&setting, "general").await;
    let body = json!({"name": "Week 48"});
    assert_eq!(start(&setting, &place, body.clone()).await.0, 201);
    let again = start(&setting, &place, body.clone()).await;
    assert_refused(&again, 400, 160_004);
    let nowhere = (place.0, "5".to_owned());
    assert_refused(&start(&setting, &nowhere, body).await, 404, 10008);
}

#[tokio::test]
async fn in_an_announcement_channel_it_is_an_announcement_thread() {
    let setting = Setting::new().await;
    let place = posted_in(&setting, "news").await;
    let (_, thread) = start(&setting, &place, json!({"name": "Week 48"})).await;
    assert_eq!(thread["type"], 10);
}

#[tokio::test]
async fn a_thread_starts_neither_in_a_forum_nor_in_a_thread() {
    let setting = Setting::new().await;
    let body = json!({"name": "Week 48"});
    let forum = (setting.channel("open-garden"), "5".to_owned());
    assert_refused(&start(&setting, &forum, body.clone()).await, 400, 50024);
    let thread = posted_in(&setting, "compost corner").await;
    assert_refused(&start(&setting, &thread, body).await, 400, 50024);
}

#[tokio::test]
async fn a_thread_has_a_name_and_one_of_four_durations() {
    let setting = Setting::new().await;
    let place = posted_in(&setting, "general").await;
    for body in [
        json!({}),
        json!({"name": ""}),
        json!({"name": "x".repeat(101)}),
        json!({"name": "Week 48", "auto_archive_duration": 100}),
    ] {
        assert_refused(&start(&setting, &place, body).await, 400, 50035);
    }
    let body = json!({"name": "x".repeat(100), "auto_archive_duration": 60});
    assert_eq!(start(&setting, &place, body).await.0, 201);
}

#[tokio::test]
async fn starting_a_thread_needs_create_public_threads() {
    let setting = Setting::new().await;
    let place = posted_in(&setting, "general").await;
    let general = place.0.parse().unwrap();
    let body = json!({"name": "Week 48"});
    setting
        .sandbox
        .deny_bot(general, Permissions::CREATE_PUBLIC_THREADS);
    assert_refused(&start(&setting, &place, body.clone()).await, 403, 50013);
    setting.sandbox.allow_bot(general);
    assert_eq!(start(&setting, &place, body).await.0, 201);
}

#[tokio::test]
async fn writing_in_a_thread_needs_its_own_permission_and_not_send_messages() {
    let setting = Setting::new().await;
    let general = setting.id("general");
    setting
        .sandbox
        .deny_bot(general, Permissions::SEND_MESSAGES);
    assert_eq!(write(&setting, setting.corner()).await.0, 200);
    let in_threads = Permissions::SEND_MESSAGES_IN_THREADS;
    setting.sandbox.deny_bot(general, in_threads);
    assert_refused(&write(&setting, setting.corner()).await, 403, 50013);
    assert_eq!(write(&setting, general).await.0, 200);
    setting.sandbox.deny_bot(general, Permissions::VIEW_CHANNEL);
    assert_refused(&write(&setting, setting.corner()).await, 403, 50001);
}

#[tokio::test]
async fn a_locked_thread_is_for_those_who_manage_threads() {
    let setting = Setting::new().await;
    let thread = setting.corner();
    setting.sandbox.lock_thread(thread, true);
    assert_refused(&write(&setting, thread).await, 403, 160_005);
    let maya = setting.sandbox.member("maya").in_channel("compost corner");
    maya.says("hello").unwrap_err();
    let rowan = setting.sandbox.member("rowan").in_channel("compost corner");
    rowan.says("a moderator may").unwrap();
    setting.sandbox.lock_thread(thread, false);
    assert_eq!(write(&setting, thread).await.0, 200);
    maya.says("hello").unwrap();
}

#[tokio::test]
async fn a_quiet_thread_falls_asleep_and_wakes_when_someone_writes_in_it() {
    let setting = Setting::new().await;
    let thread = setting.corner();
    let path = format!("/channels/{thread}");
    let archived = async || setting.get(&path).await.1["thread_metadata"]["archived"].clone();
    let sent = write(&setting, thread).await.1["id"].clone();
    let sent = format!("{path}/messages/{}", sent.as_str().unwrap());
    setting.advance(TimeDelta::days(6));
    assert_eq!(archived().await, false);
    setting.advance(TimeDelta::days(1));
    assert_eq!(archived().await, true);
    let edit = json!({"content": "bye"});
    let refused = setting.with_body("PATCH", &sent, edit.clone()).await;
    assert_refused(&refused, 400, 50083);
    assert_eq!(write(&setting, thread).await.0, 200);
    assert_eq!(archived().await, false);
    assert_eq!(setting.with_body("PATCH", &sent, edit).await.0, 200);
}

#[tokio::test]
async fn a_message_in_a_locked_thread_is_not_edited() {
    let setting = Setting::new().await;
    let (thread, sent) = posted_in(&setting, "compost corner").await;
    let path = format!("/channels/{thread}/messages/{sent}");
    let edit = json!({"content": "bye"});
    setting.sandbox.lock_thread(setting.corner(), true);
    let refused = setting.with_body("PATCH", &path, edit.clone()).await;
    assert_refused(&refused, 403, 160_005);
    setting.sandbox.lock_thread(setting.corner(), false);
    assert_eq!(setting.with_body("PATCH", &path, edit).await.0, 200);
}

#[tokio::test]
async fn messages_are_deleted_from_archived_threads_and_from_locked_ones_but_not_from_both_in_one()
{
    let setting = Setting::new().await;
    let thread = setting.corner();
    let deleted = async |locked, archived| {
        setting.sandbox.lock_thread(thread, false);
        let (_, sent) = posted_in(&setting, "compost corner").await;
        setting.sandbox.lock_thread(thread, locked);
        setting.sandbox.archive_thread(thread, archived);
        let path = format!("/channels/{thread}/messages/{sent}");
        setting.send(setting.request("DELETE", &path)).await
    };
    assert_eq!(deleted(false, true).await.0, 204);
    assert_eq!(deleted(true, false).await.0, 204);
    assert_refused(&deleted(true, true).await, 400, 50083);
}

#[tokio::test]
async fn without_a_message_a_thread_is_private_unless_it_says_otherwise() {
    let setting = Setting::new().await;
    let general = setting.channel("general");
    let path = format!("/channels/{general}/threads");
    let refused = setting.post(&path, json!({"name": "between us"})).await;
    assert_refused(&refused, 403, 50013);
    let public = json!({"name": "for all", "type": 11});
    let (status, thread) = setting.post(&path, public).await;
    assert_eq!((status, &thread["type"]), (201, &json!(11)));
    setting.sandbox.change(|world| {
        let (bot, private) = (world.bot(), Permissions::CREATE_PRIVATE_THREADS);
        world.overwrite(general.parse().unwrap(), bot, private, Permissions::NONE);
    });
    let (_, thread) = setting.post(&path, json!({"name": "between us"})).await;
    assert_eq!(thread["type"], 12);
    let news = format!("/channels/{}/threads", setting.channel("news"));
    let private = json!({"name": "between us", "type": 12});
    assert_refused(&setting.post(&news, private).await, 400, 50024);
}

#[tokio::test]
async fn a_private_thread_is_seen_by_those_in_it_and_by_moderators() {
    let setting = Setting::new().await;
    let private = setting.sandbox.change(|world| {
        let general = world.channel("general").unwrap().id;
        let maya = world.user("maya").unwrap().id;
        world.add_thread_of(general, maya, ChannelKind::PrivateThread, "between us")
    });
    let sees = |name: &str| setting.sandbox.member(name).reads("between us").is_ok();
    assert!(sees("maya") && sees("rowan") && !sees("theo"));
    assert_refused(&write(&setting, private).await, 403, 50001);
    setting.sandbox.change(|world| {
        let (bot, now) = (world.bot(), world.clock);
        let thread = world.channels.get_mut(&private).unwrap();
        thread.thread.as_mut().unwrap().members.insert(bot, now);
    });
    assert_eq!(write(&setting, private).await.0, 200);
}

#[tokio::test]
async fn deleting_a_thread_needs_manage_threads_and_a_channel_manage_channels() {
    let setting = Setting::new().await;
    let general = setting.id("general");
    let delete = async |channel: Id| {
        let path = format!("/channels/{channel}");
        setting.send(setting.request("DELETE", &path)).await
    };
    let thread = setting.corner();
    let allow = |given| {
        setting.sandbox.change(|world| {
            world.overwrite(general, world.bot(), given, Permissions::NONE);
        });
    };
    assert_refused(&delete(thread).await, 403, 50013);
    allow(Permissions::MANAGE_THREADS);
    assert_eq!(delete(thread).await.0, 200);
    assert_refused(&delete(thread).await, 404, 10003);
    assert_refused(&delete(general).await, 403, 50013);
    allow(Permissions::MANAGE_CHANNELS);
    assert_eq!(delete(general).await.0, 200);
}

#[tokio::test]
async fn with_a_channel_go_its_threads() {
    let setting = Setting::new().await;
    let place = posted_in(&setting, "general").await;
    start(&setting, &place, json!({"name": "Week 48"})).await;
    setting.sandbox.delete_channel(place.0.parse().unwrap());
    let gone = setting.get(&format!("/channels/{}", place.1)).await;
    assert_refused(&gone, 404, 10003);
}

#[tokio::test]
async fn a_client_is_told_of_threads_that_it_sees() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let place = posted_in(&setting, "general").await;
    start(&setting, &place, json!({"name": "Week 48"})).await;
    assert_eq!(listener.hears("THREAD_CREATE").await["name"], "Week 48");
    let source = listener.hears("MESSAGE_UPDATE").await;
    assert_eq!(source["thread"]["id"], place.1);
    let thread = place.1.parse().unwrap();
    setting.sandbox.archive_thread(thread, true);
    let archived = listener.hears("THREAD_UPDATE").await;
    assert_eq!(archived["thread_metadata"]["archived"], true);
    write(&setting, thread).await;
    let awake = listener.next().await;
    assert_eq!(awake.0, "THREAD_UPDATE", "before the message");
    assert_eq!(awake.1["thread_metadata"]["archived"], false);
    setting.sandbox.delete_channel(thread);
    assert_eq!(listener.hears("THREAD_DELETE").await["id"], place.1);

    let general = place.0.parse().unwrap();
    setting.sandbox.deny_bot(general, Permissions::VIEW_CHANNEL);
    listener.hears("CHANNEL_UPDATE").await;
    setting.sandbox.lock_thread(setting.corner(), true);
    setting.sandbox.allow_bot(general);
    let next = listener.next().await.0;
    assert_eq!(next, "CHANNEL_UPDATE", "nothing of what it can't see");
}
