//! Fitting text to Discord: plain words into markdown, markdown into plain words, long into short.

use chrono::{DateTime, Utc};

/// A day, as each reader's Discord writes it.
#[must_use]
pub fn day(at: DateTime<Utc>) -> String {
    stamp(at, 'D')
}

/// A day and a time, as each reader's Discord writes them, in the reader's own time zone.
#[must_use]
pub fn day_and_time(at: DateTime<Utc>) -> String {
    stamp(at, 'f')
}

/// The same, with the weekday.
#[must_use]
pub fn weekday_and_time(at: DateTime<Utc>) -> String {
    stamp(at, 'F')
}

/// How far off it is, as each reader's Discord counts.
#[must_use]
pub fn relative(at: DateTime<Utc>) -> String {
    stamp(at, 'R')
}

fn stamp(at: DateTime<Utc>, style: char) -> String {
    format!("<t:{}:{style}>", at.timestamp())
}

/// A text's length as the strictest of Discord's clients counts it.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Whether a character turns the direction of all that follows it, until another ends it: in a name it
/// would turn the words after the name. Letters that are read from the right need none.
fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name as it can stand among other words.
#[must_use]
pub fn straight(name: &str) -> String {
    name.chars().filter(|one| !turns(*one)).collect()
}

/// Plain text as it looks in Discord's markdown: nothing in it formats, links, mentions or turns around
/// what stands beside it.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut line_start = true;
    for character in text.chars().filter(|one| !turns(*one)) {
        let special = matches!(
            character,
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']' | '@'
        ) || (line_start && matches!(character, '#' | '>' | '-' | '+'));
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
        line_start = character == '\n' || (line_start && character.is_whitespace());
    }
    escaped
}

/// Discord's markdown without its marks, for where it is not read: labels, placeholders, footers.
#[must_use]
pub fn unmarked(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        match character {
            '\\' => bare.extend(characters.next()),
            // Inside a word it is no mark: snake_case.
            '_' if before.is_alphanumeric()
                && characters.peek().is_some_and(|next| next.is_alphanumeric()) =>
            {
                bare.push('_');
            }
            '*' | '`' | '_' => {}
            other => bare.push(other),
        }
        before = character;
    }
    bare
}

/// At most `most` characters of a text, ending at a word where there is one, with an ellipsis if
/// something was left out.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let kept = &text[..fitting(text, most.saturating_sub(1))];
    let kept = match kept.rfind(char::is_whitespace) {
        Some(space) if space > kept.len() / 2 => &kept[..space],
        _ => kept,
    };
    format!("{}…", kept.trim_end())
}

/// Bytes of the longest beginning of at most `most` characters.
fn fitting(text: &str, most: usize) -> usize {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.len_utf16();
        if used > most {
            return at;
        }
    }
    text.len()
}

/// Blocks laid out on pages of at most `most` characters, with an empty line between. A block that
/// fits no page is broken at a line, else at a space, else anywhere; nothing is left out.
#[must_use]
pub fn pages(blocks: &[String], most: usize) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for block in blocks {
        for (nth, piece) in pieces(block, most).into_iter().enumerate() {
            match pages.last_mut() {
                Some(page) if nth == 0 && length(page) + 2 + length(piece) <= most => {
                    page.push_str("\n\n");
                    page.push_str(piece);
                }
                _ => pages.push(piece.to_owned()),
            }
        }
    }
    pages
}

fn pieces(block: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = block.trim();
    while length(rest) > most {
        let reach = &rest[..fitting(rest, most)];
        let half = reach.len() / 2;
        let end = reach
            .rfind('\n')
            .filter(|at| *at > half)
            .or_else(|| reach.rfind(char::is_whitespace).filter(|at| *at > half))
            .unwrap_or(reach.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.trim_end());
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// One entry a line.
#[must_use]
pub fn list<'a>(entries: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<String> = entries
        .into_iter()
        .map(|entry| format!("- {entry}"))
        .collect();
    lines.join("\n")
}

/// Numbered entries, one a line.
#[must_use]
pub fn numbered(entries: &[String]) -> String {
    let lines: Vec<String> = entries
        .iter()
        .enumerate()
        .map(|(nth, entry)| format!("{}. {entry}", nth + 1))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_formats_nothing_and_mentions_nobody() {
        assert_eq!(
            plain("# *Bold* @everyone <#1> [a](b)\n> quote"),
            "\\# \\*Bold\\* \\@everyone \\<#1> \\[a\\](b)\n\\> quote"
        );
        assert_eq!(plain("Self-care & rest #1"), "Self-care & rest #1");
    }

    #[test]
    fn a_name_read_from_the_right_does_not_turn_what_follows() {
        assert_eq!(plain("\u{202e}حديقة, then"), "حديقة, then");
        assert_eq!(straight("\u{2067}גן\u{2069}"), "גן");
    }

    #[test]
    fn marks_are_taken_off_and_words_are_left() {
        assert_eq!(
            unmarked("What *do* you __need__, \\*now\\*?"),
            "What do you need, *now*?"
        );
        assert_eq!(unmarked("snake_case and _this_"), "snake_case and this");
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(cut("one two three", 13), "one two three");
        assert_eq!(cut("one two three", 12), "one two…");
        assert_eq!(cut("🌻🌻🌻", 5), "🌻🌻…");
        assert_eq!(length(&cut(&"x".repeat(200), 100)), 100);
    }

    #[test]
    fn pages_hold_every_word_in_order() {
        let blocks: Vec<String> = (0..40)
            .map(|nth| format!("{nth} {}", "word ".repeat(nth * 9).trim_end()))
            .collect();
        let pages = pages(&blocks, 300);
        assert!(pages.iter().all(|page| length(page) <= 300));
        let all = |texts: &[String]| -> Vec<String> {
            texts
                .join("\n\n")
                .split_whitespace()
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(all(&pages), all(&blocks));
    }
}
