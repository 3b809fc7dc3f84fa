//! The requests about servers, their members, channels and threads.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use serenity::{
    all::{ChannelId, GuildId, MessageId, RoleId, UserId},
    http::{LightMethod, Route},
};

use super::{
    Call, Channel, Guild, Rest, RestError,
    answers::{Member, Sent, Threads},
    calls::get,
};

/// A week, in minutes: the longest that a thread stays in sight without anybody writing.
pub(in crate::discord) const ARCHIVED_AFTER: u16 = 10_080;

/// Discord gives at most this many archived threads at once.
const PAGE_OF_THREADS: usize = 100;

impl Rest {
    /// A channel or a thread.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn channel(&self, channel_id: ChannelId) -> Result<Channel, RestError> {
        self.ask(get("channel", Route::Channel { channel_id }))
            .await
    }

    /// A server with its roles.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn guild(&self, guild_id: GuildId) -> Result<Guild, RestError> {
        self.ask(get("server", Route::Guild { guild_id })).await
    }

    /// A server's channels, those that the bot can't see too, and no threads.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn channels(&self, guild_id: GuildId) -> Result<Vec<Channel>, RestError> {
        self.ask(get("channels", Route::GuildChannels { guild_id }))
            .await
    }

    /// The roles of a member.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn member_roles(
        &self,
        guild_id: GuildId,
        user_id: UserId,
    ) -> Result<Vec<RoleId>, RestError> {
        let route = Route::GuildMember { guild_id, user_id };
        let member: Member = self.ask(get("member", route)).await?;
        Ok(member.roles)
    }

    /// The threads of a server that are not archived.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn active_threads(&self, guild_id: GuildId) -> Result<Vec<Channel>, RestError> {
        let call = get("active threads", Route::GuildThreadsActive { guild_id });
        let found: Threads = self.ask(call).await?;
        Ok(found.threads)
    }

    /// A page of a channel's archived threads, those archived last first, and whether there are more;
    /// `before` is the last one's time of archiving.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn archived_threads(
        &self,
        channel_id: ChannelId,
        before: Option<DateTime<Utc>>,
    ) -> Result<(Vec<Channel>, bool), RestError> {
        let route = Route::ChannelArchivedPublicThreads { channel_id };
        let mut call = get("archived threads", route);
        call.params = vec![("limit", PAGE_OF_THREADS.to_string())];
        let before = before.map(|before| before.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        call.params.extend(before.map(|before| ("before", before)));
        let found: Threads = self.ask(call).await?;
        Ok((found.threads, found.has_more))
    }

    /// Opens a thread in a forum, with a body that is already written. Its id is also that of its first
    /// message. A 429 is the caller's to wait out.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have opened it without our hearing of it.
    pub async fn post_in_forum(
        &self,
        channel_id: ChannelId,
        body: Vec<u8>,
    ) -> Result<MessageId, RestError> {
        let route = Route::ChannelForumPosts { channel_id };
        let mut call = Call::new("post in forum", LightMethod::Post, route);
        call.body = Some(body);
        call.patient = false;
        self.ask(call).await.map(|sent: Sent| sent.id)
    }

    /// Opens a thread on a message. A 429 is the caller's to wait out.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have opened it without our hearing of it.
    pub async fn open_thread(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        name: &str,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessageThreads {
            channel_id,
            message_id,
        };
        let body = json!({"name": name, "auto_archive_duration": ARCHIVED_AFTER});
        let mut call = Call::new("open thread", LightMethod::Post, route);
        call.body = Some(body.to_string().into_bytes());
        call.patient = false;
        self.send(call).await.map(drop)
    }
}
