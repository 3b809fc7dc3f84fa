//! Notices to moderators: at most one open for one fault.

use chrono::{DateTime, Utc};
use sqlx::{Any, Executor, Row, any::AnyRow};

use super::{
    Result, Store, Writing, codes,
    columns::{instant, maybe_instant, parsed},
    ids::{ChannelId, GuildId, NoticeId},
};
use crate::posting::model::{Notice, ScheduleId};

/// Closes open notices. Where one was told, that message is to say so; where none was, none will be.
macro_rules! close {
    ($which:literal) => {
        concat!(
            "UPDATE notices SET closed_at = $1,
                 tell_at = CASE WHEN told_state = 'telling' THEN tell_at
                     WHEN told_state = 'told' OR maker_message_id IS NOT NULL THEN $1
                     ELSE NULL END,
                 told_state = CASE WHEN told_state IN ('told', 'telling') THEN told_state
                     WHEN maker_message_id IS NOT NULL THEN 'told' ELSE 'mended' END
             WHERE closed_at IS NULL AND ",
            $which
        )
    };
}

pub(super) use close;

impl Store {
    /// One of a server's notices, and whether it is closed.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn notice(&self, guild: GuildId, id: NoticeId) -> Result<Option<(Notice, bool)>> {
        one(self.reading(), guild, id).await
    }

    /// A server's open notices, oldest first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn open_notices(&self, guild: GuildId) -> Result<Vec<Notice>> {
        sqlx::query(
            "SELECT id, kind, detail, guild_id, channel_id, schedule_id, post_id, opened_at
             FROM notices WHERE guild_id = $1 AND closed_at IS NULL ORDER BY opened_at, id",
        )
        .bind(guild.to_db())
        .fetch_all(self.reading())
        .await?
        .iter()
        .map(read)
        .collect()
    }
}

/// A notice by its id, and whether it is closed.
async fn one<'c>(
    database: impl Executor<'c, Database = Any>,
    guild: GuildId,
    id: NoticeId,
) -> Result<Option<(Notice, bool)>> {
    sqlx::query(
        "SELECT id, kind, detail, guild_id, channel_id, schedule_id, post_id, opened_at, closed_at
         FROM notices WHERE id = $1 AND guild_id = $2",
    )
    .bind(id.to_string())
    .bind(guild.to_db())
    .fetch_optional(database)
    .await?
    .map(|row| Ok((read(&row)?, maybe_instant(&row, "closed_at")?.is_some())))
    .transpose()
}

impl Writing {
    /// One of a server's notices, as it is in this transaction, and whether it is closed.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn notice(&mut self, guild: GuildId, id: NoticeId) -> Result<Option<(Notice, bool)>> {
        one(self.connection(), guild, id).await
    }

    /// Opens a notice, unless one of the same fault is open. Returns whether it did.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn open_notice(&mut self, notice: &Notice) -> Result<bool> {
        let (kind, detail) = codes::of_notice(&notice.kind);
        let opened = sqlx::query(
            "INSERT INTO notices (id, fault, kind, detail, guild_id, channel_id, schedule_id,
                 post_id, opened_at, tell_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
             ON CONFLICT DO NOTHING",
        )
        .bind(notice.id.to_string())
        .bind(notice.kind.fault(notice.schedule, notice.post))
        .bind(kind)
        .bind(detail)
        .bind(notice.guild.to_db())
        .bind(notice.channel.to_db())
        .bind(notice.schedule.to_string())
        .bind(notice.post.to_string())
        .bind(notice.opened_at.timestamp_millis())
        .execute(self.connection())
        .await?;
        let opened = opened.rows_affected() == 1;
        self.opens_notices |= opened;
        Ok(opened)
    }

    /// Whether a notice was opened in this transaction, which somebody is to be told of.
    #[must_use]
    pub fn opens_notices(&self) -> bool {
        self.opens_notices
    }

    /// Closes the notice of a fault that is mended.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn close_notice(&mut self, fault: &str, at: DateTime<Utc>) -> Result<()> {
        sqlx::query(close!("fault = $2"))
            .bind(at.timestamp_millis())
            .bind(fault)
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Closes all notices of a schedule that is no more. What is shared under its posts is still there.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn close_notices_of(
        &mut self,
        guild: GuildId,
        schedule: ScheduleId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query(close!(
            "guild_id = $2 AND schedule_id = $3 AND kind NOT IN ('reported', 'held')"
        ))
        .bind(at.timestamp_millis())
        .bind(guild.to_db())
        .bind(schedule.to_string())
        .execute(self.connection())
        .await
        .map(drop)
    }
}

pub(super) fn read(row: &AnyRow) -> Result<Notice> {
    Ok(Notice {
        id: parsed(row, "id")?,
        kind: codes::to_notice(row.try_get("kind")?, row.try_get("detail")?)?,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        schedule: parsed(row, "schedule_id")?,
        post: parsed(row, "post_id")?,
        opened_at: instant(row, "opened_at")?,
    })
}
