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
        (0, _) => format!("Your {of} schedules have all they need."),
        (1, _) => format!("1 of {of} schedules lacks something."),
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

pub const UNSEEN: &str = "⚠️ The channel is gone, or I can't see it. Please give me \
    **View Channel** there, or pick another channel for the schedule.";

pub const NOT_A_PLACE: &str =
    "⚠️ Nothing can be posted in such a channel. Please pick another one.";

pub const ROLE_GONE: &str = "⚠️ The role that it pings is gone. Please pick another one, or none.";

pub const TAG_GONE: &str = "⚠️ Posts there must bear a tag, and this schedule's is gone or was \
    never chosen. Please choose one.";

pub const STOPPED: &str = "It was stopped: once nothing is missing, `/schedule resume` goes on.";

/// Where notices go, before what is to be said of it.
#[must_use]
pub fn notices(channel: ChannelId) -> String {
    format!("Notices go to {}", schedules::channel(channel))
}

pub const NO_NOTICES: &str = "Notices go to no channel. `/settings notices` picks one.";
