//! The one dispatcher of forms that were filled in.

use serenity::all::{ActionRowComponent, Http, ModalInteraction};

use super::{
    Bot, Error, Refusal, answer::Answer, custom_id::CustomId, errors, press::Press, reflecting,
    render, words,
};

/// The `custom_id` of a form's one field.
pub const FIELD: &str = "text";

/// Answers a form, whatever comes. What was written is kept or given back, never lost.
pub async fn answer(bot: &Bot, http: &Http, interaction: &ModalInteraction) {
    let mut press = Press::form(http, interaction);
    let text = written(interaction);
    let id = CustomId::parse(&interaction.data.custom_id);
    let agreed = matches!(id, Some(CustomId::Form { agreed: true, .. }));
    // Writing may take longer than Discord waits.
    let promised = if agreed {
        press.defer().await
    } else {
        press.defer_new().await
    };
    let kept = errors::catching(keep(bot, &press, id, text)).await;
    let delivered = match (promised, kept) {
        // What asked for consent makes room for the answer.
        (Ok(()), Ok(answer)) if agreed => press.turn(answer).await,
        (Ok(()), Ok(answer)) => press.anew(answer).await,
        (Err(unsent), Ok(_)) => Err(unsent),
        (_, Err(error)) if text.trim().is_empty() => press.anew(errors::shown(error, "form")).await,
        (_, Err(error)) => {
            let why = errors::sentence(error, "form");
            press
                .anew(render::reflections::given_back(&why, text))
                .await
        }
    };
    errors::note_undelivered(delivered);
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
    press: &Press<'_>,
    id: Option<CustomId>,
    text: &str,
) -> Result<Answer, Error> {
    match id {
        Some(CustomId::Form { source, .. }) => reflecting::keep(bot, press, &source, text).await,
        _ => Err(Refusal::new(words::errors::UNKNOWN_BUTTON).into()),
    }
}
