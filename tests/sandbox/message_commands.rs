//! Commands in the menu of a message: to whom they are offered, and what the bot is given.

use serde_json::{Value, json};
use serenity::all::{
    CommandInteraction, CommandType, CreateCommand, GatewayIntents, InteractionContext,
    Permissions, ResolvedTarget,
};
use sunflower::sandbox::driver::Failure;

use crate::{
    bot::{Bot, Event},
    support::Setting,
};

const KEEP: &str = "Keep as my reflection";

fn keep() -> CreateCommand {
    CreateCommand::new(KEEP).kind(CommandType::Message)
}

/// A bot that hears of messages but has no intent to read them.
async fn ready(commands: Vec<CreateCommand>) -> (Setting, Bot) {
    let setting = Setting::new().await;
    let mut bot = Bot::with(
        &setting,
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES,
    )
    .await;
    assert!(matches!(bot.next().await, Event::Ready(_)));
    assert!(matches!(bot.next().await, Event::Guild(_)));
    bot.register(commands).await;
    (setting, bot)
}

async fn kept(setting: &Setting, bot: &mut Bot) -> (Box<CommandInteraction>, Value) {
    let command = bot.next_command().await;
    let body = json!({"type": 4, "data": {"content": "Kept.", "flags": 64}});
    let path = format!(
        "/interactions/{}/{}/callback?with_response=true",
        command.id, command.token
    );
    let (status, response) = setting.post(&path, body).await;
    assert_eq!(status, 200, "{response}");
    (command, response["resource"]["message"].clone())
}

#[tokio::test]
async fn the_whole_message_comes_with_the_command_whatever_the_intents() {
    let (setting, mut bot) = ready(vec![keep()]).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let hers = maya.says("The rain was kind today.").unwrap();
    assert_eq!(bot.next_message().await.content, "", "no intent to read it");
    let (seen, (command, answer)) =
        tokio::join!(maya.message_command(&hers, KEEP), kept(&setting, &mut bot));
    assert_eq!(seen.unwrap().as_text(), "(only you can see this)\nKept.");
    assert_eq!(command.data.kind, CommandType::Message);
    assert_eq!(command.data.name, KEEP);
    assert!(command.data.options.is_empty());
    let Some(ResolvedTarget::Message(message)) = command.data.target() else {
        panic!("{:?}", command.data);
    };
    assert_eq!(message.id.get(), hers.id().get());
    assert_eq!(message.content, "The rain was kind today.");
    assert_eq!(message.author.name, "maya");
    // What the answer says of itself: resources/message, "Message Interaction Metadata".
    assert_eq!(answer["type"], 23);
    assert_eq!(answer["referenced_message"]["id"], json!(hers.id()));
    let metadata = &answer["interaction_metadata"];
    assert_eq!(metadata["target_message_id"], json!(hers.id()));
    assert_eq!(metadata["command_type"], 3);
    assert_eq!(metadata.get("original_response_message_id"), None);
}

#[tokio::test]
async fn a_message_of_someone_else_has_the_command_too() {
    let (setting, mut bot) = ready(vec![keep()]).await;
    let theo = setting.sandbox.member("theo").in_channel("general");
    let his = theo.says("Not yours.").unwrap();
    bot.next_message().await;
    let maya = setting.sandbox.member("maya");
    let (seen, (command, _)) =
        tokio::join!(maya.message_command(&his, KEEP), kept(&setting, &mut bot));
    assert!(seen.is_ok());
    assert_eq!(command.user.name, "maya");
    let messages = &command.data.resolved.messages;
    assert_eq!(messages.values().next().unwrap().author.name, "theo");
}

#[tokio::test]
async fn it_is_offered_in_menus_only_and_gated_like_any_command() {
    let moderators = CreateCommand::new("Look into this")
        .kind(CommandType::Message)
        .default_member_permissions(Permissions::MANAGE_MESSAGES | Permissions::KICK_MEMBERS);
    let elsewhere = CreateCommand::new("Between us")
        .kind(CommandType::Message)
        .contexts(vec![InteractionContext::BotDm]);
    let help = CreateCommand::new("help").description("Helps.");
    let (setting, mut bot) = ready(vec![keep(), moderators, elsewhere, help]).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    assert_eq!(maya.commands().unwrap(), ["help"]);
    assert_eq!(maya.message_commands().unwrap(), [KEEP]);
    let hers = maya.says("hello").unwrap();
    bot.next_message().await;
    let refused = |name: &'static str| {
        let (maya, hers) = (maya.clone(), hers.clone());
        async move { maya.message_command(&hers, name).await.unwrap_err() }
    };
    assert_eq!(
        refused("Look into this").await.to_string(),
        "\"Look into this\" is not for maya here: it needs Kick Members and Manage Messages"
    );
    assert_eq!(
        refused("Between us").await.to_string(),
        "\"Between us\" is not for maya here: it is not for servers"
    );
    for no_such in ["help", "Dance"] {
        let unknown = Failure::NotRegistered(no_such.to_owned());
        assert_eq!(refused(no_such).await, unknown);
    }
    let typed = maya.slash(&format!("/{KEEP}")).await.unwrap_err();
    assert!(matches!(typed, Failure::NotRegistered(_)), "{typed}");
    let typed = setting.sandbox.member("rowan");
    let needed = typed.message_command(&hers, "Look into this").await;
    let said = needed.unwrap_err().to_string();
    assert!(said.ends_with("it needs Kick Members"), "{said}");
}

#[tokio::test]
async fn what_they_do_not_see_and_private_answers_have_no_menu() {
    let (setting, mut bot) = ready(vec![keep()]).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let theo = setting.sandbox.member("theo");
    let hers = maya.says("hello").unwrap();
    bot.next_message().await;
    let (seen, _) = tokio::join!(maya.message_command(&hers, KEEP), kept(&setting, &mut bot));
    let private = seen.unwrap().message().unwrap();
    let unseen = theo.message_command(&private, KEEP).await.unwrap_err();
    assert_eq!(unseen, Failure::NotVisible("theo".to_owned()));
    let refused = maya.message_command(&private, KEEP).await.unwrap_err();
    assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
    setting.sandbox.delete_message(hers.channel(), hers.id());
    let gone = maya.message_command(&hers, KEEP).await.unwrap_err();
    assert_eq!(gone, Failure::NotVisible("maya".to_owned()));
}

#[tokio::test]
async fn what_follows_the_first_answer_points_to_it() {
    let (setting, mut bot) = ready(vec![keep()]).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let hers = maya.says("hello").unwrap();
    bot.next_message().await;
    let (_, (command, first)) =
        tokio::join!(maya.message_command(&hers, KEEP), kept(&setting, &mut bot));
    let more = json!({"content": "More.", "flags": 64});
    let (_, second) = setting.webhook("POST", &command.token, "", more).await;
    let metadata = &second["interaction_metadata"];
    assert_eq!(metadata["original_response_message_id"], first["id"]);
    assert_eq!(second.get("message_reference"), None);
}
