//! The library, as its writers and readers meet it: what is embedded, what is refused and how, what comes next.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod choose;
mod docs;
mod echoes;
mod embedded;
mod faults;
mod folder;
mod markdown;
mod originals;
mod report;

use sunflower::content::Article;

/// All that an article says, its title and note included.
fn everything(article: &Article) -> String {
    let sections = article.sections.iter();
    let practices = article.practices.iter();
    let mut said = vec![article.title.as_str(), article.summary.as_str()];
    said.extend(article.content_note.as_deref());
    said.extend(sections.flat_map(|section| [section.heading.as_str(), section.text.as_str()]));
    said.extend(article.key_points.iter().map(String::as_str));
    said.extend(practices.flat_map(|held| {
        std::iter::once(held.name.as_str()).chain(held.steps.iter().map(String::as_str))
    }));
    said.extend(
        article
            .affirmations
            .iter()
            .chain(&article.prompts)
            .map(String::as_str),
    );
    said.join("\n")
}
