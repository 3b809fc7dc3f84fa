//! What comes from Discord beside commands: presses and forms. Nothing else is listened to yet.

use poise::FrameworkContext;
use serenity::all::{FullEvent, Interaction};

use super::{Bot, Error, buttons, forms};

/// Answers presses and forms; poise answers commands itself.
///
/// # Errors
///
/// Never: an error is answered where it happens.
pub async fn handle(
    framework: FrameworkContext<'_, Bot, Error>,
    event: &FullEvent,
) -> Result<(), Error> {
    let FullEvent::InteractionCreate { interaction } = event else {
        return Ok(());
    };
    let bot = framework.user_data;
    let http = &framework.serenity_context.http;
    match interaction {
        Interaction::Component(press) => buttons::answer(bot, http, press).await,
        Interaction::Modal(form) => forms::answer(bot, http, form).await,
        _ => {}
    }
    Ok(())
}
