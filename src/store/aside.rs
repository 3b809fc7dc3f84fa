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
    /// Lays a claimed post aside, if what is wrong is its row. Moderators are told of it; of one that may
    /// be in its channel they are asked.
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
        let kind = match outcome {
            PostOutcome::Unsure => NoticeKind::Unsure,
            _ => NoticeKind::UnreadablePost,
        };
        match notice(row, post, kind, now) {
            Ok(notice) => self.open_notice(&notice).await.map(drop)?,
            Err(why) if is_garbled(&why) => {
                tracing::error!(parent: &post.span(), %why, "nobody can be told of a post that can't be read");
            }
            Err(why) => return Err(why),
        }
        self.tell(Told::Became { post, outcome });
        Ok(())
    }
}

fn notice(row: &AnyRow, post: PostId, kind: NoticeKind, now: DateTime<Utc>) -> Result<Notice> {
    Ok(Notice {
        id: NoticeId::random(),
        kind,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        schedule: parsed(row, "schedule_id")?,
        post,
        opened_at: now,
    })
}
