//! Attempts side by side, so that one slow or refusing channel delays no other, and their answers
//! gathered for up to five milliseconds into one transaction.

use std::time::Duration;

use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::{sync::Notify, time::timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::{
    Channel, Posting,
    attempt::{self, Look},
    deliver,
    in_flight::Flying,
    model::{Claimed, Settlement},
    recover,
    settle::{self, Landed},
};
use crate::store::Result;

/// The most posts claimed at once: what can be sent within a lease.
pub(super) const BATCH: u32 = 50;

/// Answers that arrive within this time commit together. Real time: it is about answers from sockets.
const GATHER: Duration = Duration::from_millis(5);

/// A claimed post, about to be attempted.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) claimed: Claimed,
    pub(super) look: Look,
    pub(super) flying: Flying,
}

/// Where posts to attempt come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Those that are due.
    Due,
    /// Those whose lease ran out.
    Expired,
}

impl Source {
    async fn claim<C: Channel>(self, posting: &Posting<C>) -> Result<Vec<Ready>> {
        match self {
            Self::Due => deliver::claim(posting).await,
            Self::Expired => recover::claim(posting).await,
        }
    }

    fn news<C>(self, posting: &Posting<C>) -> &Notify {
        match self {
            Self::Due => &posting.wakes.delivering,
            Self::Expired => &posting.wakes.recovering,
        }
    }
}

/// Claims one batch, makes the attempts and settles them. Returns how many there were.
pub(super) async fn one_batch<C: Channel>(posting: &Posting<C>, source: Source) -> Result<usize> {
    settle::leftovers(posting).await?;
    let batch = source.claim(posting).await?;
    let claimed = batch.len();
    let mut flights = Flights::default();
    flights.add(posting, batch);
    while !flights.are_over() {
        flights.gather().await;
        flights.settle(posting).await;
    }
    flights.result.map(|()| claimed)
}

/// Claims and attempts until there is nothing more to claim and all is settled, or until told to stop;
/// then what is in flight still lands. What is claimed next does not wait for the slowest.
pub(super) async fn rolling<C: Channel>(
    posting: &Posting<C>,
    source: Source,
    stop: &CancellationToken,
) -> Result<()> {
    settle::leftovers(posting).await?;
    let mut flights = Flights::default();
    let mut more = true;
    loop {
        let may_claim = more && flights.result.is_ok() && !stop.is_cancelled();
        if may_claim && flights.in_the_air.len() <= BATCH as usize {
            match source.claim(posting).await {
                Ok(batch) => {
                    more = batch.len() >= BATCH as usize;
                    flights.add(posting, batch);
                }
                Err(error) => flights.result = Err(error),
            }
        }
        if flights.are_over() {
            return flights.result;
        }
        tokio::select! {
            () = flights.gather() => {}
            () = source.news(posting).notified(), if !more => more = true,
        }
        flights.settle(posting).await;
    }
}

struct Flights<'a> {
    in_the_air: FuturesUnordered<BoxFuture<'a, Landed>>,
    landed: Vec<Landed>,
    result: Result<()>,
}

impl Default for Flights<'_> {
    fn default() -> Self {
        Self {
            in_the_air: FuturesUnordered::new(),
            landed: Vec::new(),
            result: Ok(()),
        }
    }
}

impl<'a> Flights<'a> {
    fn add<C: Channel>(&mut self, posting: &'a Posting<C>, batch: Vec<Ready>) {
        for ready in batch {
            self.in_the_air.push(fly(posting, ready).boxed());
        }
    }

    fn are_over(&self) -> bool {
        self.in_the_air.is_empty() && self.landed.is_empty()
    }

    /// Waits for an answer, and for those that arrive with it. Nothing is lost if it is cancelled.
    async fn gather(&mut self) {
        if self.landed.is_empty() {
            self.landed.extend(self.in_the_air.next().await);
        }
        let others = async {
            while let Some(landed) = self.in_the_air.next().await {
                self.landed.push(landed);
            }
        };
        // Whether all landed or the time is up, what landed is settled now.
        let _ = timeout(GATHER, others).await;
    }

    /// Settles what landed. A failure stops no flight: the answers to come are worth having.
    async fn settle<C: Channel>(&mut self, posting: &Posting<C>) {
        let landed = std::mem::take(&mut self.landed);
        if let Err(error) = settle::together(posting, landed).await {
            self.result = Err(error);
        }
    }
}

async fn fly<C: Channel>(posting: &Posting<C>, ready: Ready) -> Landed {
    let Ready {
        claimed,
        look,
        flying,
    } = ready;
    let attempt = async {
        tracing::debug!(attempt = claimed.attempt, ?look, "an attempt begins");
        attempt::make(posting, &claimed, look).await
    };
    let ending = attempt.instrument(claimed.post.span()).await;
    Landed {
        settlement: Settlement { claimed, ending },
        _flying: flying,
    }
}
