//! Reactions of the bot and of members: who may, which emoji, how many, and who hears of it.

use serde_json::json;
use serenity::all::GatewayIntents;
use sunflower::sandbox::{
    driver::{Failure, Shown},
    world::Permissions,
};

use crate::{
    bot::{Bot, Event},
    support::{Answer, Setting, assert_refused},
};

const SUNFLOWER: &str = "%F0%9F%8C%BB";
const BELL: &str = "%F0%9F%94%95";

fn hello(setting: &Setting) -> Shown {
    let maya = setting.sandbox.member("maya").in_channel("general");
    maya.says("hello").unwrap()
}

async fn with(setting: &Setting, method: &str, on: &Shown, rest: &str) -> Answer {
    let path = format!(
        "/channels/{}/messages/{}/reactions/{rest}",
        on.channel(),
        on.id()
    );
    setting.send(setting.request(method, &path)).await
}

#[tokio::test]
async fn the_bot_reacts_once_and_takes_it_back() {
    let setting = Setting::new().await;
    let hers = hello(&setting);
    setting.sandbox.change(|world| may_react(world, true));
    for _ in 0..2 {
        let answer = with(&setting, "PUT", &hers, &format!("{SUNFLOWER}/@me")).await;
        assert_eq!(answer.0, 204, "{}", answer.1);
    }
    let maya = setting.sandbox.member("maya");
    let seen = maya.looks_again(&hers).unwrap();
    assert_eq!(seen.as_text(), "hello\n🌻 1");
    assert_eq!(seen.reactions(), [("🌻", 1)]);
    let theo = setting.sandbox.member("theo").reacts(&hers, "🌻").unwrap();
    assert_eq!(theo.as_text(), "hello\n🌻 2");
    let (_, read) = setting
        .get(&format!(
            "/channels/{}/messages/{}",
            hers.channel(),
            hers.id()
        ))
        .await;
    let reaction = &read["reactions"][0];
    assert_eq!(
        (&reaction["count"], &reaction["me"]),
        (&json!(2), &json!(true))
    );
    let (_, users) = with(&setting, "GET", &hers, SUNFLOWER).await;
    let names: Vec<_> = users
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["username"].clone())
        .collect();
    assert_eq!(names, ["sunflower", "theo"]);
    let (_, one) = with(&setting, "GET", &hers, &format!("{SUNFLOWER}?limit=1")).await;
    assert_eq!(one.as_array().unwrap().len(), 1);
    let over = with(&setting, "GET", &hers, &format!("{SUNFLOWER}?limit=101")).await;
    assert_refused(&over, 400, 50035);
    let back = with(&setting, "DELETE", &hers, &format!("{SUNFLOWER}/@me")).await;
    assert_eq!(back.0, 204);
    assert_eq!(maya.looks_again(&hers).unwrap().reactions(), [("🌻", 1)]);
}

/// Gives the bot Add Reactions in #general, or takes it away.
fn may_react(world: &mut sunflower::sandbox::world::World, may: bool) {
    let general = world.channel("general").unwrap().id;
    let (bot, add) = (world.bot(), Permissions::ADD_REACTIONS);
    if may {
        world.overwrite(general, bot, add, Permissions::NONE);
    } else {
        world.overwrite(general, bot, Permissions::NONE, add);
    }
}

#[tokio::test]
async fn only_the_first_of_an_emoji_needs_add_reactions_and_all_need_the_history() {
    let setting = Setting::new().await;
    let hers = hello(&setting);
    setting.sandbox.change(|world| may_react(world, false));
    let first = with(&setting, "PUT", &hers, &format!("{SUNFLOWER}/@me")).await;
    assert_refused(&first, 403, 50013);
    setting.sandbox.member("maya").reacts(&hers, "🌻").unwrap();
    let second = with(&setting, "PUT", &hers, &format!("{SUNFLOWER}/@me")).await;
    assert_eq!(second.0, 204, "{}", second.1);
    setting
        .sandbox
        .deny_bot(hers.channel(), Permissions::READ_MESSAGE_HISTORY);
    let blind = with(&setting, "PUT", &hers, &format!("{BELL}/@me")).await;
    assert_refused(&blind, 403, 50013);
    setting
        .sandbox
        .deny_bot(hers.channel(), Permissions::VIEW_CHANNEL);
    let unseen = with(&setting, "PUT", &hers, &format!("{SUNFLOWER}/@me")).await;
    assert_refused(&unseen, 403, 50001);
}

#[tokio::test]
async fn what_is_no_emoji_or_no_message_or_too_much_is_refused() {
    let setting = Setting::new().await;
    let hers = hello(&setting);
    setting.sandbox.change(|world| may_react(world, true));
    for rest in [
        "sunflower/@me",
        "name:123/@me",
        &format!("{SUNFLOWER}{BELL}/@me"),
    ] {
        assert_refused(&with(&setting, "PUT", &hers, rest).await, 400, 10014);
    }
    let maya = setting.sandbox.member("maya");
    let flowers: Vec<char> = ('\u{1f330}'..='\u{1f343}').collect();
    assert_eq!(flowers.len(), 20);
    for flower in &flowers {
        maya.reacts(&hers, &flower.to_string()).unwrap();
    }
    let full = with(&setting, "PUT", &hers, &format!("{BELL}/@me")).await;
    assert_refused(&full, 403, 30010);
    assert!(matches!(
        maya.reacts(&hers, "🔕"),
        Err(Failure::NotAllowed { .. })
    ));
    // One that is there already still has room.
    let there = with(&setting, "PUT", &hers, &format!("{SUNFLOWER}/@me")).await;
    assert_eq!(there.0, 204, "{}", there.1);
    setting.sandbox.delete_message(hers.channel(), hers.id());
    let gone = with(&setting, "PUT", &hers, &format!("{SUNFLOWER}/@me")).await;
    assert_refused(&gone, 404, 10008);
}

#[tokio::test]
async fn anothers_reaction_is_taken_away_with_manage_messages() {
    let setting = Setting::new().await;
    let hers = hello(&setting);
    let maya = setting.sandbox.member("maya");
    maya.reacts(&hers, "🌻").unwrap();
    let id = setting.sandbox.read(|world| world.user("maya").unwrap().id);
    let theirs = format!("{SUNFLOWER}/{id}");
    assert_refused(&with(&setting, "DELETE", &hers, &theirs).await, 403, 50013);
    setting.sandbox.change(|world| {
        let (bot, manage) = (world.bot(), Permissions::MANAGE_MESSAGES);
        world.overwrite(hers.channel(), bot, manage, Permissions::NONE);
    });
    assert_eq!(with(&setting, "DELETE", &hers, &theirs).await.0, 204);
    assert_eq!(maya.looks_again(&hers).unwrap().reactions(), []);
}

#[tokio::test]
async fn members_react_as_far_as_they_may() {
    let setting = Setting::new().await;
    let hers = hello(&setting);
    let (maya, wren) = (
        setting.sandbox.member("maya"),
        setting.sandbox.member("wren"),
    );
    let first = wren.reacts(&hers, "🌻").unwrap_err();
    assert!(
        first.to_string().ends_with("it needs Add Reactions"),
        "{first}"
    );
    maya.reacts(&hers, "🌻").unwrap();
    assert_eq!(wren.reacts(&hers, "🌻").unwrap().reactions(), [("🌻", 2)]);
    assert!(matches!(
        maya.reacts(&hers, "hm"),
        Err(Failure::NotAllowed { .. })
    ));
    assert_eq!(
        wren.takes_back(&hers, "🌻").unwrap().reactions(),
        [("🌻", 1)]
    );
    assert!(matches!(
        wren.takes_back(&hers, "🌻"),
        Err(Failure::NotThere { .. })
    ));
}

#[tokio::test]
async fn reactions_are_heard_only_with_their_intents() {
    let setting = Setting::new().await;
    let hers = hello(&setting);
    let maya = setting.sandbox.member("maya");
    let intents =
        GatewayIntents::GUILD_MESSAGE_REACTIONS | GatewayIntents::DIRECT_MESSAGE_REACTIONS;
    let mut bot = Bot::that_hears(&setting, intents).await;
    maya.reacts(&hers, "🌻").unwrap();
    let Event::Reacted(reaction) = bot.next().await else {
        panic!("a reaction comes next");
    };
    assert_eq!(reaction.emoji.to_string(), "🌻");
    assert_eq!(reaction.message_id.get(), hers.id().get());
    assert_eq!(reaction.member.as_ref().unwrap().user.name, "maya");
    assert_eq!(reaction.message_author_id, reaction.user_id);
    maya.takes_back(&hers, "🌻").unwrap();
    let Event::TookBack(back) = bot.next().await else {
        panic!("that it was taken back comes next");
    };
    assert_eq!(
        (back.user_id, &back.emoji),
        (reaction.user_id, &reaction.emoji)
    );
    let between_us = maya.in_dm().says("hello").unwrap();
    maya.reacts(&between_us, "🌻").unwrap();
    let Event::Reacted(reaction) = bot.next().await else {
        panic!("a reaction comes next");
    };
    assert_eq!(reaction.guild_id, None);
    drop(bot);
    setting.sandbox.gateway().invalid_session(false);

    let mut deaf = Bot::that_hears(&setting, GatewayIntents::GUILD_MESSAGES).await;
    maya.reacts(&hers, "🌻").unwrap();
    maya.in_channel("general").says("now").unwrap();
    assert!(
        matches!(deaf.next().await, Event::Message(_)),
        "and no reaction before it"
    );
}
