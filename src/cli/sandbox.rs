//! `sunflower sandbox`: the whole bot in a made-up Discord on this machine, until it is asked to stop.

use tokio_util::sync::CancellationToken;

use super::{logging, playground::Playground, run, signals};
use crate::{
    app,
    clock::{Clock, Pace},
    config::Logging,
};

/// Opens the sandbox and runs the bot in it.
///
/// # Errors
///
/// The port is taken, or the bot stopped by itself.
pub fn sandbox(port: u16) -> anyhow::Result<()> {
    logging::start(Logging::default());
    let runtime = run::runtime()?;
    let shutdown = signals::listen(&runtime)?;
    let ended = runtime.block_on(play(port, shutdown));
    runtime.shutdown_timeout(run::LEFTOVERS_WITHIN);
    ended
}

async fn play(port: u16, shutdown: CancellationToken) -> anyhow::Result<()> {
    let now = Clock::system().now();
    let playground = Playground::open(port, now, Pace::Running).await?;
    println!("{}", welcome(&playground.sandbox.api_url()));
    app::run(
        playground.config.clone(),
        playground.stage.clock(),
        shutdown,
    )
    .await
}

fn welcome(address: &str) -> String {
    format!(
        "\
A made-up Discord is open at {address}, with a server in it, its members, and Sunflower.
Nothing leaves this machine, and nothing is kept: ctrl-c closes it, and all of it is gone.

To watch a week pass in it:  sunflower sandbox --rehearse

What follows is Sunflower's own log."
    )
}
