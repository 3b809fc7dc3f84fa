//! What moderators set for their server, besides its zone: where notices go, how long reflections are
//! kept, which articles are switched off, and whether the bot has said hello.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{garbled, parsed},
    ids::{ChannelId, GuildId, UserId},
};
use crate::{
    content::Slug,
    reflection::model::{Retention, Scope},
};

impl Store {
    /// Where a server's notices are told, if anywhere.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn notices_channel(&self, guild: GuildId) -> Result<Option<ChannelId>> {
        let row = sqlx::query("SELECT notices_channel_id FROM settings WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_optional(self.reading())
            .await?;
        let channel = match row {
            Some(row) => row.try_get::<Option<i64>, _>(0)?,
            None => None,
        };
        Ok(channel.map(ChannelId::from_db))
    }

    /// How long reflections are kept in a server.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn retention(&self, guild: GuildId) -> Result<Retention> {
        let row = sqlx::query(
            "SELECT guild_id, retention_days FROM settings
             WHERE guild_id = $1 AND retention_days IS NOT NULL",
        )
        .bind(guild.to_db())
        .fetch_optional(self.reading())
        .await?;
        row.map_or(Ok(Retention::default()), |row| Ok(retention(&row)?.1))
    }

    /// How long reflections are kept in those of a member's servers that chose a time of their own.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn retentions(
        &self,
        user: UserId,
        scope: Scope,
    ) -> Result<Vec<(GuildId, Retention)>> {
        let rows = match scope {
            Scope::Guild(guild) => sqlx::query(
                "SELECT guild_id, retention_days FROM settings
                 WHERE guild_id = $1 AND retention_days IS NOT NULL",
            )
            .bind(guild.to_db()),
            Scope::Everywhere => sqlx::query(
                "SELECT guild_id, retention_days FROM settings
                 WHERE retention_days IS NOT NULL
                 AND guild_id IN (SELECT guild_id FROM consents WHERE user_id = $1)",
            )
            .bind(user.to_db()),
        }
        .fetch_all(self.reading())
        .await?;
        rows.iter().map(retention).collect()
    }

    /// The articles that are switched off in each server that has switched any off.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn all_switched_off(&self) -> Result<HashMap<GuildId, BTreeSet<Slug>>> {
        let rows = sqlx::query("SELECT guild_id, article FROM switched_off")
            .fetch_all(self.reading())
            .await?;
        let mut all: HashMap<_, BTreeSet<_>> = HashMap::new();
        for row in &rows {
            let guild = GuildId::from_db(row.try_get("guild_id")?);
            all.entry(guild)
                .or_default()
                .insert(parsed(row, "article")?);
        }
        Ok(all)
    }

    /// The articles that are switched off in a server. One indexed read.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn switched_off(&self, guild: GuildId) -> Result<BTreeSet<Slug>> {
        let rows = sqlx::query("SELECT article FROM switched_off WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_all(self.reading())
            .await?;
        rows.iter().map(|row| parsed(row, "article")).collect()
    }
}

impl Writing {
    /// Sets where a server's notices are told; `None`: nowhere.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn set_notices_channel(
        &mut self,
        guild: GuildId,
        channel: Option<ChannelId>,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO settings (guild_id, notices_channel_id) VALUES ($1, $2)
             ON CONFLICT (guild_id) DO UPDATE SET notices_channel_id = excluded.notices_channel_id",
        )
        .bind(guild.to_db())
        .bind(channel.map(ChannelId::to_db))
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Sets how long reflections are kept in a server.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn set_retention(&mut self, guild: GuildId, retention: Retention) -> Result<()> {
        sqlx::query(
            "INSERT INTO settings (guild_id, retention_days) VALUES ($1, $2)
             ON CONFLICT (guild_id) DO UPDATE SET retention_days = excluded.retention_days",
        )
        .bind(guild.to_db())
        .bind(retention.days())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// How long reflections are kept in a server, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn retention(&mut self, guild: GuildId) -> Result<Retention> {
        let row = sqlx::query(
            "SELECT guild_id, retention_days FROM settings
             WHERE guild_id = $1 AND retention_days IS NOT NULL",
        )
        .bind(guild.to_db())
        .fetch_optional(self.connection())
        .await?;
        row.map_or(Ok(Retention::default()), |row| Ok(retention(&row)?.1))
    }

    /// Notes that the bot says hello in a server. Returns whether it never did before.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn greet(&mut self, guild: GuildId, at: DateTime<Utc>) -> Result<bool> {
        let greeted = sqlx::query(
            "INSERT INTO settings (guild_id, greeted_at) VALUES ($1, $2)
             ON CONFLICT (guild_id) DO UPDATE SET greeted_at = excluded.greeted_at
             WHERE settings.greeted_at IS NULL",
        )
        .bind(guild.to_db())
        .bind(at.timestamp_millis())
        .execute(self.connection())
        .await?;
        Ok(greeted.rows_affected() == 1)
    }

    /// The articles that are switched off in a server, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn switched_off(&mut self, guild: GuildId) -> Result<BTreeSet<Slug>> {
        let rows = sqlx::query("SELECT article FROM switched_off WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(|row| parsed(row, "article")).collect()
    }

    /// Switches an article off in a server.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn switch_off(&mut self, guild: GuildId, article: &Slug) -> Result<()> {
        sqlx::query(
            "INSERT INTO switched_off (guild_id, article) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(guild.to_db())
        .bind(article.as_str())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Switches an article on again in a server.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn switch_on(&mut self, guild: GuildId, article: &Slug) -> Result<()> {
        sqlx::query("DELETE FROM switched_off WHERE guild_id = $1 AND article = $2")
            .bind(guild.to_db())
            .bind(article.as_str())
            .execute(self.connection())
            .await
            .map(drop)
    }
}

fn retention(row: &AnyRow) -> Result<(GuildId, Retention)> {
    let days: i64 = row.try_get("retention_days")?;
    let retention = Retention::of_days(days).ok_or_else(|| garbled("retention_days", days))?;
    Ok((GuildId::from_db(row.try_get("guild_id")?), retention))
}
