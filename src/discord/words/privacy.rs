//! Exactly what is stored about a member, in plain words, and what is not.

use chrono::{DateTime, Utc};

use super::{
    reflections::{counted, nowhere},
    schedules::channel,
    settings,
};
use crate::{
    discord::render::text,
    reflection::model::{Retention, Scope},
    store::ids::ChannelId,
};

pub const TITLE: &str = "What I store about you, now";

/// Nothing at all.
#[must_use]
pub fn nothing(scope: Scope) -> String {
    format!("I store nothing about you {}.", nowhere(scope))
}

/// In direct messages one sees all of it.
pub const ONLY_THIS_SERVER: &str =
    "This is about this server only. In direct messages with me, `/privacy` covers all.";

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

/// How many there are, how many of them are shared, from when, and until when: of the oldest and of the
/// newest.
#[must_use]
pub fn kept(
    count: u64,
    shares: usize,
    written: Option<[DateTime<Utc>; 2]>,
    ends: Option<[DateTime<Utc>; 2]>,
) -> String {
    let of_them = match shares {
        0 => String::new(),
        1 => " One of them is shared.".into(),
        _ => format!(" {shares} of them are shared."),
    };
    let mut lines = vec![format!("{}, sealed.{of_them}", counted(count))];
    lines.extend(written.map(|[oldest, newest]| match text::day(oldest) {
        day if same_day(oldest, newest) => format!("Written {day}."),
        day => format!("Written from {day} to {}.", text::day(newest)),
    }));
    lines.extend(ends.map(|[first, last]| match text::day(first) {
        day if same_day(first, last) => format!("Kept until {day}."),
        day => {
            let last = text::day(last);
            format!("The first ends on {day}, the last on {last}.")
        }
    }));
    lines.push(EACH.into());
    lines.join("\n")
}

/// Near enough that most readers' Discord writes the same day for both.
fn same_day(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    one.date_naive() == other.date_naive()
}

const EACH: &str = "With each: the question, the time, the server, the post if there was one, \
    which message it was if you replied, and your Discord id to find it by.";

pub const SCHEDULES: &str = "Schedules that you made";

/// One of them.
#[must_use]
pub fn made(in_channel: ChannelId, at: DateTime<Utc>) -> String {
    format!("{}, {}", channel(in_channel), text::day_and_time(at))
}

pub const WHY_MADE: &str = "With each: your Discord id, to write to you in direct messages when \
    something is wrong with it and I can tell nobody else; and which message that was, until it is mended. \
    Both go when the schedule is deleted, or by the button below.";

/// The schedules go on; their maker is forgotten.
#[must_use]
pub fn forgotten(count: u64, scope: Scope) -> String {
    match count {
        0 => format!("I keep no schedule as made by you {}.", nowhere(scope)),
        1 => "I no longer know that you made that schedule. It goes on as it is; \
            if something is wrong with it, I no longer write to you."
            .into(),
        _ => format!(
            "I no longer know that you made those {count} schedules. They go on as they are; \
             if something is wrong with one, I no longer write to you."
        ),
    }
}

pub const HOW_LONG: &str = "How long I keep a reflection";

/// How long a server keeps reflections; without one, that each decides.
#[must_use]
pub fn how_long(retention: Option<Retention>) -> String {
    match retention {
        Some(retention) => format!(
            "In this server for {}, then it is deleted by itself. Its moderators choose how long.",
            settings::how_long(retention)
        ),
        None => format!(
            "For {}, unless a server's moderators chose another time. \
             Then it is deleted by itself.",
            settings::how_long(Retention::default())
        ),
    }
}

pub const NOT_STORED: &str = "What I don't store";

pub const NOT_STORED_LINES: &str = "- your name\n\
    - what you read, and which buttons you press\n\
    - messages, other than what you give me as a reflection\n\
    - anything about you, before you press *I agree* or make a schedule";

pub const WHO: &str = "Who can read a reflection";

pub const WHO_LINES: &str = "You. Nobody else in the server. \
    Whoever runs this bot holds the key, and could if they chose to.";

pub const SHARES: &str = "If you share one";

pub const SHARES_LINES: &str = "Everyone who sees the thread can read it there. With the message's number I \
    keep, sealed, that it is yours, until you take it back or delete the reflection. \
    Without your name, only whoever runs this bot could find out that it is. \
    If moderators hold back what you share next, a note of that is kept which can't be turned into your name; \
    it stays, so that nobody escapes it by agreeing anew. Who reports what is stored nowhere.";

pub const ERASING: &str = "When you delete";

pub const ERASING_LINES: &str = "It is gone from the database within moments. \
    What stays is a note that can't be turned back into your name or your words, \
    so that a restored backup deletes it again. ";

pub const ERASING_POSTGRES: &str = "It is gone from what anybody can ask the database for at once. \
    The database's own files are cleared later, when it tidies up (VACUUM). \
    What stays is a note that can't be turned back into your name or your words, \
    so that a restored backup deletes it again. ";
