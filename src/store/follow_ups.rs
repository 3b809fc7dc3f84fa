//! The steps that follow a sent post. A step that somebody takes is put off, so that it is taken again
//! if they never come back; every change is guarded by the attempt.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Error, Result, Store, Writing, codes,
    columns::{instant, is_garbled, maybe_instant, parsed},
    ids::{ChannelId, GuildId, MessageId},
};
use crate::posting::model::{ClaimedStep, PostId, Step, StepEnding, StepFailure};

impl Store {
    /// When the next step may be taken.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn next_step_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("SELECT MIN(ready_at) FROM follow_ups WHERE state = 'due'")
            .fetch_one(self.reading())
            .await?;
        maybe_instant(&row, 0)
    }
}

impl Writing {
    /// Keeps the steps that follow a post, to be taken from now on, or when each is due. Each is kept once.
    pub(super) async fn insert_steps(
        &mut self,
        post: PostId,
        steps: &[Step],
        now: DateTime<Utc>,
    ) -> Result<()> {
        for step in steps {
            sqlx::query(
                "INSERT INTO follow_ups (post_id, step, state, attempt, ready_at)
                 VALUES ($1, $2, 'due', 0, $3) ON CONFLICT DO NOTHING",
            )
            .bind(post.to_string())
            .bind(step.as_str())
            .bind((now + step.after()).timestamp_millis())
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }

    /// Claims steps that may be taken, those of one post together and in order. Nobody else gets them
    /// until `lease_until`.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn claim_steps(
        &mut self,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedStep>> {
        let rows = sqlx::query(
            "UPDATE follow_ups SET attempt = attempt + 1, ready_at = $2
             WHERE state = 'due' AND ready_at <= $1 AND (post_id, step) IN (
                 SELECT post_id, step FROM follow_ups WHERE state = 'due' AND ready_at <= $1
                 ORDER BY ready_at, post_id LIMIT $3
             )
             RETURNING post_id, step, attempt,
                 (SELECT schedule_id FROM posts WHERE id = post_id) AS schedule_id,
                 (SELECT guild_id FROM posts WHERE id = post_id) AS guild_id,
                 (SELECT channel_id FROM posts WHERE id = post_id) AS channel_id,
                 (SELECT kind FROM posts WHERE id = post_id) AS kind,
                 (SELECT message_id FROM posts WHERE id = post_id) AS message_id,
                 (SELECT title FROM posts WHERE id = post_id) AS title,
                 (SELECT CASE WHEN first_attempt_at < due_at THEN first_attempt_at ELSE due_at END
                  FROM posts WHERE id = post_id) AS tried_at,
                 (SELECT sent_at FROM posts WHERE id = post_id) AS sent_at,
                 (SELECT removed_at FROM posts WHERE id = post_id) AS removed_at",
        )
        .bind(now.timestamp_millis())
        .bind(lease_until.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            match read(row) {
                Ok(step) => claimed.push(step),
                Err(why) => self.leave_untaken(row, why).await?,
            }
        }
        claimed.sort_by_key(|claimed| (claimed.sent_at, claimed.message, claimed.step));
        Ok(claimed)
    }

    /// Leaves a step untaken, if what is wrong is its row, so that it keeps no other waiting.
    async fn leave_untaken(&mut self, row: &AnyRow, why: Error) -> Result<()> {
        if !is_garbled(&why) {
            return Err(why);
        }
        let (post, step): (&str, &str) = (row.try_get("post_id")?, row.try_get("step")?);
        tracing::error!(post, %why, "a step after a post can't be read any more; it is not taken");
        sqlx::query("UPDATE follow_ups SET state = 'unreadable' WHERE post_id = $1 AND step = $2")
            .bind(post)
            .bind(step)
            .execute(self.connection())
            .await
            .map(drop)
    }

    /// Writes down how an attempt at a step ended, if it still has it. Returns whether it had.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn settle_step(
        &mut self,
        claimed: &ClaimedStep,
        ending: &StepEnding,
    ) -> Result<bool> {
        let settled = match ending {
            StepEnding::Again { ready_at } => {
                sqlx::query(
                    "UPDATE follow_ups SET ready_at = $1
                     WHERE post_id = $2 AND step = $3 AND state = 'due' AND attempt = $4",
                )
                .bind(ready_at.timestamp_millis())
                .bind(claimed.post.to_string())
                .bind(claimed.step.as_str())
                .bind(claimed.attempt)
                .execute(self.connection())
                .await?
            }
            StepEnding::Done { at } => self.close_step(claimed, "done", None, *at).await?,
            StepEnding::Failed { why, at } => {
                self.close_step(claimed, "failed", Some(why), *at).await?
            }
        };
        Ok(settled.rows_affected() == 1)
    }

    async fn close_step(
        &mut self,
        claimed: &ClaimedStep,
        state: &'static str,
        why: Option<&StepFailure>,
        at: DateTime<Utc>,
    ) -> Result<sqlx::any::AnyQueryResult> {
        let (reason, detail) = why.map(codes::of_step).unzip();
        sqlx::query(
            "UPDATE follow_ups SET state = $1, reason = $2, detail = $3, done_at = $4
             WHERE post_id = $5 AND step = $6 AND state = 'due' AND attempt = $7",
        )
        .bind(state)
        .bind(reason)
        .bind(detail.flatten())
        .bind(at.timestamp_millis())
        .bind(claimed.post.to_string())
        .bind(claimed.step.as_str())
        .bind(claimed.attempt)
        .execute(self.connection())
        .await
    }
}

fn read(row: &AnyRow) -> Result<ClaimedStep> {
    Ok(ClaimedStep {
        post: parsed(row, "post_id")?,
        step: parsed(row, "step")?,
        schedule: parsed(row, "schedule_id")?,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        kind: parsed(row, "kind")?,
        message: MessageId::from_db(row.try_get("message_id")?),
        title: row.try_get("title")?,
        tried_at: instant(row, "tried_at")?,
        sent_at: instant(row, "sent_at")?,
        removed: maybe_instant(row, "removed_at")?.is_some(),
        attempt: row.try_get("attempt")?,
    })
}
