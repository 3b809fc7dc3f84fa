//! Whatever the library may hold fits Discord, and a phone: tried with the largest there can be.

mod noticed;
mod past;
mod scheduled;

use serde_json::Value;

use super::{text, *};
use crate::{
    calendar::Recurrence,
    content::{Article, Library, Practice, Section},
    discord::{
        custom_id::{LONGEST, Pool, View},
        permissions::Tag,
    },
    posting::{
        channel::Edition,
        model::{
            ChannelKind, Manner, Notice, NoticeKind, PostId, RefusedReason, Schedule,
            ScheduleState, Topics, UnreadableSchedule, What,
        },
    },
    store::ids::{ChannelId, GuildId, RoleId, TagId},
};

/// Discord's limits, as its documentation states them.
const EMBED: usize = 6000;

fn count(value: &Value) -> usize {
    value.as_str().map_or(0, text::length)
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Checks a message against Discord's limits.
fn check(answer: Answer) {
    let message = answer.into_post();
    let mut all = 0;
    for embed in array(&message["embeds"]) {
        let fields = array(&embed["fields"]);
        for (text, most) in [
            (&embed["title"], 256),
            (&embed["description"], 4096),
            (&embed["footer"]["text"], 2048),
            (&embed["author"]["name"], 256),
        ] {
            assert!(count(text) <= most, "{} in {most}: {text}", count(text));
            all += count(text);
        }
        assert!(fields.len() <= 25);
        for field in fields {
            assert!((1..=256).contains(&count(&field["name"])), "{field}");
            assert!((1..=1024).contains(&count(&field["value"])), "{field}");
            all += count(&field["name"]) + count(&field["value"]);
        }
    }
    assert!(all <= EMBED, "{all}");
    assert!(array(&message["embeds"]).len() <= 10);
    let rows = array(&message["components"]);
    assert!(rows.len() <= 5);
    let mut ids = Vec::new();
    for row in rows {
        let held = array(&row["components"]);
        assert!((1..=5).contains(&held.len()));
        for component in held {
            if let Some(id) = component["custom_id"].as_str() {
                assert!(id.len() <= LONGEST);
                assert!(!ids.contains(&id), "{id} twice");
                ids.push(id);
            }
            assert!(count(&component["label"]) <= 80);
            for option in array(&component["options"]) {
                assert!((1..=100).contains(&count(&option["label"])), "{option}");
                assert!(count(&option["description"]) <= 100);
                assert!((1..=100).contains(&count(&option["value"])), "{option}");
            }
            assert!(array(&component["options"]).len() <= 25);
        }
    }
}

/// Words of exactly `length` characters.
fn words(length: usize) -> String {
    "kindness "
        .chars()
        .cycle()
        .take(length - 1)
        .chain(['.'])
        .collect()
}

/// As large as content's limits let an article be, and then some: they allow no more in all than
/// one answer holds, and this has every part at its largest.
fn largest() -> Article {
    let ten = |length: usize| (0..10).map(|_| words(length)).collect::<Vec<_>>();
    Article {
        slug: "a".repeat(32).parse().expect("a slug"),
        title: words(100),
        author: words(100),
        publisher: words(100),
        source: Some(format!("https://example.com/{}", "a".repeat(180))),
        original: false,
        topics: vec!["b".repeat(32).parse().expect("a topic")],
        content_note: Some(words(300)),
        summary: words(2000),
        sections: (0..3)
            .map(|_| Section {
                heading: words(100),
                text: words(1000),
            })
            .collect(),
        key_points: ten(95),
        practices: vec![Practice {
            slug: "c".repeat(32).parse().expect("a slug"),
            name: words(100),
            steps: ten(95),
        }],
        affirmations: ten(150),
        prompts: vec![words(300)],
        resources: ten(95),
        related: ten(95),
    }
}

fn largest_edition<'a>(article: &'a Article, manner: &'a Manner) -> Edition<'a> {
    let id = "AAECAwQFBgcICQoLDA0ODw";
    Edition {
        post: id.parse().expect("an id"),
        schedule: id.parse().expect("an id"),
        guild: GuildId::new(1),
        due_at: "2026-09-23T09:00:00Z".parse().expect("an instant"),
        zone: chrono_tz::Tz::UTC,
        manner,
        article,
        practice: &article.practices[0],
        prompt: &article.prompts[0],
        affirmations: &article.affirmations,
    }
}

fn largest_post(article: &Article) -> Answer {
    post::message(&largest_edition(article, &Manner::default()))
}

/// Every manner there is, with the most of everything.
fn manners() -> impl Iterator<Item = Manner> {
    let kinds = ChannelKind::ALL.iter();
    kinds.flat_map(|kind| {
        What::ALL.iter().map(|what| Manner {
            kind: *kind,
            what: *what,
            mention: Some(RoleId::new(u64::MAX)),
            thread: true,
            quiet: true,
            tags: vec![TagId::new(u64::MAX); 5],
        })
    })
}

#[test]
fn the_largest_weekly_post_fits_in_every_kind_of_channel() {
    let article = largest();
    for manner in manners() {
        let edition = largest_edition(&article, &manner);
        check(post::message(&edition));
        check(post::preview(&edition));
        let composed = post::weekly_post(&edition);
        assert!(text::length(&composed.title) <= 100, "{}", composed.title);
        let body: Value = serde_json::from_str(&composed.body).expect("JSON");
        let message = if manner.kind == ChannelKind::Forum {
            assert_eq!(body["name"], composed.title);
            assert!(array(&body["applied_tags"]).len() <= 5);
            &body["message"]
        } else {
            &body
        };
        assert!(count(&message["content"]) <= 2000);
    }
}

#[test]
fn every_page_of_the_largest_article_fits_and_says_all_of_it_in_order() {
    let article = largest();
    let pages = article::pages(&article);
    let said = pages.join("\n");
    let note = said.find("Before you read").expect("the note");
    assert_eq!(note, 2, "first of all");
    let mut from = 0;
    for part in [
        "Key points",
        "To go further",
        "Related articles",
        "Where this comes from",
    ] {
        let at = said[from..].find(part).unwrap_or_else(|| panic!("{part}"));
        from += at;
    }
    for page in 0..pages.len() {
        let page = u32::try_from(page).expect("few pages");
        check(article::shown(&article, page, 7));
    }
}

#[test]
fn everything_of_our_own_library_fits() {
    let library = Library::embedded().expect("our library has no fault");
    check(article::choice(&library, 0));
    check(practice::choice(&library, None, 0).expect("practices"));
    check(help::help());
    for article in library.articles() {
        for page in 0..10 {
            check(article::article(&library, &article.slug, page, 7).expect("an article"));
        }
        check(practice::choice(&library, Some(&article.slug), 0).expect("practices"));
    }
    for (_, practice) in library.practices() {
        for view in (0..12).map(View::Step).chain([View::All]) {
            check(practice::practice(&library, &practice.slug, view).expect("a practice"));
        }
    }
    for step in 0..50 {
        check(affirmation::affirmation(&library, Pool::All, 9, step, true).expect("one"));
    }
    let directory = library.support();
    check(support::support(directory, support::Wanted::Unknown));
    for country in &directory.countries {
        check(support::support(
            directory,
            support::Wanted::Guessed(country),
        ));
    }
}

#[test]
fn the_consent_fits_and_so_does_the_form() {
    let source = crate::discord::custom_id::Source::Article {
        slug: "a".repeat(32).parse().expect("a slug"),
        prompt: u32::MAX,
    };
    check(reflections::consent(
        source.clone(),
        crate::reflection::model::Retention::HalfYear,
    ));
    let form = reflections::form(source, &words(300), true);
    let form = serde_json::to_value(form).expect("a form");
    let field = &form["components"][0]["components"][0];
    assert!(count(&form["title"]) <= 45 && count(&field["label"]) <= 45);
    assert!(count(&field["placeholder"]) <= 100);
}

#[test]
fn the_longest_reflection_fits_with_the_longest_prompt() {
    use crate::reflection::{
        find::Found,
        model::{Entry, Page, Scope, Words},
    };
    let at = "2026-11-23T09:00:00Z".parse().expect("an instant");
    for text in ["line\n".repeat(800), words(4000)] {
        let entry = Entry {
            id: "AAECAwQFBgcICQoLDA0ODw".parse().ok(),
            guild: GuildId::new(1),
            post: None,
            words: Some(Words {
                prompt: words(300),
                text,
            }),
            written_at: at,
            ends_at: at,
        };
        let page = Page {
            entries: vec![entry],
            page: 0,
            pages: 2,
            total: 2,
        };
        check(reflections::page(&page, Scope::Everywhere));
        let found = Found {
            entry: page.entries.first().cloned(),
            nth: 0,
            total: u32::MAX,
            place: u32::MAX,
            unreadable: 0,
        };
        check(searching::found(&found, &words(100), Scope::Everywhere));
    }
    check(reflections::given_back("Why.", &words(4000)));
    check(reflections::given_back("Why.", &"🌻".repeat(4000)));
}
