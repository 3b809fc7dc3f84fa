//! One affirmation, and the walk to the next.

use serenity::all::{CreateEmbed, CreateEmbedFooter};

use super::{button, main_button};
use crate::{
    content::{Affirmation, Library, choose},
    discord::{
        Refusal,
        answer::Answer,
        custom_id::{CustomId, Pool, Source},
        words,
    },
};

/// The `step`-th affirmation of a walk over the pool. `reflect`: whether a reflection can be kept here.
///
/// # Errors
///
/// If the pool's topic or article has left the library.
pub fn affirmation(
    library: &Library,
    pool: Pool,
    seed: u16,
    step: u32,
    reflect: bool,
) -> Result<Answer, Refusal> {
    let affirmations = of(library, &pool);
    let place = choose::walk(affirmations.len(), seed, step);
    let Some(shown) = affirmations.get(place) else {
        return Err(Refusal::new(words::reading::AFFIRMATIONS_GONE));
    };
    let embed = CreateEmbed::new()
        .description(format!("🌻 {}", shown.text))
        .footer(CreateEmbedFooter::new(words::reading::from_article(
            &shown.article.title,
        )));
    let another = CustomId::Affirmation {
        pool,
        seed,
        step: step.wrapping_add(1),
    };
    let article = CustomId::Article {
        slug: shown.article.slug.clone(),
        page: 0,
        post: None,
    };
    let mut buttons = vec![
        main_button(&another, words::labels::ANOTHER),
        button(&article, words::labels::READ_THE_ARTICLE),
    ];
    if reflect {
        let source = Source::Article {
            slug: shown.article.slug.clone(),
            prompt: step % u32::try_from(shown.article.prompts.len().max(1)).unwrap_or(u32::MAX),
        };
        buttons.push(button(&CustomId::Reflect(source), words::labels::REFLECT));
    }
    Ok(Answer::embed(embed).buttons(buttons))
}

fn of<'a>(library: &'a Library, pool: &Pool) -> Vec<Affirmation<'a>> {
    match pool {
        Pool::All => library.affirmations(None),
        Pool::Topic(topic) => library.affirmations(Some(topic)),
        Pool::Article(slug) => library.article(slug).map_or_else(Vec::new, |article| {
            let of_article = |(index, text): (usize, &'a String)| Affirmation {
                article,
                index,
                text,
            };
            article
                .affirmations
                .iter()
                .enumerate()
                .map(of_article)
                .collect()
        }),
    }
}
