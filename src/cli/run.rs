//! `sunflower run`: the bot on Discord, until it is asked to stop.

use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::{Builder, Runtime};

use super::{logging, no_dumps, signals};
use crate::{
    app::{self, Signals},
    clock::Clock,
    config::Config,
};

/// After the app has stopped, nothing of worth is left to wait for.
pub const LEFTOVERS_WITHIN: Duration = Duration::from_millis(500);

/// Runs the bot with the settings of the environment, by the clock that it is handed.
///
/// # Errors
///
/// What keeps it from starting, or made it stop by itself.
pub fn run(clock: impl FnOnce(&Runtime) -> anyhow::Result<Clock>) -> anyhow::Result<()> {
    no_dumps::forbid()?;
    let (config, logging) = Config::from_env()?;
    logging::start(logging);
    let runtime = runtime()?;
    let clock = clock(&runtime)?;
    let signals = Signals {
        shutdown: signals::to_stop(&runtime)?,
        reload: signals::hang_ups(&runtime)?,
    };
    let ended = runtime.block_on(app::run(config, clock, signals));
    runtime.shutdown_timeout(LEFTOVERS_WITHIN);
    ended
}

/// A small runtime: the bot mostly waits.
pub fn runtime() -> anyhow::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("no threads can be started")
}
