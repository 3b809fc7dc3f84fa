//! How a schedule posts, in words: what moderators choose from, and the lines a schedule is told in.

use chrono::TimeDelta;

use crate::{
    posting::model::{ChannelKind, Manner, What},
    store::ids::{ChannelId, RoleId},
};

/// How much of the week's article a post tells, as a choice.
#[must_use]
pub const fn what(what: What) -> &'static str {
    match what {
        What::Week => "The whole week",
        What::Affirmations => "Affirmations alone",
        What::Practice => "A practice alone",
        What::Prompt => "A question alone",
    }
}

/// How late a post may go out, as choices: in hours, and in words.
pub const CATCH_UPS: [(i64, &str); 7] = [
    (1, "1 hour"),
    (3, "3 hours"),
    (6, "6 hours"),
    (12, "12 hours"),
    (24, "1 day"),
    (48, "2 days"),
    (72, "3 days"),
];

/// How late a post may go out.
#[must_use]
pub fn catch_up(window: TimeDelta) -> String {
    let known = CATCH_UPS
        .iter()
        .find(|(hours, _)| TimeDelta::hours(*hours) == window);
    let window = known.map_or_else(
        || format!("{} minutes", window.num_minutes()),
        |(_, words)| (*words).to_owned(),
    );
    format!("Up to {window} late, if I was away")
}

/// A channel, and what it is unless it is a text channel.
#[must_use]
pub fn place(channel: ChannelId, kind: ChannelKind) -> String {
    let channel = super::schedules::channel(channel);
    match kind {
        ChannelKind::Text => channel,
        ChannelKind::Announcement => format!("{channel} · announcements"),
        ChannelKind::Forum => format!("{channel} · forum"),
        ChannelKind::Thread => format!("{channel} · thread"),
    }
}

/// Whom a post pings; a quiet one only shows the name.
#[must_use]
pub fn mention(role: RoleId, quiet: bool) -> String {
    if quiet {
        format!("Names <@&{role}>")
    } else {
        format!("Pings <@&{role}>")
    }
}

pub const THREAD: &str = "With a thread to talk in";
pub const QUIET: &str = "Quiet: without a notification";

/// What is published.
pub const PUBLISHED: &str = "Published to those who follow it";

/// The tags of a forum's posts.
#[must_use]
pub fn tags(names: &[String]) -> String {
    format!("Tags: {}", names.join(", "))
}

/// The lines about a manner, where it is not the usual one.
#[must_use]
pub fn lines(manner: &Manner) -> Vec<String> {
    let mut lines = Vec::new();
    if manner.what != What::Week {
        lines.push(what(manner.what).to_owned());
    }
    lines.extend(manner.mention.map(|role| mention(role, manner.quiet)));
    if manner.thread {
        lines.push(THREAD.to_owned());
    }
    if manner.quiet {
        lines.push(QUIET.to_owned());
    }
    lines
}
