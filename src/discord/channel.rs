//! The channels of Discord, as posting knows them: a post is sent with its id as the enforced nonce,
//! and looked for by that id among the bot's own messages.

mod follow;
mod history;
mod refusals;

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use serenity::all::{self as serenity, Permissions};

use super::{
    permissions::{Place, Server},
    render,
    rest::{Fault, Rest, RestError},
};
use crate::{
    posting::{
        channel::{Channel, Composed, Edition, History, Outgoing, SendError, Sought, StepError},
        model::{ChannelKind, ClaimedStep, Manner, PostId, RefusedReason},
    },
    store::ids::{ChannelId, GuildId, MessageId, UserId},
};

/// Discord's JSON error codes that say something of a post, or of a server.
pub(super) mod code {
    pub const UNKNOWN_GUILD: u32 = 10_004;
    pub const UNKNOWN_CHANNEL: u32 = 10_003;
    pub const UNKNOWN_MESSAGE: u32 = 10_008;
    pub const UNKNOWN_TAG: u32 = 10_087;
    pub const NO_TAGS_FOR_MEMBERS: u32 = 40_066;
    pub const TAG_REQUIRED: u32 = 40_067;
    pub const MISSING_ACCESS: u32 = 50_001;
    pub const NOT_A_TEXT_CHANNEL: u32 = 50_008;
    pub const MISSING_PERMISSIONS: u32 = 50_013;
    pub const ALREADY_PUBLISHED: u32 = 40_033;
    pub const WRONG_CHANNEL_TYPE: u32 = 50_024;
    pub const THREAD_ARCHIVED: u32 = 50_083;
    pub const HAS_A_THREAD: u32 = 160_004;
    pub const THREAD_LOCKED: u32 = 160_005;
}

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

    /// What a server's channels are called, threads left out.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn names(&self, guild: GuildId) -> Result<HashMap<ChannelId, String>, RestError> {
        let channels = self
            .rest
            .channels(serenity::GuildId::new(guild.get()))
            .await?;
        let named = channels.into_iter().filter_map(|channel| {
            let id = ChannelId::new(channel.id.get());
            channel.name.map(|name| (id, name))
        });
        Ok(named.collect())
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

    /// Makes the request. Of a forum's post Discord takes no nonce.
    async fn request(
        &self,
        outgoing: &Outgoing,
    ) -> Result<Result<serenity::MessageId, RestError>, SendError> {
        let channel = in_discord(outgoing.channel);
        if outgoing.kind == ChannelKind::Forum {
            let body = outgoing.body.clone().into_bytes();
            return Ok(self.rest.post_in_forum(channel, body).await);
        }
        let body = with_nonce(&outgoing.body, &outgoing.post).ok_or(SendError::Refused {
            code: None,
            reason: RefusedReason::Invalid,
        })?;
        Ok(self.rest.post(channel, body).await)
    }
}

impl Channel for Channels {
    fn compose(&self, edition: &Edition<'_>) -> Composed {
        render::weekly_post(edition)
    }

    async fn send(&self, outgoing: &Outgoing) -> Result<MessageId, SendError> {
        let error = match self.request(outgoing).await? {
            Ok(message) => return Ok(MessageId::new(message.get())),
            Err(error) => error,
        };
        Err(match error.fault {
            Fault::NoPermit { held_for } => SendError::NoPermit { held_for },
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
            } => SendError::Refused {
                code: error.code(),
                reason: self
                    .reason(outgoing.channel, &plain(outgoing.kind), &error)
                    .await,
            },
            // Of a 5xx nobody says whether it was performed.
            Fault::Refused { .. } | Fault::Unknown | Fault::Unreadable => SendError::Unknown,
        })
    }

    async fn take(&self, step: &ClaimedStep) -> Result<(), StepError> {
        self.take_step(step).await
    }

    async fn history(&self, sought: &Sought, since: DateTime<Utc>) -> History {
        match self.look(sought, since).await {
            Ok(found) => found,
            Err(error) => match error.fault {
                Fault::NoPermit { held_for } => History::NoPermit { held_for },
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

/// What such a channel asks of whoever posts in it, at the least.
fn plain(kind: ChannelKind) -> Manner {
    Manner {
        kind,
        ..Manner::default()
    }
}

/// The frozen body with the post's id as its nonce, which Discord is to hold to.
fn with_nonce(body: &str, post: &PostId) -> Option<Vec<u8>> {
    let mut message: serde_json::Map<_, _> = serde_json::from_str(body).ok()?;
    message.insert("nonce".to_owned(), post.to_string().into());
    message.insert("enforce_nonce".to_owned(), true.into());
    serde_json::to_vec(&message).ok()
}

fn in_discord(channel: ChannelId) -> serenity::ChannelId {
    serenity::ChannelId::new(channel.get())
}

#[cfg(test)]
mod tests {
    use super::*;

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
