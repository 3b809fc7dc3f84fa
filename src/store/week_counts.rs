//! What is counted of a server's weeks, once each. How many people wrote leaves the database only where
//! they are enough: of fewer not even the database keeps a number.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{count, garbled, instant, maybe_instant},
    ids::GuildId,
};
use crate::calendar::IsoWeek;

/// A week that has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekCount {
    /// Its first day.
    pub monday: NaiveDate,
    /// How many posts went out.
    pub posts: u32,
    /// How many people wrote a reflection.
    pub people: People,
}

/// How many people; of a few no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// Fewer than are counted, or none.
    Few,
    /// So many.
    Many(u32),
}

impl Store {
    /// The servers of which no week that ended after this is counted.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn uncounted_since(&self, ended_at: DateTime<Utc>) -> Result<Vec<GuildId>> {
        let rows = sqlx::query(
            "SELECT guild_id FROM
                 (SELECT guild_id FROM guilds UNION SELECT guild_id FROM consents) AS servers
             WHERE NOT EXISTS (SELECT 1 FROM week_counts
                 WHERE week_counts.guild_id = servers.guild_id AND week_counts.ended_at > $1)",
        )
        .bind(ended_at.timestamp_millis())
        .fetch_all(self.reading())
        .await?;
        rows.iter()
            .map(|row| Ok(GuildId::from_db(row.try_get(0)?)))
            .collect()
    }

    /// How many of a server's weeks are counted.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn counted_weeks(&self, guild: GuildId) -> Result<u32> {
        let row = sqlx::query("SELECT COUNT(*) FROM week_counts WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_one(self.reading())
            .await?;
        count(&row, 0)
    }

    /// A server's counted weeks, the latest first: `limit` of them after the first `skip`.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn week_counts(
        &self,
        guild: GuildId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<WeekCount>> {
        let rows = sqlx::query(
            "SELECT iso_year, iso_week, posts, people FROM week_counts WHERE guild_id = $1
             ORDER BY iso_year DESC, iso_week DESC LIMIT $2 OFFSET $3",
        )
        .bind(guild.to_db())
        .bind(i64::from(limit))
        .bind(i64::from(skip))
        .fetch_all(self.reading())
        .await?;
        rows.iter().map(week_count).collect()
    }
}

impl Writing {
    /// The last of a server's weeks that is counted, and when it ended.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn last_counted(
        &mut self,
        guild: GuildId,
    ) -> Result<Option<(IsoWeek, DateTime<Utc>)>> {
        let row = sqlx::query(
            "SELECT iso_year, iso_week, ended_at FROM week_counts WHERE guild_id = $1
             ORDER BY iso_year DESC, iso_week DESC LIMIT 1",
        )
        .bind(guild.to_db())
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| Ok((week(&row)?, instant(&row, "ended_at")?)))
            .transpose()
    }

    /// When the first post of a server went out, or the first reflection that is there was written.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn began_at(&mut self, guild: GuildId) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT MIN(at) FROM (
                 SELECT sent_at AS at FROM posts WHERE guild_id = $1 AND state = 'sent'
                 UNION ALL
                 SELECT written_at FROM reflections WHERE guild_id = $1
             ) AS all_of_it",
        )
        .bind(guild.to_db())
        .fetch_one(self.connection())
        .await?;
        maybe_instant(&row, 0)
    }

    /// Counts a week of a server, from one instant until before another, unless it is counted. Fewer
    /// people than `enough` are not counted.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn count_week(
        &mut self,
        guild: GuildId,
        week: IsoWeek,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        enough: u32,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO week_counts (guild_id, iso_year, iso_week, ended_at, posts, people)
             VALUES ($1, $2, $3, $5,
                 (SELECT COUNT(*) FROM posts WHERE guild_id = $1 AND state = 'sent'
                      AND sent_at >= $4 AND sent_at < $5),
                 (SELECT CASE WHEN COUNT(DISTINCT user_id) >= $6 THEN COUNT(DISTINCT user_id) END
                  FROM reflections
                  WHERE guild_id = $1 AND written_at >= $4 AND written_at < $5))
             ON CONFLICT (guild_id, iso_year, iso_week) DO NOTHING",
        )
        .bind(guild.to_db())
        .bind(i64::from(week.year))
        .bind(i64::from(week.week))
        .bind(from.timestamp_millis())
        .bind(until.timestamp_millis())
        .bind(i64::from(enough))
        .execute(self.connection())
        .await
        .map(drop)
    }
}

fn week(row: &AnyRow) -> Result<IsoWeek> {
    let (year, week): (i64, i64) = (row.try_get("iso_year")?, row.try_get("iso_week")?);
    Ok(IsoWeek {
        year: i32::try_from(year).map_err(|why| garbled("a year", why))?,
        week: u32::try_from(week).map_err(|why| garbled("a week", why))?,
    })
}

fn week_count(row: &AnyRow) -> Result<WeekCount> {
    let people = match row.try_get::<Option<i64>, _>("people")? {
        Some(_) => People::Many(count(row, "people")?),
        None => People::Few,
    };
    let monday = week(row)?.monday();
    Ok(WeekCount {
        monday: monday.ok_or_else(|| garbled("a week", "no year has it"))?,
        posts: count(row, "posts")?,
        people,
    })
}
