//! What moderators do about shares: reported ones, and those that wait for them.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::{
    Result, Store, Writing,
    columns::{is_garbled, millis, parsed},
    ids::{ChannelId, GuildId, MessageId, PostId, ShareId},
    shares::{read, rows, select_share},
};
use crate::{
    posting::model::NoticeKind,
    reflection::model::{Place, ShareState, StoredShare},
};

/// What came of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportedShare {
    /// It is the first of this share.
    Now {
        /// Where it is shown.
        place: Place,
        /// The post that it answers.
        post: PostId,
    },
    /// There was one before.
    Before,
    /// There is no such share in a thread.
    Gone,
}

impl Store {
    /// The shares of a server that wait for its moderators by now, in no order that tells anything.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn held_shares(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<Vec<StoredShare>> {
        let query = sqlx::query(select_share!(
            "WHERE guild_id = $1 AND state = 'held' AND ready_at <= $2 ORDER BY id"
        ))
        .bind(guild.to_db())
        .bind(now.timestamp_millis());
        let found = self.reading().fetch_whole(query).await?;
        let whole = rows(&found)?.into_iter().filter_map(|row| row.whole);
        Ok(whole.collect())
    }

    /// The shares that are shown as these messages.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_at(&self, messages: &[MessageId]) -> Result<Vec<ShareId>> {
        let mut shares = Vec::new();
        for message in messages {
            let found =
                sqlx::query("SELECT id FROM shares WHERE message_id = $1 AND state = 'shown'")
                    .bind(message.to_db())
                    .fetch_all(self.reading())
                    .await?;
            shares.extend(ids(&found)?);
        }
        Ok(shares)
    }

    /// The shares that are shown in this channel or thread of a server, or in a thread on a post in it.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_in(&self, guild: GuildId, channel: ChannelId) -> Result<Vec<ShareId>> {
        let found = sqlx::query(
            "SELECT id FROM shares WHERE guild_id = $1 AND state = 'shown' AND (channel_id = $2 OR
                 EXISTS (SELECT 1 FROM posts WHERE posts.id = shares.post_id AND posts.channel_id = $2))",
        )
        .bind(guild.to_db())
        .bind(channel.to_db())
        .fetch_all(self.reading())
        .await?;
        ids(&found)
    }

    /// Whether the shares of anybody in this server wait for the moderators.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn has_holds(&self, guild: GuildId) -> Result<bool> {
        let found = sqlx::query("SELECT 1 FROM holds WHERE guild_id = $1 LIMIT 1")
            .bind(guild.to_db())
            .fetch_optional(self.reading())
            .await?;
        Ok(found.is_some())
    }
}

impl Writing {
    /// Notes that a share was reported.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn report_share(&mut self, guild: GuildId, id: ShareId) -> Result<ReportedShare> {
        let row = sqlx::query(select_share!(
            "WHERE id = $1 AND guild_id = $2 AND state = 'shown'"
        ))
        .bind(id.to_string())
        .bind(guild.to_db())
        .fetch_optional(self.connection())
        .await?;
        let share = row.as_ref().map(read).transpose()?;
        let Some((share, place)) = share.and_then(|share| share.place.map(|at| (share, at))) else {
            return Ok(ReportedShare::Gone);
        };
        let noted = sqlx::query("UPDATE shares SET reported = 1 WHERE id = $1 AND reported = 0")
            .bind(id.to_string())
            .execute(self.connection())
            .await?;
        Ok(if noted.rows_affected() == 1 {
            ReportedShare::Now {
                place,
                post: share.post,
            }
        } else {
            ReportedShare::Before
        })
    }

    /// Has a share that is shown removed. Returns whether it was.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn take_share_down(
        &mut self,
        guild: GuildId,
        id: ShareId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let taken = sqlx::query(
            "UPDATE shares SET state = 'removing', ready_at = $1
             WHERE id = $2 AND guild_id = $3 AND state = 'shown'",
        )
        .bind(now.timestamp_millis())
        .bind(id.to_string())
        .bind(guild.to_db())
        .execute(self.connection())
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Writes down that the message of a share that was shown is deleted, which is how moderators take one
    /// down by hand. Returns whether it was shown.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn settle_share_deleted(&mut self, id: ShareId, at: DateTime<Utc>) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE shares SET state = 'down', ready_at = NULL, channel_id = NULL, message_id = NULL
             WHERE id = $1 AND state = 'shown'",
        )
        .bind(id.to_string())
        .execute(self.connection())
        .await?;
        if settled.rows_affected() == 0 {
            return Ok(false);
        }
        self.close_notice(&NoticeKind::reported_fault(id), at)
            .await?;
        Ok(true)
    }

    /// Lets a held share through, to be sent then; or, without a time, does not. Returns whether it waited.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn decide_share(
        &mut self,
        guild: GuildId,
        id: ShareId,
        sent_at: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let state = if sent_at.is_some() {
            ShareState::Waiting
        } else {
            ShareState::Declined
        };
        let decided = sqlx::query(
            "UPDATE shares SET state = $1, ready_at = $2
             WHERE id = $3 AND guild_id = $4 AND state = 'held'",
        )
        .bind(state.to_string())
        .bind(millis(sent_at))
        .bind(id.to_string())
        .bind(guild.to_db())
        .execute(self.connection())
        .await?;
        Ok(decided.rows_affected() == 1)
    }

    /// Has the further shares of a writer wait for the moderators.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn hold(&mut self, guild: GuildId, writer: &str) -> Result<()> {
        sqlx::query("INSERT INTO holds (guild_id, writer) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(guild.to_db())
            .bind(writer)
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Whether the shares of a writer wait for the moderators.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn is_held(&mut self, guild: GuildId, writer: &str) -> Result<bool> {
        let found = sqlx::query("SELECT 1 FROM holds WHERE guild_id = $1 AND writer = $2")
            .bind(guild.to_db())
            .bind(writer)
            .fetch_optional(self.connection())
            .await?;
        Ok(found.is_some())
    }

    /// Holds nobody's shares any more in a server. What waits by then goes on waiting.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn release_holds(&mut self, guild: GuildId) -> Result<()> {
        sqlx::query("DELETE FROM holds WHERE guild_id = $1")
            .bind(guild.to_db())
            .execute(self.connection())
            .await
            .map(drop)
    }
}

/// The ids that can be read.
fn ids(rows: &[AnyRow]) -> Result<Vec<ShareId>> {
    rows.iter()
        .filter_map(|row| match parsed(row, "id") {
            Err(why) if is_garbled(&why) => None,
            id => Some(id),
        })
        .collect()
}
