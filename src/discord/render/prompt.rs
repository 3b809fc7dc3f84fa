//! One question to reflect on, and the walk to the next.

use serenity::all::{CreateEmbed, CreateEmbedFooter};

use super::{button, main_button, text};
use crate::{
    content::{Library, choose},
    discord::{
        Refusal,
        answer::Answer,
        custom_id::{CustomId, Pool, Source},
        words::{labels, reading},
    },
};

/// The `step`-th question of a walk over the pool. `reflect`: whether a reflection can be kept here.
///
/// # Errors
///
/// If the pool's topic or article has left the library.
pub fn prompt(
    library: &Library,
    pool: Pool,
    seed: u16,
    step: u32,
    reflect: bool,
) -> Result<Answer, Refusal> {
    let prompts = match &pool {
        Pool::All => library.prompts(None),
        Pool::Topic(topic) => library.prompts(Some(topic)),
        Pool::Article(slug) => {
            let mut prompts = library.prompts(None);
            prompts.retain(|prompt| prompt.article.slug == *slug);
            prompts
        }
    };
    let place = choose::walk(prompts.len(), seed, step);
    let Some(shown) = prompts.get(place) else {
        return Err(Refusal::new(reading::PROMPTS_GONE));
    };
    let mut blocks = vec![format!("**{}**\n{}", reading::TO_REFLECT_ON, shown.text)];
    if let Some(note) = &shown.article.content_note {
        let note = format!("**{}**\n{}", reading::CONTENT_NOTE, text::plain(note));
        blocks.insert(0, note);
    }
    let embed = CreateEmbed::new()
        .description(blocks.join("\n\n"))
        .footer(CreateEmbedFooter::new(reading::from_article(
            &shown.article.title,
        )));
    let slug = shown.article.slug.clone();
    let another = CustomId::Prompt {
        pool,
        seed,
        step: step.wrapping_add(1),
    };
    let article = CustomId::Article {
        slug: slug.clone(),
        page: 0,
        post: None,
    };
    let mut buttons = Vec::new();
    if reflect {
        let prompt = u32::try_from(shown.index).unwrap_or(u32::MAX);
        let source = Source::Article { slug, prompt };
        buttons.push(main_button(&CustomId::Reflect(source), labels::REFLECT));
    }
    buttons.push(button(&another, labels::ANOTHER));
    buttons.push(button(&article, labels::READ_THE_ARTICLE));
    Ok(Answer::embed(embed).buttons(buttons))
}
