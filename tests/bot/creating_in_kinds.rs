//! Schedules in every kind of channel and with every option: what is said back, and what can't be.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::Shown,
    world::{ChannelKind, Permissions},
};

use crate::{
    garden::{Garden, shown},
    looking::rows_that_hold,
    moderating::{allow, asked, channel, deny, list, role, server},
};

const TIMES: &str = "when:\"mondays 9:00\" zone:Europe/London";

/// What an answer says above the preview.
fn head(answer: &Shown) -> String {
    let said = answer.as_text().replace("(only you can see this)\n", "");
    let head = said.split("│\n│ This is what goes out first").next();
    head.expect("a beginning").trim().to_owned()
}

async fn created(garden: &Garden, options: &str) -> Shown {
    asked(garden, &format!("/schedule create {TIMES} {options}")).await
}

#[tokio::test]
async fn every_kind_of_channel_is_told_as_what_it_is() {
    let garden = Garden::open().await;
    garden.sandbox.change(|world| {
        let server = world.channel("wellbeing").and_then(|channel| channel.guild);
        let server = server.expect("a server");
        world.add_channel_of(server, ChannelKind::Voice, "fireside");
    });
    let mut said = Vec::new();
    for name in [
        "wellbeing",
        "fireside",
        "news",
        "open-garden",
        "compost corner",
    ] {
        let answer = created(&garden, &format!("channel:{name}")).await;
        assert!(
            answer.as_text().contains("Planned 🌻"),
            "{}",
            answer.as_text()
        );
        said.push(head(&answer));
        // The list is in the order in which they were made.
        garden.advance(TimeDelta::seconds(1));
    }
    assert_snapshot!("created_in_every_kind", said.join("\n\n"));
    assert_snapshot!("list_of_every_kind", list(&garden).await);
    garden.close().await;
}

#[tokio::test]
async fn every_option_is_said_back_and_kept() {
    let garden = Garden::open().await;
    let mut said = Vec::new();
    for options in [
        "what:The whole week catch_up:12 hours thread:false quiet:false",
        "what:Affirmations alone mention:Early birds",
        "what:A practice alone mention:Early birds quiet:true",
        "what:A question alone thread:true",
        "thread:true quiet:true catch_up:1 hour",
        "what:A question alone mention:Early birds thread:true quiet:true catch_up:3 days topics:rest",
    ] {
        let answer = created(&garden, &format!("channel:#wellbeing {options}")).await;
        said.push(format!("{options}\n{}", head(&answer)));
    }
    assert_snapshot!("created_with_every_option", said.join("\n\n"));
    garden.close().await;
}

#[tokio::test]
async fn what_a_channel_cant_hold_is_refused_with_the_reason() {
    let garden = Garden::open().await;
    let general = channel(&garden, "general");
    garden.sandbox.change(|world| {
        let rowan = world.user("rowan").expect("rowan").id;
        let bot = world.bot();
        world.add_thread_of(general, rowan, ChannelKind::PrivateThread, "between us");
        world.add_thread_of(general, bot, ChannelKind::PublicThread, "closed chapter");
    });
    garden
        .sandbox
        .lock_thread(channel(&garden, "closed chapter"), true);
    let mut said = Vec::new();
    for options in [
        "channel:open-garden thread:true",
        "channel:compost corner thread:true",
        "channel:between us",
        "channel:closed chapter",
        "channel:#wellbeing mention:everyone",
        "channel:#wellbeing mention:Gardeners",
    ] {
        let answer = created(&garden, options).await;
        said.push(format!("{options}\n{}", head(&answer)));
    }
    assert_snapshot!("not_in_this_kind", said.join("\n\n"));
    let rows = rows_that_hold(&garden, &server(&garden).to_string()).await;
    assert!(rows.is_empty(), "{rows:?}");
    garden.close().await;
}

#[tokio::test]
async fn each_kind_names_the_right_that_the_bot_lacks_there() {
    let garden = Garden::open().await;
    for (options, denied, name) in [
        ("channel:#news", Permissions::SEND_MESSAGES, "Send Messages"),
        (
            "channel:open-garden",
            Permissions::SEND_MESSAGES,
            "Create Posts",
        ),
        (
            "channel:#wellbeing thread:true",
            Permissions::CREATE_PUBLIC_THREADS,
            "Create Public Threads",
        ),
        (
            "channel:#news thread:true",
            Permissions::CREATE_PUBLIC_THREADS,
            "Create Public Threads",
        ),
        (
            "channel:compost corner",
            Permissions::SEND_MESSAGES_IN_THREADS,
            "Send Messages in Threads",
        ),
    ] {
        let named = options.split_once(':').expect("an option").1;
        let named = named
            .trim_end_matches(" thread:true")
            .trim_start_matches('#');
        // A thread has the overwrites of its channel.
        let there = match named {
            "compost corner" => channel(&garden, "general"),
            named => channel(&garden, named),
        };
        garden.sandbox.deny_bot(there, denied);
        let said = created(&garden, options).await.as_text().to_owned();
        assert!(said.contains("I need"), "{options}: {said}");
        assert!(said.contains(&format!("**{name}**")), "{options}: {said}");
        garden.sandbox.allow_bot(there);
        deny(&garden, "rowan", there, denied);
        let said = created(&garden, options).await.as_text().to_owned();
        let expected = format!("You need **{name}**");
        assert!(said.contains(&expected), "{options}: {said}");
        deny(&garden, "rowan", there, Permissions::NONE);
    }
    assert!(
        list(&garden)
            .await
            .contains("There is no schedule here yet.")
    );
    garden.close().await;
}

#[tokio::test]
async fn a_role_that_not_everyone_may_mention_takes_the_right_of_both() {
    let garden = Garden::open().await;
    let wellbeing = channel(&garden, "wellbeing");
    let options = "channel:#wellbeing mention:Gardeners";
    deny(&garden, "rowan", wellbeing, Permissions::MENTION_EVERYONE);
    let moderator_lacks = created(&garden, options).await;
    assert_snapshot!("moderator_may_not_mention", moderator_lacks.as_text());
    deny(&garden, "rowan", wellbeing, Permissions::NONE);
    let bot_lacks = created(&garden, options).await;
    assert_snapshot!("bot_may_not_mention", bot_lacks.as_text());
    allow(
        &garden,
        "sunflower",
        wellbeing,
        Permissions::MENTION_EVERYONE,
    );
    let planned = head(&created(&garden, options).await);
    assert!(planned.contains("Pings @Gardeners"), "{planned}");
    // Whoever makes it mentionable needs to lend nothing.
    garden.sandbox.allow_bot(wellbeing);
    garden
        .sandbox
        .make_mentionable(server(&garden), role(&garden, "Gardeners"), true);
    let planned = head(&created(&garden, options).await);
    assert!(planned.contains("Planned"), "{planned}");
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_the_bot_cant_see_is_no_riddle() {
    let garden = Garden::open().await;
    let answer = created(&garden, "channel:#moderators").await;
    assert_snapshot!("bot_cannot_see", answer.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_name_with_emoji_and_markdown_is_shown_as_it_is() {
    let garden = Garden::open().await;
    let server = server(&garden);
    garden.sandbox.change(|world| {
        world.add_role(server, "**شروق** 🌅", Permissions::NONE);
        world.add_channel(server, "🌻-**rest**-راحة");
    });
    garden
        .sandbox
        .make_mentionable(server, role(&garden, "**شروق** 🌅"), true);
    let command = format!("/schedule create {TIMES} channel:🌻-**rest**-راحة mention:**شروق** 🌅");
    let answer = shown(garden.moderator().slash(&command).await);
    let said = head(&answer);
    assert!(said.contains("#🌻-**rest**-راحة"), "{said}");
    assert!(said.contains("Pings @**شروق** 🌅"), "{said}");
    garden.close().await;
}
