//! Whether the bot may post where its schedules want it to.

use super::schedules;
use crate::store::ids::ChannelId;

pub const TITLE: &str = "What I may do";

/// How many schedules lack something.
#[must_use]
pub fn counted(lacking: usize, of: usize) -> String {
    match (lacking, of) {
        (_, 0) => "There is no schedule to check yet. `/setup` makes one.".into(),
        (0, 1) => "Your schedule has all it needs.".into(),
        (1, 1) => "Your schedule lacks something.".into(),
        (0, _) => format!("Your {of} schedules have all they need."),
        (1, _) => format!("1 of {of} schedules lacks something; it comes first."),
        _ if lacking == of => format!("Your {of} schedules all lack something."),
        _ => format!("{lacking} of {of} schedules lack something; they come first."),
    }
}

pub const FINE: &str = "✅ Nothing is missing.";

/// Permissions that the bot lacks, and what to do.
#[must_use]
pub fn lacks(names: &[&str]) -> String {
    format!(
        "⚠️ I lack {}. Please give me that in the channel's settings.",
        schedules::permissions(names)
    )
}

/// The commands that pick another channel: for a schedule, and for notices.
pub const EDIT: &str = "`/schedule edit`";
pub const NOTICES: &str = "`/settings notices`";

/// The channel is not there, or not for the bot; `with` picks another.
#[must_use]
pub fn unseen(with: &str) -> String {
    format!(
        "⚠️ The channel is gone, or I can't see it. Please give me **View Channel** there, \
         or pick another with {with}."
    )
}

/// Nothing can be posted there; `with` picks another.
#[must_use]
pub fn not_a_place(with: &str) -> String {
    format!("⚠️ I can't post in such a channel. Please pick another with {with}.")
}

pub const ROLE_GONE: &str = "⚠️ The role that it names is gone. Please pick another with \
    `/schedule edit`, or none with its **no_mention**.";

pub const TAG_NEEDED: &str = "⚠️ Posts there need a tag, and this schedule has none that is still \
    there. `/schedule resume` asks for one.";

pub const TAG_GONE: &str = "⚠️ One of its tags is gone from the forum. \
    `/schedule resume` goes on without it.";

pub const STOPPED: &str =
    "It is stopped: once nothing is missing, `/schedule resume` starts it again.";

/// Where notices go, before what is to be said of it.
#[must_use]
pub fn notices(channel: ChannelId) -> String {
    format!("Notices go to {}", schedules::channel(channel))
}

pub const NO_NOTICES: &str = "Notices go to no channel. `/settings notices` picks one.";
