//! `sunflower sandbox`: the whole bot in a made-up Discord on this machine, until it is asked to stop.

use tokio_util::sync::CancellationToken;

use super::{
    console::{Console, HELP},
    logging,
    playground::Playground,
    run, signals,
};
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
    logging::start(Logging::quiet());
    let runtime = run::runtime()?;
    let shutdown = signals::to_stop(&runtime)?;
    let ended = runtime.block_on(play(port, shutdown));
    runtime.shutdown_timeout(run::LEFTOVERS_WITHIN);
    ended
}

async fn play(port: u16, shutdown: CancellationToken) -> anyhow::Result<()> {
    let now = Clock::system().now();
    let playground = Playground::open(port, now, Pace::Running).await?;
    println!("{}", welcome(&playground.sandbox.api_url()));
    let bot = app::run(
        playground.config.clone(),
        playground.stage.clock(),
        shutdown.clone(),
    );
    let until_quit = async {
        let talked = tokio::select! {
            talked = Console::new(&playground).talk() => talked,
            () = shutdown.cancelled() => Ok(()),
        };
        shutdown.cancel();
        talked
    };
    let (ended, talked) = tokio::join!(bot, until_quit);
    ended.and(talked)
}

fn welcome(address: &str) -> String {
    format!(
        "\
A made-up Discord is open at {address}: The Quiet Garden, a server with a
moderator, its members, and Sunflower. Nothing leaves this machine, and nothing is kept.

You are rowan, who moderates, in #wellbeing. Try:  /schedule create channel:#wellbeing when:\"mondays 9:00\" zone:London
and then:  wait until monday 9:00

{HELP}

To watch a whole week instead:  sunflower sandbox --rehearse"
    )
}
