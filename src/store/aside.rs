//! Posts whose rows can't be read any more: laid aside, so that they keep no other waiting.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{
    Error, Result, Writing, codes,
    columns::{is_garbled, parsed},
    ids::{ChannelId, GuildId},
    outcomes::Told,
};
use crate::posting::model::{Notice, NoticeId, NoticeKind, PostId, PostOutcome};

impl Writing {
    /// Lays a claimed post aside, if what is wrong is its row. Of one that may be in its channel moderators
    /// are asked.
    pub(super) async fn lay_aside(
        &mut self,
        row: &AnyRow,
        outcome: PostOutcome,
        now: DateTime<Utc>,
        why: Error,
    ) -> Result<()> {
        if !is_garbled(&why) {
            return Err(why);
        }
        let post: PostId = parsed(row, "id")?;
        tracing::error!(parent: &post.span(), %why, "a post can't be read any more; it is laid aside");
        let (state, reason, detail) = codes::of_outcome(&outcome);
        sqlx::query(
            "UPDATE posts SET state = $1, reason = $2, detail = $3, lease_until = NULL
             WHERE id = $4 AND state = 'sending'",
        )
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(post.to_string())
        .execute(self.connection())
        .await?;
        if outcome == PostOutcome::Unsure {
            let notice = Notice {
                id: NoticeId::random(),
                kind: NoticeKind::Unsure,
                guild: GuildId::from_db(row.try_get("guild_id")?),
                channel: ChannelId::from_db(row.try_get("channel_id")?),
                schedule: parsed(row, "schedule_id")?,
                post,
                opened_at: now,
            };
            self.open_notice(&notice).await?;
        }
        self.tell(Told::Became { post, outcome });
        Ok(())
    }
}
