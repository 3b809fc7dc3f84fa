//! Exactly what is stored about a member, in plain words, and what is not.

use chrono::{DateTime, Utc};

use super::reflections::{counted, nowhere};
use crate::{discord::render::text, reflection::model::Scope};

pub const TITLE: &str = "What I store about you, now";

/// Nothing at all.
#[must_use]
pub fn nothing(scope: Scope) -> String {
    format!("I store nothing about you {}.", nowhere(scope))
}

/// In direct messages one sees all of it.
pub const ONLY_THIS_SERVER: &str =
    "This is about this server. In direct messages with me, `/privacy` speaks of all.";

pub const CONSENT: &str = "Your consent";

/// One consent; `current` if it is to the text as it is now.
#[must_use]
pub fn consented(agreed_at: DateTime<Utc>, current: bool) -> String {
    let outdated = if current {
        ""
    } else {
        " (the text has changed since: I ask again before I keep more)"
    };
    format!("Given {}{outdated}", text::day_and_time(agreed_at))
}

/// More consents than are listed.
#[must_use]
pub fn more(count: usize) -> String {
    format!("and {count} more")
}

pub const REFLECTIONS: &str = "Your reflections";

/// How many there are, from when, and until when: of the oldest and of the newest.
#[must_use]
pub fn kept(
    count: u64,
    written: Option<[DateTime<Utc>; 2]>,
    ends: Option<[DateTime<Utc>; 2]>,
) -> String {
    let mut lines = vec![format!("{}, sealed.", counted(count))];
    lines.extend(written.map(|written| match written.map(text::day) {
        [oldest, newest] if oldest == newest => format!("Written {oldest}."),
        [oldest, newest] => format!("Written from {oldest} to {newest}."),
    }));
    lines.extend(ends.map(|ends| match ends.map(text::day) {
        [oldest, newest] if oldest == newest => format!("Kept until {oldest}."),
        [oldest, newest] => {
            format!("The oldest is kept until {oldest}, the newest until {newest}.")
        }
    }));
    lines.push(EACH.into());
    lines.join("\n")
}

const EACH: &str = "With each: the question, the time, the server, the post, \
    and your Discord id to find it by.";

pub const NOT_STORED: &str = "What I don't store";

pub const NOT_STORED_LINES: &str = "- your name\n\
    - what you read, and which buttons you press\n\
    - messages, other than what you give me as a reflection\n\
    - anything about you, before you press *I agree*";

pub const WHO: &str = "Who can read a reflection";

pub const WHO_LINES: &str = "You. Nobody else in the server. \
    Whoever runs this bot holds the key, and could if they chose to.";

pub const ERASING: &str = "When you delete";

pub const ERASING_LINES: &str = "It is gone from the database within moments. \
    What stays is a note that can't be turned back into your name or your words, \
    so that a restored backup deletes it again. \
    Backups may hold it until they expire.";

pub const ERASING_POSTGRES: &str = "It is gone from what anybody can ask the database for at once. \
    The database's own files are cleared later, when it tidies up (VACUUM). \
    What stays is a note that can't be turned back into your name or your words, \
    so that a restored backup deletes it again. \
    Backups may hold it until they expire: ask whoever runs this bot how long that is.";
