//! Numbers for moderators: how many posts went out and how many people reflected, never who or what.

use chrono::NaiveDate;

use crate::store::{People, WeekCount};

pub const TITLE: &str = "Week by week";

pub const ABOUT: &str = "A week is counted once, when it has closed: Sunday, 24:00 in this server's \
    time zone. Whatever is written or deleted later changes no number here.\n\
    “Few people” are fewer than five, or none: of so few I keep no number. \
    Who they are, and what they wrote, I tell nobody.";

pub const NO_WEEK_YET: &str = "There is no week to show yet. 🌱 When the first week with a post or a \
    reflection has closed, you find here how many posts went out and how many people reflected: \
    numbers alone, never who or what.";

/// Written on the picture.
pub const PEOPLE: &str = "People who reflected";
pub const POSTS: &str = "Posts that went out";
pub const FEW: &str = "few";
pub const FEW_MEANS: &str = "few: fewer than five, or none";

/// The picture's name.
pub const FILE: &str = "weeks.png";

/// A number above its bar, where there is little room.
#[must_use]
pub fn short(count: u32) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..10_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

/// A week, by its Monday.
#[must_use]
pub fn line(week: &WeekCount) -> String {
    let monday = week.monday.format("%-d %B %Y");
    format!("From **{monday}**: {}", counts(week))
}

/// What the picture shows, for those who can't see it; the earliest week first, as there.
#[must_use]
pub fn alt(weeks: &[WeekCount]) -> String {
    let weeks = weeks.iter().rev();
    let told: Vec<String> = weeks
        .map(|week| format!("{}: {}", day(week.monday), counts(week)))
        .collect();
    format!(
        "Bar chart of posts that went out and people who reflected, by week from its Monday. {}.",
        told.join("; ")
    )
}

fn day(monday: NaiveDate) -> String {
    monday.format("%-d %b %Y").to_string()
}

fn counts(week: &WeekCount) -> String {
    let posts = match week.posts {
        0 => "no posts".to_owned(),
        1 => "1 post".to_owned(),
        posts => format!("{posts} posts"),
    };
    match week.people {
        People::Few => format!("{posts}, few people"),
        People::Many(people) => format!("{posts}, {people} people"),
    }
}
