//! Typing commands: what Discord offers to whom, and what it takes for an option.

use serde_json::json;
use serenity::all::{
    CommandDataOptionValue, CommandOptionType as Kind, CreateCommand, CreateCommandOption as Opt,
    InstallationContext, InteractionContext, Permissions, ResolvedValue,
};
use sunflower::sandbox::driver::Failure;

use crate::{
    bot::{Bot, Event},
    support::Setting,
};

fn schedule() -> CreateCommand {
    let create = Opt::new(Kind::SubCommand, "create", "Makes a schedule.")
        .add_sub_option(Opt::new(Kind::Channel, "channel", "Where?").required(true))
        .add_sub_option(
            Opt::new(Kind::String, "when", "When?")
                .required(true)
                .set_autocomplete(true)
                .max_length(100),
        )
        .add_sub_option(Opt::new(Kind::Integer, "times", "How often?").max_int_value(5))
        .add_sub_option(Opt::new(Kind::Boolean, "loud", "Loud?"))
        .add_sub_option(
            Opt::new(Kind::String, "mood", "Which?")
                .add_string_choice("Calm as a lake", "calm")
                .add_string_choice("Bright", "bright"),
        );
    CreateCommand::new("schedule")
        .description("Plans posts.")
        .default_member_permissions(Permissions::MANAGE_MESSAGES)
        .contexts(vec![InteractionContext::Guild])
        .add_option(create)
        .add_option(Opt::new(Kind::SubCommand, "list", "Lists them."))
}

async fn ready() -> (Setting, Bot) {
    let setting = Setting::new().await;
    let bot = Bot::log_in(&setting).await;
    bot.register(vec![
        schedule(),
        CreateCommand::new("help").description("Helps."),
    ])
    .await;
    (setting, bot)
}

#[tokio::test]
async fn options_arrive_as_what_they_are() {
    let (setting, mut bot) = ready().await;
    let rowan = setting.sandbox.member("rowan").in_channel("general");
    let typed = "/schedule create channel:#wellbeing when:\"mondays 9:00\" times:3 loud:true mood:Calm as a lake";
    let answering = async {
        let command = bot.next_command().await;
        let body = json!({"type": 4, "data": {"content": "Made."}});
        setting.answer(command.id, &command.token, body).await;
        command
    };
    let (seen, command) = tokio::join!(rowan.slash(typed), answering);
    assert_eq!(seen.unwrap().as_text(), "Made.");
    let rights = command.member.as_ref().unwrap().permissions.unwrap();
    assert!(rights.manage_messages());
    let bots = command.app_permissions.unwrap();
    assert!(bots.send_messages() && !bots.manage_messages());
    let options = command.data.options();
    let ResolvedValue::SubCommand(given) = &options[0].value else {
        panic!("{options:?}");
    };
    let ResolvedValue::Channel(channel) = given[0].value else {
        panic!("{given:?}");
    };
    assert_eq!(channel.name.as_deref(), Some("wellbeing"));
    assert!(channel.permissions.unwrap().manage_messages());
    assert!(matches!(
        given[1].value,
        ResolvedValue::String("mondays 9:00")
    ));
    assert!(matches!(given[2].value, ResolvedValue::Integer(3)));
    assert!(matches!(given[3].value, ResolvedValue::Boolean(true)));
    assert!(matches!(given[4].value, ResolvedValue::String("calm")));
}

#[tokio::test]
async fn what_an_option_does_not_take_is_refused_before_the_bot_hears_of_it() {
    let (setting, _bot) = ready().await;
    let rowan = setting.sandbox.member("rowan");
    for (typed, option) in [
        ("/schedule", ""),
        ("/schedule destroy", "destroy"),
        ("/schedule create", "channel"),
        ("/schedule create channel:#wellbeing", "when"),
        ("/schedule create channel:#nowhere when:now", "channel"),
        (
            "/schedule create channel:#wellbeing when:now times:many",
            "times",
        ),
        (
            "/schedule create channel:#wellbeing when:now times:6",
            "times",
        ),
        (
            "/schedule create channel:#wellbeing when:now loud:perhaps",
            "loud",
        ),
        (
            "/schedule create channel:#wellbeing when:now mood:grim",
            "mood",
        ),
        (
            "/schedule create channel:#wellbeing when:now when:later",
            "when",
        ),
        ("/schedule list all:true", "all"),
    ] {
        let refused = rowan.slash(typed).await.unwrap_err();
        let Failure::BadOption { option: named, .. } = &refused else {
            panic!("{typed}: {refused}");
        };
        assert_eq!(named, option, "{typed}: {refused}");
    }
    let long = format!(
        "/schedule create channel:#wellbeing when:{}",
        "x".repeat(101)
    );
    assert!(matches!(
        rowan.slash(&long).await,
        Err(Failure::BadOption { .. })
    ));
}

#[tokio::test]
async fn a_command_is_offered_only_to_whom_and_where_it_is_for() {
    let (setting, _bot) = ready().await;
    let maya = setting.sandbox.member("maya");
    let refused = maya.slash("/schedule list").await.unwrap_err();
    assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
    assert_eq!(maya.commands().unwrap(), ["help"]);
    let rowan = setting.sandbox.member("rowan");
    let refused = rowan.in_dm().slash("/schedule list").await.unwrap_err();
    assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
    let unknown = maya.slash("/dance").await.unwrap_err();
    assert_eq!(unknown, Failure::NotRegistered("dance".to_owned()));
    let hidden = maya
        .in_channel("moderators")
        .slash("/help")
        .await
        .unwrap_err();
    assert!(matches!(hidden, Failure::NoSuchChannel { .. }));
    let stranger = setting
        .sandbox
        .member("nobody")
        .slash("/help")
        .await
        .unwrap_err();
    assert_eq!(stranger, Failure::NoSuchMember("nobody".to_owned()));
}

#[tokio::test]
async fn in_direct_messages_there_is_a_user_and_no_member() {
    let (setting, mut bot) = ready().await;
    let maya = setting.sandbox.member("maya").in_dm();
    let answering = async {
        let command = bot.next_command().await;
        let body = json!({"type": 4, "data": {"content": "Here."}});
        setting.answer(command.id, &command.token, body).await;
        command
    };
    let (seen, command) = tokio::join!(maya.slash("/help"), answering);
    assert_eq!(seen.unwrap().as_text(), "Here.");
    assert_eq!(
        (command.guild_id, command.user.name.as_str()),
        (None, "maya")
    );
    assert_eq!(command.context, Some(InteractionContext::BotDm));
}

#[tokio::test]
async fn choices_are_suggested_while_an_option_is_typed() {
    let (setting, mut bot) = ready().await;
    let rowan = setting.sandbox.member("rowan");
    let suggesting = async {
        let typing = bot.next_autocomplete().await;
        let focused = typing.data.autocomplete().unwrap();
        assert_eq!((focused.name, focused.value), ("when", "mon"));
        let CommandDataOptionValue::SubCommand(given) = &typing.data.options[0].value else {
            panic!("{:?}", typing.data.options);
        };
        assert_eq!(given[0].name, "channel");
        let choice = json!({"name": "Mondays at 09:00", "value": "0 9 * * 1"});
        let body = json!({"type": 8, "data": {"choices": [choice]}});
        setting.answer(typing.id, &typing.token, body).await
    };
    let typing = rowan.complete("/schedule create channel:#wellbeing when:mon");
    let (choices, answer) = tokio::join!(typing, suggesting);
    assert_eq!(answer.0, 204);
    let choices = choices.unwrap();
    assert_eq!(
        (choices[0].name.as_str(), choices[0].value.as_str()),
        ("Mondays at 09:00", "0 9 * * 1")
    );
    let silent = rowan.complete("/schedule create channel:#well").await;
    assert!(matches!(silent, Err(Failure::BadOption { .. })));
}

#[tokio::test]
async fn who_installed_the_app_for_themselves_has_it_where_the_bot_is_not() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    let help = CreateCommand::new("help").description("Helps.");
    let everywhere = vec![InstallationContext::Guild, InstallationContext::User];
    let here = CreateCommand::new("here").description("For servers.");
    let guild_only = here.integration_types(vec![InstallationContext::Guild]);
    bot.register(vec![help.integration_types(everywhere), guild_only])
        .await;
    let garden = setting.garden();
    setting.sandbox.remove_bot(garden);
    assert!(matches!(bot.next().await, Event::Gone { .. }));
    setting.sandbox.change(|world| {
        let maya = world.user("maya").unwrap().id;
        world.application.installed_by.push(maya);
    });
    let maya = setting.sandbox.member("maya");
    assert_eq!(maya.commands().unwrap(), ["help"]);
    assert_eq!(maya.in_dm().commands().unwrap(), ["help"]);
    assert_eq!(setting.sandbox.member("theo").commands().unwrap().len(), 0);
    let answering = async {
        let command = bot.next_command().await;
        let body = json!({"type": 4, "data": {"content": "Here.", "flags": 64}});
        setting.answer(command.id, &command.token, body).await;
        command
    };
    let (seen, command) = tokio::join!(maya.slash("/help"), answering);
    assert!(seen.unwrap().message().unwrap().is_private());
    assert_eq!(
        command.guild_id.map(serenity::all::GuildId::get),
        Some(garden.get())
    );
}
