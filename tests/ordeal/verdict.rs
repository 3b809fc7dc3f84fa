//! What must be true in the end, whatever happened: in Discord, and in the ledger.

use sqlx::Row as _;
use sunflower::{
    posting::model::ChannelKind,
    sandbox::world::{Message, World, flag},
};

use crate::{
    life::logged,
    scene::{NOTICES, PLACES, REFUSING, Scene},
    secrets::Secrets,
};

/// What is wrong, in words; nothing if all is well.
pub async fn faults(scene: &Scene) -> Vec<String> {
    Secrets::of(&scene.sandbox).must_not_be_in(&logged(scene));
    let mut faults = Vec::new();
    scene.sandbox.read(|world| {
        for (name, kind, thread) in PLACES {
            let (posts, wanted) = (posts(world, name, kind), usize::from(name != REFUSING));
            if posts.len() != wanted {
                faults.push(format!("{} messages in #{name}", posts.len()));
            }
            for post in posts {
                if thread && threads_on(world, post) != 1 {
                    faults.push(format!("{} threads on #{name}", threads_on(world, post)));
                }
                let published = post.flags & flag::CROSSPOSTED != 0;
                if published != (kind == ChannelKind::Announcement) {
                    faults.push(format!("published in #{name}: {published}"));
                }
            }
        }
    });
    faults.extend(ledger(scene).await);
    faults.extend(notices(scene).await);
    faults
}

/// One notice in the channel for them. If it was killed at that very moment and nobody knows whether it
/// is there, the next moderator who gives a command reads it.
async fn notices(scene: &Scene) -> Option<String> {
    let open = scene
        .rows("SELECT told_state, told_message_id FROM notices WHERE closed_at IS NULL")
        .await;
    let told: Vec<(String, Option<i64>)> =
        open.iter().map(|row| (row.get(0), row.get(1))).collect();
    let there = scene.sandbox.read(|world| {
        let there = posts(world, NOTICES, ChannelKind::Text);
        there.iter().map(|one| one.id.get()).collect::<Vec<_>>()
    });
    let known = |message: &Option<i64>| message.map(i64::cast_unsigned);
    let well = match told.as_slice() {
        [(state, message)] if state == "told" => match known(message) {
            Some(message) => there == [message],
            None => there.len() <= 1,
        },
        _ => false,
    };
    (!well).then(|| format!("the notices are {told:?}, and there are {there:?}"))
}

async fn ledger(scene: &Scene) -> Vec<String> {
    let mut faults = Vec::new();
    let rows = scene
        .rows("SELECT channel_id, state, message_id, removed_at, reason FROM posts")
        .await;
    for row in rows {
        let (channel, state): (i64, String) = (row.get("channel_id"), row.get("state"));
        let message: Option<i64> = row.get("message_id");
        scene.sandbox.read(|world| {
            let place = PLACES.iter().find(|(name, ..)| {
                let id = world.channel(name).map(|channel| channel.id.get());
                id == u64::try_from(channel).ok()
            });
            let (name, kind, _) = *place.expect("a post of a channel that there is");
            let there = posts(world, name, kind).first().map(|post| post.id.get());
            let known = message.map(i64::cast_unsigned);
            let wanted = if name == REFUSING { "failed" } else { "sent" };
            if state != wanted || known != there {
                let reason: Option<String> = row.get("reason");
                faults.push(format!(
                    "#{name} is {state} ({reason:?}) as {known:?}, and there is {there:?}"
                ));
            }
        });
    }
    let steps = scene
        .rows("SELECT post_id FROM follow_ups WHERE state = 'done' AND step <> 'twin'")
        .await;
    if steps.len() != 3 {
        faults.push(format!("{} steps are done", steps.len()));
    }
    faults
}

/// The bot's messages in a channel, in a forum the first ones of its threads.
fn posts<'a>(world: &'a World, name: &str, kind: ChannelKind) -> Vec<&'a Message> {
    let channel = world.channel(name).expect("a channel of that name").id;
    let by_bot = |message: &&Message| message.author == world.bot();
    if kind != ChannelKind::Forum {
        return world.messages_in(channel).filter(by_bot).collect();
    }
    let threads = world.channels.values().filter(|one| {
        let thread = one.thread.as_ref();
        thread.is_some_and(|thread| thread.parent == channel)
    });
    threads
        .flat_map(|thread| world.messages_in(thread.id))
        .filter(by_bot)
        .collect()
}

fn threads_on(world: &World, post: &Message) -> usize {
    let threads = world.channels.values();
    // A thread has the id of the message that it was opened on.
    threads
        .filter(|one| one.thread.is_some() && one.id == post.id)
        .count()
}
