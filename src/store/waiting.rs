//! Posts that wait to be sent, when moderators change their mind: told anew, hastened, or withdrawn.

use chrono::{DateTime, Utc};

use super::{
    Result, Writing, codes,
    columns::{instant, parsed},
    outcomes::Told,
};
use crate::posting::model::{PlannedPost, PostId, PostOutcome, ScheduleId, Skipped};

/// A post that is certainly in no channel, and waits to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The post.
    pub post: PostId,
    /// When it was to go out.
    pub due_at: DateTime<Utc>,
}

impl Writing {
    /// A schedule's posts that wait to be sent, the longest due first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn waiting_posts(&mut self, schedule: ScheduleId) -> Result<Vec<Waiting>> {
        sqlx::query(
            "SELECT id, due_at FROM posts WHERE schedule_id = $1 AND state = 'due' ORDER BY due_at",
        )
        .bind(schedule.to_string())
        .fetch_all(self.connection())
        .await?
        .iter()
        .map(|row| {
            Ok(Waiting {
                post: parsed(row, "id")?,
                due_at: instant(row, "due_at")?,
            })
        })
        .collect()
    }

    /// Whether an attempt at a post of this schedule is not settled yet, so that the post may be in
    /// the channel it was planned for.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn has_unsettled(&mut self, schedule: ScheduleId) -> Result<bool> {
        let found =
            sqlx::query("SELECT 1 FROM posts WHERE schedule_id = $1 AND state = 'sending' LIMIT 1")
                .bind(schedule.to_string())
                .fetch_optional(self.connection())
                .await?;
        Ok(found.is_some())
    }

    /// Freezes anew where a post that waits goes and what it says. Returns whether it still waits.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn reword_post(&mut self, post: &PlannedPost) -> Result<bool> {
        let words = post.words.as_ref();
        let follow = words.map_or(&[][..], |words| &words.follow);
        let follow: Vec<_> = follow.iter().map(|step| step.as_str()).collect();
        let reworded = sqlx::query(
            "UPDATE posts SET channel_id = $1, kind = $2, what = $3, article = $5,
                 expires_at = CASE WHEN asked_at IS NOT NULL AND expires_at > $4 THEN expires_at
                     ELSE $4 END,
                 prompt = $6, body = $7, title = $8, follow = $9
             WHERE id = $10 AND state = 'due'",
        )
        .bind(post.channel.to_db())
        .bind(post.kind.as_str())
        .bind(post.what.as_str())
        .bind(post.expires_at.timestamp_millis())
        .bind(words.map(|words| words.article.as_str()))
        .bind(words.and_then(|words| words.prompt.as_deref()))
        .bind(words.map(|words| words.body.as_str()))
        .bind(words.map(|words| words.title.as_str()))
        .bind(follow.join(","))
        .bind(post.id.to_string())
        .execute(self.connection())
        .await?;
        Ok(reworded.rows_affected() == 1)
    }

    /// Skips one post that waits to be sent. Returns whether it still did.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn skip_waiting(&mut self, post: PostId, why: Skipped) -> Result<bool> {
        let outcome = PostOutcome::Skipped(why);
        let (state, reason, detail) = codes::of_outcome(&outcome);
        let skipped = sqlx::query(
            "UPDATE posts SET state = $1, reason = $2, detail = $3 WHERE id = $4 AND state = 'due'",
        )
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(post.to_string())
        .execute(self.connection())
        .await?;
        let skipped = skipped.rows_affected() == 1;
        if skipped {
            self.tell(Told::Became { post, outcome });
        }
        Ok(skipped)
    }

    /// Has a post that waits sent no later than `at`. Returns whether it waited.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn hasten_post(&mut self, id: PostId, at: DateTime<Utc>) -> Result<bool> {
        let hastened = sqlx::query(
            "UPDATE posts SET ready_at = CASE WHEN ready_at < $1 THEN ready_at ELSE $1 END
             WHERE id = $2 AND state = 'due'",
        )
        .bind(at.timestamp_millis())
        .bind(id.to_string())
        .execute(self.connection())
        .await?;
        Ok(hastened.rows_affected() == 1)
    }
}
