//! That a member agreed, in which server, to which text. Withdrawing leaves no row.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Result, Store, Writing, columns::instant};
use crate::{
    reflection::model::{Consent, Scope},
    store::ids::{GuildId, UserId},
};

impl Store {
    /// The text's version that the member agreed to in this server.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn consent_version(&self, user: UserId, guild: GuildId) -> Result<Option<String>> {
        sqlx::query_scalar("SELECT version FROM consents WHERE user_id = $1 AND guild_id = $2")
            .bind(user.to_db())
            .bind(guild.to_db())
            .fetch_optional(self.reading())
            .await
    }

    /// The member's consents, oldest first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn consents(&self, user: UserId, scope: Scope) -> Result<Vec<Consent>> {
        let rows = match scope {
            Scope::Guild(guild) => sqlx::query(
                "SELECT guild_id, version, agreed_at FROM consents
                 WHERE user_id = $1 AND guild_id = $2",
            )
            .bind(user.to_db())
            .bind(guild.to_db()),
            Scope::Everywhere => sqlx::query(
                "SELECT guild_id, version, agreed_at FROM consents
                 WHERE user_id = $1 ORDER BY agreed_at, guild_id",
            )
            .bind(user.to_db()),
        }
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Consent {
                    guild: GuildId::from_db(row.try_get(0)?),
                    version: row.try_get(1)?,
                    agreed_at: instant(row, 2)?,
                })
            })
            .collect()
    }
}

impl Writing {
    /// Records that the member agrees, now to this version.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn upsert_consent(
        &mut self,
        user: UserId,
        guild: GuildId,
        version: &str,
        agreed_at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO consents (user_id, guild_id, version, agreed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, guild_id) DO UPDATE
             SET version = excluded.version, agreed_at = excluded.agreed_at
             WHERE consents.version <> excluded.version",
        )
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(version)
        .bind(agreed_at.timestamp_millis())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Whether the member agrees to this version. Until the transaction ends nobody can withdraw it:
    /// the row is written as it was, which locks it on both databases.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn hold_consent(
        &mut self,
        user: UserId,
        guild: GuildId,
        version: &str,
    ) -> Result<bool> {
        let held = sqlx::query(
            "UPDATE consents SET version = version
             WHERE user_id = $1 AND guild_id = $2 AND version = $3",
        )
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(version)
        .execute(self.connection())
        .await?;
        Ok(held.rows_affected() == 1)
    }

    /// Deletes the member's consents, and with them whatever reflections are left there.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn delete_consents(&mut self, user: UserId, scope: Scope) -> Result<u64> {
        let deleted = match scope {
            Scope::Guild(guild) => {
                sqlx::query("DELETE FROM consents WHERE user_id = $1 AND guild_id = $2")
                    .bind(user.to_db())
                    .bind(guild.to_db())
            }
            Scope::Everywhere => {
                sqlx::query("DELETE FROM consents WHERE user_id = $1").bind(user.to_db())
            }
        }
        .execute(self.connection())
        .await?;
        Ok(deleted.rows_affected())
    }
}
