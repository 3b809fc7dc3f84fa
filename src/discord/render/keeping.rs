//! A message that is to be kept: the consent with its words, and the answer once they are kept.

use serenity::all::{CreateEmbed, CreateEmbedFooter, Embed};

use super::{button, main_button, reflections, text};
use crate::{
    discord::{
        answer::Answer,
        custom_id::{CustomId, Origin},
        words::{self, keeping, labels},
    },
    reflection::{
        consent,
        model::{ReflectionId, Retention},
    },
};

/// Characters of an embed's description, and of all embeds of a message together.
const DESCRIPTION: usize = 4096;
const EMBEDS: usize = 6000;

/// Which of the consent's embeds holds the member's words.
const WORDS: usize = 1;

/// What is kept, and below it the words that *I agree* brings back. Where Discord does not take so
/// many they are left out: the message itself is still there.
pub fn asking(origin: Origin, words: &str, retention: Retention) -> Answer {
    let what = consent::text(words::settings::how_long(retention));
    let asked = [&what, words::reflections::HELP, keeping::YOUR_MESSAGE];
    let own: usize = asked.into_iter().map(text::length).sum();
    let length = text::length(words);
    let mut answer = reflections::said(what);
    if length <= DESCRIPTION && own + length <= EMBEDS {
        let embed = CreateEmbed::new().title(keeping::YOUR_MESSAGE);
        answer = answer.and_embed(embed.description(words));
    }
    answer.buttons(vec![
        main_button(&CustomId::AgreeToKeep(origin), labels::I_AGREE),
        button(&CustomId::Decline, labels::NOT_NOW),
    ])
}

/// The words that a consent brings back.
#[must_use]
pub fn brought_back(embeds: &[Embed]) -> Option<&str> {
    embeds.get(WORDS)?.description.as_deref()
}

/// After they were kept: with the words, as they are kept.
pub fn kept(prompt: &str, words: &str, attachments: bool, id: ReflectionId) -> Answer {
    let told = CreateEmbed::new()
        .title(words::reflections::SAVED_TITLE)
        .description(keeping::kept(prompt, attachments));
    let help = CreateEmbedFooter::new(words::reflections::HELP);
    let mut answer = Answer::default();
    if text::length(words) <= DESCRIPTION {
        let copy = CreateEmbed::new().description(words).footer(help);
        answer = answer.and_embed(told).and_embed(copy);
    } else {
        answer = answer.and_embed(told.footer(help));
    }
    answer.buttons(reflections::after_keeping(id))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{reflection::words::CHARACTER_LIMIT, store::ids::ChannelId};

    fn embeds(words: &str) -> Vec<Value> {
        let origin = Origin::Channel(ChannelId::new(u64::MAX));
        let post = asking(origin, words, Retention::default()).into_post();
        post["embeds"].as_array().cloned().unwrap_or_default()
    }

    #[test]
    fn as_many_words_as_can_be_kept_go_along_with_the_question() {
        let words = "a".repeat(CHARACTER_LIMIT);
        let embeds = embeds(&words);
        assert_eq!(embeds.len(), 2);
        assert_eq!(embeds[WORDS]["description"], words.as_str());
        let parts = ["/title", "/description", "/footer/text"];
        let all = embeds.iter().flat_map(|embed| {
            let texts = parts
                .iter()
                .filter_map(|part| embed.pointer(part)?.as_str());
            texts.map(text::length).collect::<Vec<_>>()
        });
        assert!(all.sum::<usize>() <= EMBEDS);
    }

    #[test]
    fn what_discord_might_count_as_too_much_is_left_out() {
        assert_eq!(embeds(&"🌻".repeat(CHARACTER_LIMIT)).len(), 1);
    }
}
