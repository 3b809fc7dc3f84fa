//! Forums: a post is a thread that begins with its message, and bears a tag where one is required.

use serde_json::{Value, json};
use serenity::all::{ChannelId, CreateForumPost, CreateMessage, ForumTagId};
use sunflower::sandbox::world::{Id, Permissions, Tag};

use crate::{
    bot::Bot,
    support::{Answer, Setting, assert_refused},
};

fn tags(setting: &Setting, forum: &str) -> Vec<Tag> {
    setting.sandbox.read(|world| {
        let forum = world.channel(forum).unwrap().forum.as_ref();
        forum.unwrap().tags.clone()
    })
}

async fn post(setting: &Setting, forum: &str, body: Value) -> Answer {
    let path = format!("/channels/{}/threads", setting.channel(forum));
    setting.post(&path, body).await
}

fn plain() -> Value {
    json!({"name": "Week 48", "message": {"content": "Good morning"}})
}

fn forum_id(setting: &Setting, forum: &str) -> Id {
    setting.channel(forum).parse().unwrap()
}

#[tokio::test]
async fn a_post_is_a_thread_that_begins_with_its_message() {
    let setting = Setting::new().await;
    let tag = tags(&setting, "weekly-garden")[0].id;
    let mut body = plain();
    body["applied_tags"] = json!([tag]);
    body["auto_archive_duration"] = json!(4320);
    let (status, thread) = post(&setting, "weekly-garden", body).await;
    assert_eq!(status, 201, "{thread}");
    assert_eq!(
        (&thread["type"], &thread["name"]),
        (&json!(11), &json!("Week 48"))
    );
    assert_eq!(thread["parent_id"], setting.channel("weekly-garden"));
    assert_eq!(thread["applied_tags"], json!([tag]));
    assert_eq!(thread["thread_metadata"]["auto_archive_duration"], 4320);
    assert_eq!(thread["message"]["id"], thread["id"]);
    assert_eq!(thread["message"]["channel_id"], thread["id"]);
    assert_eq!(thread["message_count"], 0, "the first is not counted");

    let id = thread["id"].as_str().unwrap();
    let path = format!("/channels/{id}/messages");
    let (_, history) = setting.get(&path).await;
    assert_eq!(history[0]["content"], "Good morning");
    let reply = setting.post(&path, json!({"content": "And you?"})).await;
    assert_eq!(reply.0, 200, "{}", reply.1);
    let (_, again) = setting.get(&format!("/channels/{id}")).await;
    assert_eq!(again["message_count"], 1);
    let forum = format!("/channels/{}", setting.channel("weekly-garden"));
    let (_, forum) = setting.get(&forum).await;
    assert_eq!(forum["last_message_id"], thread["id"]);
}

#[tokio::test]
async fn a_forum_shows_its_tags_and_whether_one_is_required() {
    let setting = Setting::new().await;
    let of = |name| format!("/channels/{}", setting.channel(name));
    let (_, strict) = setting.get(&of("weekly-garden")).await;
    assert_eq!(
        (&strict["type"], &strict["flags"]),
        (&json!(15), &json!(16))
    );
    assert_eq!(strict["available_tags"].as_array().unwrap().len(), 4);
    assert_eq!(strict["available_tags"][0]["emoji_name"], "🌻");
    assert_eq!(strict["available_tags"][1]["emoji_name"], Value::Null);
    let (_, free) = setting.get(&of("open-garden")).await;
    assert_eq!(free["flags"], 0);
}

#[tokio::test]
async fn where_a_tag_is_required_a_post_without_one_is_refused() {
    let setting = Setting::new().await;
    let refused = post(&setting, "weekly-garden", plain()).await;
    assert_refused(&refused, 400, 40067);
    assert_eq!(
        refused.1["message"],
        "A tag is required to create a forum post in this channel"
    );
    assert_eq!(post(&setting, "open-garden", plain()).await.0, 201);
}

#[tokio::test]
async fn a_post_bears_at_most_five_tags_and_only_the_forums_own() {
    let setting = Setting::new().await;
    let own: Vec<_> = tags(&setting, "weekly-garden")
        .iter()
        .map(|tag| tag.id)
        .collect();
    let with = |ids: Vec<Id>| {
        let mut body = plain();
        body["applied_tags"] = json!(ids);
        post(&setting, "weekly-garden", body)
    };
    assert_eq!(with(own.clone()).await.0, 201);
    let foreign = tags(&setting, "open-garden")[0].id;
    assert_refused(&with(vec![foreign]).await, 404, 10087);
    let six = (1..=6).map(Id::new).collect();
    assert_refused(&with(six).await, 400, 50035);
}

#[tokio::test]
async fn a_tag_of_the_moderators_is_given_only_with_manage_threads() {
    let setting = Setting::new().await;
    let forum = forum_id(&setting, "weekly-garden");
    let garden = setting.sandbox.change(|world| {
        let channel = world.channels.get_mut(&forum).unwrap();
        for tag in &mut channel.forum.as_mut().unwrap().tags {
            tag.moderated = true;
        }
        channel.guild.unwrap()
    });
    let mut body = plain();
    assert_refused(
        &post(&setting, "weekly-garden", body.clone()).await,
        400,
        40066,
    );
    body["applied_tags"] = json!([tags(&setting, "weekly-garden")[0].id]);
    assert_refused(
        &post(&setting, "weekly-garden", body.clone()).await,
        403,
        50013,
    );
    setting.sandbox.change(|world| {
        world.overwrite(
            forum,
            garden,
            Permissions::MANAGE_THREADS,
            Permissions::NONE,
        );
    });
    assert_eq!(post(&setting, "weekly-garden", body).await.0, 201);
}

#[tokio::test]
async fn posting_in_a_forum_needs_send_messages_and_no_right_to_start_threads() {
    let setting = Setting::new().await;
    let forum = forum_id(&setting, "open-garden");
    setting
        .sandbox
        .deny_bot(forum, Permissions::CREATE_PUBLIC_THREADS);
    assert_eq!(post(&setting, "open-garden", plain()).await.0, 201);
    setting.sandbox.deny_bot(forum, Permissions::SEND_MESSAGES);
    assert_refused(&post(&setting, "open-garden", plain()).await, 403, 50013);
    setting.sandbox.deny_bot(forum, Permissions::EMBED_LINKS);
    let embed = json!({"name": "Week 48", "message": {"embeds": [{"title": "Breathe"}]}});
    assert_refused(&post(&setting, "open-garden", embed).await, 403, 50013);
    setting.sandbox.deny_bot(forum, Permissions::VIEW_CHANNEL);
    assert_refused(&post(&setting, "open-garden", plain()).await, 403, 50001);
}

#[tokio::test]
async fn a_post_has_a_name_and_a_message_that_shows_something() {
    let setting = Setting::new().await;
    for (body, code) in [
        (json!({"message": {"content": "hello"}}), 50035),
        (
            json!({"name": "x".repeat(101), "message": {"content": "hello"}}),
            50035,
        ),
        (json!({"name": "Week 48"}), 50035),
        (
            json!({"name": "Week 48", "message": {"content": " "}}),
            50006,
        ),
    ] {
        assert_refused(&post(&setting, "open-garden", body).await, 400, code);
    }
    let longest = json!({"name": "x".repeat(100), "message": {"content": "hello"}});
    assert_eq!(post(&setting, "open-garden", longest).await.0, 201);
}

#[tokio::test]
async fn a_message_in_a_forum_itself_is_refused() {
    let setting = Setting::new().await;
    let path = format!("/channels/{}/messages", setting.channel("open-garden"));
    let refused = setting.post(&path, json!({"content": "hello"})).await;
    assert_refused(&refused, 400, 50008);
}

#[tokio::test]
async fn a_forum_keeps_no_nonce_so_the_same_request_posts_twice() {
    let setting = Setting::new().await;
    let mut body = plain();
    body["message"]["nonce"] = json!("n".repeat(40));
    body["message"]["enforce_nonce"] = json!(true);
    let (_, first) = post(&setting, "open-garden", body.clone()).await;
    let (_, second) = post(&setting, "open-garden", body).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!(first["message"].get("nonce"), None);
}

#[tokio::test]
async fn serenity_posts_in_a_forum() {
    let setting = Setting::new().await;
    let bot = Bot::log_in(&setting).await;
    let forum: ChannelId = setting.channel("weekly-garden").parse().unwrap();
    let tag = ForumTagId::new(tags(&setting, "weekly-garden")[1].id.get());
    let message = CreateMessage::new().content("Good morning");
    let post = CreateForumPost::new("Week 48", message).add_applied_tag(tag);
    let thread = forum.create_forum_post(&bot.http, post).await.unwrap();
    assert_eq!(thread.parent_id, Some(forum));
    assert_eq!(thread.applied_tags, [tag]);
    let seen = setting.sandbox.member("maya").reads("Week 48").unwrap();
    assert_eq!(seen[0].as_text(), "Good morning");
}
