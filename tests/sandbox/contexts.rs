//! Servers with the bot and without, direct messages with it and among people: which commands are
//! there, and what the bot is told of where it was asked and through whose installation.

use serde_json::{Value, json};
use serenity::all::{
    AuthorizingIntegrationOwner as Owner, CommandInteraction, CreateCommand, GuildId,
    InstallationContext, InteractionContext, UserId,
};
use sunflower::sandbox::{
    driver::{Failure, Member, Shown},
    world::{Permissions, World},
};

use crate::{
    bot::{Bot, Event},
    support::{Setting, assert_refused},
};

/// A bot with a command for every place, one for servers alone, and one that only people install.
async fn ready(installed: bool) -> (Setting, Bot) {
    let setting = Setting::new().await;
    let bot = Bot::log_in(&setting).await;
    let command = |name: &str| CreateCommand::new(name).description("Helps.");
    let both = vec![InstallationContext::Guild, InstallationContext::User];
    let everywhere = vec![
        InteractionContext::Guild,
        InteractionContext::BotDm,
        InteractionContext::PrivateChannel,
    ];
    bot.register(vec![
        command("help").integration_types(both).contexts(everywhere),
        command("plan")
            .integration_types(vec![InstallationContext::Guild])
            .contexts(vec![InteractionContext::Guild]),
        command("mine").integration_types(vec![InstallationContext::User]),
    ])
    .await;
    if installed {
        setting.sandbox.change(|world| {
            let maya = world.user("maya").unwrap().id;
            world.application.installed_by.push(maya);
        });
    }
    (setting, bot)
}

/// They type a command, the bot answers, both tell what they saw.
async fn asked(
    (setting, bot): (&Setting, &mut Bot),
    who: &Member,
    typed: &str,
    data: Value,
) -> (Shown, Box<CommandInteraction>) {
    let answering = async {
        let command = bot.next_command().await;
        let body = json!({"type": 4, "data": data});
        let answer = setting.answer(command.id, &command.token, body).await;
        assert_eq!(answer.0, 204, "{}", answer.1);
        command
    };
    let (seen, command) = tokio::join!(who.slash(typed), answering);
    (seen.unwrap().message().unwrap(), command)
}

fn garden(setting: &Setting) -> GuildId {
    GuildId::new(setting.garden().get())
}

fn person(setting: &Setting, name: &str) -> UserId {
    let id = |world: &World| world.user(name).unwrap().id;
    UserId::new(setting.sandbox.read(id).get())
}

#[tokio::test]
async fn in_a_server_with_the_bot_the_owners_follow_the_commands_installations() {
    let (setting, mut bot) = ready(true).await;
    let (server, hers) = (garden(&setting), person(&setting, "maya"));
    let maya = setting.sandbox.member("maya").in_channel("general");
    assert_eq!(maya.commands().unwrap(), ["help", "plan", "mine"]);
    let theo = setting.sandbox.member("theo").in_channel("general");
    assert_eq!(theo.commands().unwrap(), ["help", "plan"]);
    let (of_server, of_person) = (Owner::GuildInstall(Some(server)), Owner::UserInstall(hers));
    for (who, typed, owners) in [
        (&maya, "/help", vec![of_server.clone(), of_person.clone()]),
        (&maya, "/plan", vec![of_server.clone()]),
        (&maya, "/mine", vec![of_person]),
        (&theo, "/help", vec![of_server]),
    ] {
        let hello = json!({"content": "hello"});
        let (_, command) = asked((&setting, &mut bot), who, typed, hello).await;
        assert_eq!(command.context, Some(InteractionContext::Guild));
        let told = &command.authorizing_integration_owners.0;
        assert_eq!(format!("{told:?}"), format!("{owners:?}"), "{typed}");
    }
}

#[tokio::test]
async fn with_the_bot_alone_the_servers_installation_counts_as_nought() {
    let (setting, mut bot) = ready(false).await;
    let maya = setting.sandbox.member("maya").in_dm();
    assert_eq!(maya.commands().unwrap(), ["help"]);
    let plan = maya.slash("/plan").await.unwrap_err();
    assert!(matches!(plan, Failure::NotAllowed { .. }), "{plan}");
    let hello = json!({"content": "hello"});
    let (_, command) = asked((&setting, &mut bot), &maya, "/help", hello).await;
    assert_eq!(command.context, Some(InteractionContext::BotDm));
    let told = format!("{:?}", command.authorizing_integration_owners.0);
    assert_eq!(told, format!("{:?}", [Owner::GuildInstall(None)]));
    let rights = command.app_permissions.unwrap();
    assert!(rights.attach_files() && rights.embed_links() && rights.use_external_emojis());
}

#[tokio::test]
async fn among_people_only_an_app_of_ones_own_is_there() {
    let (setting, mut bot) = ready(true).await;
    let (maya, theo) = (
        setting.sandbox.member("maya"),
        setting.sandbox.member("theo"),
    );
    for others in [&["theo"][..], &["theo", "wren"]] {
        let hers = maya.in_private_with(others);
        assert_eq!(
            hers.commands().unwrap(),
            ["help", "mine"],
            "/plan is for servers"
        );
        let button = json!({"type": 2, "style": 1, "label": "Again", "custom_id": "again:1"});
        let row = json!([{"type": 1, "components": [button]}]);
        let data = json!({"content": "For both of you.", "components": row});
        let (shown, command) = asked((&setting, &mut bot), &hers, "/help", data).await;
        assert_eq!(command.context, Some(InteractionContext::PrivateChannel));
        assert_eq!(command.guild_id, None);
        assert_eq!(command.user.name, "maya");
        let owners = [Owner::UserInstall(person(&setting, "maya"))];
        let told = &command.authorizing_integration_owners.0;
        assert_eq!(format!("{told:?}"), format!("{owners:?}"));
        let rights = command.app_permissions.unwrap();
        assert!(rights.embed_links() && !rights.use_external_emojis());
        // Who sees it need not have installed anything to press what is on it.
        let mut names = vec!["maya"];
        names.extend(others.iter().filter(|name| **name != "theo"));
        let his = theo.in_private_with(&names);
        assert!(his.commands().unwrap().is_empty());
        assert_eq!(his.reads_here().unwrap().len(), 1);
        let answering = async {
            let press = bot.next_component().await;
            let body = json!({"type": 7, "data": {"content": "Again."}});
            setting.answer(press.id, &press.token, body).await;
            press
        };
        let (seen, press) = tokio::join!(his.click(&shown, "Again"), answering);
        assert!(seen.is_ok());
        assert_eq!(press.user.name, "theo");
        let told = &press.authorizing_integration_owners.0;
        assert_eq!(format!("{told:?}"), format!("{owners:?}"), "hers, not his");
        // The bot is not among them: it reaches them only by answering.
        let path = format!("/channels/{}/messages", shown.channel());
        let refused = setting.post(&path, json!({"content": "hello"})).await;
        assert_refused(&refused, 403, 50001);
    }
}

#[tokio::test]
async fn where_the_bot_is_not_an_app_of_ones_own_speaks_up_only_if_the_server_lets_it() {
    let (setting, mut bot) = ready(true).await;
    let server = setting.garden();
    setting.sandbox.remove_bot(server);
    assert!(matches!(bot.next().await, Event::Gone { .. }));
    let maya = setting.sandbox.member("maya").in_channel("general");
    assert_eq!(maya.commands().unwrap(), ["help", "mine"]);
    let hello = json!({"content": "hello"});
    let (shown, command) = asked((&setting, &mut bot), &maya, "/help", hello.clone()).await;
    assert!(!shown.is_private());
    let owners = [Owner::UserInstall(person(&setting, "maya"))];
    let told = &command.authorizing_integration_owners.0;
    assert_eq!(format!("{told:?}"), format!("{owners:?}"));
    setting.sandbox.change(|world| {
        let general = world.channel("general").unwrap().id;
        world.overwrite(
            general,
            server,
            Permissions::NONE,
            Permissions::USE_EXTERNAL_APPS,
        );
    });
    let (shown, command) = asked((&setting, &mut bot), &maya, "/help", hello.clone()).await;
    assert!(shown.is_private(), "though the bot did not ask for that");
    let (_, more) = setting.webhook("POST", &command.token, "", hello).await;
    assert_eq!(more["flags"], 64);
}
