//! `/reflect`: the form, any time.

use chrono::TimeDelta;
use serenity::all::CreateInteractionResponse;

use super::send;
use crate::{
    content::choose,
    discord::{
        Bot, Context, Error, Refusal,
        answer::Audience,
        custom_id::Source,
        press,
        render::reflections as render,
        waiting::{self, Sending},
        words,
    },
    store::ids::GuildId,
};

/// How long a post's question is the one that is asked.
const FRESH: TimeDelta = TimeDelta::days(8);

#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub async fn reflect(ctx: Context<'_>) -> Result<(), Error> {
    let (user, _) = press::asker(ctx);
    let guild = press::home(
        ctx.interaction.guild_id,
        &ctx.interaction.authorizing_integration_owners,
    );
    let guild =
        guild.ok_or_else(|| Refusal::about_reflections(words::reflections::ONLY_WHERE_I_AM))?;
    let bot = ctx.data();
    // A form can't follow a defer, so nothing waits for anything else.
    let (question, consented) = tokio::join!(
        question(bot, guild, press::seed(ctx.interaction.id)),
        bot.journal.has_consented(user, guild),
    );
    let (source, prompt) = question?;
    if consented? {
        let form = CreateInteractionResponse::Modal(render::form(source, &prompt, false));
        let http = ctx.serenity_context();
        let sent = ctx.interaction.create_response(http, form).await;
        waiting::sent(Sending::Answer, &sent);
        Ok(sent?)
    } else {
        let retention = bot.journal.retention(guild).await?;
        send(ctx, render::consent(source, retention), Audience::Private).await
    }
}

/// That of the server's latest post, while it is fresh, or one of the library: there one that the form
/// shows whole, since nobody has read it before.
async fn question(bot: &Bot, guild: GuildId, seed: u16) -> Result<(Source, String), Error> {
    let store = &bot.posting.store;
    let since = bot.clock.now() - FRESH;
    let asked = store.latest_question(guild, since).await;
    if let Some(asked) = asked.map_err(anyhow::Error::new)? {
        return Ok((Source::Post(asked.post), asked.prompt));
    }
    let library = bot.library_in(Some(guild)).await?;
    let mut prompts = library.prompts(None);
    if prompts
        .iter()
        .any(|prompt| render::is_shown_whole(prompt.text))
    {
        prompts.retain(|prompt| render::is_shown_whole(prompt.text));
    }
    let drawn = prompts.get(choose::walk(prompts.len(), seed, 0));
    let drawn = drawn.ok_or_else(|| Refusal::about_reflections(words::reading::PROMPTS_GONE))?;
    let source = Source::Article {
        slug: drawn.article.slug.clone(),
        prompt: u32::try_from(drawn.index).unwrap_or(u32::MAX),
    };
    Ok((source, drawn.text.to_owned()))
}
