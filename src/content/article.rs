//! One file of `articles/`: front matter and sections, read into a draft that keeps the place of each thing.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::draft::{Draft, DraftPractice};
use super::fault::{File, Marked, Notes};
use super::keys::{self, Keys};
use super::model::Section;
use super::name::{Slug, Topic};
use super::report::Fault;
use super::sections::{self, Kind, Marks, Part};
use super::{limits, markdown};

const FENCE: &str = "+++";
/// Some editors begin a file with it.
const BYTE_ORDER_MARK: char = '\u{feff}';
const FRONT_MATTER_HELP: &str =
    "write each key on a line of its own, with its text in quotation marks: title = \"…\"";

/// Reads one article; what is wrong with it is added to the faults.
pub fn read(file: &File, faults: &mut Vec<Fault>) -> Draft {
    let notes = &mut Notes { file, faults };
    let mut draft = Draft::default();
    let outline = match outline(&file.text) {
        Ok(outline) => outline,
        Err(unreadable) => {
            notes.at(&(0..file.text.len()), "begins here", unreadable, "begin it with a line of +++, then title, slug, author, publisher and topics, then +++ again");
            return draft;
        }
    };
    if let Some(table) = keys::parse(notes, outline.front.clone(), FRONT_MATTER_HELP) {
        let keys = Keys {
            table: &table,
            offset: outline.front.start,
            place: outline.fence,
        };
        draft.take_front_matter(&keys, notes);
    }
    let blocks = markdown::blocks(notes, outline.body.start);
    draft.take_body(sections::sections(blocks, notes), outline.body, notes);
    draft.fits_an_answer(notes);
    draft
}

/// Where the parts of an article's file are.
struct Outline {
    /// The line that opens the front matter.
    fence: Range<usize>,
    front: Range<usize>,
    body: Range<usize>,
}

fn outline(text: &str) -> Result<Outline, &'static str> {
    let mut at = text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len();
    let mut fence = None;
    for line in text[at..].split_inclusive('\n') {
        let this = at..at + line.len();
        at = this.end;
        match (&fence, line.trim()) {
            (None, FENCE) => fence = Some(this),
            (None, "") => {}
            (None, _) => break,
            (Some(opening), FENCE) => {
                return Ok(Outline {
                    front: opening.end..this.start,
                    fence: opening.clone(),
                    body: this.end..text.len(),
                });
            }
            (Some(_), _) => {}
        }
    }
    Err(if fence.is_some() {
        "the front matter has no end"
    } else {
        "the file has no front matter"
    })
}

impl Draft {
    fn take_front_matter(&mut self, keys: &Keys<'_>, notes: &mut Notes<'_>) {
        keys.only(
            &[
                "title",
                "slug",
                "author",
                "publisher",
                "source",
                "original",
                "topics",
                "content_note",
            ],
            notes,
        );
        self.title = keys.needed("title", "title = \"…\"", notes);
        self.author = keys.needed("author", "author = \"…\"", notes);
        self.publisher = keys.needed("publisher", "publisher = \"…\"", notes);
        self.source = keys.link("source", notes);
        self.original = keys.flag("original", notes);
        if let Some(source) = self.source.as_ref().filter(|_| self.original) {
            notes.at(
                &source.span,
                "nowhere",
                "an original has no `source`",
                "take the source out; or, if the article is based on another, take out `original = true`",
            );
        }
        self.content_note = keys.text("content_note", notes);
        self.slug = keys
            .needed("slug", "slug = \"a-short-name\"", notes)
            .and_then(|slug| short_name(&slug, "slug", notes));
        let topics = keys.texts("topics", "topics = [\"rest\", \"connection\"]", notes);
        for topic in topics {
            let Some(topic) = short_name::<Topic>(&topic, "topic", notes) else {
                continue;
            };
            if self.topics.contains(&topic.value) {
                notes.at(
                    &topic.span,
                    "again",
                    format!("the topic `{}` is named twice", topic.value),
                    "take one out",
                );
            } else {
                self.topics.push(topic.value);
            }
        }
        let lengths = [
            (&self.title, limits::NAME, "the title"),
            (&self.author, limits::NAME, "the author"),
            (&self.publisher, limits::NAME, "the publisher"),
            (&self.source, limits::LINK, "the source"),
            (&self.content_note, limits::CONTENT_NOTE, "the content note"),
        ];
        for (text, most, what) in lengths {
            if let Some(text) = text {
                notes.length(text, most, what);
            }
        }
    }

    fn take_body(
        &mut self,
        sections: Vec<(Kind, Part)>,
        body: Range<usize>,
        notes: &mut Notes<'_>,
    ) {
        for (kind, _) in Kind::ALL {
            if kind.is_needed() && !sections.iter().any(|(there, _)| *there == kind) {
                let place = self
                    .title
                    .as_ref()
                    .map_or(body.clone(), |title| title.span.clone());
                notes.at(
                    &place,
                    "in this article",
                    format!("the section “{}” is missing", kind.name()),
                    &format!("write it under the heading ## {}", kind.name()),
                );
            }
        }
        for (kind, part) in sections {
            let heading = part.heading.text.span.clone();
            let mut list = |most, what| sections::entries(&part, Marks::Any, most, what, notes);
            match kind {
                Kind::Summary => {
                    self.summary = Some(sections::prose(&part, limits::SUMMARY, notes));
                }
                Kind::Background => self.sections = background(part, notes),
                Kind::Practices => self.practices = practices(part, notes),
                Kind::Affirmations => {
                    self.affirmations = list(limits::AFFIRMATION, "an affirmation");
                }
                Kind::Prompts => self.prompts = list(limits::PROMPT, "a prompt"),
                Kind::KeyPoints => {
                    self.key_points = list(limits::ITEM, "a key point");
                    sections::fits_field(&heading, &self.key_points, "the key points", notes);
                }
                Kind::Resources => {
                    self.resources = list(limits::ITEM, "a resource");
                    sections::fits_field(&heading, &self.resources, "the resources", notes);
                }
                Kind::Related => {
                    self.related = list(limits::ITEM, "a related article's title");
                    sections::fits_field(&heading, &self.related, "the related articles", notes);
                }
            }
        }
    }
}

fn short_name<T: std::str::FromStr<Err = super::name::BadName>>(
    text: &Marked<String>,
    what: &str,
    notes: &mut Notes<'_>,
) -> Option<Marked<T>> {
    match text.value.parse() {
        Ok(value) => Some(Marked {
            value,
            span: text.span.clone(),
        }),
        Err(shape) => {
            notes.at(
                &text.span,
                "not short and plain",
                format!("`{}` can't be a {what}", text.value),
                &format!("a {what} has {shape}"),
            );
            None
        }
    }
}

/// Prose under headings of its own; what stands before the first of them goes under the section's name.
fn background(part: Part, notes: &mut Notes<'_>) -> Vec<Section> {
    let (before, mut parts) = sections::split(part.blocks, HeadingLevel::H3);
    if !before.is_empty() || parts.is_empty() {
        let heading = part.heading;
        parts.insert(
            0,
            Part {
                heading,
                blocks: before,
            },
        );
    }
    let place = parts[0].heading.text.span.clone();
    notes.entries(
        &place,
        parts.len(),
        limits::ENTRIES,
        "parts of the background",
    );
    parts
        .into_iter()
        .map(|part| {
            let heading = &part.heading.text;
            notes.length(heading, limits::NAME, "the heading");
            Section {
                text: sections::prose(&part, limits::FIELD, notes).value,
                heading: heading.value.clone(),
            }
        })
        .collect()
}

/// Practices, each a heading and its numbered steps.
fn practices(part: Part, notes: &mut Notes<'_>) -> Vec<DraftPractice> {
    let (before, parts) = sections::split(part.blocks, HeadingLevel::H3);
    for block in &before {
        notes.at(
            block.span(),
            "no name",
            "this stands before the first practice",
            "begin each practice with its name: ### Like this",
        );
    }
    if before.is_empty() && parts.is_empty() {
        sections::empty(&part.heading, notes);
    }
    notes.entries(
        &part.heading.text.span,
        parts.len(),
        limits::ENTRIES,
        "practices",
    );
    parts.iter().map(|part| practice(part, notes)).collect()
}

fn practice(part: &Part, notes: &mut Notes<'_>) -> DraftPractice {
    let name = part.heading.text.clone();
    notes.length(&name, limits::NAME, "the practice's name");
    let slug = if let Some(id) = &part.heading.id {
        short_name(&name.clone().map(|_| id.clone()), "slug", notes)
    } else {
        let made = Slug::of_words(&name.value);
        if made.is_none() {
            notes.at(
                &name.span,
                "no slug",
                "no slug can be made of this name",
                "give it one: ### The name {#a-short-name}",
            );
        }
        made.map(|slug| name.clone().map(|_| slug))
    };
    let steps = if part.blocks.is_empty() {
        notes.at(
            &name.span,
            "no steps",
            format!("the practice “{}” has no steps", name.value),
            "write its steps below it, each with its number: 1. like this",
        );
        Vec::new()
    } else {
        sections::entries(part, Marks::Numbers, limits::STEP, "a step", notes)
    };
    sections::fits_field(&name.span, &steps, "the steps", notes);
    DraftPractice { name, slug, steps }
}
