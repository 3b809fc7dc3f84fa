//! What moderators read of posts past: what became of each.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::schedules::refused;
use crate::{
    discord::render::text,
    posting::model::{Failed, Missed, PostOutcome, Skipped, What},
};

/// A post that went out within this time of when it was due was on time.
const ON_TIME: TimeDelta = TimeDelta::minutes(2);

pub const TITLE: &str = "What was posted";
pub const UNREADABLE: &str = "⚠️ I can't read any more what became of it.";
pub const NONE: &str = "Nothing was due yet.";

/// How much of the article a post tells, if not the whole week.
#[must_use]
pub fn part(what: What) -> Option<&'static str> {
    match what {
        What::Week => None,
        What::Affirmations => Some("affirmations alone"),
        What::Practice => Some("practice alone"),
        What::Prompt => Some("question alone"),
    }
}

/// A post in a menu, where nothing is formatted.
#[must_use]
pub fn choice(due_at: DateTime<Tz>) -> String {
    let (time, zone) = (due_at.format("%a %-d %b %Y, %H:%M"), due_at.timezone());
    format!("{time} ({zone})")
}

/// When a post went out, if that was not when it was due.
fn at_another_time(due_at: DateTime<Utc>, sent_at: DateTime<Utc>) -> String {
    let late = sent_at - due_at;
    if late.abs() < ON_TIME {
        String::new()
    } else if late < TimeDelta::zero() {
        format!(" ahead of its time: {}", text::day_and_time(sent_at))
    } else {
        format!(" {} late", length(late))
    }
}

/// How long something took, in one unit: nobody needs more.
fn length(time: TimeDelta) -> String {
    let (count, unit) = match (time.num_minutes(), time.num_hours(), time.num_days()) {
        (minutes, ..=1, _) => (minutes, "minutes"),
        (_, hours, ..=1) => (hours, "hours"),
        (_, _, days) => (days, "days"),
    };
    format!("{count} {unit}")
}

/// What became of a post that was due at `due_at`. `link` leads to its message.
#[must_use]
pub fn outcome(outcome: &PostOutcome, due_at: DateTime<Utc>, link: Option<&str>) -> String {
    match outcome {
        PostOutcome::Due => "🕓 About to be posted".into(),
        PostOutcome::Sending => "🕓 On its way".into(),
        PostOutcome::Sent {
            removed_at: Some(at),
            ..
        } => format!("🗑️ Posted, and removed since: {}", text::day_and_time(*at)),
        PostOutcome::Sent { at, .. } => {
            let posted = link.map_or("Posted".into(), |link| format!("[Posted]({link})"));
            format!("✅ {posted}{}", at_another_time(due_at, *at))
        }
        PostOutcome::Skipped(Skipped::Paused) => "⏭️ Skipped: paused".into(),
        PostOutcome::Skipped(Skipped::Deleted) => "⏭️ Skipped: the schedule was deleted".into(),
        PostOutcome::Skipped(Skipped::Edited) => "⏭️ Skipped: its time was changed".into(),
        PostOutcome::Skipped(Skipped::Wanted) => "⏭️ Skipped by a moderator".into(),
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
        PostOutcome::Failed(Failed::Unreadable) => "❌ Not posted: I can't read it any more".into(),
        PostOutcome::Unsure => "❔ Perhaps posted: please look in the channel".into(),
    }
}
