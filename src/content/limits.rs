//! How long things may be, so that every answer fits Discord: counted in UTF-16 units, the strictest way anybody counts.
//!
//! A choice's name holds 100, an embed's description 4096, a field's value 1024, an embed in all 6000, a menu 25 options.

/// An article's title, a practice's or country's name: a choice's name.
pub const NAME: usize = 100;
pub const CONTENT_NOTE: usize = 300;
pub const SUMMARY: usize = 2000;
/// The text of one headed section, or one list with its marks: a field's value, with room to spare.
pub const FIELD: usize = 1000;
/// A key point, a book, a related article's title.
pub const ITEM: usize = 250;
pub const AFFIRMATION: usize = 150;
pub const STEP: usize = 220;
pub const PROMPT: usize = 300;
/// Entries of one list: key points, practices, affirmations and so on.
pub const ENTRIES: usize = 10;
/// All that `/article` shows at once; the rest of an embed's 6000 is for the bot's own words.
pub const ANSWER: usize = 5400;
/// What stands before an entry and after it: `10. ` and a line break.
pub const MARK: usize = 5;

pub const LINK: usize = 200;
pub const CONTACT: usize = 150;
pub const HOURS: usize = 100;
pub const LANGUAGE: usize = 30;
pub const LANGUAGES: usize = 6;
pub const SERVICE_NAME: usize = 80;
pub const INTERNATIONAL: usize = 2;
pub const SERVICES: usize = 4;
/// One menu's options.
pub const COUNTRIES: usize = 25;

/// What the bot itself may add to an answer.
const OWN_WORDS: usize = 600;
const SERVICE: usize = SERVICE_NAME + CONTACT + HOURS + LANGUAGES * (LANGUAGE + 2) + LINK / 2 + 60;

// The weekly post fits even if all of it stands in one description.
const _: () = assert!(
    CONTENT_NOTE + ENTRIES * (AFFIRMATION + MARK) + NAME + FIELD + PROMPT + OWN_WORDS <= 4096
);
// So do the content note and the summary; and what `/article` shows fits its embed.
const _: () = assert!(CONTENT_NOTE + SUMMARY + OWN_WORDS <= 4096 && ANSWER + OWN_WORDS <= 6000);
// A country's services beside the international ones.
const _: () = assert!((INTERNATIONAL + SERVICES) * SERVICE <= 6000 - OWN_WORDS);
const _: () = assert!(FIELD <= 1024 && SERVICE <= 1024);

/// A text's length as Discord's clients count it.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The length of a list's entries once each has its mark and its line.
pub fn list_length<'a>(entries: impl IntoIterator<Item = &'a str>) -> usize {
    entries.into_iter().map(|entry| length(entry) + MARK).sum()
}
