//! Posts as they are planned and withdrawn.

use chrono::{DateTime, Utc};

use super::{
    Result, Writing, codes,
    columns::{count, parsed},
    history::one,
    ids::MessageId,
    outcomes::Told,
};
use crate::posting::model::{Missed, PlannedPost, Post, PostId, PostOutcome, ScheduleId, Skipped};

impl Writing {
    /// Keeps a planned post, unless there is one of this schedule and time. Returns whether it did.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn insert_post(&mut self, post: &PlannedPost) -> Result<bool> {
        let (state, reason, detail) = codes::of_outcome(&post.outcome);
        let words = post.words.as_ref();
        let follow = words.map_or(&[][..], |words| &words.follow);
        let follow: Vec<_> = follow.iter().map(|step| step.as_str()).collect();
        let inserted = sqlx::query(
            "INSERT INTO posts (id, schedule_id, guild_id, channel_id, due_at, expires_at, state,
                 reason, detail, article, prompt, body, attempt, ready_at, kind, what, title, follow)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $5, $13, $14, $15, $16)
             ON CONFLICT DO NOTHING",
        )
        .bind(post.id.to_string())
        .bind(post.schedule.to_string())
        .bind(post.guild.to_db())
        .bind(post.channel.to_db())
        .bind(post.due_at.timestamp_millis())
        .bind(post.expires_at.timestamp_millis())
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(words.map(|words| words.article.as_str()))
        .bind(words.and_then(|words| words.prompt.as_deref()))
        .bind(words.map(|words| words.body.as_str()))
        .bind(post.kind.as_str())
        .bind(post.what.as_str())
        .bind(words.map(|words| words.title.as_str()))
        .bind(follow.join(","))
        .execute(self.connection())
        .await?;
        let inserted = inserted.rows_affected() == 1;
        if inserted {
            let (post, outcome) = (post.id, post.outcome.clone());
            self.tell(Told::Became { post, outcome });
        }
        Ok(inserted)
    }

    /// A post, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn post(&mut self, id: PostId) -> Result<Option<Post>> {
        one(self.connection(), id).await
    }

    /// Whether a time of a schedule has its post, whatever became of it.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn has_post(&mut self, schedule: ScheduleId, due_at: DateTime<Utc>) -> Result<bool> {
        let found = sqlx::query("SELECT 1 FROM posts WHERE schedule_id = $1 AND due_at = $2")
            .bind(schedule.to_string())
            .bind(due_at.timestamp_millis())
            .fetch_optional(self.connection())
            .await?;
        Ok(found.is_some())
    }

    /// How many posts of a schedule had their turn from `from` until before `until`.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn count_turns(
        &mut self,
        schedule: ScheduleId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<u32> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM posts WHERE schedule_id = $1 AND due_at >= $2 AND due_at < $3
             AND state NOT IN ('missed', 'skipped')",
        )
        .bind(schedule.to_string())
        .bind(from.timestamp_millis())
        .bind(until.timestamp_millis())
        .fetch_one(self.connection())
        .await?;
        count(&row, 0)
    }

    /// Whether the newest so many posts of this schedule were all sent at `at` or later, by their messages'
    /// own ids: one sent before may have been found only after.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn sent_since(
        &mut self,
        schedule: ScheduleId,
        at: DateTime<Utc>,
        posts: u32,
    ) -> Result<bool> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM (SELECT message_id FROM posts
             WHERE schedule_id = $1 AND state = 'sent' ORDER BY due_at DESC LIMIT $3) AS newest
             WHERE message_id >= $2",
        )
        .bind(schedule.to_string())
        .bind(MessageId::first_at(at).to_db())
        .bind(i64::from(posts))
        .fetch_one(self.connection())
        .await?;
        Ok(count(&row, 0)? == posts)
    }

    /// Notes that a sent post's message is gone, unless that is noted. Returns whether it was not.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn note_removed(&mut self, id: PostId, at: DateTime<Utc>) -> Result<bool> {
        let noted = sqlx::query(
            "UPDATE posts SET removed_at = $1
             WHERE id = $2 AND state = 'sent' AND removed_at IS NULL",
        )
        .bind(at.timestamp_millis())
        .bind(id.to_string())
        .execute(self.connection())
        .await?;
        let noted = noted.rows_affected() == 1;
        if noted {
            self.tell(Told::Removed { post: id });
        }
        Ok(noted)
    }

    /// Skips those posts of a schedule that wait to be sent.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn skip_due_posts(&mut self, schedule: ScheduleId, why: Skipped) -> Result<()> {
        let outcome = PostOutcome::Skipped(why);
        self.close_due_posts(schedule, None, &outcome).await
    }

    /// Gives up those posts of a schedule that wait to be sent; if `before` is given, those that were due
    /// before it, but none that moderators asked for again.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn miss_due_posts(
        &mut self,
        schedule: ScheduleId,
        before: Option<DateTime<Utc>>,
        why: Missed,
    ) -> Result<()> {
        let outcome = PostOutcome::Missed(why);
        self.close_due_posts(schedule, before, &outcome).await
    }

    async fn close_due_posts(
        &mut self,
        schedule: ScheduleId,
        before: Option<DateTime<Utc>>,
        outcome: &PostOutcome,
    ) -> Result<()> {
        let (state, reason, detail) = codes::of_outcome(outcome);
        let closed = sqlx::query(
            "UPDATE posts SET state = $1, reason = $2, detail = $3
             WHERE schedule_id = $4 AND state = 'due' AND due_at < $5
             AND ($6 = 0 OR asked_at IS NULL) RETURNING id",
        )
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(schedule.to_string())
        .bind(before.map_or(i64::MAX, |before| before.timestamp_millis()))
        .bind(i64::from(before.is_some()))
        .fetch_all(self.connection())
        .await?;
        for row in closed {
            let (post, outcome) = (parsed(&row, "id")?, outcome.clone());
            self.tell(Told::Became { post, outcome });
        }
        Ok(())
    }
}
