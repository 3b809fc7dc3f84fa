//! Shares on their way into their thread, and out of it again.

use super::{
    Result, Store, Writing,
    columns::maybe_instant,
    ids::ShareId,
    reading::fetch_whole,
    shares::{ShareRow, rows, select_share},
};
use crate::{
    posting::model::NoticeKind,
    reflection::model::{Place, StoredShare},
};
use chrono::{DateTime, Utc};

impl Store {
    /// When there is something to do about a share next.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn next_share_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT MIN(ready_at) FROM shares WHERE state IN ('waiting', 'sending', 'removing')",
        )
        .fetch_one(self.reading())
        .await?;
        maybe_instant(&row, 0)
    }

    /// Shares whose writer is known, after this one by id.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_after(&self, after: &str, limit: u32) -> Result<Vec<ShareRow>> {
        let query = sqlx::query(select_share!(
            "WHERE origin IS NOT NULL AND id > $1 ORDER BY id LIMIT $2"
        ))
        .bind(after)
        .bind(i64::from(limit));
        rows(&self.reading().fetch_whole(query).await?)
    }
}

impl Writing {
    /// Claims shares that are to be sent or removed, in the order of their ids, which tells nothing. One that
    /// is damaged is left alone as long as the others are.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn claim_shares(
        &mut self,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredShare>> {
        let query = sqlx::query(
            "UPDATE shares SET attempt = attempt + 1, ready_at = $2,
                 tried_at = CASE WHEN state = 'removing' THEN tried_at ELSE COALESCE(tried_at, $1) END,
                 state = CASE WHEN state = 'waiting' THEN 'sending' ELSE state END
             WHERE state IN ('waiting', 'sending', 'removing') AND id IN
                 (SELECT id FROM shares WHERE state IN ('waiting', 'sending', 'removing')
                  AND ready_at <= $1 ORDER BY ready_at, id LIMIT $3)
             RETURNING id, guild_id, post_id, signed, state, key_id, sealed, channel_id, message_id,
                 attempt, tried_at",
        )
        .bind(now.timestamp_millis())
        .bind(lease_until.timestamp_millis())
        .bind(i64::from(limit));
        let found = fetch_whole(self.connection(), query).await?;
        let whole = rows(&found)?.into_iter().filter_map(|row| row.whole);
        let mut claimed: Vec<_> = whole.collect();
        claimed.sort_by_key(|share| share.id.to_string());
        Ok(claimed)
    }

    /// Writes down where a share is, if this attempt still has it. One that is to be removed by now is
    /// removed from there.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn settle_share_shown(
        &mut self,
        share: &StoredShare,
        place: Place,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE shares SET channel_id = $1, message_id = $2,
                 ready_at = CASE WHEN state = 'removing' THEN $3 ELSE NULL END,
                 state = CASE WHEN state = 'removing' THEN state ELSE 'shown' END
             WHERE id = $4 AND attempt = $5 AND state IN ('sending', 'removing')",
        )
        .bind(place.channel.to_db())
        .bind(place.message.to_db())
        .bind(now.timestamp_millis())
        .bind(share.id.to_string())
        .bind(share.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    /// Has a share tried again then. One that was certainly not sent may be forgotten without a look.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn settle_share_again(
        &mut self,
        share: &StoredShare,
        ready_at: DateTime<Utc>,
        unsent: bool,
    ) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE shares SET ready_at = $1,
                 tried_at = CASE WHEN $2 = 1 THEN NULL ELSE tried_at END,
                 state = CASE WHEN $2 = 1 AND state = 'sending' THEN 'waiting' ELSE state END
             WHERE id = $3 AND attempt = $4 AND state IN ('sending', 'removing')",
        )
        .bind(ready_at.timestamp_millis())
        .bind(i64::from(unsent))
        .bind(share.id.to_string())
        .bind(share.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    /// Writes down that a share can't be shown, or is in no thread any more.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn settle_share_refused(&mut self, share: &StoredShare) -> Result<bool> {
        let settled = sqlx::query(
            "UPDATE shares SET state = 'refused', ready_at = NULL, tried_at = NULL
             WHERE id = $1 AND attempt = $2 AND state = 'sending'",
        )
        .bind(share.id.to_string())
        .bind(share.attempt)
        .execute(self.connection())
        .await?;
        Ok(settled.rows_affected() == 1)
    }

    /// Writes down that a share is in its thread no more: nothing is left of it, but of one that moderators
    /// took down, that they did. What was reported of it needs nobody any more.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn settle_share_removed(&mut self, id: ShareId, at: DateTime<Utc>) -> Result<()> {
        sqlx::query("DELETE FROM shares WHERE id = $1 AND origin IS NULL")
            .bind(id.to_string())
            .execute(self.connection())
            .await?;
        sqlx::query(
            "UPDATE shares SET state = 'down', ready_at = NULL, channel_id = NULL, message_id = NULL
             WHERE id = $1 AND state = 'removing'",
        )
        .bind(id.to_string())
        .execute(self.connection())
        .await?;
        self.close_notice(&NoticeKind::reported_fault(id), at).await
    }

    /// Leaves of a backup's shares only those that were shown. What was on its way then may have been
    /// taken back since: it is looked for from then on, and removed.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn hold_back_shares(&mut self) -> Result<()> {
        sqlx::query(
            "UPDATE shares SET state = 'removing', origin = NULL, key_id = NULL, sealed = NULL,
                 tried_at = COALESCE(tried_at, ready_at)
             WHERE state IN ('held', 'waiting', 'sending')",
        )
        .execute(self.connection())
        .await
        .map(drop)
    }
}
