//! An article's body by its headings: which section is which, and what each may hold.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::fault::{Marked, Notes};
use super::markdown::{Block, Heading};
use super::{limits, near};

/// The sections of an article, in the order they are best written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Summary,
    KeyPoints,
    Background,
    Practices,
    Affirmations,
    Prompts,
    Resources,
    Related,
}

impl Kind {
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Summary, "Summary"),
        (Self::KeyPoints, "Key points"),
        (Self::Background, "Background"),
        (Self::Practices, "Practices"),
        (Self::Affirmations, "Affirmations"),
        (Self::Prompts, "Prompts"),
        (Self::Resources, "Resources"),
        (Self::Related, "Related articles"),
    ];

    fn of(heading: &str) -> Option<Self> {
        let named = Self::ALL
            .into_iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(heading));
        named.map(|(kind, _)| kind)
    }

    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// What an article can't go without.
    pub fn is_needed(self) -> bool {
        !matches!(self, Self::Background | Self::Resources | Self::Related)
    }
}

/// A heading and what stands under it.
pub struct Part {
    pub heading: Heading,
    pub blocks: Vec<Block>,
}

/// The body's sections; unknown ones, doubles and what stands outside are noted.
pub fn sections(blocks: Vec<Block>, notes: &mut Notes<'_>) -> Vec<(Kind, Part)> {
    let (before, parts) = split(blocks, HeadingLevel::H2);
    match before.first() {
        Some(Block::Heading(heading)) if heading.level == HeadingLevel::H1 => {
            misplaced(heading, notes);
        }
        Some(block) => notes.at(
            block.span(),
            "outside",
            "this stands before the first section",
            "put it under a heading such as ## Summary",
        ),
        None => {}
    }
    let mut sections: Vec<(Kind, Part)> = Vec::new();
    for part in parts {
        let heading = &part.heading.text;
        let Some(kind) = Kind::of(&heading.value) else {
            let names = Kind::ALL.map(|(_, name)| name);
            let help = near::nearest(&heading.value, &names).map_or_else(
                || format!("the sections are: {}. Put other prose under ## Background, with headings of ###", names.join(", ")),
                |near| format!("did you mean ## {near}?"),
            );
            notes.at(
                &heading.span,
                "not known",
                format!("the section “{}” is not known", heading.value),
                &help,
            );
            continue;
        };
        if sections.iter().any(|(known, _)| *known == kind) {
            notes.at(
                &heading.span,
                "again",
                format!("a second section “{}”", kind.name()),
                "put the two together",
            );
            continue;
        }
        sections.push((kind, part));
    }
    sections
}

/// What stands before the first heading of this level, and the parts that each begin with one.
pub fn split(blocks: Vec<Block>, level: HeadingLevel) -> (Vec<Block>, Vec<Part>) {
    let mut before = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    for block in blocks {
        match (block, parts.last_mut()) {
            (Block::Heading(heading), _) if heading.level == level => parts.push(Part {
                heading,
                blocks: Vec::new(),
            }),
            (block, Some(part)) => part.blocks.push(block),
            (block, None) => before.push(block),
        }
    }
    (before, parts)
}

/// Notes a section with nothing in it.
pub fn empty(heading: &Heading, notes: &mut Notes<'_>) {
    notes.at(
        &heading.text.span,
        "empty",
        format!("nothing stands under “{}”", heading.text.value),
        "write something under it, or take the heading out",
    );
}

/// Paragraphs and lists as Discord's markdown.
pub fn prose(part: &Part, most: usize, notes: &mut Notes<'_>) -> Marked<String> {
    let mut pieces = Vec::new();
    for block in &part.blocks {
        match block {
            Block::Heading(heading) => misplaced(heading, notes),
            Block::Paragraph(text) => pieces.push(text.value.clone()),
            Block::List { ordered, items, .. } => pieces.push(list(*ordered, items)),
        }
    }
    if part.blocks.is_empty() {
        empty(&part.heading, notes);
    }
    let text = Marked {
        value: pieces.join("\n\n"),
        span: part.heading.text.span.clone(),
    };
    notes.length(
        &text,
        most,
        &format!("the text under “{}”", part.heading.text.value),
    );
    text
}

fn list(ordered: bool, items: &[Marked<String>]) -> String {
    let mark = |n: usize| {
        if ordered {
            format!("{}. ", n + 1)
        } else {
            "- ".to_owned()
        }
    };
    let lines = items
        .iter()
        .enumerate()
        .map(|(n, item)| mark(n) + &item.value);
    lines.collect::<Vec<_>>().join("\n")
}

/// How the entries of a list are to be marked.
#[derive(Clone, Copy, PartialEq)]
pub enum Marks {
    Any,
    Numbers,
}

/// The entries under a heading: a list and nothing else.
pub fn entries(
    part: &Part,
    marks: Marks,
    most: usize,
    what: &str,
    notes: &mut Notes<'_>,
) -> Vec<Marked<String>> {
    let mut entries: Vec<Marked<String>> = Vec::new();
    for block in &part.blocks {
        match block {
            Block::Heading(heading) => misplaced(heading, notes),
            Block::Paragraph(text) => notes.at(
                &text.span,
                "not in the list",
                "a paragraph where a list is wanted",
                how(marks),
            ),
            Block::List {
                ordered,
                items,
                span,
            } => {
                if marks == Marks::Numbers && !ordered {
                    notes.at(
                        span,
                        "not numbered",
                        "the steps are not numbered",
                        how(marks),
                    );
                }
                entries.extend(items.iter().cloned());
            }
        }
    }
    if part.blocks.is_empty() {
        empty(&part.heading, notes);
    }
    for entry in &entries {
        notes.length(entry, most, what);
    }
    let heading = &part.heading.text;
    notes.entries(
        &heading.span,
        entries.len(),
        limits::ENTRIES,
        &format!("entries under “{}”", heading.value),
    );
    entries
}

/// Notes a list that is too long to be shown at once.
pub fn fits_field(
    heading: &Range<usize>,
    entries: &[Marked<String>],
    what: &str,
    notes: &mut Notes<'_>,
) {
    let length = limits::list_length(entries.iter().map(|entry| entry.value.as_str()));
    if length > limits::FIELD {
        let message = format!(
            "{what} have {length} characters together, where at most {} fit",
            limits::FIELD
        );
        notes.at(
            heading,
            "too long together",
            message,
            &format!("shorten them by {}", length - limits::FIELD),
        );
    }
}

fn how(marks: Marks) -> &'static str {
    match marks {
        Marks::Any => "begin each entry with a hyphen and a space: - like this",
        Marks::Numbers => "begin each step with its number: 1. like this",
    }
}

fn misplaced(heading: &Heading, notes: &mut Notes<'_>) {
    let help = if heading.level == HeadingLevel::H1 {
        "the title stands in the front matter; sections begin with ##"
    } else {
        "sections begin with ##; only Practices and Background have headings of ### in them"
    };
    notes.at(
        &heading.text.span,
        "this heading",
        format!("the heading “{}” has no place here", heading.text.value),
        help,
    );
}
