//! What the database knows about itself: single values by name.

use sqlx::Row;

use super::{Result, Store, Writing};

impl Store {
    /// The value kept under this name.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn meta(&self, name: &str) -> Result<Option<String>> {
        sqlx::query("SELECT value FROM meta WHERE name = $1")
            .bind(name)
            .fetch_optional(self.reading())
            .await?
            .map(|row| row.try_get(0))
            .transpose()
    }
}

impl Writing {
    /// Keeps a value under this name, in place of the one before.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn set_meta(&mut self, name: &str, value: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO meta (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(self.connection())
        .await
        .map(drop)
    }
}
