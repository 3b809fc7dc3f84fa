//! What a search of one's own reflections found.

use serenity::all::{CreateEmbed, CreateEmbedAuthor, Embed};

use super::{reflections, turning};
use crate::{
    discord::{answer::Answer, custom_id::CustomId, words::searching},
    reflection::{find::Found, model::Scope},
};

/// One of the reflections that were found, below what was looked for.
pub fn found(found: &Found, wanted: &str, scope: Scope) -> Answer {
    let wanted = format!("{}{wanted}", searching::LOOKED_FOR);
    let looked_for = CreateEmbed::new().author(CreateEmbedAuthor::new(wanted));
    let Some(entry) = &found.entry else {
        let nothing = searching::nothing(scope, found.unreadable);
        return reflections::about(looked_for.description(nothing));
    };
    let number = searching::number(found.nth + 1, found.total);
    let mut answer = Answer::embed(looked_for).and(reflections::entry_embeds(entry, &number));
    answer = answer.buttons(turning(found.nth, found.total, |nth| CustomId::Found {
        nth,
    }));
    answer.buttons(reflections::under(entry, found.place))
}

/// What was looked for, read back from an answer.
#[must_use]
pub fn brought_back(embeds: &[Embed]) -> Option<&str> {
    let head = embeds.first()?.author.as_ref()?;
    head.name.strip_prefix(searching::LOOKED_FOR)
}
