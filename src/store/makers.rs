//! Who made a schedule: told of what is wrong with it where no channel can be, and shown to them by
//! `/privacy`.

use sqlx::Row;

use super::{
    Result, Store, Writing,
    columns::instant,
    ids::{ChannelId, ScheduleId, UserId},
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
}
