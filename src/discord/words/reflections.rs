//! Writing a reflection, reading it again, taking it back. Every answer shows where to find help.

use chrono::{DateTime, Utc};

use crate::{
    discord::render::text,
    reflection::model::{Erased, Scope},
};

/// At the foot of every answer about a reflection.
pub const HELP: &str = "Is it a hard day? /support shows where to find help.";

pub const DECLINED: &str = "That is fine. Nothing of yours was stored. \
    Everything else here works all the same.";

pub const ONLY_WHERE_I_AM: &str = "Reflections can be written in a server that I am a member of. \
    Yours can be read anywhere, with `/reflections view`.";

pub const PROMPT_GONE: &str = "I can't find the question to this any more. \
    `/prompt` has another one for you.";

pub const NOT_POSTED: &str = "This post is not out yet, or I no longer know it. \
    **Reflect** works once it is in its channel.";

pub const SAVED_TITLE: &str = "Kept, for you alone 🌻";

/// After a reflection was kept; `prompt` is the question it answers.
#[must_use]
pub fn saved(prompt: &str) -> String {
    format!("You answered:\n> {prompt}\n\n`/reflections view` shows it to you whenever you like.")
}

pub const NOT_KEPT_TITLE: &str = "Not kept: here are your words";

/// Before the words of a reflection that could not be kept.
#[must_use]
pub fn given_back(why: &str) -> String {
    format!("{why}\n\nYour words are below. Copy them, so that they are not lost.")
}

pub const NO_CONSENT: &str = "You have not agreed to what I keep, or it has changed since. \
    Press **Reflect** once more to read it.";

pub const EMPTY: &str = "There was nothing to keep yet. Press **Reflect** whenever you are ready.";

/// The day's limit is reached.
#[must_use]
pub fn too_many(limit: u32, again_at: DateTime<Utc>) -> String {
    format!(
        "You gave {limit} reflections within a day, which is as many as I take. \
         There is room again {}.",
        text::relative(again_at)
    )
}

/// The text is too long.
#[must_use]
pub fn too_long(limit: usize) -> String {
    format!("This is longer than the {limit} characters I can keep. Please shorten it.")
}

/// Which reflections are meant, within a sentence.
#[must_use]
pub fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Guild(_) => "in this server",
        Scope::Everywhere => "in all servers",
    }
}

/// The same, where there is nothing.
#[must_use]
pub fn nowhere(scope: Scope) -> &'static str {
    match scope {
        Scope::Guild(_) => "in this server",
        Scope::Everywhere => "in any server",
    }
}

/// There are none.
#[must_use]
pub fn none(scope: Scope) -> String {
    let elsewhere = match scope {
        Scope::Guild(_) => "\nIn direct messages with me you see those of every server.",
        Scope::Everywhere => "",
    };
    format!(
        "I keep no reflections of yours {}.{elsewhere}",
        nowhere(scope)
    )
}

pub const UNREADABLE: &str = "*I can't read this one at the moment. It is still kept. \
    Please tell whoever runs this bot.*";

/// When a reflection was written, and until when it is kept.
#[must_use]
pub fn dates(written_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    format!(
        "Written {}\nKept until {}",
        text::day_and_time(written_at),
        text::day(ends_at)
    )
}

/// Which one of how many this is, counted from 1.
#[must_use]
pub fn number(number: u32, of: u64) -> String {
    format!("{number} of {of}")
}

/// An export, as files, the `part`-th of so many.
#[must_use]
pub fn exported(part: usize, parts: usize) -> String {
    if parts == 1 {
        return "Here is everything I keep of yours, in one file: to read (`.md`) and for programs (`.json`)."
            .into();
    }
    format!(
        "Here is everything I keep of yours. It is more than Discord takes in one file: \
         this is part {part} of {parts}."
    )
}

/// What such a file is called.
#[must_use]
pub fn export_file(part: usize, parts: usize) -> String {
    if parts == 1 {
        "my-reflections.zip".into()
    } else {
        format!("my-reflections-{part}-of-{parts}.zip")
    }
}

/// What is there to be deleted.
#[must_use]
pub fn what_to_delete(count: u64, scope: Scope) -> String {
    format!(
        "I keep {} of yours {}. Would you like to choose one, or delete all?",
        counted(count),
        place(scope)
    )
}

pub const SURE_ONE: &str = "Delete this reflection? It can't be brought back.";

/// Whether really all are to be deleted.
#[must_use]
pub fn sure_all(count: u64, scope: Scope) -> String {
    format!(
        "Delete {} {}? They can't be brought back. You could export them first.",
        counted(count),
        place(scope)
    )
}

/// Whether consent is really to be withdrawn.
#[must_use]
pub fn sure_withdraw(count: u64, scope: Scope) -> String {
    let question = format!("Take back your consent {}?", place(scope));
    if count == 0 {
        return question;
    }
    let counted = counted(count);
    format!("{question} This deletes {counted}, which can't be brought back.")
}

/// "1 reflection", "2 reflections".
#[must_use]
pub fn counted(count: u64) -> String {
    if count == 1 {
        "1 reflection".into()
    } else {
        format!("{count} reflections")
    }
}

pub const ALREADY_GONE: &str = "This one is already gone.";

/// After so many were deleted.
#[must_use]
pub fn deleted(erased: &Erased) -> String {
    match (erased.reflections, erased.shares) {
        (0, _) => "There was nothing left to delete.".into(),
        (1, 0) => "Your reflection is deleted.".into(),
        (1, _) => {
            "Your reflection is deleted. It was shared: it leaves its thread, too, within ten minutes.".into()
        }
        (count, 0) => format!("Your {count} reflections are deleted."),
        (count, 1) => format!(
            "Your {count} reflections are deleted. One of them was shared: it leaves its thread, too, \
             within ten minutes."
        ),
        (count, shares) => format!(
            "Your {count} reflections are deleted. {shares} of them were shared: they leave their threads, \
             too, within ten minutes."
        ),
    }
}

/// After consents were withdrawn, and reflections deleted with them.
#[must_use]
pub fn withdrawn(erased: &Erased, scope: Scope) -> String {
    let withdrawn = match erased.consents {
        0 | 1 => format!("Your consent {} is withdrawn.", place(scope)),
        consents => format!("Your consents in {consents} servers are withdrawn."),
    };
    if erased.reflections == 0 {
        format!("{withdrawn} I keep nothing of yours there.")
    } else {
        format!("{withdrawn} {}", deleted(erased))
    }
}

/// There was no consent to withdraw.
#[must_use]
pub fn nothing_to_withdraw(scope: Scope) -> String {
    let place = nowhere(scope);
    format!("You have given no consent {place}, and I keep nothing.")
}

pub const LAST_TRACE: &str = "\nIts last trace leaves the database's files within moments.";
