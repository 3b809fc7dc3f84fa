//! Reflections that are replies: which message each is, and the posts that can be replied to.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{is_garbled, maybe_near_instant, millis, near_instant, parsed},
    damaged::{bare, maybe_id, readable_id},
    ids::{ChannelId, GuildId, MessageId, PostId, ReflectionId, UserId},
    reflections,
};
use crate::{
    posting::model::ChannelKind,
    reflection::model::{Scope, Sealed, StoredReflection},
};

/// Where a reply stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The message.
    pub message: MessageId,
    /// The channel or thread it is in.
    pub channel: ChannelId,
    /// The channel that the thread is in, if it is one.
    pub parent: Option<ChannelId>,
}

/// A reply's reflection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReply {
    /// The reflection.
    pub reflection: StoredReflection,
    /// Of which edit its words are; none if as it was first written.
    pub edited_at: Option<DateTime<Utc>>,
}

/// A post that asked something, as a reply finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answerable {
    /// The post.
    pub post: PostId,
    /// Its question, as it was sent.
    pub prompt: String,
    /// Where it was posted.
    pub channel: ChannelId,
    /// What that is.
    pub kind: ChannelKind,
}

/// Where a post that asked something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The server.
    pub guild: GuildId,
    /// Where it was posted.
    pub channel: ChannelId,
    /// What that is.
    pub kind: ChannelKind,
    /// Its message.
    pub message: MessageId,
}

impl Store {
    /// The post that is this message in a server, if it asked something.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn answerable(
        &self,
        guild: GuildId,
        message: MessageId,
    ) -> Result<Option<Answerable>> {
        sqlx::query(
            "SELECT id, prompt, channel_id, kind FROM posts
             WHERE message_id = $1 AND guild_id = $2 AND prompt IS NOT NULL",
        )
        .bind(message.to_db())
        .bind(guild.to_db())
        .fetch_optional(self.reading())
        .await?
        .map(|row| {
            Ok(Answerable {
                post: parsed(&row, "id")?,
                prompt: row.try_get("prompt")?,
                channel: ChannelId::from_db(row.try_get("channel_id")?),
                kind: parsed(&row, "kind")?,
            })
        })
        .transpose()
    }

    /// The posts that asked something, are still there, and whose messages come next after this one, in
    /// servers where anybody agreed to anything's being kept. At most `limit`.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn asking_after(&self, after: MessageId, limit: u32) -> Result<Vec<Asking>> {
        let rows = sqlx::query(
            "SELECT guild_id, channel_id, kind, message_id FROM posts
             WHERE message_id > $1 AND prompt IS NOT NULL AND removed_at IS NULL
                 AND EXISTS (SELECT 1 FROM consents WHERE consents.guild_id = posts.guild_id)
             ORDER BY message_id LIMIT $2",
        )
        .bind(after.to_db())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Asking {
                    guild: GuildId::from_db(row.try_get("guild_id")?),
                    channel: ChannelId::from_db(row.try_get("channel_id")?),
                    kind: parsed(row, "kind")?,
                    message: MessageId::from_db(row.try_get("message_id")?),
                })
            })
            .collect()
    }

    /// The reflection that is this message.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reply(&self, message: MessageId) -> Result<Option<StoredReply>> {
        let asked = |select: &'static str| {
            sqlx::query(select)
                .bind(message.to_db())
                .fetch_optional(self.reading())
        };
        let whole = asked(
            "SELECT id, user_id, guild_id, post_id, key_id, sealed, written_at, edited_at
             FROM replies JOIN reflections ON id = reflection_id WHERE message_id = $1",
        );
        let row = match whole.await {
            Err(why) if is_garbled(&why) => {
                let bare = concat!(
                    "SELECT ",
                    bare!(),
                    ", edited_at FROM replies JOIN reflections ON reflections.id = reflection_id
                     WHERE message_id = $1"
                );
                asked(bare).await?
            }
            row => row?,
        };
        row.map(|row| {
            Ok(StoredReply {
                reflection: reflections::reflection(&row)?,
                edited_at: maybe_near_instant(&row, 7)?,
            })
        })
        .transpose()
    }

    /// Whether this message is a reflection.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn is_reply(&self, message: MessageId) -> Result<bool> {
        let found = sqlx::query("SELECT 1 FROM replies WHERE message_id = $1")
            .bind(message.to_db())
            .fetch_optional(self.reading())
            .await?;
        Ok(found.is_some())
    }

    /// The replies that are reflections and come next after this message, at most `limit`.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn replies_after(&self, after: MessageId, limit: u32) -> Result<Vec<Reply>> {
        let rows = sqlx::query(
            "SELECT message_id, channel_id, parent_id FROM replies
             WHERE message_id > $1 ORDER BY message_id LIMIT $2",
        )
        .bind(after.to_db())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await?;
        rows.iter().map(reply).collect()
    }

    /// Kept replies whose writers were not shown it yet and that come next after this message, at most
    /// `limit`.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn unmarked_after(&self, after: MessageId, limit: u32) -> Result<Vec<Reply>> {
        let rows = sqlx::query(
            "SELECT message_id, channel_id, parent_id FROM replies
             WHERE marked_at IS NULL AND message_id > $1 ORDER BY message_id LIMIT $2",
        )
        .bind(after.to_db())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await?;
        rows.iter().map(reply).collect()
    }

    /// The replies that are reflections in this channel or in a thread of it, at most `limit`.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn replies_in(&self, channel: ChannelId, limit: u32) -> Result<Vec<MessageId>> {
        let rows = sqlx::query(
            "SELECT message_id FROM replies WHERE channel_id = $1 OR parent_id = $1 LIMIT $2",
        )
        .bind(channel.to_db())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .map(|row| Ok(MessageId::from_db(row.try_get(0)?)))
            .collect()
    }

    /// Which of a member's reflections are replies, and where.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn replies_of(
        &self,
        user: UserId,
        scope: Scope,
    ) -> Result<Vec<(ReflectionId, Reply)>> {
        let rows = sqlx::query(concat!(
            "SELECT message_id, channel_id, parent_id, ",
            readable_id!(),
            " FROM reflections JOIN replies ON reflections.id = reflection_id
             WHERE user_id = $1 AND guild_id = COALESCE($2, guild_id)"
        ))
        .bind(user.to_db())
        .bind(scope.to_db())
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .filter_map(|row| {
                let id = maybe_id(row).transpose()?;
                Some(id.and_then(|id| Ok((id, reply(row)?))))
            })
            .collect()
    }
}

impl Writing {
    /// Notes that a reflection is this reply.
    ///
    /// # Errors
    ///
    /// If the database fails, or it is another's already.
    pub async fn insert_reply(
        &mut self,
        id: &ReflectionId,
        reply: &Reply,
        edited_at: Option<DateTime<Utc>>,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO replies (message_id, reflection_id, channel_id, parent_id, edited_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(reply.message.to_db())
        .bind(id.to_string())
        .bind(reply.channel.to_db())
        .bind(reply.parent.map(ChannelId::to_db))
        .bind(millis(edited_at))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Puts an edit's words in place of a reply's, unless those of this edit or a later one are there.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn edit_reply(
        &mut self,
        message: MessageId,
        sealed: &Sealed,
        edited_at: DateTime<Utc>,
    ) -> Result<bool> {
        let edited = sqlx::query(
            "UPDATE replies SET edited_at = $2
             WHERE message_id = $1 AND COALESCE(edited_at, 0) < $2",
        )
        .bind(message.to_db())
        .bind(edited_at.timestamp_millis())
        .execute(self.connection())
        .await?;
        if edited.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE reflections SET key_id = $2, sealed = $3
             WHERE id = (SELECT reflection_id FROM replies WHERE message_id = $1)",
        )
        .bind(message.to_db())
        .bind(sealed.key_id.as_str())
        .bind(sealed.to_db())
        .execute(self.connection())
        .await?;
        Ok(true)
    }

    /// Deletes the reflection that is this message. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn delete_reply(&mut self, message: MessageId) -> Result<bool> {
        // As it should be called, or, damaged, is.
        let deleted = sqlx::query(
            "DELETE FROM reflections
             WHERE id IN ($2, (SELECT reflection_id FROM replies WHERE message_id = $1))",
        )
        .bind(message.to_db())
        .bind(ReflectionId::of_reply(message).to_string())
        .execute(self.connection())
        .await?;
        Ok(deleted.rows_affected() > 0)
    }

    /// Notes that a reply's writer was shown that it is kept.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn mark_reply(&mut self, message: MessageId, at: DateTime<Utc>) -> Result<()> {
        sqlx::query("UPDATE replies SET marked_at = $2 WHERE message_id = $1")
            .bind(message.to_db())
            .bind(at.timestamp_millis())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// When the member wrote, anywhere, after one instant and before another: oldest first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn written_between(
        &mut self,
        user: UserId,
        after: DateTime<Utc>,
        before: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>> {
        let rows = sqlx::query(
            "SELECT written_at FROM reflections
             WHERE user_id = $1 AND written_at > $2 AND written_at < $3 ORDER BY written_at",
        )
        .bind(user.to_db())
        .bind(after.timestamp_millis())
        .bind(before.timestamp_millis())
        .fetch_all(self.connection())
        .await?;
        rows.iter().map(|row| near_instant(row, 0)).collect()
    }
}

fn reply(row: &AnyRow) -> Result<Reply> {
    Ok(Reply {
        message: MessageId::from_db(row.try_get(0)?),
        channel: ChannelId::from_db(row.try_get(1)?),
        parent: row.try_get::<Option<i64>, _>(2)?.map(ChannelId::from_db),
    })
}
