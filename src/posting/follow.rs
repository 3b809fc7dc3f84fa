//! What follows a post: it is published, a thread is opened on it. Each step is taken once the post is
//! settled, and taken again until it is done or can't be; whatever becomes of one, the post is never
//! sent again.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, stream::FuturesUnordered};
use tracing::Instrument as _;

use super::{
    Channel, Posting,
    attempt::back_off,
    channel::StepError,
    crash::commit,
    model::{ClaimedStep, Notice, NoticeId, NoticeKind, StepEnding, StepFailure},
};
use crate::store::{Result, Writing};

/// The most steps taken at once.
const BATCH: u32 = 50;

/// How long a step is left to whoever takes it: both of a post's may wait 20 seconds for a permit and 10
/// for an answer. One taken twice does no harm.
const LEASE: TimeDelta = TimeDelta::seconds(90);

/// A step for which there was no permit waits this long: of publishing Discord permits few an hour.
const NO_PERMIT_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// What did not succeed for so long after the post would only puzzle people.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(1);

/// Takes a batch of the steps that may be taken, and settles each post's. Returns how many there were.
///
/// # Errors
///
/// If the database can't be read or written. A step that could not be settled is taken again.
pub async fn once<C: Channel>(posting: &Posting<C>) -> Result<usize> {
    let now = posting.clock.now();
    let mut writing = posting.store.write().await?;
    let claimed = writing.claim_steps(now, now + LEASE, BATCH).await?;
    commit!("claim steps", writing)?;
    let count = claimed.len();
    let mut under_way: FuturesUnordered<_> = claimed
        .chunk_by(|one, next| one.post == next.post)
        .map(|steps| of_one_post(posting, steps))
        .collect();
    let mut result = Ok(count);
    while let Some(settled) = under_way.next().await {
        // A failure stops no other: what was done is worth writing down.
        if let Err(error) = settled {
            result = Err(error);
        }
    }
    result
}

/// Takes a post's steps in order. One that has to wait keeps no other waiting.
async fn of_one_post<C: Channel>(posting: &Posting<C>, steps: &[ClaimedStep]) -> Result<()> {
    let mut endings = Vec::with_capacity(steps.len());
    for step in steps {
        let taken = take(posting, step).instrument(step.post.span());
        endings.push((step, taken.await));
    }
    let mut writing = posting.store.write().await?;
    for (step, ending) in endings {
        if writing.settle_step(step, &ending).await? {
            if let StepEnding::Failed { why, at } = &ending {
                become_true(&mut writing, step, why, *at).await?;
            }
            tracing::debug!(parent: &step.post.span(), step = %step.step, ?ending, "a step was taken");
        }
    }
    commit!("settle steps", writing)?;
    posting.wakes.telling.notify_one();
    Ok(())
}

/// What else becomes true with a step that is not done.
async fn become_true(
    writing: &mut Writing,
    step: &ClaimedStep,
    why: &StepFailure,
    at: DateTime<Utc>,
) -> Result<()> {
    match why {
        StepFailure::NoMessage => writing.note_removed(step.post, at).await.map(drop),
        StepFailure::Doubled => {
            let notice = Notice {
                id: NoticeId::random(),
                kind: NoticeKind::Doubled,
                guild: step.guild,
                channel: step.channel,
                schedule: step.schedule,
                post: step.post,
                opened_at: at,
            };
            writing.open_notice(&notice).await.map(drop)
        }
        StepFailure::Refused(_) | StepFailure::OutOfTime => Ok(()),
    }
}

async fn take<C: Channel>(posting: &Posting<C>, step: &ClaimedStep) -> StepEnding {
    let failed = |why, at| StepEnding::Failed { why, at };
    if step.removed {
        return failed(StepFailure::NoMessage, posting.clock.now());
    }
    let taken = posting.channel.take(step).await;
    let now = posting.clock.now();
    match taken {
        Ok(()) => StepEnding::Done { at: now },
        Err(StepError::Gone) => failed(StepFailure::NoMessage, now),
        Err(StepError::Doubled) => {
            tracing::warn!("a request that seemed lost was performed late: a post is there twice");
            failed(StepFailure::Doubled, now)
        }
        Err(StepError::Refused { code, reason }) => {
            tracing::warn!(step = %step.step, code, ?reason,
                "Discord refuses what follows a post");
            failed(StepFailure::Refused(reason), now)
        }
        Err(StepError::NoPermit) => again(step, now, now + NO_PERMIT_PAUSE),
        Err(StepError::Later { retry_after }) => {
            again(step, now, now + back_off(step.attempt, retry_after))
        }
    }
}

fn again(step: &ClaimedStep, now: DateTime<Utc>, ready_at: DateTime<Utc>) -> StepEnding {
    if ready_at > step.sent_at + GIVEN_UP_AFTER {
        return StepEnding::Failed {
            why: StepFailure::OutOfTime,
            at: now,
        };
    }
    StepEnding::Again { ready_at }
}
