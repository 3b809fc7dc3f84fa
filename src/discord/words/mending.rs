//! What moderators read when they see to a notice.

use chrono::{DateTime, Utc};

use super::schedules::channel;
use crate::{discord::render::text, store::ids::ChannelId};

pub const MENDED_ALREADY: &str = "That is mended already: nothing is left to do. \
    `/schedule list` shows how things are.";

pub const NO_NOTICE: &str =
    "I know nothing of that any more. `/schedule list` shows how things are.";

/// A schedule that was stopped posts again; `due_at`: so does the post that was refused.
#[must_use]
pub fn tried_again(due_at: Option<DateTime<Utc>>, in_channel: ChannelId) -> String {
    match due_at {
        Some(due_at) => format!(
            "I try again now: the post of {} goes out in {}. From now on:",
            text::weekday_and_time(due_at),
            channel(in_channel)
        ),
        None => "It goes on. For the post that was refused it is too late. From now on:".into(),
    }
}

/// The refused post goes out where its schedule goes now.
#[must_use]
pub fn goes_along(due_at: DateTime<Utc>, in_channel: ChannelId) -> String {
    format!(
        "The post of {} goes out in {} now.",
        text::weekday_and_time(due_at),
        channel(in_channel)
    )
}

/// Above a menu of channels.
#[must_use]
pub fn where_to(from: ChannelId) -> String {
    format!(
        "Where should this schedule post instead of {}? \
         The post that was refused goes there too, if it is not too late for it.",
        channel(from)
    )
}

/// A post that perhaps had arrived goes out again.
#[must_use]
pub fn posted_again(due_at: DateTime<Utc>, in_channel: ChannelId) -> String {
    format!(
        "The post of {} goes out in {} again, unless I find it there after all.",
        text::weekday_and_time(due_at),
        channel(in_channel)
    )
}

pub const SEEN_TO: &str = "Thank you. That is off the list.";

/// A post that perhaps had arrived has.
#[must_use]
pub fn is_there(due_at: DateTime<Utc>) -> String {
    format!(
        "Good: the post of {} counts as posted.",
        text::weekday_and_time(due_at)
    )
}
