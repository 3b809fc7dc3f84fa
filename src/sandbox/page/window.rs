//! The messages that a person has in front of them: the newest of a channel, earlier ones as far as they
//! went back, and what came since. Only what changed is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hasher},
    io,
};

use serde::Serialize;
use serde_json::{Value, json};

use super::person::Person;
use crate::sandbox::{
    wire,
    world::{Id, Message, World},
};

/// How many are shown at first, and how many more each time.
const AT_ONCE: usize = 100;

/// What is shown of one channel to one person.
#[derive(Default)]
pub(super) struct Window {
    of: Option<(Id, Option<Id>)>,
    /// The first that is shown.
    from: Id,
    /// What was told, by what it was made of.
    told: BTreeMap<Id, u64>,
    had_more: bool,
}

impl Window {
    /// Goes back a hundred messages; says whether there are more before them.
    pub fn grow(&mut self, world: &World, person: &Person) -> bool {
        let mut earlier = theirs(world, person).rev().filter(|one| one.id < self.from);
        if let Some(first) = earlier.by_ref().take(AT_ONCE).last() {
            self.from = first.id;
        }
        is_more(world, person, self.from)
    }

    /// What is new since it was told last.
    pub fn news(&mut self, world: &World, person: &Person) -> Option<Value> {
        let channel = person.channel(world).map(|channel| channel.id);
        let whole = self.of != Some((person.user, channel));
        if whole {
            let first = theirs(world, person).rev().take(AT_ONCE).last();
            *self = Self {
                of: Some((person.user, channel)),
                from: first.map_or_else(Id::default, |first| first.id),
                ..Self::default()
            };
        }
        let mut messages = Vec::new();
        let mut there = BTreeSet::new();
        for message in theirs(world, person).filter(|one| one.id >= self.from) {
            let made_of = made_of(world, message);
            there.insert(message.id);
            if self.told.insert(message.id, made_of) != Some(made_of) {
                messages.push(as_seen(world, message, person.user));
            }
        }
        let told = self.told.keys().copied();
        let gone: Vec<_> = told.filter(|id| !there.contains(id)).collect();
        self.told.retain(|id, _| there.contains(id));
        let more = is_more(world, person, self.from);
        let had_more = std::mem::replace(&mut self.had_more, more);
        if !whole && messages.is_empty() && gone.is_empty() && more == had_more {
            return None;
        }
        Some(json!({
            "event": "messages", "channel": channel, "whole": whole, "messages": messages,
            "gone": gone, "more": more,
        }))
    }
}

/// The messages that a person sees where they are, oldest first.
fn theirs<'a>(
    world: &'a World,
    person: &Person,
) -> impl DoubleEndedIterator<Item = &'a Message> + use<'a> {
    let (user, channel) = (person.user, person.channel(world));
    let messages = channel.map(|channel| world.messages_in(channel.id));
    let messages = messages.into_iter().flatten();
    messages.filter(move |message| message.is_shown_to(user))
}

fn is_more(world: &World, person: &Person, than: Id) -> bool {
    let first = theirs(world, person).next();
    first.is_some_and(|first| first.id < than)
}

/// Discord's JSON of a message, with the reactions that are the viewer's own marked instead of the bot's.
fn as_seen(world: &World, message: &Message, viewer: Id) -> Value {
    let mut body = wire::message(world, message);
    for (at, reaction) in message.reactions.iter().enumerate() {
        body["reactions"][at]["me"] = json!(reaction.users.contains(&viewer));
    }
    body
}

/// A number that changes when what is shown of a message does: it is a tenth of the work to make.
fn made_of(world: &World, message: &Message) -> u64 {
    let mut hash = Hash(DefaultHasher::new());
    hash.take(message);
    if let Some(thread) = world.thread_from(message.channel, message.id) {
        hash.take(thread);
        hash.take(&thread.is_archived(world.clock));
    }
    if let Some(referred) = wire::refers_to(message) {
        hash.take(&world.message(message.channel, referred));
    }
    hash.0.finish()
}

struct Hash(DefaultHasher);

impl Hash {
    fn take(&mut self, part: &impl Serialize) {
        // Nothing of the world's fails to be written, and this writer never does.
        let _infallible = serde_json::to_writer(&mut *self, part);
    }
}

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
