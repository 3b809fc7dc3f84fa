//! What tests about schedules say: what moderators ask, and what became of posts when time went by.

use chrono::TimeDelta;
use sunflower::sandbox::{
    driver::{PATIENCE, Shown},
    record::{Outcome, Request},
    world::{Channel, Id, Permissions, World},
};
use tokio::time::timeout;

use crate::garden::{Garden, at, shown};

/// What the weekly post is sent by.
pub const POST: &str = "POST /channels/{channel}/messages";

/// The moderator's command, and the private answer to it.
pub async fn asked(garden: &Garden, command: &str) -> Shown {
    let answer = shown(garden.moderator().slash(command).await);
    assert!(answer.is_private(), "everyone sees: {}", answer.as_text());
    answer
}

/// What `/schedule list` says.
pub async fn list(garden: &Garden) -> String {
    asked(garden, "/schedule list").await.as_text().to_owned()
}

/// What `/schedule history` says.
pub async fn history(garden: &Garden) -> String {
    let answer = asked(garden, "/schedule history").await;
    answer.as_text().to_owned()
}

/// Lets time go by, one step after the other, until `/schedule history` says this.
pub async fn in_time(garden: &Garden, step: TimeDelta, words: &str) -> String {
    let mut said = String::new();
    let comes = async {
        loop {
            said = history(garden).await;
            if said.contains(words) {
                return;
            }
            garden.advance(step);
        }
    };
    let came = timeout(PATIENCE, comes).await;
    assert!(came.is_ok(), "history never said {words:?}, but:\n{said}");
    said
}

/// Waits until `/schedule history` says this, while the clock stands.
pub async fn history_says(garden: &Garden, words: &str) -> String {
    in_time(garden, TimeDelta::zero(), words).await
}

/// Waits until a post is on its way, whatever becomes of it.
pub async fn a_try_begins(garden: &Garden) {
    let record = garden.sandbox.record();
    let begins = async {
        while record.of(POST).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let began = timeout(PATIENCE, begins).await;
    assert!(began.is_ok(), "nothing is sent; the log:\n{}", garden.log());
}

/// The requests that sent a post, as soon as there are `count` and each has ended. What is told to
/// somebody alone is none.
pub async fn tries(garden: &Garden, count: usize) -> Vec<Request> {
    let record = garden.sandbox.record();
    let ended = garden.sandbox.until(|world| {
        let mut tries = record.of(POST);
        let direct = world.channels.values().filter(|one| one.guild.is_none());
        let direct: Vec<String> = direct.map(|one| format!("/{}/", one.id)).collect();
        tries.retain(|one| !direct.iter().any(|channel| one.path.contains(channel)));
        let all = tries.len() >= count && tries.iter().all(|one| one.outcome != Outcome::Pending);
        all.then_some(tries)
    });
    let tries = ended.await;
    tries.unwrap_or_else(|_| panic!("not {count} tries; the log:\n{}", garden.log()))
}

/// How many messages of the bot everyone in the channel sees.
pub fn posts_in(garden: &Garden, channel: &str) -> usize {
    garden.sandbox.read(|world| {
        let channel = world.channel(channel).expect("the channel").id;
        let messages = world.messages_in(channel);
        messages
            .filter(|one| one.author == world.bot() && one.ephemeral_to.is_none())
            .count()
    })
}

/// The channel of this name.
pub fn channel(garden: &Garden, name: &str) -> Id {
    let found = garden
        .sandbox
        .read(|world| world.channel(name).map(|channel| channel.id));
    found.expect("a channel of that name")
}

/// The server of the channels.
pub fn server(garden: &Garden) -> Id {
    let found = garden
        .sandbox
        .read(|world| world.channel("wellbeing").and_then(|channel| channel.guild));
    found.expect("the server")
}

/// The role of this name.
pub fn role(garden: &Garden, name: &str) -> Id {
    let server = server(garden);
    garden.sandbox.read(|world| {
        let mut roles = world.guilds[&server].roles.values();
        roles.find(|role| role.name == name).expect("a role").id
    })
}

/// What somebody may no longer do in a channel.
pub fn deny(garden: &Garden, who: &str, channel: Id, denied: Permissions) {
    garden.sandbox.change(|world| {
        let who = world.user(who).expect("somebody").id;
        world.overwrite(channel, who, Permissions::NONE, denied);
    });
}

/// What somebody may do in a channel whatever their roles say.
pub fn allow(garden: &Garden, who: &str, channel: Id, allowed: Permissions) {
    garden.sandbox.change(|world| {
        let who = world.user(who).expect("somebody").id;
        world.overwrite(channel, who, allowed, Permissions::NONE);
    });
}

/// Mondays at nine in #wellbeing, and it is nine, but the bot may not write there any more.
pub async fn mondays_post_is_refused(garden: &Garden) {
    garden.schedule_mondays().await;
    let wellbeing = channel(garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::SEND_MESSAGES);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
}

/// The bot's threads in a forum.
pub fn threads<'a>(world: &'a World, forum: &str) -> Vec<&'a Channel> {
    let forum = world.channel(forum).expect("a forum").id;
    let own = world.threads_in(forum).filter(|thread| {
        let thread = thread.thread.as_ref();
        thread.is_some_and(|thread| thread.owner == world.bot())
    });
    own.collect()
}

/// The id of the only schedule, as its suggestion carries it.
pub async fn schedule_id(garden: &Garden) -> String {
    let moderator = garden.moderator();
    let choices = moderator.complete("/schedule preview schedule:").await;
    let choices = choices.expect("suggestions");
    assert_eq!(choices.len(), 1, "{choices:?}");
    choices[0].value.clone()
}
