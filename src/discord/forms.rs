//! The one dispatcher of forms that were filled in.

use serenity::all::{ActionRowComponent, Http, ModalInteraction};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    custom_id::{CustomId, Settings},
    errors,
    press::{Place, Press},
    reflecting, render, settings, words,
};

use crate::store::ids::{GuildId, UserId};

/// The `custom_id` of a form's one field.
pub const FIELD: &str = "text";

/// Answers a form, whatever comes. What was written is kept or given back, never lost.
pub async fn answer(bot: &Bot, http: &Http, interaction: &ModalInteraction) {
    let mut press = Press::form(http, interaction);
    let text = written(interaction);
    let id = CustomId::parse(&interaction.data.custom_id);
    if id == Some(CustomId::Settings(Settings::Erase)) {
        let erased = errors::catching(settings::erase(bot, &mut press, text)).await;
        errors::settle(&mut press, erased, "form").await;
        return;
    }
    // What asked for consent makes room for the answer.
    let place = match id {
        Some(CustomId::Form { agreed: true, .. }) => Place::Here,
        _ => Place::New,
    };
    let (user, home) = (press.user, press.home);
    let keeping = errors::catching(keep(bot, user, home, id, text));
    let (kept, told) = press.meanwhile(place, keeping).await;
    errors::note_undelivered(told);
    let delivered = match kept {
        Ok(answer) => press.answer(place, answer).await,
        Err(error) => press.surely(&bot.clock, given_back(error, text)).await,
    };
    errors::note_undelivered(delivered);
}

/// Why the words were not kept, and the words, if there are any.
fn given_back(error: Error, text: &str) -> Answer {
    let why = errors::sentence(error, "form");
    if text.trim().is_empty() {
        render::reflections::said(why)
    } else {
        render::reflections::given_back(&why, text)
    }
}

/// What was written into the field.
fn written(interaction: &ModalInteraction) -> &str {
    let rows = &interaction.data.components;
    rows.iter()
        .flat_map(|row| &row.components)
        .find_map(|component| match component {
            ActionRowComponent::InputText(input) if input.custom_id == FIELD => {
                input.value.as_deref()
            }
            _ => None,
        })
        .unwrap_or_default()
}

async fn keep(
    bot: &Bot,
    user: UserId,
    home: Option<GuildId>,
    id: Option<CustomId>,
    text: &str,
) -> Result<Answer, Error> {
    match id {
        Some(CustomId::Form { source, .. }) => {
            reflecting::keep(bot, user, home, &source, text).await
        }
        _ => Err(Refusal::new(words::errors::UNKNOWN_BUTTON).into()),
    }
}
