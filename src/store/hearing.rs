//! Notices that nobody could be told: a moderator who gives a command reads them before the answer.

use super::{Result, Store, Writing, columns::maybe_instant, ids::GuildId, notices};
use crate::posting::model::{NoticeId, Unheard};

/// Refused wherever it was told, perhaps told and nobody knows, or to be told with nobody to tell.
macro_rules! unheard {
    ($begin:literal, $rest:literal) => {
        concat!(
            $begin,
            " notices.closed_at IS NULL AND notices.maker_message_id IS NULL
              AND (notices.told_state = 'refused'
                  OR (notices.told_state = 'told' AND notices.told_message_id IS NULL)
                  OR (notices.told_state = 'due' AND NOT EXISTS (
                      SELECT 1 FROM settings WHERE settings.guild_id = notices.guild_id
                      AND settings.notices_channel_id <> COALESCE(notices.refused_channel_id, 0)
                  ) AND NOT EXISTS (
                      SELECT 1 FROM schedules WHERE schedules.id = notices.schedule_id
                      AND schedules.made_by IS NOT NULL
                  )))",
            $rest
        )
    };
}

impl Store {
    /// Open notices of a server of which nobody could be told, oldest first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn unheard(&self, guild: GuildId, limit: u32) -> Result<Vec<Unheard>> {
        sqlx::query(unheard!(
            "SELECT notices.id, notices.kind, notices.detail, notices.guild_id, notices.channel_id,
                 notices.schedule_id, notices.post_id, notices.opened_at, posts.due_at
             FROM notices LEFT JOIN posts ON posts.id = notices.post_id
             WHERE notices.guild_id = $1 AND",
            " ORDER BY notices.opened_at, notices.id LIMIT $2"
        ))
        .bind(guild.to_db())
        .bind(i64::from(limit))
        .fetch_all(self.reading())
        .await?
        .iter()
        .map(|row| {
            Ok(Unheard {
                notice: notices::read(row)?,
                due_at: maybe_instant(row, "due_at")?,
            })
        })
        .collect()
    }
}

impl Writing {
    /// Notes that a moderator read a notice of which nobody could be told. Returns whether none had.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn hear(&mut self, notice: NoticeId) -> Result<bool> {
        let heard = sqlx::query(unheard!(
            "UPDATE notices SET told_state = 'heard', tell_at = NULL WHERE id = $1 AND",
            ""
        ))
        .bind(notice.to_string())
        .execute(self.connection())
        .await?;
        Ok(heard.rows_affected() == 1)
    }
}
