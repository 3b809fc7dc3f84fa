//! Settle: answers that arrived together are written together, each guarded by its attempt, with the
//! notice and the block that follow from it.

use std::sync::PoisonError;

use super::{
    Channel, Posting,
    crash::commit,
    in_flight::Flying,
    model::{Claimed, Ending, Missed, Notice, NoticeId, NoticeKind, Settlement},
};
use crate::store::{Result, Writing};

/// A post whose attempt has ended, still in flight until that is written.
#[derive(Debug)]
pub(super) struct Landed {
    pub(super) settlement: Settlement,
    pub(super) _flying: Flying,
}

/// Writes what is left of a step whose writing failed. Nothing that Discord answered is forgotten.
pub(super) async fn leftovers<C: Channel>(posting: &Posting<C>) -> Result<()> {
    let landed = std::mem::take(&mut *unsettled(posting));
    together(posting, landed).await
}

/// Writes how these attempts ended, in one transaction. If that fails they are kept, for the next step
/// to write.
pub(super) async fn together<C: Channel>(posting: &Posting<C>, landed: Vec<Landed>) -> Result<()> {
    if landed.is_empty() {
        return Ok(());
    }
    let written = write(posting, &landed).await;
    if written.is_err() {
        unsettled(posting).extend(landed);
        return written;
    }
    posting.wakes.telling.notify_one();
    // Whoever sleeps until the next one may have to get up earlier now.
    for Landed { settlement, .. } in &landed {
        match settlement.ending {
            Ending::Again { .. } => posting.wakes.delivering.notify_one(),
            Ending::Wait { .. } => posting.wakes.recovering.notify_one(),
            Ending::Sent { .. } => posting.wakes.following.notify_one(),
            _ => {}
        }
    }
    Ok(())
}

fn unsettled<C>(posting: &Posting<C>) -> std::sync::MutexGuard<'_, Vec<Landed>> {
    let lock = posting.unsettled.lock();
    lock.unwrap_or_else(PoisonError::into_inner)
}

async fn write<C: Channel>(posting: &Posting<C>, landed: &[Landed]) -> Result<()> {
    let mut writing = posting.store.write().await?;
    for Landed { settlement, .. } in landed {
        let Settlement { claimed, ending } = settlement;
        if !writing.settle(settlement).await? {
            // Somebody took it over, and will find it in the history if it is there.
            tracing::warn!(parent: &claimed.post.span(), attempt = claimed.attempt, "an attempt had lost its post");
            continue;
        }
        follow(&mut writing, claimed, ending).await?;
        tracing::debug!(parent: &claimed.post.span(), attempt = claimed.attempt, ?ending, "settled");
    }
    commit!("settle", writing)
}

/// What else becomes true with an ending.
async fn follow(writing: &mut Writing, claimed: &Claimed, ending: &Ending) -> Result<()> {
    let notice = |kind, opened_at| Notice {
        id: NoticeId::random(),
        kind,
        guild: claimed.guild,
        channel: claimed.channel,
        schedule: claimed.schedule,
        post: claimed.post,
        opened_at,
    };
    match ending {
        Ending::Unsure { at } => {
            writing
                .open_notice(&notice(NoticeKind::Unsure, *at))
                .await?;
        }
        Ending::Refused {
            reason,
            uncertain,
            at,
        } => {
            if *uncertain {
                writing
                    .open_notice(&notice(NoticeKind::Unsure, *at))
                    .await?;
            }
            if writing.block_schedule(claimed.schedule, reason).await? {
                writing
                    .miss_due_posts(claimed.schedule, None, Missed::Blocked)
                    .await?;
                let refused = NoticeKind::Refused(reason.clone());
                writing.open_notice(&notice(refused, *at)).await?;
            }
        }
        Ending::Sent { .. } | Ending::Again { .. } | Ending::Wait { .. } | Ending::Closed(_) => {}
    }
    Ok(())
}
