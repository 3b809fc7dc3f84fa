//! `/settings notices`: where moderators are told of what needs them.

use serenity::all::{PartialChannel, Permissions};

use crate::{
    discord::{
        Bot, Context, Error, Refusal,
        answer::Answer,
        checking::untold,
        commands::{defer, schedule, send_below},
        permissions::names_in,
        words::{notices as words, schedules},
    },
    posting::model::ChannelKind,
    store::ids::{ChannelId, GuildId},
};

#[poise::command(slash_command)]
pub async fn notices(
    ctx: Context<'_>,
    #[channel_types("Text", "News", "Voice", "PublicThread", "NewsThread")] channel: Option<
        PartialChannel,
    >,
    off: Option<bool>,
) -> Result<(), Error> {
    // Discord is asked about rights, which may take longer than it waits for an answer.
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), schedule::home(ctx)?);
    let said = match (channel, off.unwrap_or_default()) {
        (Some(_), true) => return Err(Refusal::new(words::EITHER).into()),
        (Some(channel), false) => {
            let target = ChannelId::new(channel.id.get());
            check(bot, guild, target, &channel).await?;
            tell_in(bot, guild, Some(target)).await?;
            let open = bot
                .posting
                .notices(guild)
                .await
                .map_err(anyhow::Error::new)?;
            words::set(target, open.len())
        }
        (None, true) => {
            tell_in(bot, guild, None).await?;
            words::OFF.to_owned()
        }
        (None, false) => {
            let channel = bot.posting.notices_channel(guild).await;
            words::place(channel.map_err(anyhow::Error::new)?)
        }
    };
    send_below(ctx, Answer::said(said)).await
}

async fn tell_in(bot: &Bot, guild: GuildId, channel: Option<ChannelId>) -> Result<(), Error> {
    let set = bot.posting.tell_notices_in(guild, channel).await;
    Ok(set.map_err(anyhow::Error::new)?)
}

/// Whether the moderator and the bot may both write there: the bot lends nobody its powers.
async fn check(
    bot: &Bot,
    guild: GuildId,
    target: ChannelId,
    picked: &PartialChannel,
) -> Result<(), Error> {
    let channels = &bot.posting.channel;
    let server = channels.server(guild).await.map_err(untold)?;
    let place = server
        .place(channels.rest(), target)
        .await
        .map_err(untold)?;
    let place = place.ok_or_else(|| Refusal::new(words::unseen(target)))?;
    let to_write = match place.kind() {
        Some(ChannelKind::Text | ChannelKind::Announcement) => Permissions::SEND_MESSAGES,
        Some(ChannelKind::Thread) => Permissions::SEND_MESSAGES_IN_THREADS,
        Some(ChannelKind::Forum) | None => return Err(Refusal::new(words::NOT_A_PLACE).into()),
    };
    let of_member = Permissions::VIEW_CHANNEL | to_write;
    let held = picked.permissions.unwrap_or_default();
    let lacking = of_member - held;
    if !lacking.is_empty() && !held.administrator() {
        let names = names_in(ChannelKind::Text, lacking);
        return Err(Refusal::new(words::member_lacks(target, &names)).into());
    }
    let lacking = (of_member | Permissions::EMBED_LINKS) - server.held(&place);
    if lacking.is_empty() {
        Ok(())
    } else {
        let names = names_in(ChannelKind::Text, lacking);
        Err(Refusal::new(schedules::bot_lacks(target, &names)).into())
    }
}
