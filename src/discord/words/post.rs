//! The weekly post.

use chrono::NaiveDate;

use crate::{posting::model::What, store::ids::RoleId};

pub const AFFIRMATIONS: &str = "This week's affirmations";
pub const CONTENT_NOTE: &str = "Before you read";

/// Above the steps of the practice.
#[must_use]
pub fn practice(name: &str) -> String {
    format!("A practice to try: {name}")
}

pub const PROMPT: &str = "To reflect on";

/// At the foot of every post: what happens to replies.
pub const REPLIES: &str = "Replies are kept only for those who opted in. \
    Reflect asks you first, and shows your words to nobody else here.";

/// What a forum's post and a discussion thread are called: the week's Monday and the article.
#[must_use]
pub fn title(what: What, monday: NaiveDate, article: &str) -> String {
    let monday = monday.format("%-d %B");
    match what {
        What::Week => format!("Week of {monday}: {article}"),
        What::Affirmations => format!("Affirmations, week of {monday}: {article}"),
        What::Practice => format!("A practice, week of {monday}: {article}"),
        What::Prompt => format!("A question, week of {monday}: {article}"),
    }
}

/// Above the preview of what gets a thread.
#[must_use]
pub fn called(title: &str) -> String {
    format!("Its thread: **{title}**")
}

/// A role, as each reader's Discord names it.
#[must_use]
pub fn mention(role: RoleId) -> String {
    format!("<@&{role}>")
}
