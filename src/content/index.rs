//! The library itself: what was read and found without fault, and the ways to look something up in it.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use super::model::{Affirmation, Article, Practice, Prompt, Support};
use super::name::{Slug, Topic};
use super::report::{Fault, Report};
use super::source::{self, Files};
use super::{article, check, support};

/// A library without fault. It doesn't change.
#[derive(Debug, Clone)]
pub struct Library {
    articles: Vec<Arc<Article>>,
    topics: Vec<Topic>,
    support: Arc<Support>,
}

impl Library {
    /// The library that is built into the program.
    ///
    /// # Errors
    /// All its faults.
    pub fn embedded() -> Result<Self, Report> {
        let mut faults = Vec::new();
        let files = source::embedded(&mut faults);
        Self::of(files, faults)
    }

    /// The library in a folder.
    ///
    /// # Errors
    /// All its faults, a folder that can't be read among them.
    pub fn read(dir: &Path) -> Result<Self, Report> {
        let mut faults = Vec::new();
        let files = source::in_folder(dir, &mut faults);
        Self::of(files, faults)
    }

    fn of(files: Files, mut faults: Vec<Fault>) -> Result<Self, Report> {
        let support = files
            .support
            .as_ref()
            .map(|file| support::read(file, &mut faults));
        let drafts: Vec<_> = files
            .articles
            .into_iter()
            .map(|file| {
                let draft = article::read(&file, &mut faults);
                (file, draft)
            })
            .collect();
        check::doubles(&drafts, &mut faults);
        if let Some(report) = Report::of(faults) {
            return Err(report);
        }
        // Without a fault nothing is missing, so nothing is left out here.
        let mut articles: Vec<Arc<Article>> = drafts
            .into_iter()
            .filter_map(|(_, draft)| draft.finish())
            .map(Arc::new)
            .collect();
        articles.sort_by(|a, b| a.title.cmp(&b.title));
        let support = support.expect("a library without support.toml has a fault");
        Ok(Self::holding(articles, Arc::new(support)))
    }

    fn holding(articles: Vec<Arc<Article>>, support: Arc<Support>) -> Self {
        let topics: BTreeSet<&Topic> = articles.iter().flat_map(|one| &one.topics).collect();
        Self {
            topics: topics.into_iter().cloned().collect(),
            articles,
            support,
        }
    }

    /// The library without these articles. Cheap: the others are shared.
    #[must_use]
    pub fn without(&self, articles: &BTreeSet<Slug>) -> Self {
        let left = self.articles.iter();
        let left = left.filter(|article| !articles.contains(&article.slug));
        Self::holding(left.cloned().collect(), Arc::clone(&self.support))
    }

    /// Every article, by title.
    #[must_use]
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// The article of this slug.
    #[must_use]
    pub fn article(&self, slug: &Slug) -> Option<&Article> {
        let mut articles = self.articles.iter().map(Arc::as_ref);
        articles.find(|article| article.slug == *slug)
    }

    /// Every topic, once, in order.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The articles on any of these topics, by title; all of them if no topic is named.
    #[must_use]
    pub fn on_topics<'a>(&'a self, topics: &[Topic]) -> Vec<&'a Article> {
        let wanted = |article: &&Article| {
            topics.is_empty() || article.topics.iter().any(|topic| topics.contains(topic))
        };
        self.articles
            .iter()
            .map(Arc::as_ref)
            .filter(wanted)
            .collect()
    }

    /// Every practice with its article, by the article's title, in the article's order.
    pub fn practices(&self) -> impl Iterator<Item = (&Article, &Practice)> {
        self.articles.iter().map(Arc::as_ref).flat_map(|article| {
            article
                .practices
                .iter()
                .map(move |practice| (article, practice))
        })
    }

    /// The practice of this slug, with its article.
    #[must_use]
    pub fn practice(&self, slug: &Slug) -> Option<(&Article, &Practice)> {
        self.practices()
            .find(|(_, practice)| practice.slug == *slug)
    }

    /// The affirmations of a topic's articles, or of all; in an order that only changes with the library.
    #[must_use]
    pub fn affirmations(&self, topic: Option<&Topic>) -> Vec<Affirmation<'_>> {
        self.on_topics(topic.map(std::slice::from_ref).unwrap_or_default())
            .into_iter()
            .flat_map(|article| {
                let numbered = article.affirmations.iter().enumerate();
                numbered.map(move |(index, text)| Affirmation {
                    article,
                    index,
                    text,
                })
            })
            .collect()
    }

    /// The prompts of a topic's articles, or of all; in an order that only changes with the library.
    #[must_use]
    pub fn prompts(&self, topic: Option<&Topic>) -> Vec<Prompt<'_>> {
        self.on_topics(topic.map(std::slice::from_ref).unwrap_or_default())
            .into_iter()
            .flat_map(|article| {
                let numbered = article.prompts.iter().enumerate();
                numbered.map(move |(index, text)| Prompt {
                    article,
                    index,
                    text,
                })
            })
            .collect()
    }

    /// Where to find help.
    #[must_use]
    pub fn support(&self) -> &Support {
        &self.support
    }
}
