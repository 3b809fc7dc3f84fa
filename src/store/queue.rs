//! What moderators are told of the queue of shares that wait for them: one notice a post.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing,
    columns::{is_garbled, maybe_instant, parsed},
    ids::{ChannelId, GuildId, NoticeId},
    notices::close,
};
use crate::posting::model::{Notice, NoticeKind};

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
