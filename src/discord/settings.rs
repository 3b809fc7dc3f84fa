//! What moderators press under `/settings`' answers. Who presses must hold Manage Messages, now.

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    checking,
    custom_id::Settings,
    press::{Place, Press},
    render::{check::check, settings as render, text},
    words::{self, settings as said},
};
use crate::{
    content::Slug, posting::settings::SwitchError, reflection::model::Retention,
    store::ids::GuildId,
};

/// Answers a button or a menu of `/settings`.
pub async fn pressed(
    bot: &Bot,
    press: &mut Press<'_>,
    id: Settings,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let guild = press.moderated()?;
    let answer = match id {
        Settings::Erase => {
            press.administered()?;
            return press.open(render::name_to_erase()).await;
        }
        Settings::NotErase => Answer::said(said::NOT_ERASED),
        Settings::Library { page } => library(bot, guild, page).await?,
        Settings::SwitchedOff { page } => {
            switch(bot, guild, interaction).await?;
            library(bot, guild, page).await?
        }
        Settings::Retain(retention) => retain(bot, guild, retention).await?,
        Settings::Kept => kept(bot, guild).await?,
        Settings::Check { page } => {
            let checking = checking::check(bot, guild);
            let checked = press.patiently(Place::Here, checking).await??;
            check(&checked, page)
        }
    };
    press.turn(answer).await
}

/// Deletes everything of a server whose name its administrator typed.
pub async fn erase(bot: &Bot, press: &mut Press<'_>, typed: &str) -> Result<(), Error> {
    let guild = press.administered()?;
    let erasing = erase_if_named(bot, guild, typed);
    let answer = press.patiently(Place::Here, erasing).await??;
    press.turn(answer).await
}

async fn erase_if_named(bot: &Bot, guild: GuildId, typed: &str) -> Result<Answer, Error> {
    let rest = bot.posting.channel.rest();
    let server = rest.guild(guild.get().into()).await;
    let name = server.map_err(anyhow::Error::new)?.name;
    if typed.trim() != name.trim() {
        return Err(Refusal::new(said::not_its_name(&text::plain(&name))).into());
    }
    let all = bot.journal.empty_server(guild).await?;
    let erasing = bot.journal.erase_server(guild);
    let erased = bot.posting.past_it(erasing).await?;
    Ok(Answer::said(said::erased(&all, erased.done)))
}

/// How long reflections are kept.
pub async fn kept(bot: &Bot, guild: GuildId) -> Result<Answer, Error> {
    let retention = bot.journal.retention(guild).await?;
    Ok(Answer::said(said::retention(retention)))
}

/// Sets how long reflections are kept.
pub async fn retain(bot: &Bot, guild: GuildId, retention: Retention) -> Result<Answer, Error> {
    let before = bot.journal.retention(guild).await?;
    bot.journal.retain(guild, retention).await?;
    Ok(Answer::said(if retention < before {
        said::shortened(retention)
    } else {
        said::retained(retention)
    }))
}

/// A page of the articles, and which of them are switched off.
pub async fn library(bot: &Bot, guild: GuildId, page: u32) -> Result<Answer, Error> {
    let off = bot.posting.store.switched_off(guild).await;
    let off = off.map_err(anyhow::Error::new)?;
    let bare = bot.posting.bare(guild, &off).await;
    let bare = bare.map_err(anyhow::Error::new)?;
    Ok(render::library(&bot.library(), &off, &bare, page))
}

/// Switches what was ticked or unticked since the menu was shown, and nothing else: meanwhile somebody
/// may have switched others, and the library may have changed.
async fn switch(
    bot: &Bot,
    guild: GuildId,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let ComponentInteractionDataKind::StringSelect { values } = &interaction.data.kind else {
        return Err(Refusal::new(words::errors::UNKNOWN_BUTTON).into());
    };
    let shown = render::ticks(&interaction.message, &interaction.data.custom_id);
    let slugs = |changed: &dyn Fn(&str, bool) -> bool| -> Vec<Slug> {
        let changed = shown.iter().filter(|(value, off)| changed(value, *off));
        changed
            .filter_map(|(value, _)| value.parse().ok())
            .collect()
    };
    let ticked = |value: &str| values.iter().any(|one| one == value);
    let off = slugs(&|value, off| ticked(value) && !off);
    let on = slugs(&|value, off| !ticked(value) && off);
    match bot.posting.switch(guild, &off, &on).await {
        Ok(()) => Ok(()),
        Err(SwitchError::NothingLeft) => Err(Refusal::new(said::ONE_STAYS_ON).into()),
        Err(SwitchError::Failed(cause)) => Err(anyhow::Error::new(cause).into()),
    }
}
