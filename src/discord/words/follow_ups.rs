//! What moderators read of what was to follow a post and was not done.

use super::schedules::refused;
use crate::posting::model::{Step, StepFailure, Undone};

/// A step that was not done, and why: stands after "Posted." None where it says nothing new, for the
/// post's message is gone.
#[must_use]
pub fn undone(undone: &Undone) -> Option<String> {
    let why = match &undone.why {
        StepFailure::NoMessage => return None,
        StepFailure::Refused(reason) => refused(reason),
        StepFailure::OutOfTime => "Discord did not take it for a day.".to_owned(),
        StepFailure::Doubled => {
            "Discord did late what had seemed lost. Delete whichever of the two you like."
                .to_owned()
        }
    };
    Some(match undone.step {
        Step::Publish => format!("⚠️ Not published: {why}"),
        Step::Thread => format!("⚠️ No thread was opened: {why}"),
        // That nobody could look says nothing of the post.
        Step::Twin if undone.why != StepFailure::Doubled => return None,
        Step::Twin => format!("⚠️ It is there twice: {why}"),
    })
}
