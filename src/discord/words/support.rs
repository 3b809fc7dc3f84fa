//! Where to find help.

use chrono::NaiveDate;

pub const TITLE: &str = "Where to find help";

pub const INTRODUCTION: &str = "You don't have to carry it alone. \
    In danger right now? Call your local emergency number first.";

pub const ANYWHERE: &str = "Anywhere in the world";

/// The country was guessed; its name is ready for Discord's markdown.
#[must_use]
pub fn guessed(country: &str) -> String {
    format!("Your Discord's language made me guess **{country}**. The menu below has others.")
}

pub const UNKNOWN_COUNTRY: &str = "I have nothing for that country yet. \
    These can find help anywhere:";

/// When the services shown were last looked at.
#[must_use]
pub fn checked_on(day: NaiveDate) -> String {
    format!("Last checked on {}", day.format("%-d %B %Y"))
}
