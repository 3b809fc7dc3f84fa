//! What the library holds, as others read it. Everything here has been checked: it fits Discord and pings nobody.

use chrono::NaiveDate;

use super::name::{Slug, Topic};

/// One piece of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub slug: Slug,
    /// At most 100 characters: it is offered as a command's choice. Plain text.
    pub title: String,
    pub author: String,
    pub publisher: String,
    /// Where the article came from, if that is known; always https.
    pub source: Option<String>,
    /// Whether it was written for this library, by its author; it has no source then.
    pub original: bool,
    /// At least one, in the order they were written.
    pub topics: Vec<Topic>,
    /// What a reader should know before the rest is shown. Plain text.
    pub content_note: Option<String>,
    /// Paragraphs in Discord's markdown.
    pub summary: String,
    /// Further headed prose, for those who want to know more.
    pub sections: Vec<Section>,
    pub key_points: Vec<String>,
    /// At least one.
    pub practices: Vec<Practice>,
    /// At least one, each in Discord's markdown.
    pub affirmations: Vec<String>,
    /// At least one, each in Discord's markdown.
    pub prompts: Vec<String>,
    /// Books and the like, author first.
    pub resources: Vec<String>,
    /// Titles of related articles, which the library need not hold.
    pub related: Vec<String>,
}

/// Headed prose of an article; it fits an embed's field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Plain text.
    pub heading: String,
    /// Paragraphs and lists in Discord's markdown.
    pub text: String,
}

/// Something to do, in ordered steps; numbered and joined they fit an embed's field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// Unique in the library, not only in its article.
    pub slug: Slug,
    /// At most 100 characters, unique in the library. Plain text.
    pub name: String,
    /// At least one, each in Discord's markdown.
    pub steps: Vec<String>,
}

/// One affirmation and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affirmation<'a> {
    pub article: &'a Article,
    /// Its place among the article's affirmations, from 0.
    pub index: usize,
    pub text: &'a str,
}

/// One question to reflect on and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt<'a> {
    pub article: &'a Article,
    /// Its place among the article's prompts, from 0.
    pub index: usize,
    pub text: &'a str,
}

/// Where to find help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// Directories for every country; at least one.
    pub international: Vec<Service>,
    /// Sorted by name; at most 25, so that one menu holds them.
    pub countries: Vec<Country>,
}

impl Support {
    /// The country of this ISO code, in either case.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries
            .iter()
            .find(|country| country.code.eq_ignore_ascii_case(code))
    }
}

/// The services of one country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2, in capitals.
    pub code: String,
    pub name: String,
    pub services: Vec<Service>,
}

/// Somebody to turn to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub name: String,
    /// How to reach them, such as "call or text 988".
    pub contact: String,
    /// The languages they speak, in English.
    pub languages: Vec<String>,
    /// Their own site; always https.
    pub link: Option<String>,
    /// When they answer, such as "day and night".
    pub hours: String,
    /// When somebody last looked whether all this is still so.
    pub checked_on: NaiveDate,
}
