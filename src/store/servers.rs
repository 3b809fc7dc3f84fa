//! Servers as a whole: which there are, which are gone, and everything of one deleted.

use chrono::{DateTime, Utc};
use sqlx::{Any, Executor, Row};

use super::{
    Result, Store, Writing,
    columns::{count, maybe_instant},
    ids::GuildId,
};
use crate::reflection::model::ServerErased;

/// Where rows of a server are, each before those that it refers to. What follows posts goes with them.
const OF_A_SERVER: [&str; 12] = [
    "DELETE FROM week_counts WHERE guild_id = $1",
    "DELETE FROM holds WHERE guild_id = $1",
    "DELETE FROM reflections WHERE guild_id = $1",
    "DELETE FROM consents WHERE guild_id = $1",
    "DELETE FROM follow_ups WHERE post_id IN (SELECT id FROM posts WHERE guild_id = $1)",
    "DELETE FROM notices WHERE guild_id = $1",
    "DELETE FROM posts WHERE guild_id = $1",
    "DELETE FROM weeks WHERE guild_id = $1",
    "DELETE FROM schedules WHERE guild_id = $1",
    "DELETE FROM switched_off WHERE guild_id = $1",
    "DELETE FROM settings WHERE guild_id = $1",
    "DELETE FROM guilds WHERE guild_id = $1",
];

/// SQL about each table from which a server can be known. A reflection is of somebody who agreed, and what
/// follows a post, or is noticed of one, is nowhere without it.
macro_rules! each_table {
    ($between:literal, $before:literal, $after:literal) => {
        each_table!(@ $between, $before, $after;
            "guilds" "settings" "schedules" "posts" "weeks" "switched_off" "consents" "week_counts"
            "holds" "shares")
    };
    (@ $between:literal, $before:literal, $after:literal; $first:literal $($table:literal)+) => {
        concat!($before, $first, $after $(, $between, $before, $table, $after)+)
    };
}

impl Store {
    /// The servers of which anything is stored.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn servers(&self) -> Result<Vec<GuildId>> {
        let rows = sqlx::query(each_table!(" UNION ", "SELECT guild_id FROM ", ""))
            .fetch_all(self.reading())
            .await?;
        rows.iter()
            .map(|row| Ok(GuildId::from_db(row.try_get(0)?)))
            .collect()
    }

    /// How much there is of a server.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn count_server(&self, guild: GuildId) -> Result<ServerErased> {
        counted(self.reading(), guild).await
    }

    /// Since when a server is gone, if it is.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn gone_since(&self, guild: GuildId) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("SELECT MIN(gone_at) FROM gone_servers WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_one(self.reading())
            .await?;
        maybe_instant(&row, 0)
    }

    /// The servers that were gone then.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn gone_at(&self, then: DateTime<Utc>) -> Result<Vec<GuildId>> {
        let rows = sqlx::query("SELECT guild_id FROM gone_servers WHERE gone_at <= $1")
            .bind(then.timestamp_millis())
            .fetch_all(self.reading())
            .await?;
        rows.iter()
            .map(|row| Ok(GuildId::from_db(row.try_get(0)?)))
            .collect()
    }
}

async fn counted<'c>(
    database: impl Executor<'c, Database = Any>,
    guild: GuildId,
) -> Result<ServerErased> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM reflections WHERE guild_id = $1),
             (SELECT COUNT(DISTINCT user_id) FROM reflections WHERE guild_id = $1),
             (SELECT COUNT(*) FROM consents WHERE guild_id = $1),
             (SELECT COUNT(*) FROM schedules WHERE guild_id = $1),
             (SELECT COUNT(*) FROM posts WHERE guild_id = $1),
             (SELECT COUNT(*) FROM shares WHERE guild_id = $1 AND message_id IS NOT NULL)",
    )
    .bind(guild.to_db())
    .fetch_one(database)
    .await?;
    Ok(ServerErased {
        reflections: count(&row, 0)?,
        writers: count(&row, 1)?,
        consents: count(&row, 2)?,
        schedules: count(&row, 3)?,
        posts: count(&row, 4)?,
        shares: count(&row, 5)?,
    })
}

impl Writing {
    /// Notes that a server is gone, if anything of it is stored and it is not noted.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn note_gone(&mut self, guild: GuildId, at: DateTime<Utc>) -> Result<()> {
        let known = sqlx::query(concat!(
            "SELECT 1 WHERE ",
            each_table!(" OR ", "EXISTS (SELECT 1 FROM ", " WHERE guild_id = $1)")
        ))
        .bind(guild.to_db())
        .fetch_optional(self.connection())
        .await?;
        if known.is_none() {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO gone_servers (guild_id, gone_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(guild.to_db())
        .bind(at.timestamp_millis())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Notes that a server is not gone.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn note_back(&mut self, guild: GuildId) -> Result<()> {
        sqlx::query("DELETE FROM gone_servers WHERE guild_id = $1")
            .bind(guild.to_db())
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Deletes everything of a server. Returns how much that was. What is shared in its threads is removed
    /// from there, from that time on; without one, it stays there and nobody knows of it any more.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn erase_server(
        &mut self,
        guild: GuildId,
        remove_at: Option<DateTime<Utc>>,
    ) -> Result<ServerErased> {
        let erased = counted(self.connection(), guild).await?;
        match remove_at {
            Some(at) => self.forget_shares_of(guild, at).await?,
            None => self.forget_all_shares_of(guild).await?,
        }
        for delete in OF_A_SERVER {
            sqlx::query(delete)
                .bind(guild.to_db())
                .execute(self.connection())
                .await?;
        }
        self.note_back(guild).await?;
        Ok(erased)
    }
}
