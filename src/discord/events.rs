//! What comes from Discord beside commands: presses and forms, and servers that the bot joins.

use poise::FrameworkContext;
use serenity::all::{FullEvent, Interaction};

use super::{Bot, Error, buttons, forms, joining};

/// Answers presses and forms, and says hello; poise answers commands itself.
///
/// # Errors
///
/// Never: an error is answered where it happens.
pub async fn handle(
    framework: FrameworkContext<'_, Bot, Error>,
    event: &FullEvent,
) -> Result<(), Error> {
    let bot = framework.user_data;
    bot.replies.hear(event).await;
    match event {
        FullEvent::GuildCreate { guild, .. } => {
            bot.departures.arrived(guild.id).await;
            joining::greet(bot, framework.bot_id, guild).await;
        }
        FullEvent::GuildDelete { incomplete, .. } => bot.departures.left(incomplete).await,
        FullEvent::Ready { data_about_bot } => {
            bot.tally.session("new");
            bot.departures.compare(data_about_bot).await;
        }
        FullEvent::Resume { .. } => bot.tally.session("resumed"),
        _ => {}
    }
    let FullEvent::InteractionCreate { interaction } = event else {
        return Ok(());
    };
    let http = &framework.serenity_context.http;
    match interaction {
        Interaction::Component(press) => buttons::answer(bot, http, press).await,
        Interaction::Modal(form) => forms::answer(bot, http, form).await,
        _ => {}
    }
    Ok(())
}
