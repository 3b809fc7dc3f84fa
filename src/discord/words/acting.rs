//! What moderators read when they skip a post, send it now or hold all of them for a while.

use crate::{
    discord::render::text,
    posting::{acting::Idle, model::PostOutcome},
};

/// Why there is no next post to act on, and what to do.
#[must_use]
pub fn idle(idle: Idle) -> String {
    match idle {
        Idle::Paused => "This schedule is paused: nothing goes out. \
            `/schedule resume` goes on, then try again."
            .into(),
        Idle::PausedUntil(until) => format!(
            "This schedule is paused until {}. `/schedule resume` goes on now, then try again.",
            text::day_and_time(until)
        ),
        Idle::Blocked => "This schedule is stopped: `/schedule list` says why. \
            Once that is mended, `/schedule resume` goes on."
            .into(),
        Idle::NoMoreTimes => "This schedule has no further times: it is done.".into(),
    }
}

/// The time that was to be posted now has its post already.
#[must_use]
pub fn taken(outcome: &PostOutcome) -> &'static str {
    match outcome {
        PostOutcome::Due | PostOutcome::Sending => {
            "That one is on its way already. I send it once."
        }
        PostOutcome::Sent { .. } => {
            "That one is posted already, and once is enough. `/schedule history` leads to it."
        }
        PostOutcome::Skipped(_) => {
            "That one was skipped meanwhile. `/schedule post-now` shows what is next."
        }
        PostOutcome::Missed(_) | PostOutcome::Failed(_) | PostOutcome::Unsure => {
            "That one had its turn already: `/schedule history` says what became of it."
        }
    }
}

pub const NOT_NEXT: &str = "That is not the next one any more: the schedule was changed. \
    `/schedule post-now` shows what is next.";

pub const NO_ARTICLE: &str = "My library has nothing on this schedule's topics any more, \
    so there is nothing to post.";
