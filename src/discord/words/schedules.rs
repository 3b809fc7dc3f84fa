//! What moderators read: schedules, what became of their posts, and what needs their attention.

use chrono::{DateTime, Utc};

use super::sharing;
use crate::{
    discord::render::text,
    posting::model::{Notice, NoticeKind, RefusedReason, ScheduleState},
    store::ids::ChannelId,
};

/// A channel, as each reader's Discord names it.
#[must_use]
pub fn channel(channel: ChannelId) -> String {
    format!("<#{channel}>")
}

pub const PLANNED: &str = "Planned 🌻";
pub const NEXT_FIVE: &str = "The next five times";
pub const PREVIEW_BELOW: &str = "This is what goes out first:";

/// One time of a schedule.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    format!("{}, {}", text::weekday_and_time(at), text::relative(at))
}

/// When a schedule posts: "Mondays at 09:00 (Europe/Berlin)".
#[must_use]
pub fn rule(words: &str, zone: &str) -> String {
    format!("{words} ({zone})")
}

/// What a schedule draws from.
#[must_use]
pub fn topics(topics: &[&str]) -> String {
    if topics.is_empty() {
        "From all topics".into()
    } else {
        format!("From: {}", topics.join(", "))
    }
}

/// How a schedule is called in a choice, where nothing is formatted: its number in the list first.
#[must_use]
pub fn choice(number: usize, about: &[String]) -> String {
    format!("{number}. {}", about.join(" · "))
}

/// The place of a schedule in a choice, if that is where it is chosen.
pub const THIS_CHANNEL: &str = "this channel";

/// A channel by its name, where Discord shows no mentions.
#[must_use]
pub fn named_channel(name: &str) -> String {
    format!("#{name}")
}

pub const LIST: &str = "Schedules";
pub const NONE: &str = "There is no schedule here yet. `/setup` makes one in three steps.";
pub const ATTENTION: &str = "This needs you";
pub const FIRST_OF_THESE: &str = "The buttons are about the first of these. \
    Once it is mended, the next one has them.";

/// More things than are shown.
#[must_use]
pub fn more(count: usize) -> String {
    format!("…and {count} more")
}

/// Whether a schedule posts, if there is something to say about it.
#[must_use]
pub fn state(state: &ScheduleState) -> Option<String> {
    match state {
        ScheduleState::Active => None,
        ScheduleState::Paused => Some("⏸️ Paused. `/schedule resume` starts it again.".into()),
        ScheduleState::Blocked(reason) => Some(format!("⚠️ Stopped: {}", refused(reason))),
    }
}

pub const NO_MORE_TIMES: &str = "No further times: it is done.";

/// A schedule of which only the channel can be read.
#[must_use]
pub fn unreadable(in_channel: ChannelId) -> String {
    format!(
        "⚠️ {}: a schedule that I can't read any more, and that posts nothing.",
        channel(in_channel)
    )
}

pub const DELETE_UNREADABLE: &str = "`/schedule delete` takes it away.";

/// How such a schedule is called in a choice.
#[must_use]
pub fn unreadable_choice(nth: usize) -> String {
    format!("One that I can't read any more ({nth})")
}

/// Why Discord refuses.
pub(super) fn refused(reason: &RefusedReason) -> String {
    match reason {
        RefusedReason::MissingPermission(names) => {
            format!("I lack {} there.", permissions(names))
        }
        RefusedReason::NoChannel => "the channel is gone, or I can't see it.".into(),
        RefusedReason::TagRequired => "posts need a tag there, and mine has none.".into(),
        RefusedReason::TagGone => "a tag that I was to give is gone.".into(),
        RefusedReason::ThreadLocked => "the thread is locked.".into(),
        RefusedReason::WrongKind => "the channel is of another kind now.".into(),
        RefusedReason::Invalid => "Discord does not take the message.".into(),
        RefusedReason::Unreadable => "I can't read any more when a schedule posts there.".into(),
    }
}

/// What moderators can do about it by command: that never brings back the post that was refused.
#[must_use]
pub fn to_do(reason: &RefusedReason) -> &'static str {
    match reason {
        RefusedReason::MissingPermission(names) if names.len() > 1 => {
            "Give them back to me, then use `/schedule resume`: it posts from the next time on."
        }
        RefusedReason::MissingPermission(_) => {
            "Give it back to me, then use `/schedule resume`: it posts from the next time on."
        }
        RefusedReason::NoChannel => {
            "Let me see it again and use `/schedule resume`, or pick another channel with \
             `/schedule edit`: it posts from the next time on."
        }
        RefusedReason::TagRequired => {
            "Use `/schedule resume`: it asks for one, and posts from the next time on."
        }
        RefusedReason::TagGone => {
            "Use `/schedule resume`: it posts without that tag, from the next time on."
        }
        RefusedReason::ThreadLocked => {
            "Unlock it and use `/schedule resume`, or pick another channel with `/schedule edit`: \
             it posts from the next time on."
        }
        RefusedReason::WrongKind => {
            "Choose the channel anew with `/schedule edit`: it posts from the next time on."
        }
        RefusedReason::Invalid => {
            "Please tell whoever runs this bot; `/schedule resume` posts from the next time on."
        }
        RefusedReason::Unreadable => {
            "Please tell whoever runs this bot; a new schedule takes its place with `/schedule create`."
        }
    }
}

/// Permissions by Discord's own names.
#[must_use]
pub fn permissions<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("**{}**", name.as_ref()))
        .collect();
    match names.split_last() {
        None => "a permission".into(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// That a schedule is stopped, and what to do.
pub(super) fn stopped(reason: &RefusedReason, in_channel: ChannelId, to_do: &str) -> String {
    format!("⚠️ {}: {} {to_do}", channel(in_channel), refused(reason))
}

/// A notice, and what to do by command.
#[must_use]
pub fn notice(notice: &Notice) -> String {
    let place = channel(notice.channel);
    match &notice.kind {
        NoticeKind::Refused(reason) => stopped(reason, notice.channel, to_do(reason)),
        NoticeKind::Unsure => format!(
            "⚠️ {place}: I could not find out whether a post arrived, and did not send it twice. \
             Please look in the channel."
        ),
        NoticeKind::Doubled => format!(
            "⚠️ {place}: a post is there twice, because Discord did late what had seemed lost. \
             Please delete whichever of the two you like."
        ),
        NoticeKind::NoArticle => format!(
            "⚠️ {place}: my library has nothing on this schedule's topics any more. \
             Give it other topics with `/schedule edit`."
        ),
        NoticeKind::UnreadablePost => format!(
            "⚠️ {place}: a post could not be sent, because I can't read it any more. \
             Its schedule goes on. Please tell whoever runs this bot: the log says what is wrong with it."
        ),
        NoticeKind::Reported { message, .. } => {
            sharing::reported(notice.guild, notice.channel, *message)
        }
        NoticeKind::Held => sharing::HELD_WAITS.into(),
    }
}

/// Above a preview.
#[must_use]
pub fn preview(due_at: DateTime<Utc>) -> String {
    format!("This goes out {}:", time(due_at))
}

pub const PREVIEW_PAUSED: &str = "It is paused or stopped. If you resume it, this goes out first:";

pub const NOTHING_TO_PREVIEW: &str = "Nothing is to go out: there are no further times, \
    or my library has nothing on its topics.";

pub const PAUSED: &str = "Paused. Times until you resume are neither posted nor made up for.";
pub const RESUMED: &str = "Resumed, from now on.";

pub const SURE_DELETE: &str = "Delete this schedule? What was posted stays, \
    and reflections stay with their writers.";
pub const DELETED: &str = "The schedule is deleted.";

pub const GONE: &str = "There is no such schedule here. `/schedule list` shows those there are.";

pub const ZONE_NEEDED: &str = "Which time zone are these times in? \
    Please fill in **zone**: type a city, and pick it from the list.";

/// The server has as many as it may have.
#[must_use]
pub fn too_many(limit: u32) -> String {
    format!("A server can have {limit} schedules. Please delete one that is not needed any more.")
}

/// The moderator may not do this themselves, so the bot does not do it for them.
#[must_use]
pub fn member_lacks(in_channel: ChannelId, names: &[&str]) -> String {
    format!(
        "You need {} in {} yourself, before I post there for you.",
        permissions(names),
        channel(in_channel)
    )
}

/// The bot can't post there.
#[must_use]
pub fn bot_lacks(in_channel: ChannelId, names: &[&str]) -> String {
    format!(
        "I need {} in {}. Please give me that in the channel's settings, and try again.",
        permissions(names),
        channel(in_channel)
    )
}

/// Where Discord can't be asked about the bot's rights.
pub const RIGHTS_UNKNOWN: &str =
    "Discord does not tell me at the moment what I may do there. Please try again in a minute.";
