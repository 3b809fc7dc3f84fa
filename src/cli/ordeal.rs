//! Only under the feature `crash-points`, which no build that is run has: where the tests kill the
//! program, and the clock that they move.

use std::{
    io::{self, BufRead},
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Utc};
use clap::Args;
use rustix::process::{Signal, getpid, kill_process};
use tokio::runtime::Runtime;

use crate::clock::{Clock, Hand, Pace};

/// What the tests ask of `sunflower run`.
#[derive(Args)]
pub struct Ordeal {
    /// Die by SIGKILL at this point: its name, or `NAME#N` for the N-th time it is passed.
    #[arg(long, value_name = "POINT")]
    crash_at: Vec<String>,
    /// Go by a clock that shows this instant and runs, and that each line of stdin sets: unix
    /// milliseconds.
    #[arg(long, value_name = "MILLIS")]
    clock: Option<i64>,
}

impl Ordeal {
    /// Arms the points, and hands out the clock.
    ///
    /// # Errors
    ///
    /// A point or an instant can't be read.
    pub fn begin(&self, runtime: &Runtime) -> anyhow::Result<Clock> {
        for point in &self.crash_at {
            arm(point)?;
        }
        let Some(at) = self.clock else {
            return Ok(Clock::system());
        };
        let at = DateTime::from_timestamp_millis(at).context("no such instant")?;
        let (clock, hand) = Clock::movable(at, Pace::Running);
        let _until_the_end = runtime.spawn_blocking(move || follow(&hand));
        Ok(clock)
    }
}

fn arm(point: &str) -> anyhow::Result<()> {
    let (name, nth) = match point.rsplit_once('#') {
        Some((name, nth)) => (name, nth.parse().context("not a number")?),
        None => (point, 1),
    };
    let passed = AtomicU32::new(0);
    fail::cfg_callback(name, move || {
        if passed.fetch_add(1, Ordering::Relaxed) + 1 == nth {
            // No destructor runs and nothing is flushed: this is how power cuts end programs, too.
            let _ = kill_process(getpid(), Signal::KILL);
        }
    })
    .map_err(|error| anyhow!("{point}: {error}"))
}

fn follow(hand: &Hand) {
    for line in io::stdin().lock().lines() {
        let at = line.ok().and_then(|line| instant(&line));
        let Some(at) = at else { return };
        hand.move_to(at);
    }
}

fn instant(line: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(line.trim().parse().ok()?)
}
