//! Affirmations, practices and articles: what stands around the library's own words.

use crate::content::Topic;

/// Where an affirmation or a practice is from.
#[must_use]
pub fn from_article(title: &str) -> String {
    format!("From “{title}”")
}

/// Which step of a practice this is, counted from 1.
#[must_use]
pub fn step(number: usize, of: usize) -> String {
    format!("Step {number} of {of}")
}

/// Which page of an article this is, counted from 1.
#[must_use]
pub fn page(number: usize, of: usize) -> String {
    format!("Page {number} of {of}")
}

pub const CONTENT_NOTE: &str = "Before you read";
pub const KEY_POINTS: &str = "Key points";
pub const RESOURCES: &str = "To go further";
pub const RELATED: &str = "Related articles";
pub const CREDIT: &str = "Where this comes from";

/// Who wrote the article that this one retells; the names are ready for Discord's markdown.
#[must_use]
pub fn credit(title: &str, author: &str, publisher: &str) -> String {
    format!("“{title}” by {author}, {publisher}. Retold here in our own words.")
}

/// Who wrote an article for this library. The publisher is left out where the author's name holds it.
#[must_use]
pub fn original(author: &str, publisher: &str) -> String {
    let by = match author.strip_prefix("The ") {
        Some(name) => format!("the {name}"),
        None => author.to_owned(),
    };
    if author.to_lowercase().contains(&publisher.to_lowercase()) {
        format!("Written for this library by {by}")
    } else {
        format!("Written for this library by {by}, {publisher}")
    }
}

pub const WHICH_ARTICLE: &str = "Which article would you like to read?";
pub const WHICH_PRACTICE: &str = "Which practice would you like to try?";

/// No such topic; `topics` are those there are. It is named if it could be one.
#[must_use]
pub fn unknown_topic(named: Option<&Topic>, topics: &[Topic]) -> String {
    let nothing = named.map_or_else(
        || "I have nothing on that topic.".to_owned(),
        |named| format!("I have nothing on “{named}”."),
    );
    let topics: Vec<&str> = topics.iter().map(Topic::as_str).collect();
    format!(
        "{nothing} Pick one from the list as you type. I know: {}.",
        topics.join(", ")
    )
}

pub const UNKNOWN_ARTICLE: &str = "I don't know that article. \
    Pick one from the list as you type, or use `/article` alone to choose.";

pub const UNKNOWN_PRACTICE: &str = "I don't know that practice. \
    Pick one from the list as you type, or use `/practice` alone to choose.";

pub const ALL_SWITCHED_OFF: &str = "Everything in my library is switched off in this server. \
    Its moderators can change that with `/settings library`.";

pub const ARTICLE_GONE: &str = "This article is no longer in my library. \
    `/article` shows what there is now.";

pub const PRACTICE_GONE: &str = "This practice is no longer in my library. \
    `/practice` shows what there is now.";

pub const PROMPTS_GONE: &str = "These questions are no longer in my library. \
    `/prompt` has others for you.";

pub const TO_REFLECT_ON: &str = "To reflect on";

pub const AFFIRMATIONS_GONE: &str = "These affirmations are no longer in my library. \
    `/affirmation` has others for you.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_original_names_its_writer_and_its_publisher_and_neither_twice() {
        for (author, publisher, by) in [
            (
                "The Sunflower project",
                "Sunflower",
                "the Sunflower project",
            ),
            (
                "Ada Example",
                "The Example Garden",
                "Ada Example, The Example Garden",
            ),
            ("Ada Example", "Ada Example", "Ada Example"),
        ] {
            assert_eq!(
                original(author, publisher),
                format!("Written for this library by {by}")
            );
        }
    }
}
