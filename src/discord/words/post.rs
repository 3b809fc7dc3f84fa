//! The weekly post.

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
