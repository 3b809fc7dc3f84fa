//! What no log may hold, at any level: what people wrote, who they are, and the tokens.

use std::sync::Arc;

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
        for (what, secrets) in [
            ("a token of the bot's", vec![self.token.clone()]),
            ("a token of an interaction", self.said.tokens()),
            ("what somebody wrote", self.said.texts()),
            ("the name or id of somebody", self.people.clone()),
        ] {
            let secrets = secrets.iter().map(|secret| secret.trim());
            for secret in secrets.filter(|secret| secret.chars().count() >= TELLING) {
                let line = log.lines().find(|line| line.contains(secret));
                assert!(
                    line.is_none(),
                    "{what} is in the log, {secret:?}: {}",
                    line.unwrap_or_default()
                );
            }
        }
    }
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
