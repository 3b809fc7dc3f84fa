//! Looking for a reflection of one's own by its words. They are kept nowhere: to turn the page they are
//! read back from the private answer that was pressed.

use serenity::all::ComponentInteraction;

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    press::{Place, Press},
    render::searching as render,
    words::searching as words,
};
use crate::{reflection::model::Scope, store::ids::UserId};

/// What was found first.
pub async fn begin(bot: &Bot, user: UserId, scope: Scope, wanted: &str) -> Result<Answer, Error> {
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    if wanted.is_empty() {
        return Err(Refusal::about_reflections(words::NO_WORDS).into());
    }
    found(bot, user, scope, &wanted.join(" "), 0).await
}

/// Another one of those that were found.
pub async fn page(
    bot: &Bot,
    press: &mut Press<'_>,
    nth: u32,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let wanted = render::brought_back(&interaction.message.embeds)
        .ok_or_else(|| Refusal::about_reflections(words::SEARCH_AGAIN))?;
    let finding = found(bot, press.user, press.scope(), wanted, nth);
    let answer = press.patiently(Place::Here, finding).await??;
    press.turn(answer).await
}

async fn found(
    bot: &Bot,
    user: UserId,
    scope: Scope,
    wanted: &str,
    nth: u32,
) -> Result<Answer, Error> {
    let found = bot.journal.find(user, scope, wanted, nth).await?;
    Ok(render::found(&found, wanted, scope))
}
