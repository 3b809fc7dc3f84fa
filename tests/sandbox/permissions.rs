//! What the bot may do where, by roles and overwrites.

use serde_json::json;
use sunflower::sandbox::world::{Permissions, World};

use crate::{
    listener::Listener,
    support::{Setting, assert_refused, noon},
};

#[tokio::test]
async fn posting_needs_its_permissions() {
    let setting = Setting::new().await;
    let general = setting.channel("general");
    let path = format!("/channels/{general}/messages");
    let embed = json!({"embeds": [{"title": "Breathe"}]});
    let text = json!({"content": "hello"});
    let deny = |denied| setting.sandbox.deny_bot(general.parse().unwrap(), denied);
    deny(Permissions::EMBED_LINKS);
    assert_refused(&setting.post(&path, embed).await, 403, 50013);
    assert_eq!(setting.post(&path, text.clone()).await.0, 200);
    deny(Permissions::SEND_MESSAGES);
    assert_refused(&setting.post(&path, text.clone()).await, 403, 50013);
    deny(Permissions::VIEW_CHANNEL);
    assert_refused(&setting.post(&path, text).await, 403, 50001);
}

#[tokio::test]
async fn what_is_gone_is_unknown() {
    let setting = Setting::new().await;
    let general = setting.channel("general");
    let garden = setting.garden();
    setting.sandbox.delete_channel(general.parse().unwrap());
    let path = format!("/channels/{general}/messages");
    assert_refused(
        &setting.post(&path, json!({"content": "hello"})).await,
        404,
        10003,
    );
    assert_eq!(setting.get(&format!("/guilds/{garden}")).await.0, 200);
    setting.sandbox.remove_bot(garden);
    assert_refused(&setting.get(&format!("/guilds/{garden}")).await, 404, 10004);
    let wellbeing = setting.channel("wellbeing");
    assert_refused(
        &setting.get(&format!("/channels/{wellbeing}")).await,
        403,
        50001,
    );
}

#[tokio::test]
async fn a_server_tells_of_its_roles_channels_and_members() {
    let setting = Setting::new().await;
    let (garden, maya) = setting.sandbox.read(|world| {
        let garden = world.guild("The Quiet Garden").unwrap().id;
        (garden, world.user("maya").unwrap().id)
    });
    let (_, guilds) = setting.get("/users/@me/guilds").await;
    assert_eq!(guilds[0]["name"], "The Quiet Garden");
    let (_, roles) = setting.get(&format!("/guilds/{garden}/roles")).await;
    assert_eq!(roles[0]["name"], "@everyone");
    let (_, channels) = setting.get(&format!("/guilds/{garden}/channels")).await;
    let listed = channels.as_array().unwrap();
    assert_eq!(
        listed.len(),
        6,
        "neither threads are among them nor what the bot can't see"
    );
    let (_, member) = setting
        .get(&format!("/guilds/{garden}/members/{maya}"))
        .await;
    assert_eq!(member["user"]["username"], "maya");
    let nobody = setting.get(&format!("/guilds/{garden}/members/5")).await;
    assert_refused(&nobody, 404, 10007);
}

#[test]
fn overwrites_are_applied_in_discords_order() {
    let mut world = World::made_up(noon());
    let garden = world.guild("The Quiet Garden").unwrap().id;
    let general = world.channel("general").unwrap().id;
    let maya = world.user("maya").unwrap().id;
    let members = world.guilds[&garden].members[&maya].roles[0];
    let send = Permissions::SEND_MESSAGES;
    let may = |world: &World| {
        let general = &world.channels[&general];
        world.permissions(maya, general).contain(send)
    };
    assert!(may(&world));
    world.overwrite(general, garden, Permissions::NONE, send);
    assert!(
        !may(&world),
        "@everyone's overwrite stands above what roles give"
    );
    world.overwrite(general, members, send, Permissions::NONE);
    assert!(may(&world), "a role's overwrite stands above @everyone's");
    world.overwrite(general, maya, Permissions::NONE, send);
    assert!(!may(&world), "a member's own stands above all");
    let role = world
        .guilds
        .get_mut(&garden)
        .unwrap()
        .roles
        .get_mut(&members)
        .unwrap();
    role.permissions |= Permissions::ADMINISTRATOR;
    assert!(may(&world), "an administrator is bound by none of them");
}

#[tokio::test]
async fn a_channel_that_the_bot_cannot_see_is_left_out_and_told_of_without_its_name() {
    let setting = Setting::new().await;
    let mut listener = Listener::log_in(&setting).await;
    let (garden, general) = setting.sandbox.read(|world| {
        let garden = world.guild("The Quiet Garden").unwrap().id;
        (garden, world.channel("general").unwrap().id)
    });
    let path = format!("/guilds/{garden}/channels");
    let listed = async || {
        let (_, channels) = setting.get(&path).await;
        let mut channels = channels.as_array().unwrap().iter();
        channels.any(|one| one["id"] == json!(general))
    };
    assert!(listed().await);
    setting.sandbox.deny_bot(general, Permissions::VIEW_CHANNEL);
    assert!(!listed().await);
    let shadow = listener.hears("CHANNEL_UPDATE").await;
    assert_eq!(shadow["name"], "___hidden___");
    assert_eq!(shadow["id"], json!(general));
    setting.sandbox.allow_bot(general);
    assert_eq!(listener.hears("CHANNEL_UPDATE").await["name"], "general");
}
