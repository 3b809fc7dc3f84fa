//! Hello, once, where the bot has just joined.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use serenity::all::{ChannelId, Guild, Permissions, UserId};

use super::{Bot, render};
use crate::store::{self, ids::GuildId};

/// A server that the bot has been in for longer knows it already: an outage or a restart is no joining.
const JUST_NOW: TimeDelta = TimeDelta::days(1);

/// What saying hello takes.
const TO_SAY_HELLO: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS);

/// Says hello in the system channel of a server that the bot has just joined, if it may write there and
/// never did before. That it does is written first, so that it is never said twice.
pub async fn greet(bot: &Bot, me: UserId, guild: &Guild) {
    let now = bot.clock.now();
    let joined_at = DateTime::from_timestamp(guild.joined_at.unix_timestamp(), 0);
    if joined_at.is_none_or(|joined_at| now - joined_at > JUST_NOW) {
        return;
    }
    match note(bot, GuildId::new(guild.id.get()), now).await {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => {
            tracing::error!(%error, "a server that the bot joined could not be noted");
            return;
        }
    }
    let Some(channel) = where_to(guild, me) else {
        return;
    };
    let mut hello = render::setup::hello().into_post();
    hello["nonce"] = json!(guild.id.to_string());
    hello["enforce_nonce"] = json!(true);
    let sent = bot
        .posting
        .channel
        .rest()
        .post(channel, hello.to_string().into_bytes());
    if sent.await.is_err() {
        tracing::warn!("hello could not be said in a server that the bot joined");
    }
}

async fn note(bot: &Bot, guild: GuildId, now: DateTime<Utc>) -> store::Result<bool> {
    let mut writing = bot.posting.store.write().await?;
    let first = writing.greet(guild, now).await?;
    writing.commit().await?;
    Ok(first)
}

/// The system channel, if the bot may write there.
fn where_to(guild: &Guild, me: UserId) -> Option<ChannelId> {
    let channel = guild.channels.get(&guild.system_channel_id?)?;
    let held = guild.user_permissions_in(channel, guild.members.get(&me)?);
    held.contains(TO_SAY_HELLO).then_some(channel.id)
}
