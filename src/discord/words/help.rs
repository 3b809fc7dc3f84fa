//! What there is.

pub const TITLE: &str = "Hello, I am Sunflower";

pub const INTRODUCTION: &str = "Once a week I post an affirmation, a practice and a question \
    to reflect on. In between, ask me whenever you like. \
    Only you see my answers, unless you set **share**.";

pub const FOR_EVERYONE: &str = "For everyone";
pub const FOR_MODERATORS: &str = "For moderators";
pub const SCHEDULES: &str = "For moderators: schedules";

/// The heading of what did not fit under a heading.
#[must_use]
pub fn continued(heading: &str) -> String {
    format!("{heading}, continued")
}

pub const YOUR_WORDS: &str = "Your words stay yours";

pub const BY_REPLY: &str = "Reflecting by a reply";

pub const ABOUT_REFLECTIONS: &str = "`/reflect` and every **Reflect** button open the form. \
    To keep a message of your own, open its menu, then *Apps*, **Keep as my reflection**.\n\
    A reflection is kept only after you agreed, and for you alone. \
    In a server, `/reflections` shows those you wrote there; \
    in direct messages with me, those of every server. \
    What you wrote in the form under a post can be shared in its thread, and taken back.";
