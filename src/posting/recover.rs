//! Recover: a post whose lease ran out is looked for in the history, and sent again only if it is not
//! there, or if Discord surely still knows its nonce.

use super::{
    Channel, Posting,
    attempt::{self, Look},
    crash::commit,
    deliver::lease,
    flights::{self, BATCH, Ready, Source},
};
use crate::store::Result;

/// Takes over a batch of posts whose lease ran out, finds out what became of them, and settles them.
/// Returns how many that were.
///
/// # Errors
///
/// If the database can't be read or written. What Discord answered is kept for the next step to write.
pub async fn once<C: Channel>(posting: &Posting<C>) -> Result<usize> {
    flights::one_batch(posting, Source::Expired).await
}

pub(super) async fn claim<C: Channel>(posting: &Posting<C>) -> Result<Vec<Ready>> {
    let now = posting.clock.now();
    let mut writing = posting.store.write().await?;
    // Those in flight here may be among them, and are left alone.
    let in_flight = u32::try_from(posting.in_flight.len()).unwrap_or(u32::MAX);
    let limit = BATCH.saturating_add(in_flight);
    let mut batch = Vec::new();
    for expired in writing.expired_leases(now, limit).await? {
        if posting.in_flight.contains(expired.post) {
            continue;
        }
        if batch.len() == BATCH as usize {
            break;
        }
        let taken = writing.take_over(&expired, now, lease(now)).await?;
        if let Some(claimed) = taken {
            let since = attempt::since(&posting.clock, claimed.due_at, claimed.first_attempt_at);
            batch.push(Ready {
                look: Look::From(since),
                flying: posting.in_flight.enter(claimed.post),
                claimed,
            });
        }
    }
    let opens_notices = writing.opens_notices();
    commit!("take over", writing)?;
    if opens_notices {
        posting.wakes.telling.notify_one();
    }
    Ok(batch)
}
