//! The attempts at posts: claimed, taken over, settled. Every change says what it expects, and its row
//! count is checked.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Result, Store, Writing, codes,
    columns::{garbled, instant, listed, maybe_instant, parsed},
    ids::{ChannelId, GuildId, MessageId},
    outcomes::Told,
};
use crate::posting::model::{
    Claimed, Counts, Ending, Failed, PostId, PostOutcome, Settlement, Standing, Step,
};

/// Until when an attempt has its post to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// In most channels.
    pub until: DateTime<Utc>,
    /// In a forum.
    pub in_forum_until: DateTime<Utc>,
}

/// The same in every channel.
impl From<DateTime<Utc>> for Lease {
    fn from(until: DateTime<Utc>) -> Self {
        Self {
            until,
            in_forum_until: until,
        }
    }
}

/// A post whose lease ran out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// The post.
    pub post: PostId,
    /// The attempt that had it.
    pub attempt: i64,
    /// Since when it may be in the channel.
    pub uncertain_at: Option<DateTime<Utc>>,
}

impl Store {
    /// When the next post that waits may be sent.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn next_ready_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("SELECT MIN(ready_at) FROM posts WHERE state = 'due'")
            .fetch_one(self.reading())
            .await?;
        maybe_instant(&row, 0)
    }

    /// When the next lease runs out.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn next_lease_until(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("SELECT MIN(lease_until) FROM posts WHERE state = 'sending'")
            .fetch_one(self.reading())
            .await?;
        maybe_instant(&row, 0)
    }
}

macro_rules! returning {
    ($update:literal) => {
        concat!(
            $update,
            " RETURNING id, schedule_id, guild_id, channel_id, due_at, expires_at, body, attempt,
                first_attempt_at, kind,
                (SELECT CASE WHEN resting_until > $1 THEN 'paused' ELSE state END
                 FROM schedules WHERE schedules.id = posts.schedule_id) AS standing"
        )
    };
}

impl Writing {
    /// Claims posts that are due, the longest due first.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn claim_due(
        &mut self,
        now: DateTime<Utc>,
        lease: impl Into<Lease>,
        limit: u32,
    ) -> Result<Vec<Claimed>> {
        let lease = lease.into();
        let rows = sqlx::query(returning!(
            "UPDATE posts SET state = 'sending', attempt = attempt + 1,
                 lease_until = CASE WHEN kind = 'forum' THEN $3 ELSE $2 END,
                 first_attempt_at = COALESCE(first_attempt_at, $1), uncertain_at = $1
             WHERE state = 'due' AND id IN (
                 SELECT id FROM posts WHERE state = 'due' AND ready_at <= $1
                 ORDER BY ready_at LIMIT $4
             )"
        ))
        .bind(now.timestamp_millis())
        .bind(lease.until.timestamp_millis())
        .bind(lease.in_forum_until.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        // A post that is due is certainly not in the channel: that is what due means.
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            match read(row, now, None) {
                Ok(post) => claimed.push(post),
                Err(why) => {
                    let failed = PostOutcome::Failed(Failed::Unreadable);
                    self.lay_aside(row, failed, now, why).await?;
                }
            }
        }
        claimed.sort_by_key(|claimed| claimed.due_at);
        Ok(claimed)
    }

    /// Posts whose lease ran out, the longest first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn expired_leases(&mut self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Expired>> {
        let rows = sqlx::query(
            "SELECT id, attempt, uncertain_at, schedule_id, guild_id, channel_id FROM posts
             WHERE state = 'sending' AND lease_until <= $1 ORDER BY lease_until LIMIT $2",
        )
        .bind(now.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        let mut expired = Vec::with_capacity(rows.len());
        for row in &rows {
            match read_expired(row) {
                Ok(post) => expired.push(post),
                Err(why) => self.lay_aside(row, PostOutcome::Unsure, now, why).await?,
            }
        }
        Ok(expired)
    }

    /// Takes over a post whose lease ran out, unless somebody was faster. If this attempt is cut off, too,
    /// it is its request that may come latest.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn take_over(
        &mut self,
        expired: &Expired,
        now: DateTime<Utc>,
        lease: impl Into<Lease>,
    ) -> Result<Option<Claimed>> {
        let lease = lease.into();
        let row = sqlx::query(returning!(
            "UPDATE posts SET attempt = attempt + 1,
                 lease_until = CASE WHEN kind = 'forum' THEN $3 ELSE $2 END,
                 first_attempt_at = COALESCE(first_attempt_at, $1),
                 uncertain_at = $1
             WHERE id = $4 AND state = 'sending' AND attempt = $5"
        ))
        .bind(now.timestamp_millis())
        .bind(lease.until.timestamp_millis())
        .bind(lease.in_forum_until.timestamp_millis())
        .bind(expired.post.to_string())
        .bind(expired.attempt)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        match read(&row, now, expired.uncertain_at) {
            Ok(post) => Ok(Some(post)),
            Err(why) => {
                self.lay_aside(&row, PostOutcome::Unsure, now, why).await?;
                Ok(None)
            }
        }
    }

    /// Writes down how an attempt ended, if it still has the post. Returns whether it had.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn settle(&mut self, settlement: &Settlement) -> Result<bool> {
        let Settlement { claimed, ending } = settlement;
        let settled = match ending {
            Ending::Sent {
                message,
                at,
                removed_at,
            } => self.settle_sent(claimed, *message, *at, *removed_at).await,
            Ending::Again { ready_at, counts } => {
                self.settle_again(claimed, *ready_at, *counts).await
            }
            Ending::Wait {
                until,
                uncertain_at,
                counts,
            } => {
                self.settle_wait(claimed, *until, *uncertain_at, *counts)
                    .await
            }
            Ending::Refused {
                uncertain: false,
                reason,
                ..
            } => {
                let failed = PostOutcome::Failed(Failed::Refused(reason.clone()));
                self.settle_closed(claimed, &failed).await
            }
            Ending::Refused { .. } | Ending::Unsure { .. } => {
                self.settle_closed(claimed, &PostOutcome::Unsure).await
            }
            Ending::Closed(outcome) => self.settle_closed(claimed, outcome).await,
        }?;
        if settled {
            self.tell(Told::attempt(ending));
        }
        Ok(settled)
    }

    async fn settle_sent(
        &mut self,
        claimed: &Claimed,
        message: Option<MessageId>,
        at: DateTime<Utc>,
        removed_at: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE posts SET state = 'sent', message_id = $1, sent_at = $2, removed_at = $3,
                 lease_until = NULL, uncertain_at = NULL
             WHERE id = $4 AND state = 'sending' AND attempt = $5 RETURNING follow",
        )
        .bind(message.map(MessageId::to_db))
        .bind(at.timestamp_millis())
        .bind(super::columns::millis(removed_at))
        .bind(claimed.post.to_string())
        .bind(claimed.attempt)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = settled else { return Ok(false) };
        if message.is_some() && removed_at.is_none() {
            // Whatever is to follow, the post is sent: that must be kept.
            let mut steps: Vec<Step> = listed(row.try_get("follow")?).unwrap_or_else(|why| {
                tracing::error!(parent: &claimed.post.span(), %why, "what follows a post can't be read");
                Vec::new()
            });
            steps.extend(claimed.follow());
            self.insert_steps(claimed.post, &steps, at).await?;
        }
        self.tell(Told::Sent {
            post: claimed.post,
            late: at - claimed.due_at,
            attempts: claimed.attempt,
        });
        if removed_at.is_some() {
            self.tell(Told::Removed { post: claimed.post });
        }
        Ok(true)
    }

    async fn settle_again(
        &mut self,
        claimed: &Claimed,
        ready_at: DateTime<Utc>,
        counts: Counts,
    ) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE posts SET state = 'due', ready_at = $1, attempt = $2, lease_until = NULL,
                 uncertain_at = NULL,
                 first_attempt_at = CASE WHEN $2 = 0 THEN NULL ELSE first_attempt_at END
             WHERE id = $3 AND state = 'sending' AND attempt = $4",
        )
        .bind(ready_at.timestamp_millis())
        .bind(counted(claimed, counts))
        .bind(claimed.post.to_string())
        .bind(claimed.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    async fn settle_wait(
        &mut self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        uncertain_at: DateTime<Utc>,
        counts: Counts,
    ) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE posts SET lease_until = $1, uncertain_at = $2, attempt = $3
             WHERE id = $4 AND state = 'sending' AND attempt = $5",
        )
        .bind(until.timestamp_millis())
        .bind(uncertain_at.timestamp_millis())
        .bind(counted(claimed, counts))
        .bind(claimed.post.to_string())
        .bind(claimed.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    async fn settle_closed(&mut self, claimed: &Claimed, outcome: &PostOutcome) -> Result<bool> {
        let (state, reason, detail) = codes::of_outcome(outcome);
        let settled = sqlx::query(
            "UPDATE posts SET state = $1, reason = $2, detail = $3, lease_until = NULL
             WHERE id = $4 AND state = 'sending' AND attempt = $5",
        )
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(claimed.post.to_string())
        .bind(claimed.attempt)
        .execute(self.connection())
        .await?;
        let settled = settled.rows_affected() == 1;
        if settled {
            let (post, outcome) = (claimed.post, outcome.clone());
            self.tell(Told::Became { post, outcome });
        }
        Ok(settled)
    }
}

fn counted(claimed: &Claimed, counts: Counts) -> i64 {
    match counts {
        Counts::Yes => claimed.attempt,
        Counts::No => claimed.attempt - 1,
    }
}

fn read_expired(row: &AnyRow) -> Result<Expired> {
    Ok(Expired {
        post: parsed(row, "id")?,
        attempt: row.try_get("attempt")?,
        uncertain_at: maybe_instant(row, "uncertain_at")?,
    })
}

fn read(row: &AnyRow, now: DateTime<Utc>, uncertain_at: Option<DateTime<Utc>>) -> Result<Claimed> {
    Ok(Claimed {
        post: parsed(row, "id")?,
        schedule: parsed(row, "schedule_id")?,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        kind: parsed(row, "kind")?,
        due_at: instant(row, "due_at")?,
        expires_at: instant(row, "expires_at")?,
        body: row.try_get("body")?,
        attempt: row.try_get("attempt")?,
        first_attempt_at: instant(row, "first_attempt_at")?,
        claimed_at: now,
        uncertain_at,
        standing: match row.try_get::<Option<&str>, _>("standing")? {
            Some("active") => Standing::Active,
            Some("paused") => Standing::Paused,
            Some("blocked") => Standing::Blocked,
            None => Standing::Deleted,
            Some(other) => return Err(garbled("a schedule's state", other)),
        },
    })
}
