//! Menus and options of people, roles and channels: what can be chosen, and what the bot is told of it.

use serde_json::{Value, json};
use serenity::all::{
    ChannelType, CommandOptionType as Kind, ComponentInteraction, ComponentInteractionDataKind,
    CreateCommand, CreateCommandOption as Opt, Permissions as Rights, ResolvedValue,
};
use sunflower::sandbox::{
    driver::{Failure, Shown},
    world::{ChannelKind, Id},
};

use crate::{
    bot::Bot,
    support::{Setting, assert_refused},
};

/// The made-up server with a channel of every kind that matters.
async fn garden() -> (Setting, Bot) {
    let setting = Setting::new().await;
    setting.sandbox.change(|world| {
        let garden = world.guild("The Quiet Garden").unwrap().id;
        world.add_channel_of(garden, ChannelKind::Announcement, "news");
        world.add_channel_of(garden, ChannelKind::Forum, "ideas");
        world.add_channel_of(garden, ChannelKind::Voice, "talking");
        world.add_channel_of(garden, ChannelKind::Category, "rooms");
    });
    let bot = Bot::log_in(&setting).await;
    (setting, bot)
}

async fn with_menu(setting: &Setting, menu: Value) -> Shown {
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let body = json!({"content": "Choose", "components": [{"type": 1, "components": [menu]}]});
    let (status, answer) = setting.post(&path, body).await;
    assert_eq!(status, 200, "{answer}");
    let seen = setting.sandbox.member("rowan").reads("wellbeing");
    seen.unwrap().pop().unwrap()
}

/// Who chose gets an answer; the bot gets the choice.
async fn chosen(
    setting: &Setting,
    bot: &mut Bot,
    who: &str,
    shown: &Shown,
    choices: &[&str],
) -> Box<ComponentInteraction> {
    let answering = async {
        let press = bot.next_component().await;
        setting
            .answer(
                press.id,
                &press.token,
                json!({"type": 7, "data": {"content": "Chosen"}}),
            )
            .await;
        press
    };
    let member = setting.sandbox.member(who);
    let (seen, press) = tokio::join!(member.choose(shown, "pick", choices), answering);
    seen.unwrap().updated().unwrap();
    press
}

async fn refusal(setting: &Setting, who: &str, shown: &Shown, choices: &[&str]) -> Failure {
    let member = setting.sandbox.member(who);
    member.choose(shown, "pick", choices).await.unwrap_err()
}

#[tokio::test]
async fn a_channel_comes_with_the_choosers_rights_and_without_what_discord_leaves_out() {
    let (setting, mut bot) = garden().await;
    let menu = json!({"type": 8, "custom_id": "pick", "channel_types": [0, 5, 15]});
    let shown = with_menu(&setting, menu).await;
    assert_eq!(shown.as_text(), "Choose\n[Make a selection ▾]");
    let press = chosen(&setting, &mut bot, "rowan", &shown, &["#ideas"]).await;
    let ComponentInteractionDataKind::ChannelSelect { values } = &press.data.kind else {
        panic!("{:?}", press.data.kind);
    };
    let sent = setting
        .sandbox
        .read(|world| world.channel("ideas").unwrap().id);
    assert_eq!(values[0].get(), sent.get());
    for (who, manages) in [("rowan", true), ("maya", false)] {
        let press = chosen(&setting, &mut bot, who, &shown, &["news"]).await;
        let resolved = serde_json::to_value(&press.data).unwrap();
        let channels = resolved["resolved"]["channels"].as_object();
        let channel = channels.unwrap().values().next().unwrap().clone();
        assert_eq!(
            (&channel["name"], &channel["type"]),
            (&json!("news"), &json!(5))
        );
        let rights: u64 = channel["permissions"].as_str().unwrap().parse().unwrap();
        let rights = Rights::from_bits_truncate(rights);
        assert_eq!(rights.manage_messages(), manages, "{who}");
        assert!(rights.view_channel());
    }
    for (who, wrong) in [
        ("rowan", "talking"),
        ("rowan", "rooms"),
        ("rowan", "nowhere"),
    ] {
        let refused = refusal(&setting, who, &shown, &[wrong]).await;
        assert!(matches!(refused, Failure::BadField { .. }), "{refused}");
    }
    let hidden = refusal(&setting, "maya", &shown, &["moderators"]).await;
    assert!(matches!(hidden, Failure::BadField { .. }), "{hidden}");
    chosen(&setting, &mut bot, "rowan", &shown, &["moderators"]).await;
}

#[tokio::test]
async fn roles_people_and_either_are_chosen_by_name() {
    let (setting, mut bot) = garden().await;
    let menu = |kind: u8, most: u8| json!({"type": kind, "custom_id": "pick", "max_values": most});
    let roles = with_menu(&setting, menu(6, 2)).await;
    let press = chosen(
        &setting,
        &mut bot,
        "rowan",
        &roles,
        &["Members", "@Moderators"],
    )
    .await;
    let ComponentInteractionDataKind::RoleSelect { values } = &press.data.kind else {
        panic!("{:?}", press.data.kind);
    };
    assert_eq!(values.len(), 2);
    let either = with_menu(&setting, menu(7, 2)).await;
    let press = chosen(&setting, &mut bot, "rowan", &either, &["Members", "@maya"]).await;
    let ComponentInteractionDataKind::MentionableSelect { values } = &press.data.kind else {
        panic!("{:?}", press.data.kind);
    };
    assert_eq!(values.len(), 2);
    let people = with_menu(&setting, menu(5, 1)).await;
    let press = chosen(&setting, &mut bot, "rowan", &people, &["theo"]).await;
    let ComponentInteractionDataKind::UserSelect { values } = &press.data.kind else {
        panic!("{:?}", press.data.kind);
    };
    assert_eq!(values.len(), 1);
    for (shown, wrong) in [
        (&roles, &["maya"][..]),
        (&roles, &["Members", "Moderators", "everyone"]),
        (&roles, &[]),
        (&people, &["Members"]),
        // Someone, but not of this server.
        (&people, &["operator"]),
        (&either, &["nobody"]),
    ] {
        let refused = refusal(&setting, "rowan", shown, wrong).await;
        assert!(matches!(refused, Failure::BadField { .. }), "{refused}");
    }
}

#[tokio::test]
async fn what_is_chosen_from_the_first_is_shown_and_checked() {
    let (setting, _bot) = garden().await;
    let wellbeing = setting.channel("wellbeing");
    let (members, maya) = setting.sandbox.read(|world| {
        let garden = world.guild("The Quiet Garden").unwrap();
        let mut roles = garden.roles.values();
        let members = roles.find(|role| role.name == "Members").unwrap().id;
        (members, world.user("maya").unwrap().id)
    });
    let default = |id: &str, kind: &str| json!({"id": id, "type": kind});
    let menu = json!({"type": 8, "custom_id": "pick", "placeholder": "Where?",
        "default_values": [default(&wellbeing, "channel")]});
    assert_eq!(
        with_menu(&setting, menu).await.as_text(),
        "Choose\n[#wellbeing ▾]"
    );
    let menu = json!({"type": 7, "custom_id": "pick", "max_values": 2, "default_values": [
        default(&members.to_string(), "role"), default(&maya.to_string(), "user")]});
    let shown = with_menu(&setting, menu).await;
    assert_eq!(shown.as_text(), "Choose\n[@Members, @Maya ▾]");
    let wrong =
        json!({"type": 8, "custom_id": "pick", "default_values": [default(&wellbeing, "role")]});
    let body = json!({"content": "Choose", "components": [{"type": 1, "components": [wrong]}]});
    let path = format!("/channels/{wellbeing}/messages");
    assert_refused(&setting.post(&path, body).await, 400, 50035);
}

#[tokio::test]
async fn a_thread_comes_with_its_parent_and_what_makes_it_a_thread() {
    let (setting, mut bot) = garden().await;
    let (general, ideas) = setting.sandbox.change(|world| {
        let maya = world.user("maya").unwrap().id;
        let (general, ideas) = (
            world.channel("general").unwrap().id,
            world.channel("ideas").unwrap().id,
        );
        world.add_thread(general, maya, "evening talk");
        world.add_thread(ideas, maya, "a quieter hour");
        (general, ideas)
    });
    let menu = json!({"type": 8, "custom_id": "pick", "channel_types": [11]});
    let shown = with_menu(&setting, menu).await;
    for (name, parent) in [("evening talk", general), ("a quieter hour", ideas)] {
        let press = chosen(&setting, &mut bot, "maya", &shown, &[name]).await;
        let resolved = serde_json::to_value(&press.data).unwrap();
        let channels = resolved["resolved"]["channels"].as_object();
        let thread = channels.unwrap().values().next().unwrap().clone();
        assert_eq!(thread["parent_id"], json!(parent), "{thread}");
        assert_eq!(thread["thread_metadata"]["archived"], false);
        let rights: u64 = thread["permissions"].as_str().unwrap().parse().unwrap();
        assert!(Rights::from_bits_truncate(rights).send_messages_in_threads());
    }
    let other_kind = refusal(&setting, "maya", &shown, &["general"]).await;
    assert!(
        matches!(other_kind, Failure::BadField { .. }),
        "{other_kind}"
    );
}

fn mention() -> CreateCommand {
    CreateCommand::new("mention")
        .description("Whom, and where?")
        .add_option(Opt::new(Kind::Role, "role", "Which role?"))
        .add_option(Opt::new(Kind::Mentionable, "whom", "Who?"))
        .add_option(
            Opt::new(Kind::Channel, "where", "Where?").channel_types(vec![
                ChannelType::Text,
                ChannelType::News,
                ChannelType::Forum,
                ChannelType::PublicThread,
            ]),
        )
}

#[tokio::test]
async fn options_take_roles_mentionables_and_channels_of_their_types() {
    let (setting, mut bot) = garden().await;
    setting.sandbox.change(|world| {
        let garden = world.guild("The Quiet Garden").unwrap().id;
        let walkers = world.add_role(
            garden,
            "Early walkers",
            sunflower::sandbox::world::Permissions::NONE,
        );
        let role = |id: &Id| *id == walkers;
        let roles = &mut world.guilds.get_mut(&garden).unwrap().roles;
        roles
            .iter_mut()
            .find(|(id, _)| role(id))
            .unwrap()
            .1
            .mentionable = true;
    });
    bot.register(vec![mention()]).await;
    let rowan = setting.sandbox.member("rowan");
    let answering = async {
        let command = bot.next_command().await;
        let body = json!({"type": 4, "data": {"content": "Noted."}});
        setting.answer(command.id, &command.token, body).await;
        command
    };
    let typed = "/mention role:@Early walkers whom:Members where:#ideas";
    let (seen, command) = tokio::join!(rowan.slash(typed), answering);
    seen.unwrap();
    let options = command.data.options();
    let ResolvedValue::Role(role) = options[0].value else {
        panic!("{options:?}");
    };
    assert!(role.mentionable && role.name == "Early walkers");
    let ResolvedValue::Role(role) = options[1].value else {
        panic!("{options:?}");
    };
    assert!(!role.mentionable);
    let ResolvedValue::Channel(channel) = options[2].value else {
        panic!("{options:?}");
    };
    assert_eq!(channel.kind, ChannelType::Forum);
    assert!(channel.permissions.unwrap().manage_messages());
    for wrong in [
        "/mention role:maya",
        "/mention whom:operator",
        "/mention where:talking",
        "/mention where:rooms",
    ] {
        let refused = rowan.slash(wrong).await.unwrap_err();
        assert!(
            matches!(refused, Failure::BadOption { .. }),
            "{wrong}: {refused}"
        );
    }
}
