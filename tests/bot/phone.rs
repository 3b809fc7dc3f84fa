//! A member on a phone, where a line holds about 40 characters: every article, in every part of the week,
//! as the post that the bot composes of it.
//!
//! What is held is that no line of a post needs more than 40 characters to make sense. A phone wraps
//! every line, so that what must not depend on the wrapping is:
//!
//! - **Layout.** Nothing is lined up: no code, no table, no quoted column, no tab, no two spaces in a row,
//!   no indented list. No line was broken by hand within a sentence, or a phone would show long and short
//!   lines in turn.
//! - **Words.** Nothing over 40 characters without a space, which a phone would break anywhere or push out
//!   of sight; no address shown as such.
//! - **Beginnings.** The first 40 characters of every line say what it is: a mark (🌻, a step's number) is
//!   followed on the same line by words, a sentence begins as one, and three whole words of it fit.
//! - **Headings.** Each begins with one that readers know from the week before, and so does the
//!   reader who sees 40 characters of it; a title has three whole words there.
//! - **Steps.** Numbered from 1 without a gap, since a step that wraps looks like two lines.
//! - **Buttons.** A label has at most 20 characters, so that none is cut where two stand side by side, and
//!   no row has more than three.
//! - **Titles of threads.** A list of them shows one line each: the first 40 characters tell which part of
//!   the week, of which week, and no two posts of a quarter look the same there.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sunflower::{
    content::{Article, Library},
    discord::{
        channel::Channels,
        login::Token,
        rest::{Rest, http_client},
    },
    posting::{
        Channel as _,
        channel::{Composed, Edition},
        model::{Manner, PostId, What},
    },
    store::ids::GuildId,
};
use tokio_util::sync::CancellationToken;

/// Characters of a phone's line.
const LINE: usize = 40;
/// Characters of a button's label.
const LABEL: usize = 20;
/// What the post's headings begin with, each of which fits a line.
const HEADINGS: [&str; 4] = [
    "Before you read",
    "This week's affirmations",
    "A practice to try: ",
    "To reflect on",
];
const AFFIRMATION: &str = "🌻 ";

/// Composes as the running bot does; nothing is sent.
fn composer() -> Channels {
    let token = Token::parse("nobody's").expect("a token's letters");
    let http = http_client(None).expect("a client");
    let rest = Rest::new(http, &token, None, CancellationToken::new());
    Channels::new(rest.into(), serenity::all::UserId::new(1))
}

fn compose(channels: &Channels, article: &Article, turn: usize, what: What) -> Composed {
    compose_at(channels, article, turn, what, long_date())
}

fn compose_at(
    channels: &Channels,
    article: &Article,
    turn: usize,
    what: What,
    due_at: DateTime<Utc>,
) -> Composed {
    let id = "AAECAwQFBgcICQoLDA0ODw";
    channels.compose(&Edition {
        post: id.parse::<PostId>().expect("an id"),
        schedule: id.parse().expect("an id"),
        guild: GuildId::new(1),
        due_at,
        zone: chrono_tz::Europe::London,
        manner: &Manner {
            what,
            ..Manner::default()
        },
        article,
        practice: &article.practices[turn % article.practices.len()],
        prompt: &article.prompts[turn % article.prompts.len()],
        affirmations: &article.affirmations,
    })
}

/// A Monday whose name is as long as any.
fn long_date() -> DateTime<Utc> {
    crate::garden::at("2026-09-28T09:00:00Z")
}

/// Every post that the library can become: with each practice and each prompt once.
fn every_post(mut look: impl FnMut(&str, &Composed)) {
    let channels = composer();
    let library = Library::embedded().expect("the library is sound");
    for article in library.articles() {
        for what in What::ALL {
            for turn in 0..article.practices.len().max(article.prompts.len()) {
                let composed = compose(&channels, article, turn, *what);
                look(&format!("{}, {what}, {turn}", article.slug), &composed);
            }
        }
    }
}

/// The beginning of a text that one line of a phone shows: whole words only.
fn one_line(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(LINE)
        .map_or(text.len(), |(at, _)| at);
    if end == text.len() || text[end..].starts_with(' ') {
        return &text[..end];
    }
    text[..end].rfind(' ').map_or("", |space| &text[..space])
}

/// A line without the mark of its list: an affirmation's sunflower, a step's number, a dash.
fn without_mark(line: &str) -> &str {
    let numbered = line
        .split_once(". ")
        .filter(|(number, _)| number.parse::<u32>().is_ok())
        .map(|(_, rest)| rest);
    let listed = line.strip_prefix(AFFIRMATION).or(line.strip_prefix("- "));
    numbered.or(listed).unwrap_or(line)
}

/// What a phone makes unreadable of a line of text, if anything.
fn spoiled(line: &str) -> Option<&'static str> {
    let sentence = without_mark(line);
    let bare = sentence.trim_start_matches(['*', '_', '“', '"', '\'', '‘', '(']);
    let Some(first) = bare.chars().next() else {
        return Some("a mark alone");
    };
    if line.contains('`') {
        return Some("code, which does not wrap");
    }
    if line.contains('|') || line.contains('\t') || line.contains("  ") || line.starts_with(' ') {
        return Some("lined up, which wrapping breaks");
    }
    if line.starts_with('>') || line.contains("](") || line.contains("http") {
        return Some("a quote, a link or an address");
    }
    if line.split(' ').any(|word| word.chars().count() > LINE) {
        return Some("a word longer than a line");
    }
    if !(first.is_uppercase() || first.is_numeric()) {
        return Some("it does not begin as a sentence does");
    }
    let shown = one_line(line).split(' ').count();
    let marks = usize::from(sentence.len() < line.len());
    if shown < line.split(' ').count().min(3 + marks) {
        return Some("its first line does not show three words");
    }
    let end = sentence.trim_end_matches(['*', '_', '”', '"', '\'', '’', ')']);
    if !end.ends_with(['.', '?', '!', '…', ':']) {
        return Some("broken within a sentence");
    }
    None
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The headings of a post and the lines of its text, its footer's included.
fn parts(body: &Value) -> (Vec<String>, Vec<String>) {
    let (mut headings, mut lines) = (Vec::new(), Vec::new());
    for embed in body["embeds"].as_array().expect("embeds") {
        for line in text(&embed["description"]).lines() {
            let bold = line
                .strip_prefix("**")
                .and_then(|line| line.strip_suffix("**"));
            match bold {
                Some(heading) => headings.push(heading.to_owned()),
                None if line.is_empty() => {}
                None => lines.push(line.to_owned()),
            }
        }
        for field in embed["fields"].as_array().into_iter().flatten() {
            headings.push(text(&field["name"]).to_owned());
            lines.extend(text(&field["value"]).lines().map(str::to_owned));
        }
        let footer = text(&embed["footer"]["text"]);
        lines.extend(footer.lines().map(str::to_owned));
    }
    (headings, lines)
}

#[tokio::test]
async fn every_line_of_every_post_can_be_read_on_a_phone() {
    let mut seen = 0;
    every_post(|name, composed| {
        let body: Value = serde_json::from_str(&composed.body).expect("JSON");
        let (headings, lines) = parts(&body);
        assert!(!lines.is_empty(), "{name}: nothing to read");
        for line in &lines {
            assert_eq!(spoiled(line), None, "{name}: {line}");
            seen += 1;
        }
        for heading in &headings {
            let known = HEADINGS.iter().find(|known| heading.starts_with(*known));
            let known = known.unwrap_or_else(|| panic!("{name}: what is {heading:?}?"));
            let shown = one_line(heading);
            // Where a name follows, at least one word of it is on the first line.
            let more = usize::from(known.ends_with(' '));
            let least = known.split_whitespace().count() + more;
            assert!(shown.split(' ').count() >= least, "{name}: {heading}");
        }
        let title = text(&body["embeds"][0]["title"]);
        assert!(one_line(title).split(' ').count() >= 3, "{name}: {title}");
    });
    assert!(seen > 500, "the whole library was read, not {seen} lines");
}

#[tokio::test]
async fn steps_are_numbered_from_one_without_a_gap() {
    every_post(|name, composed| {
        let body: Value = serde_json::from_str(&composed.body).expect("JSON");
        let fields = body["embeds"][0]["fields"].as_array();
        for field in fields.into_iter().flatten() {
            if !text(&field["name"]).starts_with("A practice to try") {
                continue;
            }
            for (nth, line) in text(&field["value"]).lines().enumerate() {
                let number = format!("{}. ", nth + 1);
                assert!(line.starts_with(&number), "{name}: {line}");
            }
        }
    });
}

#[tokio::test]
async fn no_button_of_a_post_is_cut() {
    every_post(|name, composed| {
        let body: Value = serde_json::from_str(&composed.body).expect("JSON");
        let rows = body["components"].as_array().expect("rows");
        assert_eq!(rows.len(), 1, "{name}");
        let buttons = rows[0]["components"].as_array().expect("buttons");
        assert!((1..=3).contains(&buttons.len()), "{name}");
        for button in buttons {
            let label = text(&button["label"]);
            assert!(
                (1..=LABEL).contains(&label.chars().count()),
                "{name}: {label}"
            );
        }
    });
}

#[tokio::test]
async fn the_title_of_a_thread_tells_its_part_and_its_week_where_a_list_cuts_it() {
    let mut parts = Vec::new();
    every_post(|name, composed| {
        let shown: String = composed.title.chars().take(LINE).collect();
        let (part, article) = shown.split_once(": ").expect("what, then of which article");
        assert!(part.ends_with("eek of 28 September"), "{name}: {shown}");
        assert!(!article.is_empty(), "{name}: {shown}");
        parts.push(part.to_owned());
    });
    parts.sort();
    parts.dedup();
    assert_eq!(parts.len(), What::ALL.len(), "{parts:?}");
}

#[tokio::test]
async fn no_two_posts_of_a_quarter_look_the_same_in_a_list_of_threads() {
    let channels = composer();
    let library = Library::embedded().expect("the library is sound");
    let article = &library.articles()[0];
    let mut shown = Vec::new();
    for week in 0..13 {
        for what in What::ALL {
            let due_at = long_date() + TimeDelta::weeks(week);
            let title = compose_at(&channels, article, 0, *what, due_at).title;
            shown.push(title.chars().take(LINE).collect::<String>());
        }
    }
    let all = shown.len();
    shown.sort();
    shown.dedup();
    assert_eq!(shown.len(), all);
}

#[test]
fn what_a_phone_spoils_is_seen() {
    let long = format!("See {}.", "x".repeat(41));
    for spoilt in [
        "| day | mood |",
        "Monday   fine.",
        "  - Nested under another.",
        "Type `a command` here.",
        "See https://example.com for more.",
        "> Somebody said so.",
        "🌻 🌻",
        "🌻 ",
        "— and so on.",
        "and this line was broken by hand.",
        "This one was broken by hand, in the",
        "Incomprehensibilities, characteristically unsaid.",
        &long,
    ] {
        assert!(spoiled(spoilt).is_some(), "{spoilt:?}");
    }
    for fine in [
        "🌻 I may go slowly.",
        "1. Choose a place where you feel safe enough, and set an end: ten minutes are plenty.",
        "“Enough” is a word, too.",
        "Rest.",
    ] {
        assert_eq!(spoiled(fine), None, "{fine:?}");
    }
}
