//! What the journal does by itself: counting the weeks that have closed, the daily sweep, and finishing
//! what could not be erased at once.

use chrono::{DurationRound, TimeDelta};
use tokio_util::sync::CancellationToken;

use super::{counts, journal::Journal, retention};

/// How long from one sweep to the next.
const SWEEP_EVERY: TimeDelta = TimeDelta::days(1);

/// How long after a sweep that failed.
const SWEEP_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Weeks are looked at on the hour, which is when they close in most zones.
const COUNT_EVERY: TimeDelta = TimeDelta::hours(1);

/// How long after an attempt to erase the last traces.
const FINISH_AGAIN_AFTER: TimeDelta = TimeDelta::seconds(1);

/// Counts, sweeps and finishes until it is told to stop.
pub async fn run(journal: &Journal, shutdown: CancellationToken) {
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = count_hourly(journal) => {}
        () = sweep_daily(journal) => {}
        () = finish_erasures(journal) => {}
    }
}

async fn count_hourly(journal: &Journal) {
    loop {
        let now = journal.clock.now();
        let hour = now.duration_trunc(COUNT_EVERY).unwrap_or(now);
        journal.clock.sleep_until(hour + COUNT_EVERY).await;
        count(journal).await;
    }
}

async fn count(journal: &Journal) {
    if let Err(error) = counts::close_weeks_once(journal).await {
        tracing::error!(
            error = format!("{error:#}"),
            "the weeks that have closed could not be counted"
        );
    }
}

async fn sweep_daily(journal: &Journal) {
    loop {
        let pause = match sweep(journal).await {
            Ok(()) => SWEEP_EVERY,
            Err(error) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "what had ended could not be deleted; trying again"
                );
                SWEEP_AGAIN_AFTER
            }
        };
        journal.clock.sleep_until(journal.clock.now() + pause).await;
    }
}

async fn sweep(journal: &Journal) -> anyhow::Result<()> {
    // A week that closed while the bot was away is counted before anything of it is swept. What can't be
    // counted is no reason to keep what has ended.
    count(journal).await;
    let swept = retention::sweep_once(journal).await;
    // Of what was swept until it failed, too.
    journal.take_orphans_back().await?;
    let reflections = swept?.reflections;
    if reflections > 0 {
        tracing::info!(reflections, "deleted what had ended");
    }
    Ok(())
}

async fn finish_erasures(journal: &Journal) {
    loop {
        journal.traces.wake.notified().await;
        let again_at = journal.clock.now() + FINISH_AGAIN_AFTER;
        journal.clock.sleep_until(again_at).await;
        // What still could not be finished wakes this again.
        if let Err(error) = journal.finish_erasing().await {
            tracing::warn!(%error, "what was erased could not be cut from the database's log yet");
            journal.traces.wake.notify_one();
        }
    }
}
