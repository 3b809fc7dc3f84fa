//! The guided start, and hello on joining a server.

use crate::{
    discord::{
        custom_id::{Day, Draft},
        render::text,
    },
    store::ids::ChannelId,
};

use super::schedules;

pub const HELLO_TITLE: &str = "Hello, I am Sunflower 🌻";

pub const HELLO: &str = "Once a week I post an affirmation, a practice and a question to reflect on, \
    and all week I answer `/affirmation`, `/practice` and `/article`. What members write to me is \
    kept only if they ask me to, and for them alone.\n\n\
    Moderators: `/setup`, or the button below, starts it in three steps. `/help` shows everything.";

pub const SET_UP: &str = "Set it up";

/// Where in the steps one is, above what it is about.
#[must_use]
pub fn step(number: u8, about: &str) -> String {
    format!("Step {number} of 3: {about}")
}

pub const CHANNEL: &str = "which channel?";
pub const CHANNEL_ABOUT: &str = "Pick the channel that the weekly post goes to. \
    Only you see this; nothing is made before the last step.";
pub const CHOOSE_CHANNEL: &str = "Pick a channel";

pub const WHEN: &str = "which day, and when?";

/// What is chosen so far.
#[must_use]
pub fn so_far(draft: Draft) -> String {
    format!(
        "{}\n**{}, {}**\n\nChange the day or the time in the menus, or go on.",
        schedules::channel(draft.channel),
        day(draft.day),
        clock(draft.minute)
    )
}

pub const CHOOSE_DAY: &str = "Pick a day";
pub const CHOOSE_TIME: &str = "Pick a time";

/// Days, as people say them.
#[must_use]
pub fn day(day: Day) -> &'static str {
    match day {
        Day::Monday => "Mondays",
        Day::Tuesday => "Tuesdays",
        Day::Wednesday => "Wednesdays",
        Day::Thursday => "Thursdays",
        Day::Friday => "Fridays",
        Day::Saturday => "Saturdays",
        Day::Sunday => "Sundays",
        Day::MondayToFriday => "Every weekday, Monday to Friday",
    }
}

/// A time of day: "09:30".
#[must_use]
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

pub const ZONE: &str = "in which time zone?";

/// What is chosen before the zone.
#[must_use]
pub fn zone_about(draft: Draft) -> String {
    format!(
        "{}\n**{}, {}**, in the time of which place? I follow its clock changes. \
         If your place is not in the menu, pick its part of the world.",
        schedules::channel(draft.channel),
        day(draft.day),
        clock(draft.minute)
    )
}

pub const CHOOSE_ZONE: &str = "Pick a place near you";

/// A part of the world to look further in.
#[must_use]
pub fn region(name: &str) -> String {
    let ocean = matches!(name, "Atlantic" | "Indian" | "Pacific");
    let ocean = if ocean { " Ocean" } else { "" };
    format!("{name}{ocean}: pick a city…")
}

/// Above the cities of a part of the world.
#[must_use]
pub fn cities_about(draft: Draft) -> String {
    format!(
        "{}\n**{}, {}**, in the time of which place? Any that shows your time will do; \
         large cities come first.",
        schedules::channel(draft.channel),
        day(draft.day),
        clock(draft.minute)
    )
}

pub const SUMMARY: &str = "Shall I?";

/// All that was chosen; `times` are the first times.
#[must_use]
pub fn summary(draft: Draft, rule: &str, times: &[String]) -> String {
    format!(
        "The weekly post goes to {}\n**{rule}**\n\nThe first times, on your own clock:\n{}",
        schedules::channel(draft.channel),
        times.join("\n")
    )
}

pub const MAKE_IT: &str = "Make it";
pub const START_OVER: &str = "Start over";
pub const GO_ON: &str = "Go on";
pub const SEND_A_TEST: &str = "Send a test post";

/// After a schedule was made in a server that has no channel for notices.
pub const NOTICES_TOO: &str = "Should something need you one day, such as a missing permission, \
    `/schedule list` shows it. To be told in a channel, use `/settings notices`.";

pub const MADE_ALREADY: &str = "This schedule is there already. `/schedule list` shows it.";

/// A forum whose posts must bear a tag.
#[must_use]
pub fn needs_tag(channel: ChannelId) -> String {
    format!(
        "Posts in {} need a tag, which I don't ask for here. \
         Use `/schedule create`, or pick another channel.",
        schedules::channel(channel)
    )
}

/// Above a post that only tries how it looks.
pub const THIS_IS_A_TEST: &str = "**This is a test.** A moderator is trying out how the weekly post looks. \
    The real one has a *Reflect* button, too.";

/// What a test is called in a forum.
#[must_use]
pub fn test_title(title: &str) -> String {
    text::cut(&format!("Test: {title}"), 100)
}

/// After a test was sent; `link` leads to it.
#[must_use]
pub fn test_sent(link: &str) -> String {
    format!("The test is out: {link}\nDelete it whenever you like; it counts for nothing.")
}

pub const TEST_LATER: &str =
    "Discord is busy and did not take the test. Please try again in a minute.";

pub const TEST_UNKNOWN: &str = "Discord did not say whether the test arrived. \
    Please look in the channel before you try again.";

pub const TEST_REFUSED: &str = "Discord does not take the test. Please look at what I may do there \
    with `/settings check`, or tell whoever runs this bot.";
