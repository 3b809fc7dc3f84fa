//! The article of a server's week, stored by whoever asks first.

use chrono::{DateTime, Utc};

use super::{
    Result, Writing,
    columns::{millis, parsed},
    ids::GuildId,
};
use crate::{
    calendar::IsoWeek,
    content::Slug,
    posting::model::{Schedule, Topics},
};

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

    /// Whether a post of a schedule's server and topics was made of this article between two instants.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn is_posted_from(
        &mut self,
        schedule: &Schedule,
        article: &Slug,
        from: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let found = sqlx::query(
            "SELECT 1 FROM posts JOIN schedules ON schedules.id = posts.schedule_id
             WHERE posts.guild_id = $1 AND posts.due_at >= $2 AND posts.due_at < $3
             AND posts.article = $4 AND schedules.topics = $5 LIMIT 1",
        )
        .bind(schedule.guild.to_db())
        .bind(millis(from).unwrap_or(i64::MIN))
        .bind(millis(until).unwrap_or(i64::MAX))
        .bind(article.as_str())
        .bind(schedule.topics.to_string())
        .fetch_optional(self.connection())
        .await?;
        Ok(found.is_some())
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
