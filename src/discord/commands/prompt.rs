//! `/prompt`: a question to reflect on.

use super::{affirmation::find_topic, complete, library_here, send};
use crate::discord::{Context, Error, answer::Audience, custom_id::Pool, press, render};

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn prompt(
    ctx: Context<'_>,
    #[autocomplete = "complete::topic"] topic: Option<String>,
    share: Option<bool>,
) -> Result<(), Error> {
    let library = &library_here(ctx).await?;
    let pool = match &topic {
        Some(named) => Pool::Topic(find_topic(library, named)?),
        None => Pool::All,
    };
    let home = press::home(
        ctx.interaction.guild_id,
        &ctx.interaction.authorizing_integration_owners,
    );
    let seed = press::seed(ctx.interaction.id);
    let answer = render::prompt::prompt(library, pool, seed, 0, home.is_some())?;
    send(ctx, answer, Audience::shared_if(share)).await
}
