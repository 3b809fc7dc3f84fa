//! An article: content note first, in as many pages as a phone likes; and the list to choose from.

use serenity::all::{CreateButton, CreateEmbed, CreateEmbedFooter};

use super::{Item, button, picker, text, turning};
use crate::{
    content::{Article, Library, Slug},
    discord::{
        Refusal,
        answer::Answer,
        custom_id::{CustomId, Menu, Pool, View},
        words::{labels, reading},
    },
};

/// Characters of a page: about two screens of a phone, and well within an embed's 4096.
const PAGE: usize = 2000;
/// Characters that are not worth turning a page for.
const FEW_LINES: usize = 400;

/// A page of an article of the library. `seed` begins the walk over its affirmations.
///
/// # Errors
///
/// If it has left the library.
pub fn article(library: &Library, slug: &Slug, page: u32, seed: u16) -> Result<Answer, Refusal> {
    let article = library.article(slug);
    let article = article.ok_or_else(|| Refusal::new(reading::ARTICLE_GONE))?;
    Ok(shown(article, page, seed))
}

/// A page of an article: the last one if a later one is asked for.
pub(super) fn shown(article: &Article, page: u32, seed: u16) -> Answer {
    let pages = pages(article);
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let page = page.min(count.saturating_sub(1));
    let said = pages.get(page as usize).map_or("", String::as_str);
    let embed = CreateEmbed::new()
        .title(text::plain(&article.title))
        .description(said)
        .footer(CreateEmbedFooter::new(footer(article, page, count)));
    let turned = |page| CustomId::Article {
        slug: article.slug.clone(),
        page,
        post: None,
    };
    Answer::embed(embed)
        .buttons(turning(page, count, turned))
        .buttons(onward(article, seed))
}

/// An article's text, page by page. A last page of a few lines joins the one before.
pub(super) fn pages(article: &Article) -> Vec<String> {
    let mut pages = text::pages(&blocks(article), PAGE);
    if pages.len() > 1
        && let Some(last) = pages.pop_if(|last| text::length(last) < FEW_LINES)
        && let Some(before) = pages.last_mut()
    {
        before.push_str("\n\n");
        before.push_str(&last);
    }
    pages
}

fn footer(article: &Article, page: u32, pages: u32) -> String {
    let credit = byline(article);
    if pages < 2 {
        credit
    } else {
        let page = reading::page(page as usize + 1, pages as usize);
        format!("{credit}\n{page}")
    }
}

/// Whose article it is, in a line of plain text.
fn byline(article: &Article) -> String {
    if article.original {
        reading::original(&article.author, &article.publisher)
    } else {
        format!("{} · {}", article.author, article.publisher)
    }
}

fn headed(heading: &str, body: &str) -> String {
    format!("**{heading}**\n{body}")
}

/// What an article says, in the order it is read.
fn blocks(article: &Article) -> Vec<String> {
    let mut blocks = Vec::new();
    if let Some(note) = &article.content_note {
        blocks.push(headed(reading::CONTENT_NOTE, &text::plain(note)));
    }
    blocks.extend(article.summary.split("\n\n").map(str::to_owned));
    if !article.key_points.is_empty() {
        let points = text::list(article.key_points.iter().map(String::as_str));
        blocks.push(headed(reading::KEY_POINTS, &points));
    }
    for section in &article.sections {
        blocks.push(headed(&text::plain(&section.heading), &section.text));
    }
    if !article.resources.is_empty() {
        let resources = text::list(article.resources.iter().map(String::as_str));
        blocks.push(headed(reading::RESOURCES, &resources));
    }
    if !article.related.is_empty() {
        let related = text::list(article.related.iter().map(String::as_str));
        blocks.push(headed(reading::RELATED, &related));
    }
    // Of an original the line at the foot says it all.
    if !article.original {
        blocks.push(headed(reading::CREDIT, &credit(article)));
    }
    blocks
}

fn credit(article: &Article) -> String {
    let credit = reading::credit(
        &text::plain(&article.title),
        &text::plain(&article.author),
        &text::plain(&article.publisher),
    );
    match &article.source {
        Some(link) => format!("{credit}\n<{link}>"),
        None => credit,
    }
}

/// From an article to what it offers.
fn onward(article: &Article, seed: u16) -> Vec<CreateButton> {
    let practices = match article.practices.as_slice() {
        [only] => button(
            &CustomId::Practice {
                slug: only.slug.clone(),
                view: View::Step(0),
                post: None,
            },
            labels::PRACTICE,
        ),
        _ => button(
            &CustomId::Practices {
                page: 0,
                article: Some(article.slug.clone()),
            },
            labels::PRACTICES,
        ),
    };
    let affirmations = CustomId::Affirmation {
        pool: Pool::Article(article.slug.clone()),
        seed,
        step: 0,
    };
    let mut buttons = vec![practices, button(&affirmations, labels::AFFIRMATIONS)];
    if let Some(link) = &article.source {
        buttons.push(CreateButton::new_link(link).label(labels::THE_ORIGINAL));
    }
    buttons
}

/// The articles to choose from.
pub fn choice(library: &Library, page: u32) -> Answer {
    let items: Vec<Item> = library
        .articles()
        .iter()
        .map(|article| Item {
            value: article.slug.to_string(),
            label: article.title.clone(),
            about: Some(byline(article)),
        })
        .collect();
    picker(
        reading::WHICH_ARTICLE,
        Menu::Article,
        labels::CHOOSE_AN_ARTICLE,
        &items,
        page,
        |page| CustomId::Articles { page },
    )
}
