//! The weekly post in every kind of channel, whole or in parts, with what follows it, as members find it;
//! and as moderators read of what could not follow.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::{
    calendar::Recurrence,
    posting::model::{ChannelKind, Manner, Schedule, ScheduleId, ScheduleState, Topics, What},
    sandbox::{
        driver::Shown,
        faults::Fault,
        world::{Channel, Id, Permissions, World, flag},
    },
    store::{Store, ids::TagId},
};

use crate::{
    garden::{Garden, at, sunday_noon},
    moderating::{history, history_says, role, threads},
};

/// Discord's flag of a message that notifies nobody.
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
const FORUM_POST: &str = "POST /channels/{channel}/threads";

/// A garden with a schedule for Monday at nine in this channel, in this manner.
pub async fn scheduled(channel: &str, manner: Manner) -> Garden {
    scheduled_in(Garden::without_bot(|_world| {}).await, channel, manner).await
}

async fn scheduled_in(mut garden: Garden, channel: &str, manner: Manner) -> Garden {
    let there = garden.sandbox.read(|world| there(world, channel).clone());
    let id = |id: Id| id.to_string();
    let schedule = Schedule {
        id: ScheduleId::random(),
        guild: id(there.guild.expect("a server")).parse().expect("an id"),
        channel: id(there.id).parse().expect("an id"),
        rule: Recurrence::from_stored("0 9 * * 1").expect("a rule"),
        zone: chrono_tz::Europe::London,
        topics: Topics::new(["trauma".parse().expect("a topic")]),
        manner,
        state: ScheduleState::Active,
        after_at: sunday_noon(),
        next_due_at: Some(monday_nine()),
        catch_up: TimeDelta::hours(12),
        created_at: sunday_noon(),
        resting_until: None,
        revision: 0,
    };
    let url = garden.config().database;
    let store = Store::open(&url).await.expect("a database");
    let mut writing = store.write().await.expect("a transaction");
    writing.insert_schedule(&schedule).await.expect("kept");
    writing.commit().await.expect("committed");
    store.close().await;
    garden.start_bot().await;
    garden
}

fn monday_nine() -> chrono::DateTime<chrono::Utc> {
    at("2026-11-23T09:00:00Z")
}

fn there<'a>(world: &'a World, name: &str) -> &'a Channel {
    world.channel(name).expect("a channel")
}

/// The thread that the bot opened on a message, once it is there.
async fn discussion(garden: &Garden, post: &Shown) -> String {
    let opened = garden.sandbox.until(|world| {
        let thread = world.thread_from(post.channel(), post.id())?;
        Some(thread.name.clone())
    });
    opened.await.expect("a thread was opened")
}

/// All that Discord says of a post besides its words.
fn about(garden: &Garden, post: &Shown) -> String {
    garden.sandbox.read(|world| {
        let message = world
            .message(post.channel(), post.id())
            .expect("it is there");
        let quiet = message.flags & SUPPRESS_NOTIFICATIONS != 0;
        let roles = &message.mentions.roles;
        let guild = world.guilds.values().next().expect("a server");
        let pinged: Vec<_> = roles
            .iter()
            .filter_map(|role| guild.roles.get(role))
            .map(|role| role.name.as_str())
            .collect();
        format!("quiet: {quiet}, pings: {pinged:?}\n")
    })
}

#[tokio::test]
async fn in_a_text_channel_it_pings_its_role_and_opens_a_thread_to_talk_in() {
    let garden = Garden::without_bot(|_world| {}).await;
    let early_birds = role(&garden, "Early birds").to_string();
    let manner = Manner {
        mention: Some(early_birds.parse().expect("an id")),
        thread: true,
        ..Manner::default()
    };
    let garden = scheduled_in(garden, "wellbeing", manner).await;
    let post = garden.mondays_post().await;
    let thread = discussion(&garden, &post).await;
    let text = format!(
        "thread: {thread}\n{}{}",
        about(&garden, &post),
        post.as_text()
    );
    assert_snapshot!("in_a_text_channel", text);
    garden.close().await;
}

#[tokio::test]
async fn in_an_announcement_channel_it_is_published_and_opens_a_thread() {
    let manner = Manner {
        kind: ChannelKind::Announcement,
        thread: true,
        quiet: true,
        what: What::Affirmations,
        ..Manner::default()
    };
    let garden = scheduled("news", manner).await;
    garden.hand.move_to(monday_nine());
    let post = garden.post_in("news", 1).await;
    let thread = discussion(&garden, &post).await;
    let published = garden.sandbox.until(|world| {
        let message = world.message(post.channel(), post.id())?;
        (message.flags & flag::CROSSPOSTED != 0).then_some(())
    });
    published.await.expect("it is published");
    let text = format!(
        "thread: {thread}\n{}{}",
        about(&garden, &post),
        post.as_text()
    );
    assert_snapshot!("in_an_announcement_channel", text);
    garden.close().await;
}

/// A schedule for the forum that wants a tag.
fn in_forum(garden: &Garden) -> Manner {
    let tag = garden.sandbox.read(|world| {
        let forum = there(world, "weekly-garden").forum.as_ref();
        forum.expect("a forum").tags[2].id
    });
    Manner {
        kind: ChannelKind::Forum,
        what: What::Prompt,
        tags: vec![TagId::new(tag.to_string().parse().expect("an id"))],
        ..Manner::default()
    }
}

#[tokio::test]
async fn in_a_forum_it_is_a_post_named_for_the_week_with_its_tag() {
    let garden = Garden::without_bot(|_world| {}).await;
    let manner = in_forum(&garden);
    let garden = scheduled_in(garden, "weekly-garden", manner).await;
    garden.hand.move_to(monday_nine());
    let opened = garden.sandbox.until(|world| {
        let thread = threads(world, "weekly-garden").first().copied()?;
        Some((thread.name.clone(), thread.thread.clone()?.applied_tags))
    });
    let (name, tags) = opened.await.expect("a post in the forum");
    let post = garden.post_in(&name, 1).await;
    let tags = garden.sandbox.read(|world| {
        let forum = there(world, "weekly-garden").forum.as_ref();
        let known = forum.expect("a forum").tags.iter();
        let given = known.filter(|tag| tags.contains(&tag.id));
        given.map(|tag| tag.name.clone()).collect::<Vec<_>>()
    });
    let text = format!(
        "post: {name}, tags: {tags:?}\n{}{}",
        about(&garden, &post),
        post.as_text()
    );
    assert_snapshot!("in_a_forum", text);
    garden.reflect(&garden.maya(), &post, "In the forum.").await;
    garden.close().await;
}

#[tokio::test]
async fn in_a_forum_a_post_whose_answer_was_lost_is_found_and_stays_one() {
    let garden = Garden::without_bot(|_world| {}).await;
    let manner = in_forum(&garden);
    let garden = scheduled_in(garden, "weekly-garden", manner).await;
    let faults = garden.sandbox.faults();
    faults.on(FORUM_POST).once(Fault::DropAfter);
    garden.hand.move_to(monday_nine());
    let opened = garden
        .sandbox
        .until(|world| (!threads(world, "weekly-garden").is_empty()).then_some(()));
    opened.await.expect("it is there");
    // Each look is two minutes after an attempt, whenever the bot got so far.
    let mut said = String::new();
    for _ in 0..100 {
        garden.advance(TimeDelta::minutes(3));
        said = history(&garden).await;
        if said.contains("Posted") {
            break;
        }
    }
    assert!(said.contains("Posted"), "{said}");
    let count = garden
        .sandbox
        .read(|world| threads(world, "weekly-garden").len());
    assert_eq!(count, 1);
    garden.close().await;
}

#[tokio::test]
async fn in_a_thread_it_is_a_message_like_any_other() {
    let manner = Manner {
        kind: ChannelKind::Thread,
        what: What::Practice,
        ..Manner::default()
    };
    let garden = scheduled("compost corner", manner).await;
    garden.hand.move_to(monday_nine());
    let post = garden.post_in("compost corner", 1).await;
    let text = format!("{}{}", about(&garden, &post), post.as_text());
    assert_snapshot!("in_a_thread", text);
    garden.close().await;
}

#[tokio::test]
async fn moderators_read_why_no_thread_was_opened_and_the_post_stays_one() {
    let manner = Manner {
        thread: true,
        ..Manner::default()
    };
    let garden = scheduled("wellbeing", manner).await;
    let channel = garden.sandbox.read(|world| there(world, "wellbeing").id);
    garden
        .sandbox
        .deny_bot(channel, Permissions::CREATE_PUBLIC_THREADS);
    garden.mondays_post().await;
    let history = history_says(&garden, "No thread").await;
    assert_snapshot!("no_thread_was_opened", history);
    garden.advance(TimeDelta::days(1));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}
