//! Reactions: who reacted to a message with which emoji.

use serde::{Deserialize, Serialize};

use super::{Id, World};
use crate::sandbox::rules::emoji;

/// How many different emoji a message bears.
const MOST: usize = 20;

/// One emoji under a message. There are no servers' own emoji in the stand-in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reaction {
    /// The emoji, as the first who used it wrote it.
    pub emoji: String,
    /// Who reacted with it, in order.
    pub users: Vec<Id>,
}

/// Why someone did not react.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReacted {
    /// The message is not there.
    Unknown,
    /// It bears twenty other emoji.
    TooMany,
}

impl World {
    /// The reactions of one emoji to a message.
    #[must_use]
    pub fn reaction(&self, channel: Id, message: Id, emoji: &str) -> Option<&Reaction> {
        let reactions = &self.message(channel, message)?.reactions;
        reactions
            .iter()
            .find(|one| emoji::is_same(&one.emoji, emoji))
    }

    /// Reacts; says whether that is new.
    ///
    /// # Errors
    /// If the message is not there or bears too many emoji.
    pub fn react(&mut self, at: (Id, Id), user: Id, with: &str) -> Result<bool, NotReacted> {
        let messages = self.messages.get_mut(&at.0);
        let message = messages.and_then(|all| all.get_mut(&at.1));
        let reactions = &mut message.ok_or(NotReacted::Unknown)?.reactions;
        let same = |one: &&mut Reaction| emoji::is_same(&one.emoji, with);
        if let Some(there) = reactions.iter_mut().find(same) {
            let is_new = !there.users.contains(&user);
            if is_new {
                there.users.push(user);
            }
            return Ok(is_new);
        }
        if reactions.len() >= MOST {
            return Err(NotReacted::TooMany);
        }
        reactions.push(Reaction {
            emoji: with.to_owned(),
            users: vec![user],
        });
        Ok(true)
    }

    /// Takes a reaction back; says whether there was one.
    pub fn take_back(&mut self, at: (Id, Id), user: Id, emoji: &str) -> bool {
        let messages = self.messages.get_mut(&at.0);
        let Some(message) = messages.and_then(|all| all.get_mut(&at.1)) else {
            return false;
        };
        let mut was_there = false;
        for reaction in &mut message.reactions {
            if emoji::is_same(&reaction.emoji, emoji) {
                let before = reaction.users.len();
                reaction.users.retain(|one| *one != user);
                was_there |= reaction.users.len() < before;
            }
        }
        message.reactions.retain(|one| !one.users.is_empty());
        was_there
    }
}
