//! Reflections in whose rows a text is none any more, for a bit that fell over. sqlx hands over no such row,
//! nor any that is asked for together with it: so each is asked for by itself, and of a damaged one only
//! what is no text. PostgreSQL looks at every text that it takes in; SQLite does not.

use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store,
    columns::is_garbled,
    ids::{ReflectionId, UserId},
    reflections::reflection,
    rotation::{SealedRow, sealed_row},
};
use crate::reflection::model::{KeyId, Scope, StoredReflection};

/// Whether a row's id is made of the characters of ids.
macro_rules! has_readable_id {
    () => {
        "LTRIM(reflections.id, \
             'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') = ''"
    };
}

/// A row's id; empty if it can't be read.
macro_rules! readable_id {
    () => {
        concat!(
            "CASE WHEN ",
            $crate::store::damaged::has_readable_id!(),
            " THEN reflections.id ELSE '' END AS id"
        )
    };
}

/// What can always be read of a reflection, in the place of all of it.
macro_rules! bare {
    () => {
        concat!(
            $crate::store::damaged::readable_id!(),
            ", user_id, guild_id, NULL AS post_id, '' AS key_id, '' AS sealed, written_at"
        )
    };
}

pub(super) use {bare, has_readable_id, readable_id};

/// The id of a row, if it can be read.
pub(super) fn maybe_id(row: &AnyRow) -> Result<Option<ReflectionId>> {
    Ok(row.try_get::<&str, _>("id")?.parse().ok())
}

impl Store {
    /// [`Store::reflections`], one after the other.
    pub(super) async fn reflections_one_by_one(
        &self,
        user: UserId,
        scope: Scope,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<StoredReflection>> {
        let rows = sqlx::query(concat!(
            "SELECT ",
            bare!(),
            " FROM reflections WHERE user_id = $1 AND guild_id = COALESCE($2, guild_id)
             ORDER BY written_at DESC, reflections.id DESC LIMIT $3 OFFSET $4"
        ))
        .bind(user.to_db())
        .bind(scope.to_db())
        .bind(i64::from(limit))
        .bind(i64::from(skip))
        .fetch_all(self.reading())
        .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let bare = reflection(row)?;
            all.extend(match &bare.id {
                Some(id) => self.reflection(user, id).await?,
                None => Some(bare),
            });
        }
        Ok(all)
    }

    /// [`Store::sealed_otherwise`], one after the other. Those whose id can't be read are left out: no row
    /// comes after them.
    pub(super) async fn sealed_otherwise_one_by_one(
        &self,
        key_id: &KeyId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<SealedRow>> {
        let rows = sqlx::query(concat!(
            "SELECT id FROM reflections WHERE id > $1 AND key_id <> $2 AND ",
            has_readable_id!(),
            " ORDER BY id LIMIT $3"
        ))
        .bind(after)
        .bind(key_id.as_str())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let place: String = row.try_get("id")?;
            let found = sqlx::query(
                "SELECT id, user_id, guild_id, key_id, sealed FROM reflections WHERE id = $1",
            )
            .bind(&place)
            .fetch_optional(self.reading())
            .await;
            match found {
                Err(why) if is_garbled(&why) => all.push(SealedRow { place, whole: None }),
                found => all.extend(found?.as_ref().map(sealed_row).transpose()?),
            }
        }
        Ok(all)
    }
}
