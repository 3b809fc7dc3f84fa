//! Members edit and delete their messages, moderators those of others: what the bot hears of it.

use chrono::TimeDelta;
use serenity::all::{GatewayIntents, MessageUpdateEvent};
use sunflower::sandbox::{
    driver::{Failure, Shown},
    world::{Permissions, World},
};

use crate::{
    bot::{Bot, Event},
    support::Setting,
};

const HEARD: GatewayIntents = GatewayIntents::GUILD_MESSAGES.union(GatewayIntents::DIRECT_MESSAGES);

async fn next_edit(bot: &mut Bot) -> Box<MessageUpdateEvent> {
    match bot.next().await {
        Event::Edited(edit) => edit,
        other => panic!("an edit is next, not {other:?}"),
    }
}

async fn next_deleted(bot: &mut Bot) -> Vec<u64> {
    match bot.next().await {
        Event::Deleted(ids) => ids.into_iter().map(serenity::all::MessageId::get).collect(),
        other => panic!("a deletion is next, not {other:?}"),
    }
}

/// The bot's own message in #general, which others reply to.
async fn question(setting: &Setting) -> Shown {
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let body = serde_json::json!({"content": "What came up?"});
    assert_eq!(setting.post(&path, body).await.0, 200);
    let seen = setting.sandbox.member("maya").reads("general");
    seen.unwrap().pop().unwrap()
}

#[tokio::test]
async fn an_edit_carries_its_text_only_where_the_message_was_for_the_bot() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_hears(&setting, HEARD).await;
    let question = question(&setting).await;
    bot.next_message().await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    for (ping, told) in [(true, "A storm, then calm."), (false, "")] {
        let reply = maya.replies(&question, "A storm.", ping).unwrap();
        bot.next_message().await;
        let edited = maya.edits(&reply, "A storm, then calm.").unwrap();
        assert_eq!(edited.as_text(), "A storm, then calm.");
        let edit = next_edit(&mut bot).await;
        assert_eq!(edit.id.get(), reply.id().get());
        assert_eq!(edit.content.as_deref(), Some(told), "ping: {ping}");
        assert!(edit.edited_timestamp.is_some());
    }
    let between_us = maya.in_dm().says("one").unwrap();
    bot.next_message().await;
    maya.edits(&between_us, "two").unwrap();
    assert_eq!(next_edit(&mut bot).await.content.as_deref(), Some("two"));
    let aside = maya.says("aside").unwrap();
    assert_eq!(bot.next_message().await.content, "");
    let id = setting.sandbox.read(World::bot);
    maya.edits(&aside, &format!("not aside, <@{id}>")).unwrap();
    let mentioned = next_edit(&mut bot).await.content.clone().unwrap();
    assert!(
        mentioned.starts_with("not aside"),
        "a mention that was added"
    );
    maya.edits(&aside, "aside again").unwrap();
    assert_eq!(next_edit(&mut bot).await.content.as_deref(), Some(""));
}

#[tokio::test]
async fn a_reply_is_to_a_message_that_is_there_to_be_read() {
    let setting = Setting::new().await;
    let question = question(&setting).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    assert_eq!(
        maya.replies(&question, "one", true).unwrap().as_text(),
        "one"
    );
    let garden = setting.garden();
    let history = Permissions::READ_MESSAGE_HISTORY;
    let shut = |denied| {
        let none = Permissions::NONE;
        let general = question.channel();
        setting
            .sandbox
            .change(|world| world.overwrite(general, garden, none, denied));
    };
    shut(history);
    let refused = maya.replies(&question, "two", true).unwrap_err();
    assert!(
        refused
            .to_string()
            .ends_with("it needs Read Message History")
    );
    shut(Permissions::NONE);
    maya.replies(&question, "two", true).unwrap();
    setting
        .sandbox
        .delete_message(question.channel(), question.id());
    let gone = maya.replies(&question, "three", true).unwrap_err();
    assert_eq!(gone, Failure::NotVisible("maya".to_owned()));
}

#[tokio::test]
async fn nobody_edits_anothers_message_or_makes_theirs_empty() {
    let setting = Setting::new().await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let rowan = setting.sandbox.member("rowan");
    let hers = maya.says("hello").unwrap();
    let refused = rowan.edits(&hers, "no").unwrap_err();
    assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
    let refused = maya.edits(&hers, " ").unwrap_err();
    assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
    assert_eq!(maya.looks_again(&hers).unwrap().as_text(), "hello");
}

#[tokio::test]
async fn a_message_is_deleted_by_its_writer_or_a_moderator() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_hears(&setting, HEARD).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let (one, two) = (maya.says("one").unwrap(), maya.says("two").unwrap());
    bot.next_message().await;
    bot.next_message().await;
    let refused = setting.sandbox.member("theo").deletes(&one).unwrap_err();
    assert!(
        refused.to_string().ends_with("it needs Manage Messages"),
        "{refused}"
    );
    maya.deletes(&one).unwrap();
    assert_eq!(next_deleted(&mut bot).await, [one.id().get()]);
    assert!(maya.looks_again(&one).is_none());
    setting.sandbox.member("rowan").deletes(&two).unwrap();
    assert_eq!(next_deleted(&mut bot).await, [two.id().get()]);
    let gone = maya.deletes(&one).unwrap_err();
    assert_eq!(gone, Failure::NotVisible("maya".to_owned()));
}

#[tokio::test]
async fn a_moderator_deletes_many_at_once_within_discords_limits() {
    let setting = Setting::new().await;
    let mut bot = Bot::that_hears(&setting, HEARD).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let rowan = setting.sandbox.member("rowan");
    let old = maya.says("long ago").unwrap();
    bot.next_message().await;
    setting.advance(TimeDelta::days(15));
    let mut fresh = Vec::new();
    for n in 0..101 {
        fresh.push(maya.says(&n.to_string()).unwrap());
        bot.next_message().await;
    }
    let all: Vec<_> = fresh.iter().collect();
    let refused = |who: &str, what: &[&Shown]| {
        let refused = setting.sandbox.member(who).deletes_at_once(what);
        refused.unwrap_err().to_string()
    };
    assert!(refused("maya", &all[..2]).ends_with("it needs Manage Messages"));
    assert!(refused("rowan", &all[..1]).ends_with("it takes 2 to 100 messages"));
    assert!(refused("rowan", &all).ends_with("it takes 2 to 100 messages"));
    assert!(refused("rowan", &[all[0], &old]).ends_with("one is older than two weeks"));
    rowan.deletes_at_once(&all[..100]).unwrap();
    let told = next_deleted(&mut bot).await;
    assert_eq!(told.len(), 100, "one event for all of them");
    let left: Vec<_> = maya.reads_here().unwrap();
    let left: Vec<_> = left.iter().map(Shown::as_text).collect();
    assert_eq!(left, ["long ago", "100"]);
}
