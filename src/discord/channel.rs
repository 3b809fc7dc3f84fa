//! The channels of Discord, as posting knows them: a post is sent with its id as the enforced nonce,
//! and looked for by that id among the bot's own messages.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serenity::all::{self as serenity, Permissions};

use super::{
    permissions::{self, INVITED, Place, Server, TO_READ_HISTORY},
    render,
    rest::{Fault, PAGE_OF_MESSAGES, Rest, RestError},
};
use crate::{
    posting::{
        channel::{Channel, Composed, Edition, History, Outgoing, SendError},
        model::{PostId, RefusedReason},
    },
    store::ids::{ChannelId, GuildId, MessageId, UserId},
};

/// Discord's JSON error codes that say something of a post.
mod code {
    pub const UNKNOWN_CHANNEL: u32 = 10_003;
    pub const UNKNOWN_MESSAGE: u32 = 10_008;
    pub const MISSING_ACCESS: u32 = 50_001;
    pub const MISSING_PERMISSIONS: u32 = 50_013;
}

/// Milliseconds from the Unix epoch to the first snowflake.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

/// How far a history is read: a channel with more messages since proves nothing.
const PAGES_OF_HISTORY: usize = 100;

/// Discord's channels, as the bot.
pub struct Channels {
    rest: Arc<Rest>,
    bot: serenity::UserId,
}

impl Channels {
    /// The channels that `bot` posts to.
    #[must_use]
    pub fn new(rest: Arc<Rest>, bot: serenity::UserId) -> Self {
        Self { rest, bot }
    }

    /// The sender of requests under the bot's token.
    #[must_use]
    pub fn rest(&self) -> &Rest {
        &self.rest
    }

    /// A channel, looked up.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn place(&self, channel: ChannelId) -> Result<Place, RestError> {
        Place::look(&self.rest, in_discord(channel)).await
    }

    /// A server, looked at once for all its channels.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn server(&self, guild: GuildId) -> Result<Server, RestError> {
        Server::look(&self.rest, self.bot, guild).await
    }

    /// What a member may do in a channel, now.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn held_by(&self, place: &Place, user: UserId) -> Result<Permissions, RestError> {
        self.held_by_account(place, serenity::UserId::new(user.get()))
            .await
    }

    async fn held_by_account(
        &self,
        place: &Place,
        account: serenity::UserId,
    ) -> Result<Permissions, RestError> {
        let Some(guild) = place.guild() else {
            return Ok(Permissions::empty());
        };
        let guild = serenity::GuildId::new(guild.get());
        let roles = self.rest.member_roles(guild, account).await?;
        Ok(place.held_by(account, &roles))
    }

    /// What the bot may do in a channel, now.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn permissions(&self, channel: ChannelId) -> Result<Permissions, RestError> {
        let place = self.place(channel).await?;
        self.held_by_account(&place, self.bot).await
    }

    async fn refused(&self, outgoing: &Outgoing, error: &RestError) -> SendError {
        let code = error.code();
        let reason = match code {
            Some(code::UNKNOWN_CHANNEL) => RefusedReason::NoChannel,
            Some(code::MISSING_ACCESS | code::MISSING_PERMISSIONS) => {
                RefusedReason::MissingPermission(self.missing(outgoing.channel, code).await)
            }
            _ => RefusedReason::Invalid,
        };
        SendError::Refused { code, reason }
    }

    /// What the bot lacks, by Discord's names. If it can't be found out, what the code means.
    async fn missing(&self, channel: ChannelId, code: Option<u32>) -> Vec<String> {
        let held = self.permissions(channel).await;
        let mut missing =
            held.map_or_else(|_| Vec::new(), |held| permissions::names(INVITED - held));
        if missing.is_empty() {
            missing.push(match code {
                Some(code::MISSING_ACCESS) => "View Channel",
                _ => "Send Messages",
            });
        }
        missing.into_iter().map(str::to_owned).collect()
    }

    async fn find(
        &self,
        channel: ChannelId,
        post: &PostId,
        since: DateTime<Utc>,
    ) -> Result<History, RestError> {
        let post = post.to_string();
        let mut after = snowflake(since);
        for _ in 0..PAGES_OF_HISTORY {
            let page = self.rest.messages_after(in_discord(channel), after).await?;
            if let Some(message) = page.iter().find(|message| message.carries(self.bot, &post)) {
                return Ok(History::There(MessageId::new(message.id.get())));
            }
            if page.len() < PAGE_OF_MESSAGES {
                return Ok(History::Absent);
            }
            let newest = page.iter().map(|message| message.id.get()).max();
            after = newest.unwrap_or(after);
        }
        Ok(History::Unreadable)
    }

    /// Whether an empty history would mean something.
    async fn may_read(&self, channel: ChannelId) -> Result<bool, RestError> {
        let held = self.permissions(channel).await?;
        Ok(held.contains(TO_READ_HISTORY))
    }

    async fn look(
        &self,
        channel: ChannelId,
        post: &PostId,
        since: DateTime<Utc>,
    ) -> Result<History, RestError> {
        // Asked before and after: rights that change in between would turn blindness into absence.
        if !self.may_read(channel).await? {
            return Ok(History::Unreadable);
        }
        let found = self.find(channel, post, since).await?;
        if found == History::Absent && !self.may_read(channel).await? {
            return Ok(History::Unreadable);
        }
        Ok(found)
    }
}

impl Channel for Channels {
    fn compose(&self, edition: &Edition<'_>) -> Composed {
        render::weekly_post(edition)
    }

    async fn send(&self, outgoing: &Outgoing) -> Result<MessageId, SendError> {
        let Some(body) = with_nonce(&outgoing.body, &outgoing.post) else {
            return Err(SendError::Refused {
                code: None,
                reason: RefusedReason::Invalid,
            });
        };
        let sent = self.rest.post(in_discord(outgoing.channel), body).await;
        let error = match sent {
            Ok(message) => return Ok(MessageId::new(message.get())),
            Err(error) => error,
        };
        Err(match error.fault {
            Fault::NoPermit => SendError::NoPermit,
            Fault::RateLimited { retry_after, .. } => SendError::Later {
                retry_after: Some(retry_after),
            },
            Fault::Refused {
                code: Some(code::UNKNOWN_MESSAGE),
                ..
            } => SendError::Removed(None),
            // A token that is no longer accepted is not the channel's fault.
            Fault::NotSent | Fault::Refused { status: 401, .. } => {
                SendError::Later { retry_after: None }
            }
            Fault::Refused {
                status: 300..=499, ..
            } if error.is_temporary() => SendError::Later { retry_after: None },
            Fault::Refused {
                status: 300..=499, ..
            } => self.refused(outgoing, &error).await,
            // Of a 5xx nobody says whether it was performed.
            Fault::Refused { .. } | Fault::Unknown | Fault::Unreadable => SendError::Unknown,
        })
    }

    async fn history(&self, channel: ChannelId, post: &PostId, since: DateTime<Utc>) -> History {
        match self.look(channel, post, since).await {
            Ok(found) => found,
            Err(error) => match error.fault {
                Fault::NoPermit => History::NoPermit,
                Fault::RateLimited { retry_after, .. } => History::NotNow {
                    retry_after: Some(retry_after),
                },
                Fault::Refused { status: 401, .. } => History::NotNow { retry_after: None },
                _ if error.is_temporary() => History::NotNow { retry_after: None },
                _ => History::Unreadable,
            },
        }
    }
}

/// The frozen body with the post's id as its nonce, which Discord is to hold to.
fn with_nonce(body: &str, post: &PostId) -> Option<Vec<u8>> {
    let mut message: serde_json::Map<_, _> = serde_json::from_str(body).ok()?;
    message.insert("nonce".to_owned(), post.to_string().into());
    message.insert("enforce_nonce".to_owned(), true.into());
    serde_json::to_vec(&message).ok()
}

/// The smallest snowflake of an instant, less one: what comes after it is of then or later.
fn snowflake(at: DateTime<Utc>) -> u64 {
    let since_epoch = u64::try_from(at.timestamp_millis() - DISCORD_EPOCH).unwrap_or(0);
    (since_epoch << 22).saturating_sub(1)
}

fn in_discord(channel: ChannelId) -> serenity::ChannelId {
    serenity::ChannelId::new(channel.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_the_very_instant_comes_after_its_snowflake() {
        // Discord's own example: 175928847299117063 is of 2016-04-30 11:18:25.796 UTC.
        let at = "2016-04-30T11:18:25.796Z".parse().unwrap();
        assert!(snowflake(at) < 175_928_847_299_117_063);
        assert_eq!((snowflake(at) + 1) >> 22, 175_928_847_299_117_063 >> 22);
        assert_eq!(snowflake("2014-01-01T00:00:00Z".parse().unwrap()), 0);
    }

    #[test]
    fn the_nonce_joins_the_frozen_body_and_changes_nothing_else() {
        let post: PostId = "AAECAwQFBgcICQoLDA0ODw".parse().unwrap();
        let body = with_nonce(r#"{"embeds":[{"title":"Rest"}]}"#, &post).unwrap();
        let sent: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            sent,
            serde_json::json!({"embeds": [{"title": "Rest"}],
                "nonce": "AAECAwQFBgcICQoLDA0ODw", "enforce_nonce": true})
        );
    }
}
