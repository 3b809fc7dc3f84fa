//! Who made a schedule: told of what is wrong with it where no channel can be, and shown to them by
//! `/privacy`.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{
    Result, Store, Writing,
    columns::{instant, near_instant, parsed},
    ids::{ChannelId, GuildId, ScheduleId, UserId},
};
use crate::{posting::model::Made, reflection::model::Scope};

impl Store {
    /// The schedules that somebody made and that are still there, in one server or in all, oldest first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn made_by(&self, user: UserId, scope: Scope) -> Result<Vec<Made>> {
        let query = match scope {
            Scope::Guild(guild) => sqlx::query(
                "SELECT channel_id, created_at FROM schedules
                 WHERE made_by = $1 AND guild_id = $2 ORDER BY created_at, id",
            )
            .bind(user.to_db())
            .bind(guild.to_db()),
            Scope::Everywhere => sqlx::query(
                "SELECT channel_id, created_at FROM schedules
                 WHERE made_by = $1 ORDER BY created_at, id",
            )
            .bind(user.to_db()),
        };
        query
            .fetch_all(self.reading())
            .await?
            .iter()
            .map(|row| {
                Ok(Made {
                    channel: ChannelId::from_db(row.try_get("channel_id")?),
                    at: instant(row, "created_at")?,
                })
            })
            .collect()
    }
}

impl Writing {
    /// Notes who made a schedule.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn note_maker(&mut self, id: ScheduleId, maker: UserId) -> Result<()> {
        sqlx::query("UPDATE schedules SET made_by = $1 WHERE id = $2")
            .bind(maker.to_db())
            .bind(id.to_string())
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Every schedule whose maker is known, or those of one: who that is, in which server, and when they
    /// made it.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn makers(
        &mut self,
        of: Option<UserId>,
    ) -> Result<Vec<(ScheduleId, UserId, GuildId, DateTime<Utc>)>> {
        let rows = sqlx::query(
            "SELECT id, made_by, guild_id, created_at FROM schedules
             WHERE made_by = COALESCE($1, made_by)",
        )
        .bind(of.map(UserId::to_db))
        .fetch_all(self.connection())
        .await?;
        rows.iter()
            .map(|row| {
                let maker = UserId::from_db(row.try_get("made_by")?);
                let guild = GuildId::from_db(row.try_get("guild_id")?);
                let made_at = near_instant(row, "created_at")?;
                Ok((parsed(row, "id")?, maker, guild, made_at))
            })
            .collect()
    }

    /// Forgets who made a schedule, and where they were told alone of what is wrong with it. Whoever is
    /// telling them this moment can't write down any more where they did.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn forget_maker(&mut self, id: ScheduleId) -> Result<()> {
        sqlx::query("UPDATE schedules SET made_by = NULL WHERE id = $1")
            .bind(id.to_string())
            .execute(self.connection())
            .await?;
        sqlx::query(
            "UPDATE notices SET maker_channel_id = NULL, maker_message_id = NULL,
                 tell_attempts = tell_attempts + 1
             WHERE schedule_id = $1",
        )
        .bind(id.to_string())
        .execute(self.connection())
        .await
        .map(drop)
    }
}
