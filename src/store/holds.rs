//! What moderators do about shares: reported ones, and those that wait for them.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{is_garbled, maybe_instant, millis, parsed},
    ids::{ChannelId, GuildId, NoticeId, PostId, ShareId},
    notices::close,
    shares::{read, rows, select_share},
};
use crate::{
    posting::model::{Notice, NoticeKind},
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

/// Posts under which something waits that moderators may see by now and are not told of.
macro_rules! waits_untold {
    () => {
        "posts.id IN (SELECT post_id FROM shares WHERE state = 'held' AND ready_at <= $1)
             AND NOT EXISTS (SELECT 1 FROM notices
                 WHERE fault = 'held:' || posts.id AND closed_at IS NULL)"
    };
}

/// Notices of posts under which nothing waits any more.
macro_rules! waits_no_more {
    () => {
        "kind = 'held' AND NOT EXISTS (SELECT 1 FROM shares
             WHERE shares.post_id = notices.post_id AND state = 'held')"
    };
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
        let found = sqlx::query(select_share!(
            "WHERE guild_id = $1 AND state = 'held' AND ready_at <= $2 ORDER BY id"
        ))
        .bind(guild.to_db())
        .bind(now.timestamp_millis())
        .fetch_all(self.reading())
        .await?;
        let whole = rows(&found)?.into_iter().filter_map(|row| row.whole);
        Ok(whole.collect())
    }

    /// When the next share may be seen by the moderators it waits for.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn next_held_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let row =
            sqlx::query("SELECT MIN(ready_at) FROM shares WHERE state = 'held' AND ready_at > $1")
                .bind(now.timestamp_millis())
                .fetch_one(self.reading())
                .await?;
        maybe_instant(&row, 0)
    }

    /// Whether moderators are to be told that something waits for them, or that nothing does any more.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn is_queue_untold(&self, now: DateTime<Utc>) -> Result<bool> {
        let found = sqlx::query(concat!(
            "SELECT 1 FROM posts WHERE ",
            waits_untold!(),
            " UNION ALL SELECT 1 FROM notices WHERE closed_at IS NULL AND ",
            waits_no_more!(),
            " LIMIT 1"
        ))
        .bind(now.timestamp_millis())
        .fetch_optional(self.reading())
        .await?;
        Ok(found.is_some())
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
    /// Opens a notice for each post under which something waits for moderators, and closes those of posts
    /// under which nothing does any more.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn tell_of_queue(&mut self, now: DateTime<Utc>) -> Result<()> {
        sqlx::query(concat!(close!(""), waits_no_more!()))
            .bind(now.timestamp_millis())
            .execute(self.connection())
            .await?;
        let posts = sqlx::query(concat!(
            "SELECT id, guild_id, channel_id, schedule_id FROM posts WHERE ",
            waits_untold!()
        ))
        .bind(now.timestamp_millis())
        .fetch_all(self.connection())
        .await?;
        for post in &posts {
            let notice = match waits_under(post, now) {
                // Nobody can be told of it; what waits is in the queue all the same.
                Err(why) if is_garbled(&why) => continue,
                notice => notice?,
            };
            self.open_notice(&notice).await?;
        }
        Ok(())
    }

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

fn waits_under(post: &AnyRow, now: DateTime<Utc>) -> Result<Notice> {
    Ok(Notice {
        id: NoticeId::random(),
        kind: NoticeKind::Held,
        guild: GuildId::from_db(post.try_get("guild_id")?),
        channel: ChannelId::from_db(post.try_get("channel_id")?),
        schedule: parsed(post, "schedule_id")?,
        post: parsed(post, "id")?,
        opened_at: now,
    })
}
