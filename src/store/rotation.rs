//! From one key to the next: the rows that another key sealed, a few at a time, and the keys that seal nothing
//! any more.

use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{count, is_garbled},
    ids::{GuildId, ShareId, UserId},
    shares::{ShareRow, rows, select_share},
};
use crate::reflection::model::{KeyId, ReflectionId, Sealed};

/// A row that another key sealed.
#[derive(Debug)]
pub struct SealedRow {
    /// Its id, as it stands there.
    pub place: String,
    /// Whose it is, and what was sealed; nothing if the row is damaged.
    pub whole: Option<(ReflectionId, UserId, GuildId, Sealed)>,
}

macro_rules! exchange {
    ($table:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET key_id = $4, sealed = $5 WHERE id = $1 AND key_id = $2 AND sealed = $3"
        )
    };
}

/// Under which key all rows are to be, while not all are.
const ROTATING_TO: &str = "rotating_to";

impl Store {
    /// At most `limit` reflections that another key than this one sealed, by their ids, after this one.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn sealed_otherwise(
        &self,
        key_id: &KeyId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<SealedRow>> {
        let rows = sqlx::query(
            "SELECT id, user_id, guild_id, key_id, sealed FROM reflections
             WHERE id > $1 AND key_id <> $2 ORDER BY id LIMIT $3",
        )
        .bind(after)
        .bind(key_id.as_str())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await;
        match rows {
            Err(why) if is_garbled(&why) => {
                self.sealed_otherwise_one_by_one(key_id, after, limit).await
            }
            rows => rows?.iter().map(sealed_row).collect(),
        }
    }

    /// How many reflections another key than this one sealed.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn count_sealed_otherwise(&self, key_id: &KeyId) -> Result<u32> {
        let row = sqlx::query("SELECT COUNT(*) FROM reflections WHERE key_id <> $1")
            .bind(key_id.as_str())
            .fetch_one(self.reading())
            .await?;
        count(&row, 0)
    }

    /// At most `limit` shares whose writer another key than this one sealed, by their ids, after this one.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_sealed_otherwise(
        &self,
        key_id: &KeyId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<ShareRow>> {
        let query = sqlx::query(select_share!(
            "WHERE id > $1 AND key_id <> $2 AND sealed IS NOT NULL ORDER BY id LIMIT $3"
        ))
        .bind(after)
        .bind(key_id.as_str())
        .bind(i64::from(limit));
        rows(&self.reading().fetch_whole(query).await?)
    }

    /// The key that all rows are brought under, if a rotation was begun and not ended.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn rotating_to(&self) -> Result<Option<KeyId>> {
        Ok(self.meta(ROTATING_TO).await?.map(KeyId::from_db))
    }
}

pub(super) fn sealed_row(row: &AnyRow) -> Result<SealedRow> {
    let place: String = row.try_get(0)?;
    let sealed = Sealed::from_db(KeyId::from_db(row.try_get(3)?), row.try_get(4)?);
    let (user, guild) = (row.try_get(1)?, row.try_get(2)?);
    let whole = place.parse().ok().zip(sealed).map(|(id, sealed)| {
        let (user, guild) = (UserId::from_db(user), GuildId::from_db(guild));
        (id, user, guild, sealed)
    });
    Ok(SealedRow { place, whole })
}

impl Writing {
    /// Notes that all rows are to be brought under this key.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn begin_rotation(&mut self, to: &KeyId) -> Result<()> {
        self.set_meta(ROTATING_TO, to.as_str()).await
    }

    /// Notes that all rows are under the key that they were to be brought under.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn end_rotation(&mut self) -> Result<()> {
        sqlx::query("DELETE FROM meta WHERE name = $1")
            .bind(ROTATING_TO)
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Exchanges what is sealed in a row, if it is there and as it was. `false` if it is not.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reseal(
        &mut self,
        id: &ReflectionId,
        old: &Sealed,
        sealed: &Sealed,
    ) -> Result<bool> {
        self.exchange(exchange!("reflections"), &id.to_string(), old, sealed)
            .await
    }

    /// Exchanges what is sealed in a share, if it is there and as it was. `false` if it is not.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reseal_share(
        &mut self,
        id: ShareId,
        old: &Sealed,
        sealed: &Sealed,
    ) -> Result<bool> {
        self.exchange(exchange!("shares"), &id.to_string(), old, sealed)
            .await
    }

    async fn exchange(
        &mut self,
        update: &'static str,
        id: &str,
        old: &Sealed,
        sealed: &Sealed,
    ) -> Result<bool> {
        let exchanged = sqlx::query(update)
            .bind(id)
            .bind(old.key_id.as_str())
            .bind(old.to_db())
            .bind(sealed.key_id.as_str())
            .bind(sealed.to_db())
            .execute(self.connection())
            .await?;
        Ok(exchanged.rows_affected() == 1)
    }

    /// Forgets the check of every key but this one that no row is sealed under.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn forget_unused_keys(&mut self, but: &KeyId) -> Result<()> {
        sqlx::query(
            "DELETE FROM keys WHERE key_id <> $1
             AND NOT EXISTS (SELECT 1 FROM reflections WHERE reflections.key_id = keys.key_id)
             AND NOT EXISTS (SELECT 1 FROM shares WHERE shares.key_id = keys.key_id)",
        )
        .bind(but.as_str())
        .execute(self.connection())
        .await
        .map(drop)
    }
}
