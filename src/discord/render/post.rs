//! The weekly post: what is frozen in its row, and what a preview shows.

use serenity::all::{CreateEmbed, CreateEmbedFooter};

use super::{button, main_button, text};
use crate::{
    discord::{
        answer::Answer,
        custom_id::{CustomId, Source, View},
        words::{labels, post},
    },
    posting::channel::{Composed, Edition},
};

/// The post as it goes out. Each of its buttons carries its id, so that it is recognised for ever.
pub fn message(edition: &Edition<'_>) -> Answer {
    let reflect = CustomId::Reflect(Source::Post(edition.post));
    let practice = CustomId::Practice {
        slug: edition.practice.slug.clone(),
        view: View::Step(0),
        post: Some(edition.post),
    };
    let article = CustomId::Article {
        slug: edition.article.slug.clone(),
        page: 0,
        post: Some(edition.post),
    };
    Answer::embed(embed(edition)).buttons(vec![
        main_button(&reflect, labels::REFLECT),
        button(&practice, labels::PRACTICE),
        button(&article, labels::READ_THE_ARTICLE),
    ])
}

fn embed(edition: &Edition<'_>) -> CreateEmbed {
    let mut blocks = Vec::new();
    if let Some(note) = &edition.article.content_note {
        blocks.push(format!("**{}**\n{}", post::CONTENT_NOTE, text::plain(note)));
    }
    let affirmations = edition.affirmations.iter();
    let affirmations: Vec<String> = affirmations.map(|said| format!("🌻 {said}")).collect();
    blocks.push(format!(
        "**{}**\n{}",
        post::AFFIRMATIONS,
        affirmations.join("\n")
    ));
    CreateEmbed::new()
        .title(text::plain(&edition.article.title))
        .description(blocks.join("\n\n"))
        .field(
            post::practice(&text::plain(&edition.practice.name)),
            text::numbered(&edition.practice.steps),
            false,
        )
        .field(post::PROMPT, edition.prompt, false)
        .footer(CreateEmbedFooter::new(post::REPLIES))
}

/// The whole message as Discord's JSON, without its nonce.
#[must_use]
pub fn weekly_post(edition: &Edition<'_>) -> Composed {
    let body = message(edition).into_post().to_string();
    Composed {
        body,
        title: edition.article.title.clone(),
    }
}
