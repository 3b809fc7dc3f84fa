//! What moderators press under `/insights`. Who presses must hold Manage Messages, now.

use super::{Bot, Error, press::Press, render::insights::weeks};

/// Turns to a page of the server's weeks.
pub async fn turn(bot: &Bot, press: &mut Press<'_>, page: u32) -> Result<(), Error> {
    let guild = press.moderated()?;
    let shown = bot.journal.weeks(guild, page).await?;
    press.turn(weeks(&shown)?).await
}
