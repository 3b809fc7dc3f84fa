//! What is offered while somebody types a name: those that begin with it first, then those that hold it.

use std::sync::Arc;

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};

use super::library_here;
use crate::{
    content::Library,
    discord::{
        Context, Error,
        render::{CHOICE, text},
    },
};

/// Choices that Discord shows at most.
pub const MOST: usize = 25;

/// One thing that can be chosen: what is shown, and what is sent.
pub struct Choice {
    pub name: String,
    pub value: String,
}

/// These choices, as they are.
pub fn offer(choices: impl IntoIterator<Item = Choice>) -> CreateAutocompleteResponse {
    let choices = choices
        .into_iter()
        .take(MOST)
        .map(|choice| AutocompleteChoice::new(text::cut(&choice.name, CHOICE), choice.value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// Those whose names match what was typed so far.
pub fn matching(
    choices: impl IntoIterator<Item = Choice>,
    typed: &str,
) -> CreateAutocompleteResponse {
    let typed = typed.trim().to_lowercase();
    let mut begins = Vec::new();
    let mut holds = Vec::new();
    for choice in choices {
        let name = choice.name.to_lowercase();
        if name.starts_with(&typed) {
            begins.push(choice);
        } else if name.contains(&typed) {
            holds.push(choice);
        }
    }
    offer(begins.into_iter().chain(holds))
}

/// What of the library is offered here: nothing where everything is switched off.
pub async fn offered(ctx: Context<'_>) -> Option<Arc<Library>> {
    match library_here(ctx).await {
        Ok(library) => Some(library),
        Err(Error::Refused(_)) => None,
        Err(error) => {
            tracing::error!(%error, "the library could not be offered");
            None
        }
    }
}

/// Topics of the library.
pub async fn topic(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Some(library) = offered(ctx).await else {
        return offer([]);
    };
    let topics = library.topics().iter().map(|topic| Choice {
        name: topic.to_string(),
        value: topic.to_string(),
    });
    matching(topics, &typed.replace(' ', "-"))
}

/// Titles of articles.
pub async fn article(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Some(library) = offered(ctx).await else {
        return offer([]);
    };
    let articles = library.articles().iter().map(|article| Choice {
        name: article.title.clone(),
        value: article.slug.to_string(),
    });
    matching(articles, typed)
}

/// Names of practices.
pub async fn practice(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Some(library) = offered(ctx).await else {
        return offer([]);
    };
    let practices = library.practices().map(|(_, practice)| Choice {
        name: practice.name.clone(),
        value: practice.slug.to_string(),
    });
    matching(practices, typed)
}

/// Countries that have services listed.
#[expect(clippy::unused_async, reason = "poise wants it")]
pub async fn country(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let library = ctx.data().library();
    let countries = library.support().countries.iter().map(|country| Choice {
        name: country.name.clone(),
        value: country.code.clone(),
    });
    matching(countries, typed)
}
