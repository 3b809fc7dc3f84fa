//! An article on its way into the library: each thing with its place, and what could not be read left out.

use super::fault::{Marked, Notes};
use super::limits;
use super::model::{Article, Practice, Section};
use super::name::{Slug, Topic};

/// An article as far as it could be read.
#[derive(Default)]
pub struct Draft {
    pub slug: Option<Marked<Slug>>,
    pub title: Option<Marked<String>>,
    pub author: Option<Marked<String>>,
    pub publisher: Option<Marked<String>>,
    pub source: Option<Marked<String>>,
    pub original: bool,
    pub topics: Vec<Topic>,
    pub content_note: Option<Marked<String>>,
    pub summary: Option<Marked<String>>,
    pub sections: Vec<Section>,
    pub key_points: Vec<Marked<String>>,
    pub practices: Vec<DraftPractice>,
    pub affirmations: Vec<Marked<String>>,
    pub prompts: Vec<Marked<String>>,
    pub resources: Vec<Marked<String>>,
    pub related: Vec<Marked<String>>,
}

/// A practice as far as it could be read.
pub struct DraftPractice {
    pub name: Marked<String>,
    pub slug: Option<Marked<Slug>>,
    pub steps: Vec<Marked<String>>,
}

impl Draft {
    /// Notes an article that `/article` could not show at once.
    pub fn fits_an_answer(&self, notes: &mut Notes<'_>) {
        let lines = [
            &self.title,
            &self.author,
            &self.publisher,
            &self.source,
            &self.content_note,
            &self.summary,
        ];
        let lines = lines.into_iter().flatten();
        let lists = [&self.key_points, &self.resources, &self.related];
        let prose = self
            .sections
            .iter()
            .flat_map(|section| [&section.heading, &section.text]);
        let texts = lines
            .chain(lists.into_iter().flatten())
            .map(|text| &text.value)
            .chain(prose);
        let length = limits::list_length(texts.map(String::as_str));
        if let Some(title) = self.title.as_ref().filter(|_| length > limits::ANSWER) {
            let message = format!(
                "the article has {length} characters without its practices, affirmations and prompts, where at most {} fit",
                limits::ANSWER
            );
            notes.at(
                &title.span,
                "too long in all",
                message,
                &format!(
                    "shorten it by {}, or make two of it",
                    length - limits::ANSWER
                ),
            );
        }
    }

    /// The article; nothing if something was missing, which has been noted then.
    pub fn finish(self) -> Option<Article> {
        Some(Article {
            slug: self.slug?.value,
            title: self.title?.value,
            author: self.author?.value,
            publisher: self.publisher?.value,
            source: self.source.map(|source| source.value),
            original: self.original,
            topics: self.topics,
            content_note: self.content_note.map(|note| note.value),
            summary: self.summary?.value,
            sections: self.sections,
            key_points: values(self.key_points),
            practices: self
                .practices
                .into_iter()
                .map(DraftPractice::finish)
                .collect::<Option<_>>()?,
            affirmations: values(self.affirmations),
            prompts: values(self.prompts),
            resources: values(self.resources),
            related: values(self.related),
        })
    }
}

impl DraftPractice {
    fn finish(self) -> Option<Practice> {
        Some(Practice {
            slug: self.slug?.value,
            name: self.name.value,
            steps: values(self.steps),
        })
    }
}

fn values(marked: Vec<Marked<String>>) -> Vec<String> {
    marked.into_iter().map(|entry| entry.value).collect()
}
