//! What moderators read of posts past: what became of each.

use super::schedules::refused;
use crate::posting::model::{Failed, Missed, PostOutcome, Skipped};

pub const HISTORY: &str = "What was posted";
pub const NO_HISTORY: &str = "Nothing was due yet.";

/// What became of a post. `link` leads to its message.
#[must_use]
pub fn outcome(outcome: &PostOutcome, link: Option<&str>) -> String {
    match outcome {
        PostOutcome::Due => "🕓 About to be posted".into(),
        PostOutcome::Sending => "🕓 On its way".into(),
        PostOutcome::Sent {
            removed_at: Some(_),
            ..
        } => "🗑️ Posted, and removed since".into(),
        PostOutcome::Sent { .. } => match link {
            Some(link) => format!("✅ [Posted]({link})"),
            None => "✅ Posted".into(),
        },
        PostOutcome::Skipped(Skipped::Paused) => "⏭️ Skipped: paused".into(),
        PostOutcome::Skipped(Skipped::Deleted) => "⏭️ Skipped: the schedule was deleted".into(),
        PostOutcome::Skipped(Skipped::Edited) => "⏭️ Skipped: its time was changed".into(),
        PostOutcome::Skipped(Skipped::Wanted) => "⏭️ Skipped, as you asked".into(),
        PostOutcome::Missed(Missed::TooLate { earlier: 0 }) => {
            "💤 Missed: I was not there in time".into()
        }
        PostOutcome::Missed(Missed::TooLate { earlier }) => {
            format!("💤 Missed, and {earlier} before it: I was not there in time")
        }
        PostOutcome::Missed(Missed::Superseded) => "💤 Missed: the next one came first".into(),
        PostOutcome::Missed(Missed::Blocked) => "💤 Missed: the schedule was stopped".into(),
        PostOutcome::Failed(Failed::Refused(reason)) => {
            format!("❌ Not posted: {}", refused(reason))
        }
        PostOutcome::Failed(Failed::OutOfTime) => {
            "❌ Not posted: Discord did not take it in time".into()
        }
        PostOutcome::Failed(Failed::NoArticle) => {
            "❌ Not posted: nothing in my library on its topics".into()
        }
        PostOutcome::Unsure => "❔ Perhaps posted: please look in the channel".into(),
    }
}
