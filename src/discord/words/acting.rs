//! What moderators read when they skip a post, send it now or hold all of them for a while.

use chrono::{DateTime, Utc};

use super::schedules::{channel, permissions, time};
use crate::{
    discord::render::text,
    posting::{acting::Idle, model::PostOutcome},
    store::ids::ChannelId,
};

/// Why there is no next post to act on, and what to do.
#[must_use]
pub fn idle(idle: Idle) -> String {
    match idle {
        Idle::Paused => "This schedule is paused, so nothing goes out. \
            `/schedule resume` ends that; then try again."
            .into(),
        Idle::PausedUntil(until) => format!(
            "This schedule is paused until {}. `/schedule resume` ends that; then try again.",
            text::day_and_time(until)
        ),
        Idle::Blocked => "This schedule is stopped: `/schedule list` says why. \
            Once that is mended, `/schedule resume` starts it again."
            .into(),
        Idle::NoMoreTimes => "This schedule has no further times: it is done. \
            `/schedule edit` can give it new ones."
            .into(),
    }
}

/// The time that was to be posted now has its post already.
#[must_use]
pub fn taken(outcome: &PostOutcome) -> &'static str {
    match outcome {
        PostOutcome::Due | PostOutcome::Sending => {
            "That post is on its way already. I send it once."
        }
        PostOutcome::Sent { .. } => {
            "That post is out already, and once is enough. `/schedule history` leads to it."
        }
        PostOutcome::Skipped(_) => {
            "That post was skipped meanwhile. `/schedule post-now` shows what is next."
        }
        PostOutcome::Missed(_) | PostOutcome::Failed(_) | PostOutcome::Unsure => {
            "That post had its turn already: `/schedule history` says what became of it."
        }
    }
}

pub const NOT_NEXT: &str = "That is not the next post any more: the schedule was changed. \
    `/schedule post-now` shows what is next.";

pub const NO_ARTICLE: &str = "My library has nothing on this schedule's topics any more, \
    so there is nothing to post. Give it other topics with `/schedule edit`.";

/// A post was skipped; below it is what comes now.
#[must_use]
pub fn skipped(due_at: DateTime<Utc>) -> String {
    format!("Skipped the post of {}. From now on:", time(due_at))
}

/// Above what would be posted now.
#[must_use]
pub fn sure_post_now(due_at: DateTime<Utc>, in_channel: ChannelId) -> String {
    format!(
        "Post this in {} now? It is the post of {}, and does not go out again then.",
        channel(in_channel),
        time(due_at)
    )
}

/// A post goes out now; below it is what comes then.
#[must_use]
pub fn posted_now(due_at: DateTime<Utc>, in_channel: ChannelId) -> String {
    format!(
        "The post of {} goes out in {} now. From now on:",
        text::weekday_and_time(due_at),
        channel(in_channel)
    )
}

/// A pause that ends by itself.
#[must_use]
pub fn paused_until(until: DateTime<Utc>) -> String {
    format!(
        "Paused until {}. Times until then are neither posted nor made up for; \
         after that it goes on by itself.",
        time(until)
    )
}

/// That a schedule is paused, and goes on by itself.
#[must_use]
pub fn resting(until: DateTime<Utc>) -> String {
    format!(
        "⏸️ Paused until {}. `/schedule resume` ends that now.",
        time(until)
    )
}

/// Above a preview of what is posted after a pause.
#[must_use]
pub fn preview_after(until: DateTime<Utc>, due_at: DateTime<Utc>) -> String {
    format!(
        "Paused until {}. After that, this goes out first, {}:",
        text::day_and_time(until),
        time(due_at)
    )
}

/// Whether a post is really to be removed.
#[must_use]
pub fn sure_remove(due_at: DateTime<Utc>, in_channel: ChannelId, link: Option<&str>) -> String {
    let post = link.map_or("post".to_owned(), |link| format!("[post]({link})"));
    format!(
        "Remove the {post} of {} from {}? A thread on it stays, \
         and reflections stay with their writers.",
        text::day_and_time(due_at),
        channel(in_channel)
    )
}

pub const REMOVED: &str = "The post is removed.";
pub const REMOVED_ALREADY: &str = "That post is removed already.";
pub const NOT_POSTED: &str = "That post is not in its channel, as far as I know: \
    `/schedule history` says what became of it.";
pub const NO_SUCH_POST: &str =
    "There is no such post here. `/schedule history` shows those there are.";

/// The moderator may not remove messages there, so the bot does not do it for them.
#[must_use]
pub fn member_lacks(in_channel: ChannelId, names: &[&str]) -> String {
    format!(
        "You need {} in {} yourself, before I remove a post there for you.",
        permissions(names),
        channel(in_channel)
    )
}

/// The bot does not get at the channel.
#[must_use]
pub fn no_access(in_channel: ChannelId) -> String {
    format!(
        "I can't get into {}. Please give me {} in the channel's settings, and try again.",
        channel(in_channel),
        permissions(&["View Channel"])
    )
}

/// The channel is not there.
#[must_use]
pub fn channel_gone(in_channel: ChannelId) -> String {
    format!(
        "{} is gone. Please pick another channel for the schedule with `/schedule edit`.",
        channel(in_channel)
    )
}

/// What was understood of a day in a choice, where nothing is formatted.
#[must_use]
pub fn until(day: &str, zone: &str) -> String {
    format!("Until {day} ({zone})")
}
