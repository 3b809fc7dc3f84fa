//! What moderators change while the bot looks on, and what it is told of that.

use serde_json::{Value, json};
use sunflower::sandbox::{
    MOST_CHANNELS, NotDone,
    world::{ChannelKind, Permissions},
};

use crate::{listener::Listener, support::Setting};

#[tokio::test]
async fn a_server_has_at_most_five_hundred_channels_threads_not_counted() {
    let setting = Setting::new().await;
    let garden = setting.garden();
    let there = setting.sandbox.read(|world| {
        let channels = world.channels.values();
        let here = channels.filter(|one| one.guild == Some(garden) && one.thread.is_none());
        here.count()
    });
    let room = MOST_CHANNELS - there;
    let too_many = setting.sandbox.add_channels(garden, room + 1);
    assert_eq!(too_many, Err(NotDone::TooManyChannels));
    let added = setting.sandbox.add_channels(garden, room).unwrap();
    assert_eq!(added.len(), room);
    let path = format!("/guilds/{garden}/channels");
    let listed = setting.get(&path).await.1;
    let seen = listed.as_array().unwrap().len();
    assert_eq!(seen, MOST_CHANNELS - 1, "all but #moderators");
}

#[tokio::test]
async fn text_and_announcement_channels_become_each_other_and_nothing_else_does() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let general = setting.id("general");
    let convert = |channel, kind| setting.sandbox.convert_channel(channel, kind);
    convert(general, ChannelKind::Announcement).unwrap();
    assert_eq!(listener.hears("CHANNEL_UPDATE").await["type"], 5);
    convert(general, ChannelKind::Text).unwrap();
    assert_eq!(listener.hears("CHANNEL_UPDATE").await["type"], 0);
    let forum = convert(general, ChannelKind::Forum);
    assert_eq!(forum, Err(NotDone::NotConvertible));
    let weekly = setting.id("weekly-garden");
    let text = convert(weekly, ChannelKind::Text);
    assert_eq!(text, Err(NotDone::NotConvertible));
}

#[tokio::test]
async fn a_forum_loses_a_tag_and_its_posts_lose_it_too() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let forum = setting.id("weekly-garden");
    let path = format!("/channels/{forum}");
    let tags = setting.get(&path).await.1["available_tags"].clone();
    let body = json!({"name": "Week 48", "message": {"content": "hello"},
        "applied_tags": [tags[0]["id"], tags[1]["id"]]});
    let (_, post) = setting.post(&format!("{path}/threads"), body).await;
    let gone = tags[0]["id"].as_str().unwrap().parse().unwrap();
    setting.sandbox.remove_tag(forum, gone);
    let told = listener.hears("CHANNEL_UPDATE").await;
    assert_eq!(told["available_tags"].as_array().unwrap().len(), 3);
    let post = format!("/channels/{}", post["id"].as_str().unwrap());
    assert_eq!(
        setting.get(&post).await.1["applied_tags"],
        json!([tags[1]["id"]])
    );
    setting.sandbox.require_tag(forum, false);
    assert_eq!(setting.get(&path).await.1["flags"], 0);
}

#[tokio::test]
async fn the_system_channel_is_another_or_none() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let garden = setting.garden();
    let path = format!("/guilds/{garden}");
    let now = async || setting.get(&path).await.1["system_channel_id"].clone();
    assert_eq!(now().await, setting.channel("general"));
    let news = setting.id("news");
    setting.sandbox.set_system_channel(garden, Some(news));
    let told = listener.hears("GUILD_UPDATE").await;
    assert_eq!(
        (&told["system_channel_id"], now().await),
        (&json!(news), json!(news))
    );
    setting.sandbox.delete_channel(news);
    assert_eq!(now().await, Value::Null);
    let told = listener.hears("GUILD_UPDATE").await;
    assert_eq!(told["system_channel_id"], Value::Null);
}

#[tokio::test]
async fn a_deleted_role_gives_nothing_any_more() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let (garden, members) = (setting.garden(), setting.role("Members"));
    let maya = setting.sandbox.member("maya").in_channel("general");
    maya.says("good morning").unwrap();
    setting.sandbox.delete_role(garden, members);
    let told = listener.hears("GUILD_ROLE_DELETE").await;
    assert_eq!(told["role_id"], json!(members));
    maya.says("good evening").unwrap_err();
    let roles = setting.get(&format!("/guilds/{garden}/roles")).await.1;
    let names = roles.as_array().unwrap().iter().map(|role| &role["name"]);
    assert!(names.into_iter().all(|name| name != "Members"));
}

#[tokio::test]
async fn a_role_is_given_to_a_member_and_taken_again() {
    let setting = Setting::new().await;
    let (garden, moderators) = (setting.garden(), setting.role("Moderators"));
    let maya = setting.sandbox.read(|world| world.user("maya").unwrap().id);
    let sees = || setting.sandbox.member("maya").reads("moderators").is_ok();
    assert!(!sees());
    setting.sandbox.give_role(garden, maya, moderators);
    assert!(sees());
    setting.sandbox.take_role(garden, maya, moderators);
    assert!(!sees());
}

#[tokio::test]
async fn a_client_is_told_of_its_own_roles_and_not_of_others() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let (garden, gardeners) = (setting.garden(), setting.role("Gardeners"));
    let (bot, maya) = setting
        .sandbox
        .read(|world| (world.bot(), world.user("maya").unwrap().id));
    setting.sandbox.give_role(garden, maya, gardeners);
    setting.sandbox.give_role(garden, bot, gardeners);
    let (name, told) = listener.next().await;
    assert_eq!(
        (name.as_str(), &told["user"]["id"]),
        ("GUILD_MEMBER_UPDATE", &json!(bot))
    );
    setting.sandbox.make_mentionable(garden, gardeners, true);
    let told = listener.hears("GUILD_ROLE_UPDATE").await;
    assert_eq!(told["role"]["mentionable"], true);
}

#[tokio::test]
async fn people_and_servers_take_whatever_name_they_like() {
    let setting = Setting::new().await;
    let garden = setting.garden();
    let maya = setting.sandbox.read(|world| world.user("maya").unwrap().id);
    let path = format!("/guilds/{garden}/members/{maya}");
    for name in ["🌻 Maya 🌻", "\u{202e}מאיה", "**Maya** `of` [the](garden)"] {
        setting.sandbox.rename(maya, name);
        setting.sandbox.set_nickname(garden, maya, Some(name));
        let (_, member) = setting.get(&path).await;
        assert_eq!(
            (&member["user"]["global_name"], &member["nick"]),
            (&json!(name), &json!(name))
        );
    }
    setting.sandbox.rename_server(garden, "The *Loud* Garden");
    let (_, guild) = setting.get(&format!("/guilds/{garden}")).await;
    assert_eq!(guild["name"], "The *Loud* Garden");
}

#[tokio::test]
async fn the_moderators_have_a_place_where_the_bot_may_write() {
    let setting = Setting::new().await;
    let shed = setting.id("potting-shed");
    let path = format!("/channels/{shed}/messages");
    let (status, _) = setting.post(&path, json!({"content": "A notice"})).await;
    assert_eq!(status, 200);
    let reads = |name: &str| setting.sandbox.member(name).reads("potting-shed").is_ok();
    assert!(reads("rowan") && !reads("maya"));
    setting.sandbox.deny_bot(shed, Permissions::VIEW_CHANNEL);
    assert_eq!(setting.get(&path).await.0, 403);
}
