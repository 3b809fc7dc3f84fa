//! The checks by which the database knows its keys. The keys themselves are never here.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{Result, Store, Writing};
use crate::reflection::model::{KeyId, Sealed};

impl Store {
    /// The check of every key that ever sealed, oldest first, with its key's id; nothing in place of
    /// one that is damaged.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn key_checks(&self) -> Result<Vec<(KeyId, Option<Sealed>)>> {
        let rows = sqlx::query(CHECKS).fetch_all(self.reading()).await?;
        rows.iter().map(check).collect()
    }
}

const CHECKS: &str = "SELECT key_id, sealed_check FROM keys ORDER BY made_at, key_id";

fn check(row: &AnyRow) -> Result<(KeyId, Option<Sealed>)> {
    let key_id = KeyId::from_db(row.try_get(0)?);
    let check = Sealed::from_db(key_id.clone(), row.try_get(1)?);
    Ok((key_id, check))
}

impl Writing {
    /// The check of every key, as [`Store::key_checks`] has it.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn key_checks(&mut self) -> Result<Vec<(KeyId, Option<Sealed>)>> {
        let rows = sqlx::query(CHECKS).fetch_all(self.connection()).await?;
        rows.iter().map(check).collect()
    }

    /// Keeps the check of a key, unless the key has one.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn insert_key_check(&mut self, check: &Sealed, made_at: DateTime<Utc>) -> Result<()> {
        sqlx::query(
            "INSERT INTO keys (key_id, sealed_check, made_at) VALUES ($1, $2, $3)
             ON CONFLICT (key_id) DO NOTHING",
        )
        .bind(check.key_id.as_str())
        .bind(check.to_db())
        .bind(made_at.timestamp_millis())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
