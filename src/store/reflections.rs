//! Sealed reflections. Whatever is asked here on a member's behalf is filtered by the member's id.

use chrono::{DateTime, Utc};
use sqlx::{Any, Executor, Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{is_garbled, maybe_near_instant, near_instant},
    damaged::{bare, maybe_id},
};
use crate::{
    reflection::model::{KeyId, ReflectionId, Scope, Sealed, StoredReflection, Tally},
    store::ids::{GuildId, PostId, UserId},
};

impl Store {
    /// The member's reflections, newest first: `limit` of them after the first `skip`.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reflections(
        &self,
        user: UserId,
        scope: Scope,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<StoredReflection>> {
        let rows = match scope {
            Scope::Guild(guild) => sqlx::query(
                "SELECT id, user_id, guild_id, post_id, key_id, sealed, written_at FROM reflections
                 WHERE user_id = $1 AND guild_id = $4
                 ORDER BY written_at DESC, id DESC LIMIT $2 OFFSET $3",
            )
            .bind(user.to_db())
            .bind(i64::from(limit))
            .bind(i64::from(skip))
            .bind(guild.to_db()),
            Scope::Everywhere => sqlx::query(
                "SELECT id, user_id, guild_id, post_id, key_id, sealed, written_at FROM reflections
                 WHERE user_id = $1
                 ORDER BY written_at DESC, id DESC LIMIT $2 OFFSET $3",
            )
            .bind(user.to_db())
            .bind(i64::from(limit))
            .bind(i64::from(skip)),
        }
        .fetch_all(self.reading())
        .await;
        match rows {
            Err(why) if is_garbled(&why) => {
                self.reflections_one_by_one(user, scope, skip, limit).await
            }
            rows => rows?.iter().map(reflection).collect(),
        }
    }

    /// Whether the member has a reflection of this id.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn has_reflection(&self, user: UserId, id: &ReflectionId) -> Result<bool> {
        has(self.reading(), user, id).await
    }

    /// One of the member's reflections.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reflection(
        &self,
        user: UserId,
        id: &ReflectionId,
    ) -> Result<Option<StoredReflection>> {
        let asked = |select: &'static str| {
            sqlx::query(select)
                .bind(user.to_db())
                .bind(id.to_string())
                .fetch_optional(self.reading())
        };
        let whole = asked(
            "SELECT id, user_id, guild_id, post_id, key_id, sealed, written_at FROM reflections
             WHERE user_id = $1 AND id = $2",
        );
        let row = match whole.await {
            Err(why) if is_garbled(&why) => {
                let bare = concat!(
                    "SELECT ",
                    bare!(),
                    " FROM reflections WHERE user_id = $1 AND reflections.id = $2"
                );
                asked(bare).await?
            }
            row => row?,
        };
        row.as_ref().map(reflection).transpose()
    }

    /// How many reflections the member has, and from when.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn tally(&self, user: UserId, scope: Scope) -> Result<Tally> {
        let row = match scope {
            Scope::Guild(guild) => sqlx::query(
                "SELECT COUNT(*), MIN(written_at), MAX(written_at) FROM reflections
                 WHERE user_id = $1 AND guild_id = $2",
            )
            .bind(user.to_db())
            .bind(guild.to_db()),
            Scope::Everywhere => sqlx::query(
                "SELECT COUNT(*), MIN(written_at), MAX(written_at) FROM reflections
                 WHERE user_id = $1",
            )
            .bind(user.to_db()),
        }
        .fetch_one(self.reading())
        .await?;
        Ok(Tally {
            reflections: row.try_get::<i64, _>(0)?.cast_unsigned(),
            oldest_at: maybe_near_instant(&row, 1)?,
            newest_at: maybe_near_instant(&row, 2)?,
        })
    }

    /// The servers in which anybody may have written, each with the time of its oldest reflection.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn oldest_by_server(&self) -> Result<Vec<(GuildId, DateTime<Utc>)>> {
        // Nobody has written where nobody agreed, and those are far fewer rows.
        let rows = sqlx::query(
            "SELECT guild_id, oldest FROM (
                 SELECT guild_id, (SELECT MIN(written_at) FROM reflections
                     WHERE reflections.guild_id = agreed.guild_id) AS oldest
                 FROM (SELECT DISTINCT guild_id FROM consents) AS agreed
             ) AS servers WHERE oldest IS NOT NULL",
        )
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .map(|row| Ok((GuildId::from_db(row.try_get(0)?), near_instant(row, 1)?)))
            .collect()
    }

    /// The same, server by server.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn tallies(&self, user: UserId, scope: Scope) -> Result<Vec<(GuildId, Tally)>> {
        let rows = match scope {
            Scope::Guild(guild) => sqlx::query(
                "SELECT guild_id, COUNT(*), MIN(written_at), MAX(written_at) FROM reflections
                 WHERE user_id = $1 AND guild_id = $2 GROUP BY guild_id",
            )
            .bind(user.to_db())
            .bind(guild.to_db()),
            Scope::Everywhere => sqlx::query(
                "SELECT guild_id, COUNT(*), MIN(written_at), MAX(written_at) FROM reflections
                 WHERE user_id = $1 GROUP BY guild_id",
            )
            .bind(user.to_db()),
        }
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .map(|row| {
                let tally = Tally {
                    reflections: row.try_get::<i64, _>(1)?.cast_unsigned(),
                    oldest_at: maybe_near_instant(row, 2)?,
                    newest_at: maybe_near_instant(row, 3)?,
                };
                Ok((GuildId::from_db(row.try_get(0)?), tally))
            })
            .collect()
    }
}

async fn has<'c>(
    database: impl Executor<'c, Database = Any>,
    user: UserId,
    id: &ReflectionId,
) -> Result<bool> {
    let found = sqlx::query("SELECT 1 FROM reflections WHERE id = $1 AND user_id = $2")
        .bind(id.to_string())
        .bind(user.to_db())
        .fetch_optional(database)
        .await?;
    Ok(found.is_some())
}

impl Writing {
    /// Keeps a reflection.
    ///
    /// # Errors
    ///
    /// If the database fails, or there is no consent in that server at all.
    pub async fn insert_reflection(
        &mut self,
        id: &ReflectionId,
        user: UserId,
        guild: GuildId,
        post: Option<PostId>,
        sealed: &Sealed,
        written_at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO reflections (id, user_id, guild_id, post_id, key_id, sealed, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.to_string())
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(post.map(|post| post.to_string()))
        .bind(sealed.key_id.as_str())
        .bind(sealed.to_db())
        .bind(written_at.timestamp_millis())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// When the member wrote, anywhere, since then: newest first, at most `limit` times.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn written_since(
        &mut self,
        user: UserId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<DateTime<Utc>>> {
        let rows = sqlx::query(
            "SELECT written_at FROM reflections WHERE user_id = $1 AND written_at > $2
             ORDER BY written_at DESC LIMIT $3",
        )
        .bind(user.to_db())
        .bind(since.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        rows.iter().map(|row| near_instant(row, 0)).collect()
    }

    /// Whether the member has a reflection of this id, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn has_reflection(&mut self, user: UserId, id: &ReflectionId) -> Result<bool> {
        has(self.connection(), user, id).await
    }

    /// Deletes one reflection, if it is the member's.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn delete_reflection(&mut self, user: UserId, id: &ReflectionId) -> Result<u64> {
        let deleted = sqlx::query("DELETE FROM reflections WHERE id = $1 AND user_id = $2")
            .bind(id.to_string())
            .bind(user.to_db())
            .execute(self.connection())
            .await?;
        Ok(deleted.rows_affected())
    }

    /// Deletes all reflections of the member.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn delete_reflections(&mut self, user: UserId, scope: Scope) -> Result<u64> {
        let deleted = match scope {
            Scope::Guild(guild) => {
                sqlx::query("DELETE FROM reflections WHERE user_id = $1 AND guild_id = $2")
                    .bind(user.to_db())
                    .bind(guild.to_db())
            }
            Scope::Everywhere => {
                sqlx::query("DELETE FROM reflections WHERE user_id = $1").bind(user.to_db())
            }
        }
        .execute(self.connection())
        .await?;
        Ok(deleted.rows_affected())
    }

    /// When the oldest reflection of a server was written.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn oldest_in(&mut self, guild: GuildId) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("SELECT MIN(written_at) FROM reflections WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_one(self.connection())
            .await?;
        maybe_near_instant(&row, 0)
    }

    /// Deletes at most `limit` of a server's reflections written then or before.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn delete_written_until(
        &mut self,
        server: GuildId,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<u64> {
        let deleted = sqlx::query(
            "DELETE FROM reflections WHERE id IN
             (SELECT id FROM reflections WHERE guild_id = $3 AND written_at <= $1
              ORDER BY written_at LIMIT $2)",
        )
        .bind(until.timestamp_millis())
        .bind(i64::from(limit))
        .bind(server.to_db())
        .execute(self.connection())
        .await?;
        Ok(deleted.rows_affected())
    }
}

/// A damaged row is a reflection all the same: what of it can't be read is left out.
pub(super) fn reflection(row: &AnyRow) -> Result<StoredReflection> {
    let key_id = KeyId::from_db(row.try_get(4)?);
    Ok(StoredReflection {
        id: maybe_id(row)?,
        user: UserId::from_db(row.try_get(1)?),
        guild: GuildId::from_db(row.try_get(2)?),
        post: row
            .try_get::<Option<&str>, _>(3)?
            .and_then(|id| id.parse().ok()),
        sealed: Sealed::from_db(key_id, row.try_get(5)?),
        written_at: near_instant(row, 6)?,
    })
}
