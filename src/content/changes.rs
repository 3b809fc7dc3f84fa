//! What is different between two libraries, for whoever exchanged one for the other.

use std::fmt;

use super::{Article, Library, Slug};

/// How a library differs from the one before it. It displays in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Articles that were not there before.
    pub added: Vec<Slug>,
    /// Articles that are no longer there.
    pub gone: Vec<Slug>,
    /// Articles of which something is different.
    pub rewritten: Vec<Slug>,
    /// Whether where to find help is different.
    pub support: bool,
}

impl Changes {
    /// What is different in `after`.
    #[must_use]
    pub fn between(before: &Library, after: &Library) -> Self {
        let without = |all: &Library, others: &Library| {
            slugs(all, |article| others.article(&article.slug).is_none())
        };
        Self {
            added: without(after, before),
            gone: without(before, after),
            rewritten: slugs(after, |article| {
                let was = before.article(&article.slug);
                was.is_some_and(|was| was != article)
            }),
            support: before.support() != after.support(),
        }
    }
}

/// The slugs of these articles, sorted.
fn slugs(library: &Library, which: impl Fn(&Article) -> bool) -> Vec<Slug> {
    let articles = library.articles().iter().filter(|article| which(article));
    let mut slugs: Vec<Slug> = articles.map(|article| article.slug.clone()).collect();
    slugs.sort();
    slugs
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists = [
            ("added", &self.added),
            ("gone", &self.gone),
            ("rewritten", &self.rewritten),
        ];
        let mut said: Vec<String> = lists
            .into_iter()
            .filter(|(_, slugs)| !slugs.is_empty())
            .map(|(what, slugs)| {
                let slugs: Vec<&str> = slugs.iter().map(Slug::as_str).collect();
                format!("{what}: {}", slugs.join(", "))
            })
            .collect();
        if self.support {
            said.push("where to find help".to_owned());
        }
        if said.is_empty() {
            said.push("nothing".to_owned());
        }
        f.write_str(&said.join("; "))
    }
}
