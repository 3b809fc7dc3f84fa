//! Posts that were over, when moderators say what is to become of them: one that Discord refused is due
//! again, one of which nobody knew whether it arrived is sent again or called sent.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{
    Result, Store, Writing,
    columns::{garbled, instant, listed, maybe_instant, parsed},
    ids::{ChannelId, GuildId, MessageId},
    outcomes::Told,
};
use crate::posting::model::{ChannelKind, PostId, ScheduleId, Step};

/// A post of which nobody knows whether it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The post.
    pub post: PostId,
    /// Its schedule.
    pub schedule: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// The channel it was planned for.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
    /// When it was to go out.
    pub due_at: DateTime<Utc>,
    /// When it was first tried.
    pub first_attempt_at: Option<DateTime<Utc>>,
}

impl Store {
    /// A post, if nobody knows whether it arrived.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn doubtful(&self, post: PostId) -> Result<Option<Doubtful>> {
        sqlx::query(
            "SELECT id, schedule_id, guild_id, channel_id, kind, due_at, first_attempt_at FROM posts
             WHERE id = $1 AND state = 'unsure'",
        )
        .bind(post.to_string())
        .fetch_optional(self.reading())
        .await?
        .map(|row| {
            Ok(Doubtful {
                post: parsed(&row, "id")?,
                schedule: parsed(&row, "schedule_id")?,
                guild: GuildId::from_db(row.try_get("guild_id")?),
                channel: ChannelId::from_db(row.try_get("channel_id")?),
                kind: parsed(&row, "kind")?,
                due_at: instant(&row, "due_at")?,
                first_attempt_at: maybe_instant(&row, "first_attempt_at")?,
            })
        })
        .transpose()
    }
}

impl Writing {
    /// Makes a post due again that failed, so that it is certainly in no channel, as long as it is not
    /// too late for it. Its id, its words and its attempts stay. Returns the time of the post, if it is.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn revive_post(
        &mut self,
        post: PostId,
        at: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        sqlx::query(
            "UPDATE posts SET state = 'due', reason = NULL, detail = NULL, ready_at = $1,
                 lease_until = NULL, uncertain_at = NULL
             WHERE id = $2 AND state = 'failed' AND expires_at >= $1 AND body IS NOT NULL
             RETURNING due_at",
        )
        .bind(at.timestamp_millis())
        .bind(post.to_string())
        .fetch_optional(self.connection())
        .await?
        .map(|row| instant(&row, "due_at"))
        .transpose()
    }

    /// Makes a post due again of which nobody knew whether it arrived, because moderators say that it
    /// did not. It may go out until `expires_at` at least. Returns whether nobody had known.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn ask_post_again(
        &mut self,
        post: PostId,
        at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<bool> {
        let asked = sqlx::query(
            "UPDATE posts SET state = 'due', ready_at = $1, asked_at = $1, lease_until = NULL,
                 uncertain_at = NULL,
                 expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END
             WHERE id = $3 AND state = 'unsure'",
        )
        .bind(at.timestamp_millis())
        .bind(expires_at.timestamp_millis())
        .bind(post.to_string())
        .execute(self.connection())
        .await?;
        Ok(asked.rows_affected() == 1)
    }

    /// Whether moderators said of a post that it is not in its channel.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn is_asked_again(&mut self, post: PostId) -> Result<bool> {
        let asked = sqlx::query("SELECT 1 FROM posts WHERE id = $1 AND asked_at IS NOT NULL")
            .bind(post.to_string())
            .fetch_optional(self.connection())
            .await?;
        Ok(asked.is_some())
    }

    /// Calls a post sent of which nobody knew whether it arrived: at its first attempt, for all that is
    /// known. What follows it follows, if its message is known. Returns whether nobody had known.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn call_post_sent(
        &mut self,
        post: PostId,
        message: Option<MessageId>,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let sent = sqlx::query(
            "UPDATE posts SET state = 'sent', message_id = $1,
                 sent_at = COALESCE(first_attempt_at, $2), lease_until = NULL, uncertain_at = NULL
             WHERE id = $3 AND state = 'unsure' RETURNING follow, kind, due_at, sent_at, attempt",
        )
        .bind(message.map(MessageId::to_db))
        .bind(at.timestamp_millis())
        .bind(post.to_string())
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = sent else { return Ok(false) };
        if message.is_some() {
            let mut steps: Vec<Step> =
                listed(row.try_get("follow")?).map_err(|why| garbled("a step", why))?;
            let forum = parsed::<ChannelKind>(&row, "kind")? == ChannelKind::Forum;
            steps.extend(forum.then_some(Step::Twin));
            self.insert_steps(post, &steps, at).await?;
        }
        self.tell(Told::Sent {
            post,
            late: instant(&row, "sent_at")? - instant(&row, "due_at")?,
            attempts: row.try_get("attempt")?,
        });
        Ok(true)
    }
}
