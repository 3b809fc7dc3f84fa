//! What no log may hold, at any level: what people wrote, who they are, and the tokens.

use std::{slice, sync::Arc};

use sunflower::sandbox::{Sandbox, said::Said, world::World};

/// Shorter ones are found in any log, and tell nothing.
const TELLING: usize = 4;

/// The secrets of one sandbox, now and later.
pub struct Secrets {
    said: Arc<Said>,
    people: Vec<String>,
    token: String,
}

impl Secrets {
    pub fn of(sandbox: &Sandbox) -> Self {
        Self {
            said: sandbox.said(),
            people: sandbox.read(people),
            token: sandbox.token().to_owned(),
        }
    }

    /// Fails if anything that people gave the bot, their names or ids, or a token is in this log.
    pub fn must_not_be_in(&self, log: &str) {
        let contains = |line: &str, secret: &str| line.contains(secret);
        let tokens = self.said.tokens();
        must_not_be(
            "a token of the bot's",
            slice::from_ref(&self.token),
            log,
            contains,
        );
        must_not_be("a token of an interaction", &tokens, log, contains);
        must_not_be("what somebody wrote", &self.said.texts(), log, contains);
        // A name may be a part of an ordinary word.
        must_not_be("the name or id of somebody", &self.people, log, has_word);
    }
}

fn must_not_be(what: &str, secrets: &[String], log: &str, is_in: fn(&str, &str) -> bool) {
    let secrets = secrets.iter().map(|secret| secret.trim());
    for secret in secrets.filter(|secret| secret.chars().count() >= TELLING) {
        if let Some(line) = log.lines().find(|line| is_in(line, secret)) {
            panic!("{what} is in the log, {secret:?}: {line}");
        }
    }
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Names and ids of everybody but the bot.
fn people(world: &World) -> Vec<String> {
    let people = world.users.values().filter(|user| !user.bot);
    people
        .flat_map(|user| {
            let (name, shown) = (user.username.clone(), user.display_name.clone());
            [name, shown, user.id.to_string()]
        })
        .collect()
}
