//! A practice: one step at a time, or all at once; and the list to choose one from.

use serenity::all::{CreateEmbed, CreateEmbedFooter};

use super::{Item, button, main_button, picker, text};
use crate::{
    content::{Article, Library, Practice, Slug},
    discord::{
        Refusal,
        answer::Answer,
        custom_id::{CustomId, Menu, View},
        words::{labels, reading},
    },
};

/// A practice of the library.
///
/// # Errors
///
/// If it has left the library.
pub fn practice(library: &Library, slug: &Slug, view: View) -> Result<Answer, Refusal> {
    let (article, practice) = library
        .practice(slug)
        .ok_or_else(|| Refusal::new(reading::PRACTICE_GONE))?;
    let last = u32::try_from(practice.steps.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let view = match view {
        View::Step(step) => View::Step(step.min(last)),
        View::All => View::All,
    };
    let embed = CreateEmbed::new()
        .title(text::plain(&practice.name))
        .description(body(practice, view))
        .footer(CreateEmbedFooter::new(reading::from_article(
            &article.title,
        )));
    Ok(Answer::embed(embed)
        .buttons(walking(practice, view, last))
        .buttons(vec![reading_on(article)]))
}

fn body(practice: &Practice, view: View) -> String {
    match view {
        View::All => text::numbered(&practice.steps),
        View::Step(step) => {
            let step = step as usize;
            let said = practice.steps.get(step).map_or("", String::as_str);
            format!(
                "**{}**\n{said}",
                reading::step(step + 1, practice.steps.len())
            )
        }
    }
}

/// Back and forth. At either end the button stays, greyed out, so that the other does not move
/// under the thumb; it can't be pressed, but needs an id of its own.
fn walking(practice: &Practice, view: View, last: u32) -> Vec<serenity::all::CreateButton> {
    let to = |view| CustomId::Practice {
        slug: practice.slug.clone(),
        view,
        post: None,
    };
    match view {
        _ if last == 0 => Vec::new(),
        View::All => vec![main_button(&to(View::Step(0)), labels::STEP_BY_STEP)],
        View::Step(step) => {
            let before = step.checked_sub(1).unwrap_or(last + 2);
            vec![
                button(&to(View::Step(before)), labels::BACK).disabled(step == 0),
                main_button(&to(View::Step(step + 1)), labels::NEXT_STEP).disabled(step == last),
                button(&to(View::All), labels::ALL_STEPS),
            ]
        }
    }
}

fn reading_on(article: &Article) -> serenity::all::CreateButton {
    let id = CustomId::Article {
        slug: article.slug.clone(),
        page: 0,
        post: None,
    };
    button(&id, labels::READ_THE_ARTICLE)
}

/// The practices to choose from: an article's, or all of the library's.
///
/// # Errors
///
/// If the article has left the library.
pub fn choice(library: &Library, article: Option<&Slug>, page: u32) -> Result<Answer, Refusal> {
    let items: Vec<Item> = match article {
        Some(slug) => library
            .article(slug)
            .ok_or_else(|| Refusal::new(reading::ARTICLE_GONE))?
            .practices
            .iter()
            .map(|practice| item(practice, None))
            .collect(),
        None => library
            .practices()
            .map(|(article, practice)| item(practice, Some(article)))
            .collect(),
    };
    let turned = |page| CustomId::Practices {
        page,
        article: article.cloned(),
    };
    let answer = picker(
        reading::WHICH_PRACTICE,
        Menu::Practice,
        labels::CHOOSE_A_PRACTICE,
        &items,
        page,
        turned,
    );
    Ok(match article.and_then(|slug| library.article(slug)) {
        Some(article) => answer.buttons(vec![reading_on(article)]),
        None => answer,
    })
}

fn item(practice: &Practice, article: Option<&Article>) -> Item {
    Item {
        value: practice.slug.to_string(),
        label: practice.name.clone(),
        about: article.map(|article| reading::from_article(&article.title)),
    }
}
