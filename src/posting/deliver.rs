//! Deliver: claim what is due, send it, settle it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Channel, Posting,
    attempt::{self, LOOK_BACK, Look, UNSEEN_IN_FORUM},
    crash::commit,
    flights::{self, BATCH, Ready, Source},
    model::Claimed,
};
use crate::store::{Lease, RestoreStamp, Result, Writing};

/// How long an attempt has its post to itself.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Until when attempts that begin now have their posts to themselves.
pub(super) fn lease(now: DateTime<Utc>) -> Lease {
    Lease {
        until: now + LEASE,
        in_forum_until: now + LEASE + UNSEEN_IN_FORUM,
    }
}

/// Claims a batch of what is due, sends it and settles it. Returns how many posts that were; the next
/// step may find more.
///
/// # Errors
///
/// If the database can't be read or written. What Discord answered is kept for the next step to write.
pub async fn once<C: Channel>(posting: &Posting<C>) -> Result<usize> {
    flights::one_batch(posting, Source::Due).await
}

pub(super) async fn claim<C: Channel>(posting: &Posting<C>) -> Result<Vec<Ready>> {
    let now = posting.clock.now();
    let mut writing = posting.store.write().await?;
    let claimed = writing.claim_due(now, lease(now), BATCH).await?;
    let stamp = writing.restore_stamp().await?;
    let mut batch = Vec::with_capacity(claimed.len());
    for claimed in claimed {
        batch.push(Ready {
            look: how_to_look(posting, &mut writing, &claimed, stamp).await?,
            flying: posting.in_flight.enter(claimed.post),
            claimed,
        });
    }
    let opens_notices = writing.opens_notices();
    commit!("claim", writing)?;
    if opens_notices {
        posting.wakes.telling.notify_one();
    }
    Ok(batch)
}

/// A first attempt is sent straight if the post fell due while this process ran, and if the database
/// knows all that was sent. Every other one looks first; one that moderators asked for is sent even if there
/// is nothing to be seen.
async fn how_to_look<C: Channel>(
    posting: &Posting<C>,
    writing: &mut Writing,
    claimed: &Claimed,
    stamp: Option<RestoreStamp>,
) -> Result<Look> {
    let forgotten_since = match stamp {
        Some(RestoreStamp {
            backup_at,
            restored_at,
        }) if !writing
            .sent_since(claimed.schedule, restored_at, RestoreStamp::SURE_AFTER)
            .await? =>
        {
            Some(backup_at)
        }
        _ => None,
    };
    let since = attempt::since(&posting.clock, claimed.due_at, claimed.first_attempt_at);
    if claimed.attempt > 1 && writing.is_asked_again(claimed.post).await? {
        // Moderators looked where the bot perhaps can't.
        let since = forgotten_since.map_or(since, |backup_at| since.min(backup_at - LOOK_BACK));
        return Ok(Look::Besides(since));
    }
    Ok(match forgotten_since {
        Some(backup_at) => Look::From(since.min(backup_at - LOOK_BACK)),
        None if claimed.due_at < posting.started_at => Look::From(since),
        None if claimed.attempt == 1 => Look::Straight,
        None => Look::Besides(since),
    })
}
