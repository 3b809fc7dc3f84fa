//! The article of a server's week, stored by whoever asks first.

use super::{Result, Writing, columns::parsed, ids::GuildId};
use crate::{calendar::IsoWeek, content::Slug, posting::model::Topics};

impl Writing {
    /// The article chosen for this week, if one is.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn week_article(
        &mut self,
        guild: GuildId,
        topics: &Topics,
        week: IsoWeek,
    ) -> Result<Option<Slug>> {
        let row = sqlx::query(
            "SELECT article FROM weeks
             WHERE guild_id = $1 AND topics = $2 AND iso_year = $3 AND iso_week = $4",
        )
        .bind(guild.to_db())
        .bind(topics.to_string())
        .bind(i64::from(week.year))
        .bind(i64::from(week.week))
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| parsed(&row, "article")).transpose()
    }

    /// Keeps the choice for a week, unless somebody was faster. Returns the one that stands.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn choose_week_article(
        &mut self,
        guild: GuildId,
        topics: &Topics,
        week: IsoWeek,
        article: &Slug,
    ) -> Result<Slug> {
        sqlx::query(
            "INSERT INTO weeks (guild_id, topics, iso_year, iso_week, article)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (guild_id, topics, iso_year, iso_week) DO NOTHING",
        )
        .bind(guild.to_db())
        .bind(topics.to_string())
        .bind(i64::from(week.year))
        .bind(i64::from(week.week))
        .bind(article.as_str())
        .execute(self.connection())
        .await?;
        let stands = self.week_article(guild, topics, week).await?;
        Ok(stands.unwrap_or_else(|| article.clone()))
    }

    /// Forgets a choice that can't be kept, if it still is this one.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn drop_week_article(
        &mut self,
        guild: GuildId,
        topics: &Topics,
        week: IsoWeek,
        article: &Slug,
    ) -> Result<()> {
        sqlx::query(
            "DELETE FROM weeks WHERE guild_id = $1 AND topics = $2 AND iso_year = $3
             AND iso_week = $4 AND article = $5",
        )
        .bind(guild.to_db())
        .bind(topics.to_string())
        .bind(i64::from(week.year))
        .bind(i64::from(week.week))
        .bind(article.as_str())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// The last articles chosen, the latest week's last.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn used_articles(
        &mut self,
        guild: GuildId,
        topics: &Topics,
        limit: u32,
    ) -> Result<Vec<Slug>> {
        let rows = sqlx::query(
            "SELECT article FROM weeks WHERE guild_id = $1 AND topics = $2
             ORDER BY iso_year DESC, iso_week DESC LIMIT $3",
        )
        .bind(guild.to_db())
        .bind(topics.to_string())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        rows.iter()
            .rev()
            .map(|row| parsed(row, "article"))
            .collect()
    }
}
