//! Names as people give them: with emoji, right-to-left text, markdown, what looks like a mention, nothing
//! to see at all, and as long as Discord lets them be. Nobody is pinged, nothing is laid out by a name,
//! and Discord takes every answer.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::Value;
use sunflower::sandbox::{
    driver::Shown,
    record::Outcome,
    world::{Permissions, World},
};

use crate::{
    garden::{Garden, at},
    looking::without_ids,
    moderating::{asked, history_says},
    repertoire,
};

/// What must not be formatted or mention anybody where it is shown: each name holds some of it.
const NAMES: [&str; 7] = [
    "🌻🧑‍🌾 the garden 🫶🏽",
    "\u{202e}حديقة الهدوء גן שקט",
    "**loud** __and__ `code` ||spoiler|| ~~gone~~ # big",
    "@everyone @here <@1> <@&1> <#1> </help:1> <t:0:R>",
    "[a link](https://example.com) > quoted",
    "\u{200b}\u{200d}\u{2060}zero\u{200b}width\u{feff}",
    "\\*_~`|<[]@>#-+\\",
];
/// Turns the direction of all that follows it.
const TURNING: char = '\u{202e}';
/// What Discord lets servers, channels and roles be called.
const LONGEST: usize = 100;
/// The same for people.
const LONGEST_OF_PEOPLE: usize = 32;
/// The same for tags.
const LONGEST_OF_TAGS: usize = 20;

/// At most `most` characters, as Discord counts them; it trims names.
fn within(name: &str, most: usize) -> String {
    let mut kept = String::new();
    for character in name.chars() {
        if kept.encode_utf16().count() + character.len_utf16() > most {
            break;
        }
        kept.push(character);
    }
    kept.trim().to_owned()
}

/// A name that goes on to the longest.
fn long(name: &str) -> String {
    within(&format!("{name} ").repeat(LONGEST), LONGEST)
}

/// Everything in the made-up server that has a name gets one of these, but for the channel and the role
/// that commands are tried with.
fn rename_all(world: &mut World) {
    let mut names = NAMES.into_iter().cycle();
    let mut next = |most| within(&long(names.next().expect("a cycle")), most);
    for guild in world.guilds.values_mut() {
        guild.name = next(LONGEST);
        let (id, kept) = (guild.id, ["Early birds", "Sunflower"]);
        for role in guild.roles.values_mut() {
            if role.id != id && !kept.contains(&role.name.as_str()) {
                role.name = next(LONGEST);
            }
        }
        for member in guild.members.values_mut() {
            member.nick = Some(next(LONGEST_OF_PEOPLE));
        }
    }
    for user in world.users.values_mut() {
        user.display_name = next(LONGEST_OF_PEOPLE);
    }
    for channel in world.channels.values_mut() {
        if let Some(forum) = &mut channel.forum {
            for tag in &mut forum.tags {
                tag.name = next(LONGEST_OF_TAGS);
            }
        }
    }
}

/// What the bot wrote where Discord reads markdown: text, titles, descriptions, fields.
fn marked_up(world: &World) -> Vec<String> {
    let messages = world.messages.values().flat_map(|all| all.values());
    let own = messages.filter(|message| message.author == world.bot());
    let mut texts = Vec::new();
    let mut add = |value: &Value| texts.extend(value.as_str().map(str::to_owned));
    for message in own {
        add(&Value::from(message.content.clone()));
        for embed in &message.embeds {
            add(&embed["title"]);
            add(&embed["description"]);
            for field in embed["fields"].as_array().into_iter().flatten() {
                add(&field["name"]);
                add(&field["value"]);
            }
        }
    }
    texts
}

/// Nobody was pinged, no name was taken for markdown or a mention, and Discord took everything.
fn nothing_happened(garden: &Garden) {
    garden.sandbox.read(|world| {
        for message in world.messages.values().flat_map(|all| all.values()) {
            let pings = &message.mentions;
            let own = message.author == world.bot();
            assert!(!own || pings.users.is_empty() && !pings.everyone && pings.roles.is_empty());
        }
        for text in marked_up(world) {
            assert!(
                !text.contains(TURNING),
                "what follows is turned around: {text}"
            );
            for raw in [
                "**loud**",
                "__and__",
                "@everyone",
                "<@1>",
                "<@&1>",
                "[a link]",
                "\\*_~`",
            ] {
                let unescaped = text.replace(&format!("\\{raw}"), "");
                assert!(!unescaped.contains(raw), "{raw} in: {text}");
            }
        }
    });
    for request in garden.sandbox.record().all() {
        if let Outcome::Answered {
            status: 400, body, ..
        } = &request.outcome
        {
            panic!("{}: {body}\n{}", request.name(), request.body);
        }
    }
}

#[tokio::test]
async fn where_everything_has_a_name_to_stumble_over_every_command_answers() {
    let garden = Garden::open_with(rename_all).await;
    repertoire::settled_in(&garden).await;
    for command in repertoire::all(&garden) {
        for optional in command.ways() {
            command.send(&garden, &optional).await;
        }
    }
    nothing_happened(&garden);
    garden.close().await;
}

#[tokio::test]
async fn a_channel_of_any_name_gets_its_post_and_is_called_by_it() {
    let mut rooms = Vec::new();
    let garden = Garden::open_with(|world| {
        let guild = world.channel("wellbeing").and_then(|one| one.guild);
        let guild = guild.expect("the server");
        rooms.extend(NAMES.map(|name| world.add_channel(guild, &long(name))));
    })
    .await;
    for room in &rooms {
        let create = "zone:Europe/London when:mondays 9:00";
        let made = asked(
            &garden,
            &format!("/schedule create channel:{room} {create}"),
        )
        .await;
        let mention = format!("<#{room}>");
        assert!(marked(&made).contains(&mention), "{}", made.as_text());
    }
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    for room in &rooms {
        let arrived = garden
            .sandbox
            .until(|world| world.messages_in(*room).next().map(|_| ()));
        assert!(arrived.await.is_ok(), "no post in {room}");
    }
    history_says(&garden, "✅").await;
    asked(&garden, "/schedule list").await;
    nothing_happened(&garden);
    garden.close().await;
}

/// What a message says, as Discord was told it.
fn marked(shown: &Shown) -> String {
    serde_json::to_string(&shown.raw().embeds).expect("JSON")
}

#[tokio::test]
async fn tags_roles_and_threads_of_any_name_are_chosen_and_shown_as_they_are() {
    let mut forum = None;
    let mut role = None;
    let mut thread = None;
    let garden = Garden::open_with(|world| {
        let general = world.channel("general").expect("#general");
        let (guild, general) = (general.guild.expect("the server"), general.id);
        let tags = NAMES.map(|name| within(name, LONGEST_OF_TAGS));
        let tags: Vec<_> = tags.iter().map(|tag| (tag.as_str(), Some("🌻"))).collect();
        let made = world.add_forum(guild, &long(NAMES[2]), &tags);
        world.require_tag(made, true);
        forum = Some(made);
        role = Some(world.add_role(guild, &long(NAMES[3]), Permissions::NONE));
        let maya = world.user("maya").expect("maya").id;
        thread = Some(world.add_thread(general, maya, &long(NAMES[4])));
        let everyone = guild;
        let may = Permissions::MENTION_EVERYONE;
        for place in [made, general] {
            world.overwrite(place, everyone, may, Permissions::NONE);
        }
    })
    .await;
    let [forum, role, thread] = [forum, role, thread].map(|id| id.expect("made").to_string());
    let create = "zone:Europe/London when:mondays 9:00";
    let command = format!("/schedule create channel:{forum} mention:{role} {create}");
    let wanted = asked(&garden, &command).await;
    let menu = &wanted.menus()[0];
    let offered: Vec<_> = menu.options.iter().map(|one| one.name.clone()).collect();
    for name in NAMES {
        let tag = within(name, LONGEST_OF_TAGS);
        assert!(offered.iter().any(|one| one.contains(&tag)), "{offered:?}");
    }
    let moderator = garden.moderator();
    let choices: Vec<_> = menu
        .options
        .iter()
        .take(5)
        .map(|one| one.value.as_str())
        .collect();
    let chosen = moderator.choose(&wanted, &menu.custom_id, &choices).await;
    assert!(chosen.is_ok(), "{chosen:?}");
    // The list goes by when they were made.
    garden.advance(TimeDelta::minutes(1));
    asked(
        &garden,
        &format!("/schedule create channel:{thread} {create}"),
    )
    .await;
    for command in [
        "show schedule:1",
        "show schedule:2",
        "preview schedule:1",
        "list",
    ] {
        asked(&garden, &format!("/schedule {command}")).await;
    }
    let shown = asked(&garden, "/schedule show schedule:1").await;
    let told = shown.raw().embeds[0]["description"].as_str();
    assert_snapshot!("tags_shown", without_ids(told.expect("its lines")));
    let offered = moderator.complete("/schedule show schedule:").await;
    let offered: Vec<_> = offered
        .expect("suggestions")
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_snapshot!("schedules_offered", offered.join("\n"));
    nothing_happened(&garden);
    garden.close().await;
}
