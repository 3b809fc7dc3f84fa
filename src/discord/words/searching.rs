//! Looking for a reflection of one's own by its words.

use super::reflections::place;
use crate::reflection::model::Scope;

/// Before what was looked for, at the head of what was found. It is read back from there.
pub const LOOKED_FOR: &str = "You looked for: ";

/// Nothing was found; `unreadable` could not be looked into.
#[must_use]
pub fn nothing(scope: Scope, unreadable: u32) -> String {
    let elsewhere = match scope {
        Scope::Guild(_) => "\nIn direct messages with me you search those of every server.",
        Scope::Everywhere => "",
    };
    let unread = match unreadable {
        0 => "",
        _ => "\nSome I can't read at the moment; they are still kept.",
    };
    format!(
        "I found no reflection of yours {} that has all of these words. Fewer may find more.{unread}{elsewhere}",
        place(scope)
    )
}

/// Which one of how many this is, counted from 1.
#[must_use]
pub fn number(number: u32, of: u32) -> String {
    format!("{number} of {of} found")
}

pub const NO_WORDS: &str = "Which words shall I look for?";

pub const SEARCH_AGAIN: &str = "I no longer know what you looked for. \
    Please use `/reflections search` again.";
