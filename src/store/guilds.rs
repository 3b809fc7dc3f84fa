//! What is set for a server.

use chrono_tz::Tz;

use super::{Result, Store, Writing, columns::parsed, ids::GuildId};

impl Store {
    /// A server's zone, if it has one by now.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn zone(&self, guild: GuildId) -> Result<Option<Tz>> {
        sqlx::query("SELECT zone FROM guilds WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_optional(self.reading())
            .await?
            .map(|row| parsed(&row, "zone"))
            .transpose()
    }
}

impl Writing {
    /// A server's zone, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn zone(&mut self, guild: GuildId) -> Result<Option<Tz>> {
        sqlx::query("SELECT zone FROM guilds WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_optional(self.connection())
            .await?
            .map(|row| parsed(&row, "zone"))
            .transpose()
    }

    /// Sets a server's zone, in place of the one it has.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn set_zone(&mut self, guild: GuildId, zone: Tz) -> Result<()> {
        sqlx::query(
            "INSERT INTO guilds (guild_id, zone) VALUES ($1, $2)
             ON CONFLICT (guild_id) DO UPDATE SET zone = excluded.zone",
        )
        .bind(guild.to_db())
        .bind(zone.name())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Gives a server its zone, unless it has one.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn give_zone(&mut self, guild: GuildId, zone: Tz) -> Result<()> {
        sqlx::query(
            "INSERT INTO guilds (guild_id, zone) VALUES ($1, $2)
             ON CONFLICT (guild_id) DO NOTHING",
        )
        .bind(guild.to_db())
        .bind(zone.name())
        .execute(self.connection())
        .await
        .map(drop)
    }
}
