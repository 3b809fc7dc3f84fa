//! Shares: what members show of their own in a post's thread. No row names its writer in clear.

use chrono::{DateTime, Utc};
use sqlx::{Any, Executor, Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{count, is_garbled, maybe_instant, parsed},
    ids::{ChannelId, GuildId, MessageId, PostId, ShareId, UserId},
};
use crate::reflection::model::{KeyId, Place, ReflectionId, Sealed, ShareState, StoredShare};

macro_rules! select_share {
    ($rest:literal) => {
        concat!(
            "SELECT id, guild_id, post_id, signed, state, key_id, sealed, channel_id, message_id,
                 attempt, tried_at FROM shares ",
            $rest
        )
    };
}

pub(super) use select_share;

impl Store {
    /// What was shared of this origin.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn share_of(&self, origin: &str) -> Result<Option<StoredShare>> {
        of_origin(self.reading(), origin).await
    }

    /// How many people have a reflection on this post that is not a reply, which everyone in the channel saw.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn people_on(&self, post: PostId) -> Result<u32> {
        people(self.reading(), post).await
    }

    /// What a thread on this post is called.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn title_of(&self, post: PostId) -> Result<Option<String>> {
        let title = sqlx::query_scalar("SELECT title FROM posts WHERE id = $1")
            .bind(post.to_string())
            .fetch_optional(self.reading())
            .await?;
        Ok(title.flatten())
    }

    /// A share of a server.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn share(&self, guild: GuildId, id: ShareId) -> Result<Option<StoredShare>> {
        sqlx::query(select_share!("WHERE id = $1 AND guild_id = $2"))
            .bind(id.to_string())
            .bind(guild.to_db())
            .fetch_optional(self.reading())
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }
}

async fn of_origin<'c>(
    database: impl Executor<'c, Database = Any>,
    origin: &str,
) -> Result<Option<StoredShare>> {
    sqlx::query(select_share!("WHERE origin = $1"))
        .bind(origin)
        .fetch_optional(database)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

async fn people<'c>(database: impl Executor<'c, Database = Any>, post: PostId) -> Result<u32> {
    let row = sqlx::query(
        "SELECT COUNT(DISTINCT user_id) FROM reflections WHERE post_id = $1
             AND NOT EXISTS (SELECT 1 FROM replies WHERE replies.reflection_id = reflections.id)",
    )
    .bind(post.to_string())
    .fetch_one(database)
    .await?;
    count(&row, 0)
}

/// What is to be kept of a new share.
#[derive(Debug)]
pub struct NewShare<'a> {
    /// Its id.
    pub id: ShareId,
    /// The server.
    pub guild: GuildId,
    /// The post that it answers.
    pub post: PostId,
    /// Whether it bears its writer's name.
    pub signed: bool,
    /// Whether it waits for the moderators first.
    pub held: bool,
    /// Its origin, by a keyed hash.
    pub origin: &'a str,
    /// Who wrote it, and which reflection it is of.
    pub sealed: &'a Sealed,
    /// From when on it may be sent, or seen by moderators.
    pub ready_at: DateTime<Utc>,
}

/// Of these shares, those that certainly are in no thread.
macro_rules! forget_unsent {
    ($which:literal) => {
        concat!(
            "DELETE FROM shares WHERE ",
            $which,
            " AND message_id IS NULL AND (tried_at IS NULL OR state IN ('down', 'declined', 'refused'))"
        )
    };
}

/// The others of these. One that is being sent is left alone as long as that may take.
macro_rules! have_removed {
    ($which:literal) => {
        concat!(
            "UPDATE shares SET origin = NULL, key_id = NULL, sealed = NULL, state = 'removing',
                 ready_at = CASE WHEN state = 'removing' OR state = 'sending' AND ready_at > $2
                     THEN ready_at ELSE $2 END
             WHERE ",
            $which
        )
    };
}

impl Writing {
    /// What was shared of this origin, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn share_of(&mut self, origin: &str) -> Result<Option<StoredShare>> {
        of_origin(self.connection(), origin).await
    }

    /// The same, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn people_on(&mut self, post: PostId) -> Result<u32> {
        people(self.connection(), post).await
    }

    /// The post that a member's reflection in this server answers; `None` if there is no such reflection.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn post_answered(
        &mut self,
        user: UserId,
        guild: GuildId,
        id: &ReflectionId,
    ) -> Result<Option<Option<PostId>>> {
        let row = sqlx::query(
            "SELECT post_id FROM reflections WHERE id = $1 AND user_id = $2 AND guild_id = $3",
        )
        .bind(id.to_string())
        .bind(user.to_db())
        .bind(guild.to_db())
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| {
            let post: Option<&str> = row.try_get(0)?;
            Ok(post.and_then(|post| post.parse().ok()))
        })
        .transpose()
    }

    /// When the next batch of a post's unsigned shares and removals goes out, if one does by then.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn next_batch_at(
        &mut self,
        post: PostId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT MIN(ready_at) FROM shares
             WHERE post_id = $1 AND signed = 0 AND ready_at > $2 AND ready_at <= $3
                 AND state IN ('held', 'waiting', 'removing')",
        )
        .bind(post.to_string())
        .bind(now.timestamp_millis())
        .bind(until.timestamp_millis())
        .fetch_one(self.connection())
        .await?;
        maybe_instant(&row, 0)
    }

    /// Keeps a new share.
    ///
    /// # Errors
    ///
    /// If the database fails, or there is one of this origin.
    pub async fn insert_share(&mut self, new: &NewShare<'_>) -> Result<()> {
        let state = if new.held {
            ShareState::Held
        } else {
            ShareState::Waiting
        };
        sqlx::query(
            "INSERT INTO shares (id, guild_id, post_id, signed, state, origin, key_id, sealed, ready_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.to_string())
        .bind(new.guild.to_db())
        .bind(new.post.to_string())
        .bind(i64::from(new.signed))
        .bind(state.to_string())
        .bind(new.origin)
        .bind(new.sealed.key_id.as_str())
        .bind(new.sealed.to_db())
        .bind(new.ready_at.timestamp_millis())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Forgets whose the share of this origin is. What may be in its thread is removed from there, no sooner than this, or when
    /// it is to be removed already; what certainly is not goes at once.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn forget_share(&mut self, origin: &str, ready_at: DateTime<Utc>) -> Result<()> {
        sqlx::query(forget_unsent!("origin = $1"))
            .bind(origin)
            .execute(self.connection())
            .await?;
        sqlx::query(have_removed!("origin = $1"))
            .bind(origin)
            .bind(ready_at.timestamp_millis())
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// The same of all shares of a server.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn forget_shares_of(
        &mut self,
        guild: GuildId,
        ready_at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query(forget_unsent!("guild_id = $1"))
            .bind(guild.to_db())
            .execute(self.connection())
            .await?;
        sqlx::query(have_removed!("guild_id = $1"))
            .bind(guild.to_db())
            .bind(ready_at.timestamp_millis())
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Forgets all shares of a server. What is in its threads stays there.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn forget_all_shares_of(&mut self, guild: GuildId) -> Result<()> {
        sqlx::query("DELETE FROM shares WHERE guild_id = $1")
            .bind(guild.to_db())
            .execute(self.connection())
            .await
            .map(drop)
    }
}

/// A share's row.
#[derive(Debug)]
pub struct ShareRow {
    /// Its id, as it stands there.
    pub place: String,
    /// The share; nothing if the row is damaged.
    pub whole: Option<StoredShare>,
}

/// Rows of shares. One that is damaged keeps no other waiting: the log is told.
pub(super) fn rows(rows: &[AnyRow]) -> Result<Vec<ShareRow>> {
    let each = rows.iter().map(|row| {
        let place: String = row.try_get("id")?;
        let whole = match read(row) {
            Ok(share) => Some(share),
            Err(why) if is_garbled(&why) => {
                tracing::error!(share = place, %why, "a share can't be read any more; it is left as it is");
                None
            }
            Err(why) => return Err(why),
        };
        Ok(ShareRow { place, whole })
    });
    each.collect()
}

pub(super) fn read(row: &AnyRow) -> Result<StoredShare> {
    let channel = row.try_get::<Option<i64>, _>("channel_id")?;
    let message = row.try_get::<Option<i64>, _>("message_id")?;
    let key_id = row.try_get::<Option<String>, _>("key_id")?;
    let sealed = row.try_get::<Option<&str>, _>("sealed")?;
    Ok(StoredShare {
        id: parsed(row, "id")?,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        post: parsed(row, "post_id")?,
        signed: row.try_get::<i64, _>("signed")? != 0,
        state: parsed(row, "state")?,
        sealed: key_id
            .zip(sealed)
            .and_then(|(key_id, sealed)| Sealed::from_db(KeyId::from_db(key_id), sealed)),
        place: channel.zip(message).map(|(channel, message)| Place {
            channel: ChannelId::from_db(channel),
            message: MessageId::from_db(message),
        }),
        attempt: row.try_get("attempt")?,
        tried_at: maybe_instant(row, "tried_at")?,
    })
}
