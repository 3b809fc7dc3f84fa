//! `sunflower sandbox`: the whole bot in a made-up Discord on this machine, until it is asked to stop.

use std::io::{self, IsTerminal as _};

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::{
    browser,
    console::{Console, HELP},
    logging,
    plans::Plans,
    playground::Playground,
    run, signals, year,
};
use crate::{
    app,
    clock::{Clock, Pace},
    config::Logging,
    discord,
    sandbox::{Page, Sandbox},
};

/// Opens the sandbox, shows its page and runs the bot in it; with `seed`, when a year has gone by there.
///
/// # Errors
///
/// No port is free, or the bot stopped by itself.
pub fn sandbox(port: u16, show: bool, seed: bool) -> anyhow::Result<()> {
    logging::start(Logging::quiet());
    let runtime = run::runtime()?;
    let shutdown = signals::to_stop(&runtime)?;
    let ended = runtime.block_on(play(port, show, seed, shutdown));
    runtime.shutdown_timeout(run::LEFTOVERS_WITHIN);
    ended
}

async fn play(
    port: u16,
    show: bool,
    seed: bool,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let today = Clock::system();
    let now = today.now();
    let begins = if seed { year::begins(now) } else { now };
    let playground = Playground::open(0, begins, Pace::Running).await?;
    let until_quit = async {
        let tried = tokio::select! {
            tried = try_it(&playground, &today, port, show, seed) => tried,
            () = shutdown.cancelled() => Ok(()),
        };
        shutdown.cancel();
        tried
    };
    let bot = app::run(
        playground.config.clone(),
        playground.stage.clock(),
        shutdown.clone(),
    );
    let (tried, ended) = tokio::join!(until_quit, bot);
    playground.stage.close().await;
    ended.and(tried)
}

async fn try_it(
    playground: &Playground,
    today: &Clock,
    port: u16,
    show: bool,
    seed: bool,
) -> anyhow::Result<()> {
    if seed {
        come_online(playground).await?;
        year::play(playground, today).await?;
    }
    let page = open_page(&playground.sandbox, port)?;
    println!("{}", welcome(&page.address()));
    // Where nobody looks at what is printed, nobody looks at a browser either.
    if show && io::stdout().is_terminal() {
        browser::open(&page.address());
    }
    if !seed {
        come_online(playground).await?;
    }
    Console::new(playground).talk().await;
    Ok(())
}

/// The page on this port, or on another if that is taken.
fn open_page(sandbox: &Sandbox, port: u16) -> anyhow::Result<Page> {
    let page = match sandbox.page(port) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            println!("Port {port} is taken. The page is on another.");
            sandbox.page(0)
        }
        page => page,
    };
    page.context("no port is free for the page")
}

async fn come_online(playground: &Playground) -> anyhow::Result<()> {
    let commands = discord::commands();
    let commands: Vec<&str> = commands.iter().map(|command| &*command.name).collect();
    let ready = playground.sandbox.until_ready(&commands).await;
    ready.context("the bot does not come online")?;
    let plans = Plans::open(&playground.config.database, &playground.sandbox).await;
    playground.stage.look_into(plans?);
    Ok(())
}

fn welcome(address: &str) -> String {
    format!(
        "\
A made-up Discord is open in the browser of this machine, at

  {address}

The Quiet Garden, a server with a moderator, its members, and Sunflower. Nothing leaves this machine, and
nothing is kept.

Or type here. You are rowan, who moderates, in #wellbeing. Try:  /schedule create channel:#wellbeing when:\"mondays 9:00\" zone:London
and then:  wait until monday 9:00

{HELP}

To watch a whole week instead:  sunflower sandbox --rehearse"
    )
}
