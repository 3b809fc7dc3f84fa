//! Making and editing schedules: what changed, what can't be, and the tags that a forum wants.

use crate::store::ids::{ChannelId, RoleId};

use super::schedules::{channel, permissions};

/// What can be edited, by the names of the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    When,
    Zone,
    Channel,
    Topics,
    What,
    Mention,
    Thread,
    Quiet,
    CatchUp,
    Tags,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Zone => "zone",
            Self::Channel => "channel",
            Self::Topics => "topics",
            Self::What => "what",
            Self::Mention => "mention",
            Self::Thread => "thread",
            Self::Quiet => "quiet",
            Self::CatchUp => "catch up",
            Self::Tags => "tags",
        }
    }
}

/// What is different now.
#[must_use]
pub fn changed(parts: &[Part]) -> String {
    if parts.is_empty() {
        return "It was like this already.".into();
    }
    let parts: Vec<&str> = parts.iter().map(|part| part.name()).collect();
    format!("Changed: {}", parts.join(", "))
}

pub const EDITED: &str = "Edited 🌻";
pub const SHOWN: &str = "A schedule";
pub const LAST_POST: &str = "The last post";

/// The word that stands for all topics.
pub const ALL_TOPICS: &str = "all";

pub const NOTHING_TO_EDIT: &str = "What should change? Fill in one or more of **when**, \
    **zone**, **channel**, **topics**, **what**, **mention**, **no_mention**, **thread**, **quiet** \
    and **catch_up**. Whatever you leave out stays as it is.";

pub const MENTION_OR_NOT: &str =
    "You filled in both **mention** and **no_mention**. Please use one of them.";

pub const ON_ITS_WAY: &str = "A post is on its way to the old channel just now. \
    Please move the schedule in a minute.";

pub const CONTENDED: &str = "Others are changing this schedule just now. \
    Please try again in a minute; `/schedule show` tells how it is.";

pub const NEVER_EVERYONE: &str = "I never ping everyone. \
    Please pick a role of people who want to hear of the post, or leave **mention** out.";

/// A role that was to be pinged is not there.
#[must_use]
pub fn role_gone(role: RoleId) -> String {
    format!(
        "The role <@&{role}> is gone. Please pick another, or leave it out with **no_mention**."
    )
}

pub const THREAD_IN_FORUM: &str = "Each post in a forum is a thread already. \
    Please leave **thread** out there.";

pub const THREAD_IN_THREAD: &str = "A thread can't hold another one. \
    Please leave **thread** out there, or pick a channel.";

/// A discussion thread went with the channel that could hold it.
pub const THREAD_DROPPED: &str = "There can't be a thread on its posts there, so they get none.";

/// Nothing can be posted in such a channel.
pub const NOT_A_PLACE: &str = "I can post in text channels, announcement channels, forums, \
    public threads and the chat of voice channels. Please pick one of these.";

pub const PRIVATE_THREAD: &str = "In a private thread I can't tell whether I am still let in, \
    so posts might stop unnoticed. Please pick a public thread or a channel.";

/// The channel can't be seen, or is not there.
#[must_use]
pub fn unseen(place: ChannelId) -> String {
    format!(
        "I can't find {}: it is gone, or I lack {} there. Please let me see it, or pick another.",
        channel(place),
        permissions(&["View Channel"])
    )
}

/// How else a role may be pinged, where it takes a permission to.
#[must_use]
pub fn or_mentionable(role: RoleId) -> String {
    format!(" Or switch on **Allow anyone to @mention this role** in the settings of <@&{role}>.")
}

/// What else mends it where only a lock is in the way.
pub const OR_UNLOCK: &str = " Or unlock the thread.";

/// Where to give a permission that is lacking in a thread.
pub const AS_ITS_CHANNEL: &str = " A thread has the permissions of the channel it is in.";

pub const TAG_NEEDED: &str = "This forum wants a tag on every post. \
    Choose one, or up to five, and the schedule starts.";

pub const TAG_GONE: &str = "That tag is gone by now, or may not be given. Please choose again.";

/// None of a forum's tags may be given.
#[must_use]
pub fn no_tag(forum: ChannelId) -> String {
    format!(
        "{} wants a tag on every post, and has none that anyone may give. \
         Please add one in its settings, or give yourself and me {} there.",
        channel(forum),
        permissions(&["Manage Posts"])
    )
}

pub const NO_FORUM_ANY_MORE: &str = "This schedule does not post in a forum any more, \
    so it takes no tags. `/schedule show` tells how it is.";

pub const CHOOSE_TAGS: &str = "Choose tags";
