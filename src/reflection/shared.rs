//! A share on its way: sent once, with its own id as the enforced nonce; looked for before it is sent again;
//! removed when it is taken back. What is to be done, and when, is in its row.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::{
    journal::Journal,
    model::{Place, ShareState, StoredShare},
    shares::Shared,
};

/// How many are claimed at once.
const BATCH: u32 = 20;

/// How long a share is left to whoever sends it: those of one post go one after the other, each with up to
/// 20 seconds until its permit and 10 until its answer. After a lost answer Discord has surely performed by
/// then what it ever will.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// Clocks jump: a thread is searched from this long before the share was first sent.
const LOOK_BACK: TimeDelta = TimeDelta::hours(1);

const SHORTEST_BACK_OFF: TimeDelta = TimeDelta::seconds(10);
const LONGEST_BACK_OFF: TimeDelta = TimeDelta::hours(6);
const AFTER_A_FAILURE: TimeDelta = TimeDelta::seconds(10);

/// What sharing needs of Discord.
pub trait Threads: Send + Sync + 'static {
    /// Shows a share in its post's thread, with its id as the enforced nonce; opens the thread if there is
    /// none.
    fn show(
        &self,
        share: &StoredShare,
        shared: &Shared,
    ) -> impl Future<Output = Result<Place, ThreadError>> + Send;

    /// Looks for a share in its post's thread, from an instant on.
    fn find(
        &self,
        share: &StoredShare,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<Place>, ThreadError>> + Send;

    /// Removes a share's message. One that is not there is removed.
    fn remove(&self, place: Place) -> impl Future<Output = Result<(), ThreadError>> + Send;

    /// Hears that shares were settled, or that moderators are to be told of what waits.
    fn settled(&self);
}

/// Why Discord did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThreadError {
    /// Refused for good.
    Refused {
        /// Discord's code, for the log.
        code: Option<u32>,
    },
    /// It was there, and was removed.
    Gone,
    /// Refused for now, and certainly not performed.
    Later {
        /// No sooner than this, if Discord said so.
        retry_after: Option<Duration>,
    },
    /// Nobody can tell: no answer came, or what is there can't be seen.
    Unknown,
}

/// How an attempt ended.
enum Ended {
    Shown(Place),
    Removed,
    Refused,
    /// Certainly not sent, if that is what was tried first.
    Unsent(Option<Duration>),
    Again(Option<Duration>),
    /// It is looked for once its lease has run out.
    Lost,
}

/// Sends and removes until told to stop. What is on its way then is looked for at the next start.
pub async fn run(journal: &Journal, threads: &impl Threads, shutdown: CancellationToken) {
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = repeat(journal, threads) => {}
    }
}

async fn repeat(journal: &Journal, threads: &impl Threads) {
    loop {
        let next = match all(journal, threads).await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "what is shared could not be written down; trying again");
                Some(journal.clock.now() + AFTER_A_FAILURE)
            }
        };
        let sleep = async {
            match next {
                Some(next) => journal.clock.sleep_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = sleep => {}
            () = journal.sharing.notified() => {}
        }
    }
}

async fn all(journal: &Journal, threads: &impl Threads) -> anyhow::Result<Option<DateTime<Utc>>> {
    while once(journal, threads).await? > 0 {}
    let now = journal.clock.now();
    if journal.store.is_queue_untold(now).await? {
        let mut writing = journal.store.write().await?;
        writing.tell_of_queue(now).await?;
        writing.commit().await?;
        threads.settled();
    }
    let next = [
        journal.store.next_share_at().await?,
        journal.store.next_held_at(now).await?,
    ];
    Ok(next.into_iter().flatten().min())
}

/// Sends and removes what is ready: the posts side by side, those of one post in the order of their ids,
/// which is that of chance. Returns how many there were.
///
/// # Errors
///
/// If the database fails. What could not be written down is looked for later.
pub async fn once(journal: &Journal, threads: &impl Threads) -> anyhow::Result<usize> {
    let now = journal.clock.now();
    let mut writing = journal.store.write().await?;
    let mut claimed = writing.claim_shares(now, now + LEASE, BATCH).await?;
    writing.commit().await?;
    if claimed.is_empty() {
        return Ok(0);
    }
    let count = claimed.len();
    // A stable sort: within a post they stay in the order of their ids.
    claimed.sort_by_key(|share| share.post);
    let of_posts = claimed.chunk_by(|one, next| one.post == next.post);
    let settled = join_all(of_posts.map(|shares| of_one_post(journal, threads, shares, now))).await;
    threads.settled();
    settled.into_iter().collect::<anyhow::Result<()>>()?;
    Ok(count)
}

async fn of_one_post(
    journal: &Journal,
    threads: &impl Threads,
    shares: &[StoredShare],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    for share in shares {
        let ended = if share.state == ShareState::Removing {
            remove(threads, share, now).await
        } else {
            send(journal, threads, share, now).await?
        };
        settle(journal, share, ended).await?;
    }
    Ok(())
}

async fn send(
    journal: &Journal,
    threads: &impl Threads,
    share: &StoredShare,
    now: DateTime<Utc>,
) -> anyhow::Result<Ended> {
    let first = share.tried_at.is_none_or(|tried_at| tried_at >= now);
    if !first {
        let since = share.tried_at.unwrap_or(now) - LOOK_BACK;
        match threads.find(share, since).await {
            Ok(Some(place)) => return Ok(Ended::Shown(place)),
            Ok(None) => {}
            Err(ThreadError::Later { retry_after }) => return Ok(Ended::Again(retry_after)),
            // Never sent again unseen.
            Err(_) => return Ok(Ended::Again(None)),
        }
    }
    let Some(shared) = journal.read_share(share).await? else {
        return Ok(Ended::Refused);
    };
    Ok(match threads.show(share, &shared).await {
        Ok(place) => Ended::Shown(place),
        // It was there, and somebody removed it.
        Err(ThreadError::Gone) => Ended::Refused,
        Err(ThreadError::Refused { code }) => {
            tracing::warn!(share = %share.id, code, "Discord refuses what a member shares");
            Ended::Refused
        }
        Err(ThreadError::Later { retry_after }) if first => Ended::Unsent(retry_after),
        Err(ThreadError::Later { retry_after }) => Ended::Again(retry_after),
        Err(ThreadError::Unknown) => Ended::Lost,
    })
}

async fn remove(threads: &impl Threads, share: &StoredShare, now: DateTime<Utc>) -> Ended {
    let place = if let Some(place) = share.place {
        Ok(Some(place))
    } else {
        // Nobody heard whether it was sent.
        let since = share.tried_at.unwrap_or(now) - LOOK_BACK;
        threads.find(share, since).await
    };
    let removed = match place {
        Ok(Some(place)) => threads.remove(place).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    match removed {
        Ok(()) | Err(ThreadError::Gone) => Ended::Removed,
        Err(ThreadError::Later { retry_after }) => Ended::Again(retry_after),
        Err(ThreadError::Refused { code }) => {
            tracing::warn!(share = %share.id, code, "Discord does not let a taken back share be removed; trying again");
            Ended::Again(None)
        }
        Err(ThreadError::Unknown) => Ended::Again(None),
    }
}

async fn settle(journal: &Journal, share: &StoredShare, ended: Ended) -> anyhow::Result<()> {
    let now = journal.clock.now();
    let after = |retry_after| now + back_off(share.attempt, retry_after);
    let mut writing = journal.store.write().await?;
    let settled = match ended {
        Ended::Shown(place) => writing.settle_share_shown(share, place, now).await?,
        Ended::Removed => {
            writing.settle_share_removed(share.id, now).await?;
            return journal.commit(writing, 1).await;
        }
        Ended::Refused => writing.settle_share_refused(share).await?,
        Ended::Unsent(retry_after) => {
            let ready_at = after(retry_after);
            writing.settle_share_again(share, ready_at, true).await?
        }
        Ended::Again(retry_after) => {
            let ready_at = after(retry_after);
            writing.settle_share_again(share, ready_at, false).await?
        }
        Ended::Lost => return Ok(()),
    };
    if !settled {
        tracing::debug!(share = %share.id, "what came of a share was of no account any more");
    }
    Ok(writing.commit().await?)
}

/// 10, 20, 40 … seconds after the first, second, third … attempt, and no sooner than Discord said.
fn back_off(attempt: i64, retry_after: Option<Duration>) -> TimeDelta {
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(16);
    let doubled = SHORTEST_BACK_OFF * 2_i32.pow(doublings);
    let asked = retry_after.and_then(|asked| TimeDelta::from_std(asked).ok());
    doubled.min(LONGEST_BACK_OFF).max(asked.unwrap_or_default())
}
