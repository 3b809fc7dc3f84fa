//! Notices on their way to the channel in which their server wants to be told.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{garbled, instant, maybe_instant},
    ids::{ChannelId, GuildId, MessageId},
    notices,
};
use crate::posting::model::{TellStep, Telling, Told};

const DUE: &str = "due";
const TELLING: &str = "telling";
const TOLD: &str = "told";
const MENDED: &str = "mended";
const REFUSED: &str = "refused";

impl Store {
    /// When there is something to tell next.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn next_telling_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT MIN(notices.tell_at) AS tell_at FROM notices
             LEFT JOIN settings ON settings.guild_id = notices.guild_id
             WHERE notices.tell_at IS NOT NULL
             AND (notices.told_state <> 'due' OR settings.notices_channel_id IS NOT NULL)",
        )
        .fetch_one(self.reading())
        .await?;
        maybe_instant(&row, "tell_at")
    }
}

impl Writing {
    /// Claims notices that are to be told, or called mended, the longest waiting first.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn claim_tellings(
        &mut self,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Telling>> {
        let rows = sqlx::query(
            "SELECT notices.id, notices.kind, notices.detail, notices.guild_id, notices.channel_id,
                 notices.schedule_id, notices.post_id, notices.opened_at, notices.told_state,
                 notices.told_message_id, notices.telling_since, notices.tell_attempts, posts.due_at,
                 COALESCE(notices.told_channel_id, settings.notices_channel_id) AS told_in
             FROM notices LEFT JOIN settings ON settings.guild_id = notices.guild_id
             LEFT JOIN posts ON posts.id = notices.post_id
             WHERE notices.tell_at <= $1
             AND (notices.told_state <> 'due' OR settings.notices_channel_id IS NOT NULL)
             ORDER BY notices.tell_at, notices.id LIMIT $2",
        )
        .bind(now.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            let telling = read(row)?;
            if self.claim(&telling, now, lease_until).await? {
                claimed.push(telling);
            }
        }
        Ok(claimed)
    }

    async fn claim(
        &mut self,
        telling: &Telling,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<bool> {
        let (state, since) = match telling.step {
            TellStep::Tell { since } => (TELLING, Some(since.unwrap_or(now).timestamp_millis())),
            TellStep::Mend { .. } => (TOLD, None),
        };
        let claimed = sqlx::query(
            "UPDATE notices SET told_state = $1, tell_at = $2, told_channel_id = $3,
                 telling_since = $4, tell_attempts = $5
             WHERE id = $6 AND tell_attempts = $7",
        )
        .bind(state)
        .bind(lease_until.timestamp_millis())
        .bind(telling.channel.to_db())
        .bind(since)
        .bind(telling.attempt)
        .bind(telling.notice.id.to_string())
        .bind(telling.attempt - 1)
        .execute(self.connection())
        .await?;
        Ok(claimed.rows_affected() == 1)
    }

    /// Writes down how an attempt to tell ended, if it still has its notice. Returns whether it does.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn settle_telling(
        &mut self,
        telling: &Telling,
        told: &Told,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let now = Some(at.timestamp_millis());
        let mend = matches!(telling.step, TellStep::Mend { .. });
        // Not yet told, it is told wherever notices go when it is.
        let (state, message, channel, tell_at) = match told {
            Told::Told(message) => (TOLD, *message, Some(telling.channel), now),
            Told::Mended => (MENDED, known(telling), Some(telling.channel), None),
            Told::Refused => (REFUSED, None, None, None),
            Told::Again(at) if mend => (
                TOLD,
                known(telling),
                Some(telling.channel),
                Some(at.timestamp_millis()),
            ),
            Told::Again(at) => (DUE, None, None, Some(at.timestamp_millis())),
            Told::Unknown(at) => (
                TELLING,
                None,
                Some(telling.channel),
                Some(at.timestamp_millis()),
            ),
        };
        // What is told and not mended yet has nothing more to say; what was mended before it was told
        // needs no telling.
        let settled = sqlx::query(
            "UPDATE notices SET told_message_id = $2, told_channel_id = $3,
                 told_state = CASE WHEN $1 IN ('due', 'refused') AND closed_at IS NOT NULL
                     THEN 'mended' ELSE $1 END,
                 tell_at = CASE WHEN $1 = 'told' AND closed_at IS NULL THEN NULL
                     WHEN $1 = 'due' AND closed_at IS NOT NULL THEN NULL ELSE $4 END
             WHERE id = $5 AND tell_attempts = $6",
        )
        .bind(state)
        .bind(message.map(MessageId::to_db))
        .bind(channel.map(ChannelId::to_db))
        .bind(tell_at)
        .bind(telling.notice.id.to_string())
        .bind(telling.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    /// Has a server's open notices told that Discord refused before: in another channel it may not.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn tell_refused_again(&mut self, guild: GuildId, at: DateTime<Utc>) -> Result<()> {
        sqlx::query(
            "UPDATE notices SET told_state = 'due', tell_at = $1
             WHERE guild_id = $2 AND closed_at IS NULL AND told_state IN ('due', 'refused')",
        )
        .bind(at.timestamp_millis())
        .bind(guild.to_db())
        .execute(self.connection())
        .await
        .map(drop)
    }
}

/// The message that told a notice, if that is known.
fn known(telling: &Telling) -> Option<MessageId> {
    match telling.step {
        TellStep::Mend { message } => message,
        TellStep::Tell { .. } => None,
    }
}

fn read(row: &AnyRow) -> Result<Telling> {
    let message: Option<i64> = row.try_get("told_message_id")?;
    let step = match row.try_get("told_state")? {
        DUE => TellStep::Tell { since: None },
        TELLING => TellStep::Tell {
            since: Some(instant(row, "telling_since")?),
        },
        TOLD => TellStep::Mend {
            message: message.map(MessageId::from_db),
        },
        other => return Err(garbled("told_state", other)),
    };
    let channel: Option<i64> = row.try_get("told_in")?;
    let channel = channel.ok_or_else(|| garbled("a notice's channel", "none"))?;
    Ok(Telling {
        notice: notices::read(row)?,
        due_at: maybe_instant(row, "due_at")?,
        channel: ChannelId::from_db(channel),
        step,
        attempt: row.try_get::<i64, _>("tell_attempts")? + 1,
    })
}
