//! The worker: plans, delivers, recovers, follows up and tells side by side, each sleeping until there is
//! something to do. An error of the database is logged and tried again; nothing ends silently.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::Notify, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    Channel, Posting,
    flights::{self, Source},
    follow, plan,
    tell::{self, Teller},
};
use crate::store::Result;

/// How long what is in flight may take to land after the bot was told to stop. Real time: the operator
/// waits.
const LANDING: Duration = Duration::from_secs(8);

/// A lease that ran out may belong to a post still in flight here: look again, but not at once.
const SHORTEST_NAP: TimeDelta = TimeDelta::seconds(1);

const LONGEST_BACK_OFF: TimeDelta = TimeDelta::seconds(60);

/// Works until told to stop; then lets what is in flight land, or leaves it to the next start's
/// recovery.
pub async fn run<C: Channel + Teller>(posting: &Posting<C>, shutdown: CancellationToken) {
    let work = async {
        tokio::join!(
            repeat(posting, Task::Plan, &shutdown),
            repeat(posting, Task::Deliver, &shutdown),
            repeat(posting, Task::Recover, &shutdown),
            repeat(posting, Task::Tell, &shutdown),
            repeat(posting, Task::Follow, &shutdown),
        )
    };
    tokio::pin!(work);
    tokio::select! {
        _ = &mut work => {}
        () = shutdown.cancelled() => {
            if timeout(LANDING, work).await.is_err() {
                tracing::warn!("some posts were still in flight; the next start finds out about them");
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Plan,
    Deliver,
    Recover,
    Tell,
    Follow,
}

impl Task {
    /// Does all that there is to do, and returns when there will be more.
    async fn step<C: Channel + Teller>(
        self,
        posting: &Posting<C>,
        stop: &CancellationToken,
    ) -> Result<Option<DateTime<Utc>>> {
        match self {
            Self::Plan => {
                posting.planner.begins(posting.clock.now());
                plan::renew(posting).await?;
                plan::once(posting).await?;
                let next = posting.store.next_due_at().await?;
                posting.planner.rests_until(next);
                Ok(next)
            }
            Self::Deliver => {
                flights::rolling(posting, Source::Due, stop).await?;
                posting.store.next_ready_at().await
            }
            Self::Recover => {
                flights::rolling(posting, Source::Expired, stop).await?;
                let next = posting.store.next_lease_until().await?;
                Ok(next.map(|next| next.max(posting.clock.now() + SHORTEST_NAP)))
            }
            Self::Tell => {
                while tell::once(posting).await? > 0 && !stop.is_cancelled() {}
                posting.store.next_telling_at().await
            }
            Self::Follow => {
                while follow::once(posting).await? > 0 && !stop.is_cancelled() {}
                posting.store.next_step_at().await
            }
        }
    }

    fn wakes<C>(self, posting: &Posting<C>) -> &Notify {
        match self {
            Self::Plan => &posting.wakes.planning,
            Self::Deliver => &posting.wakes.delivering,
            Self::Recover => &posting.wakes.recovering,
            Self::Tell => &posting.wakes.telling,
            Self::Follow => &posting.wakes.following,
        }
    }
}

async fn repeat<C: Channel + Teller>(posting: &Posting<C>, task: Task, stop: &CancellationToken) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        let stepped = task.step(posting, stop).await;
        let next = match stepped {
            Ok(next) => {
                failures = 0;
                next
            }
            Err(error) => {
                tracing::error!(?task, failures, %error, "the database failed; trying again");
                failures += 1;
                let delay = TimeDelta::seconds(2_i64.pow(failures.min(6)));
                Some(posting.clock.now() + delay.min(LONGEST_BACK_OFF))
            }
        };
        let sleep = async {
            match next {
                Some(next) => posting.clock.sleep_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = sleep => {}
            () = task.wakes(posting).notified() => {}
            () = stop.cancelled() => {}
        }
    }
}
