//! Replies to a post: the signs that answer them, and what `/help` says of it.

use crate::reflection::{CHARACTER_LIMIT, DAILY_LIMIT};

/// A reply is kept.
pub const KEPT: &str = "🌻";
/// A reply could not be read.
pub const UNREAD: &str = "🔕";
/// A reply is more than is taken.
pub const TOO_MUCH: &str = "⏳";
/// The text that a reply's writer agreed to has changed since.
pub const CHANGED: &str = "📜";

/// The signs that say why a reply is not kept as it is.
pub const NOT_KEPT: [&str; 3] = [UNREAD, TOO_MUCH, CHANGED];

/// What there is to know about replies.
#[must_use]
pub fn about() -> String {
    format!(
        "Once you agreed, you can also **reply** to the week's post, or to a message of mine in its thread, \
         with the mention left **on**. \
         {KEPT} says that I keep it. {UNREAD} says that I could not read it: \
         Discord shows me only messages that mention me, so reply once more with the mention on. \
         {TOO_MUCH} says that it was not kept, being more than I take: \
         {DAILY_LIMIT} a day, {CHARACTER_LIMIT} characters each. \
         {CHANGED} says that what you agreed to has changed, so that I keep no new words: \
         press **Reflect** to read it and agree anew, then reply once more; \
         one that bears {KEPT}, too, can be edited once more instead. \
         If your reply is edited or deleted, what I keep follows. \
         Pictures and other files are not kept. Others see your reply as they see any message."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_a_field_and_names_every_sign() {
        let about = about();
        assert!(about.chars().count() <= 1024, "{}", about.chars().count());
        assert!(
            NOT_KEPT
                .iter()
                .chain([&KEPT])
                .all(|sign| about.contains(sign))
        );
    }
}
