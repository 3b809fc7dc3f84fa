//! Notices told in a channel of the moderators', and where they go.

use chrono::{DateTime, Utc};

use super::{schedules, sharing};
use crate::{
    discord::render::text,
    posting::model::{Notice, NoticeKind, RefusedReason},
    store::ids::{ChannelId, PostId},
};

/// When the post was to go out.
#[must_use]
pub fn due(at: DateTime<Utc>) -> String {
    format!("It is about the post of {}.", text::weekday_and_time(at))
}

/// The post, as the log calls it.
#[must_use]
pub fn post(post: PostId) -> String {
    format!("Post {post}")
}

/// A notice with its buttons, and which of them to press.
#[must_use]
pub fn told(notice: &Notice) -> String {
    match &notice.kind {
        NoticeKind::Refused(reason) => schedules::stopped(reason, notice.channel, to_press(reason)),
        _ => schedules::notice(notice),
    }
}

fn to_press(reason: &RefusedReason) -> &'static str {
    match reason {
        RefusedReason::MissingPermission(names) if names.len() > 1 => {
            "Give them back to me, then press *Try again*."
        }
        RefusedReason::MissingPermission(_) => "Give it back to me, then press *Try again*.",
        RefusedReason::NoChannel => {
            "Let me see it again and press *Try again*, or *Move to another channel*."
        }
        RefusedReason::TagRequired => "Press *Try again*: it asks for one.",
        RefusedReason::TagGone => "Press *Try again*: it goes on without that tag.",
        RefusedReason::ThreadLocked => {
            "Unlock it and press *Try again*, or *Move to another channel*."
        }
        RefusedReason::WrongKind => {
            "Press *Try again* to go on in it as it is now, or *Move to another channel*."
        }
        RefusedReason::Invalid => "Please tell whoever runs this bot, then press *Try again*.",
        // It has no buttons.
        RefusedReason::Unreadable => schedules::to_do(reason),
    }
}

/// What the buttons do that no command does.
#[must_use]
pub fn pressing(kind: &NoticeKind) -> Option<&'static str> {
    match kind {
        NoticeKind::Refused(RefusedReason::Unreadable)
        | NoticeKind::NoArticle
        | NoticeKind::Doubled
        | NoticeKind::UnreadablePost
        | NoticeKind::Held => None,
        NoticeKind::Refused(_) => Some(
            "*Try again* and *Move to another channel* send that post, too, if it is not too late for it. \
             `/schedule resume` and `/schedule edit` post from the next time on.",
        ),
        NoticeKind::Reported { .. } => Some(sharing::PRESSING),
        NoticeKind::Unsure => {
            Some("*Post it again* looks once more, if I can, and sends it unless I find it.")
        }
    }
}

pub const WHERE_TO_LOOK: &str = "`/schedule list` shows all schedules, and `/schedule history` \
    what became of their posts. This message says so when it is mended.";

/// To whoever made a schedule: which server it is about, and what to do there.
#[must_use]
pub fn why_you(server: &str) -> String {
    format!(
        "This is about a schedule that you made in **{server}**. I tell you alone, because no channel \
         there is set for this, or I can't write in it: `/settings notices` changes that. \
         `/schedule list` shows all schedules there. This message says so when it is mended."
    )
}

/// To a moderator who gives a command.
pub const WHY_FIRST: &str = "I tell you now, because I could tell nobody before: no channel is set for \
    this, or I can't write in it. `/settings notices` changes that.";

pub const MENDED: &str = "Mended 🌻";

/// Under it, what it was.
#[must_use]
pub fn mended(was: &str) -> String {
    format!("Nothing is left to do. This was:\n\n~~{was}~~")
}

/// Where notices go.
#[must_use]
pub fn place(channel: Option<ChannelId>) -> String {
    match channel {
        Some(channel) => format!(
            "When something needs you, I say so in {}. Fill in **channel** for another one, \
             or set **off** to have none: then I tell whoever made the schedule, alone.",
            schedules::channel(channel)
        ),
        None => "When something needs you, I tell whoever made the schedule, alone, and \
             `/schedule list` shows it. Fill in **channel** to be told there."
            .into(),
    }
}

/// After the channel was chosen; `open`: how many notices wait to be told.
#[must_use]
pub fn set(channel: ChannelId, open: usize) -> String {
    let channel = schedules::channel(channel);
    let now = match open {
        0 => "Nothing needs you now.".to_owned(),
        1 => "One thing needs you now: unless I told it before, you find it there in a moment."
            .to_owned(),
        _ => format!(
            "{open} things need you now: what I did not tell before, you find there in a moment."
        ),
    };
    format!("From now on I say in {channel} when something needs you, once for each thing. {now}")
}

pub const OFF: &str = "I no longer tell you in a channel when something needs you. I tell whoever \
    made the schedule, alone, and `/schedule list` shows it.";

pub const EITHER: &str = "Please fill in **channel** or **off**, not both.";

pub const NOT_A_PLACE: &str =
    "I can tell you in a text channel or a thread. Please pick one of those.";

/// The bot can't see what was picked.
#[must_use]
pub fn unseen(channel: ChannelId) -> String {
    format!(
        "I can't see {}. Please give me **View Channel** there, and try again.",
        schedules::channel(channel)
    )
}

/// The moderator may not do this themselves.
#[must_use]
pub fn member_lacks(channel: ChannelId, names: &[&str]) -> String {
    format!(
        "You need {} in {} yourself, before I write there for you.",
        schedules::permissions(names),
        schedules::channel(channel)
    )
}
