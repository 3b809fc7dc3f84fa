//! What tests about schedules say: what moderators ask, and what became of posts when time went by.

use chrono::TimeDelta;
use sunflower::sandbox::{
    driver::{PATIENCE, Shown},
    record::{Outcome, Request},
    world::Id,
};
use tokio::time::timeout;

use crate::garden::{Garden, shown};

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

/// The id of the only schedule, as its suggestion carries it.
pub async fn schedule_id(garden: &Garden) -> String {
    let moderator = garden.moderator();
    let choices = moderator.complete("/schedule preview schedule:").await;
    let choices = choices.expect("suggestions");
    assert_eq!(choices.len(), 1, "{choices:?}");
    choices[0].value.clone()
}
