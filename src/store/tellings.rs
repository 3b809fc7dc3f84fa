//! Notices on their way to the channel in which their server wants to be told, or to their schedule's
//! maker.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Error, Result, Store, Writing,
    columns::{garbled, instant, is_garbled, maybe_instant, millis},
    ids::{ChannelId, GuildId, MessageId, UserId},
    notices,
};
use crate::posting::model::{Hearer, NoticeId, Place, TellStep, Telling, Told};

const DUE: &str = "due";
const TELLING: &str = "telling";
const TOLD: &str = "told";
const MENDED: &str = "mended";
const REFUSED: &str = "refused";

/// Notices that somebody can be told, or that were told: in a channel that has not refused them, or by
/// their schedule's maker, who hears of each once.
macro_rules! to_tell {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM notices LEFT JOIN settings ON settings.guild_id = notices.guild_id
              LEFT JOIN schedules ON schedules.id = notices.schedule_id
              LEFT JOIN posts ON posts.id = notices.post_id
              WHERE notices.tell_at IS NOT NULL AND (notices.told_state <> 'due'
                  OR settings.notices_channel_id <> COALESCE(notices.refused_channel_id, 0)
                  OR (schedules.made_by IS NOT NULL AND notices.maker_channel_id IS NULL))",
            $rest
        )
    };
}

impl Store {
    /// When there is something to tell next.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn next_telling_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(to_tell!("SELECT MIN(notices.tell_at) AS tell_at", ""))
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
        let rows = sqlx::query(to_tell!(
            "SELECT notices.id, notices.kind, notices.detail, notices.guild_id, notices.channel_id,
                 notices.schedule_id, notices.post_id, notices.opened_at, notices.told_state,
                 notices.told_channel_id, notices.told_message_id, notices.maker_channel_id,
                 notices.maker_message_id, notices.telling_since, notices.tell_attempts,
                 posts.due_at, schedules.made_by,
                 CASE WHEN settings.notices_channel_id <> COALESCE(notices.refused_channel_id, 0)
                     THEN settings.notices_channel_id END AS board",
            " AND notices.tell_at <= $1 ORDER BY notices.tell_at, notices.id LIMIT $2"
        ))
        .bind(now.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            match read(row) {
                Ok(telling) => {
                    if self.claim(&telling, now, lease_until).await? {
                        claimed.push(telling);
                    }
                }
                Err(why) => self.leave_untold(row, why).await?,
            }
        }
        Ok(claimed)
    }

    /// Leaves a notice untold, if what is wrong is its row, so that it keeps no other waiting.
    async fn leave_untold(&mut self, row: &AnyRow, why: Error) -> Result<()> {
        if !is_garbled(&why) {
            return Err(why);
        }
        let notice: &str = row.try_get("id")?;
        tracing::error!(notice, %why, "a notice can't be read any more; nobody is told of it");
        sqlx::query("UPDATE notices SET tell_at = NULL WHERE id = $1")
            .bind(notice)
            .execute(self.connection())
            .await
            .map(drop)
    }

    async fn claim(
        &mut self,
        telling: &Telling,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<bool> {
        let claim = match telling.step {
            // If it is cut off, it goes on where it was.
            TellStep::Tell { to, since } => sqlx::query(
                "UPDATE notices SET told_state = 'telling', tell_at = $1, tell_attempts = $2,
                     told_channel_id = $3, telling_since = $4
                 WHERE id = $5 AND tell_attempts = $6",
            )
            .bind(lease_until.timestamp_millis())
            .bind(telling.attempt)
            .bind(channel(to).map(ChannelId::to_db))
            .bind(since.unwrap_or(now).timestamp_millis()),
            TellStep::Mend { .. } => sqlx::query(
                "UPDATE notices SET tell_at = $1, tell_attempts = $2, telling_since = NULL
                 WHERE id = $3 AND tell_attempts = $4",
            )
            .bind(lease_until.timestamp_millis())
            .bind(telling.attempt),
        };
        let claimed = claim
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
        match telling.step {
            TellStep::Tell { to, .. } => self.settle_told(telling, to, told, at).await,
            TellStep::Mend { .. } => self.settle_mended(telling, told).await,
        }
    }

    async fn settle_mended(&mut self, telling: &Telling, told: &Told) -> Result<bool> {
        let (state, tell_at) = match told {
            Told::Again(at) | Told::Unknown(at) => (TOLD, Some(*at)),
            Told::Mended | Told::Told(_) | Told::Refused => (MENDED, None),
        };
        // Where somebody has direct messages is nobody's business any more.
        let settled = sqlx::query(
            "UPDATE notices SET told_state = $1, tell_at = $2,
                 maker_channel_id = CASE WHEN $1 = 'mended' THEN NULL ELSE maker_channel_id END,
                 maker_message_id = CASE WHEN $1 = 'mended' THEN NULL ELSE maker_message_id END
             WHERE id = $3 AND tell_attempts = $4",
        )
        .bind(state)
        .bind(millis(tell_at))
        .bind(telling.notice.id.to_string())
        .bind(telling.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    async fn settle_told(
        &mut self,
        telling: &Telling,
        to: Hearer,
        told: &Told,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let board = channel(to);
        let (state, tell_at) = match told {
            Told::Told(_) => (TOLD, None),
            // The maker hears of it next, if that is somebody.
            Told::Refused if board.is_some() && telling.maker.is_some() => (DUE, Some(at)),
            Told::Refused | Told::Mended => (REFUSED, None),
            Told::Again(at) => (DUE, Some(*at)),
            Told::Unknown(at) => (TELLING, Some(*at)),
        };
        let place = match told {
            Told::Told(place) => *place,
            _ => None,
        };
        // Not yet told, it is told wherever notices go when it is.
        let stays = board.filter(|_| state == TOLD || state == TELLING);
        let refused = board.filter(|_| *told == Told::Refused);
        let to_maker = place.filter(|_| board.is_none());
        let in_channel = place.filter(|_| board.is_some());
        // What is told and not mended yet has nothing more to say; what was mended before it was told
        // needs no telling.
        let settled = sqlx::query(
            "UPDATE notices SET told_channel_id = $2, told_message_id = $3,
                 maker_channel_id = COALESCE($4, maker_channel_id),
                 maker_message_id = COALESCE($5, maker_message_id),
                 refused_channel_id = COALESCE($6, refused_channel_id),
                 told_state = CASE WHEN closed_at IS NULL OR $1 IN ('told', 'telling') THEN $1
                     WHEN maker_message_id IS NOT NULL THEN 'told' ELSE 'mended' END,
                 tell_at = CASE WHEN closed_at IS NULL OR $1 = 'telling' THEN $7
                     WHEN $1 = 'told' OR maker_message_id IS NOT NULL THEN $8 ELSE NULL END
             WHERE id = $9 AND tell_attempts = $10",
        )
        .bind(state)
        .bind(stays.map(ChannelId::to_db))
        .bind(in_channel.map(|place| place.message.to_db()))
        .bind(to_maker.map(|place| place.channel.to_db()))
        .bind(to_maker.map(|place| place.message.to_db()))
        .bind(refused.map(ChannelId::to_db))
        .bind(millis(tell_at))
        .bind(at.timestamp_millis())
        .bind(telling.notice.id.to_string())
        .bind(telling.attempt)
        .execute(self.connection())
        .await?;
        let settled = settled.rows_affected() == 1;
        if settled && board.is_none() && matches!(state, TOLD | REFUSED) {
            self.tell_in_channel_chosen_since(telling.notice.id, at)
                .await?;
        }
        Ok(settled)
    }

    /// Has a notice that its maker was told, or could not be, told in a channel, too, if one was chosen
    /// meanwhile.
    async fn tell_in_channel_chosen_since(
        &mut self,
        notice: NoticeId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE notices SET told_state = 'due', tell_at = $1
             WHERE id = $2 AND closed_at IS NULL AND told_state IN ('told', 'refused') AND EXISTS (
                 SELECT 1 FROM settings WHERE settings.guild_id = notices.guild_id
                 AND settings.notices_channel_id <> COALESCE(notices.refused_channel_id, 0)
             )",
        )
        .bind(at.timestamp_millis())
        .bind(notice.to_string())
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Has those open notices of a server told that were told in no channel: in the one chosen now they
    /// may be. Those that their maker is being told just now follow.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn tell_in_channel(&mut self, guild: GuildId, at: DateTime<Utc>) -> Result<()> {
        sqlx::query(
            "UPDATE notices SET refused_channel_id = NULL,
                 told_state = CASE WHEN told_state = 'telling' THEN told_state ELSE 'due' END,
                 tell_at = CASE WHEN told_state = 'telling' THEN tell_at ELSE $1 END
             WHERE guild_id = $2 AND closed_at IS NULL
             AND (told_state IN ('due', 'refused', 'heard')
                 OR (told_state IN ('told', 'telling') AND told_channel_id IS NULL))",
        )
        .bind(at.timestamp_millis())
        .bind(guild.to_db())
        .execute(self.connection())
        .await
        .map(drop)
    }
}

fn channel(to: Hearer) -> Option<ChannelId> {
    match to {
        Hearer::Channel(channel) => Some(channel),
        Hearer::Maker(_) | Hearer::Nobody => None,
    }
}

fn read(row: &AnyRow) -> Result<Telling> {
    let id = |column| row.try_get::<Option<i64>, _>(column);
    let place = |channel, message| {
        let (channel, message) = (id(channel)?, id(message)?);
        Ok::<_, super::Error>(channel.zip(message).map(|(channel, message)| Place {
            channel: ChannelId::from_db(channel),
            message: MessageId::from_db(message),
        }))
    };
    let maker = id("made_by")?.map(UserId::from_db);
    let to_maker = maker.map_or(Hearer::Nobody, Hearer::Maker);
    let to = |column| Ok::<_, super::Error>(id(column)?.map(ChannelId::from_db));
    let step = match row.try_get("told_state")? {
        DUE => TellStep::Tell {
            to: to("board")?.map_or(to_maker, Hearer::Channel),
            since: None,
        },
        TELLING => TellStep::Tell {
            to: to("told_channel_id")?.map_or(to_maker, Hearer::Channel),
            since: Some(instant(row, "telling_since")?),
        },
        TOLD => TellStep::Mend {
            told: place("told_channel_id", "told_message_id")?
                .into_iter()
                .chain(place("maker_channel_id", "maker_message_id")?)
                .collect(),
        },
        other => return Err(garbled("told_state", other)),
    };
    let maker_was_told = id("maker_channel_id")?.is_some();
    Ok(Telling {
        notice: notices::read(row)?,
        due_at: maybe_instant(row, "due_at")?,
        maker: maker.filter(|_| !maker_was_told),
        step,
        attempt: row.try_get::<i64, _>("tell_attempts")? + 1,
    })
}
