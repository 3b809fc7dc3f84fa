//! `sunflower sandbox`: the whole bot in a made-up Discord on this machine, until it is asked to stop.

use std::{
    cell::Cell,
    io::{self, IsTerminal as _},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::Args;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{
    browser,
    console::{Console, HELP},
    kept::Kept,
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
    sandbox::{Page, Sandbox, world::World},
};

/// How the sandbox is to be.
#[derive(Args)]
pub struct Asked {
    /// Where the page is on 127.0.0.1 (with --rehearse: the made-up Discord); 0 takes any free port.
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Don't open the page in a browser.
    #[arg(long)]
    no_open: bool,
    /// Keep all of it in DIR, made if it is missing, and go on from there at the next start.
    #[arg(long, value_name = "DIR", conflicts_with = "rehearse")]
    keep: Option<PathBuf>,
    /// Let a year of made-up posts and reflections go by first, so that there is something to look back on.
    #[arg(long, conflicts_with = "rehearse")]
    seed: bool,
    /// Play one week by itself, and tell it as it happens.
    #[arg(long)]
    pub rehearse: bool,
}

/// Opens the sandbox, shows its page and runs the bot in it. All of it is kept in a folder, or else nothing.
///
/// # Errors
///
/// No port is free, the folder can't be used, or the bot stopped by itself.
pub fn sandbox(asked: &Asked) -> anyhow::Result<()> {
    logging::start(Logging::quiet());
    let runtime = run::runtime()?;
    let shutdown = signals::to_stop(&runtime)?;
    // A terminal that is closed ends it, too.
    let hang_up = signals::hang_ups(&runtime)?;
    let ended = runtime.block_on(play(asked, shutdown, &hang_up));
    runtime.shutdown_timeout(run::LEFTOVERS_WITHIN);
    ended
}

async fn play(asked: &Asked, shutdown: CancellationToken, hang_up: &Notify) -> anyhow::Result<()> {
    let today = Clock::system();
    let now = today.now();
    let begins = if asked.seed { year::begins(now) } else { now };
    let playground = match &asked.keep {
        Some(dir) => Playground::open_kept(dir, begins).await?,
        None => Playground::open(0, begins, Pace::Running).await?,
    };
    let seeding = asked.seed && playground.is_new;
    if asked.seed && !seeding {
        println!("There is a garden in that folder already. It goes on, and no year is made up.\n");
    }
    let unplayed = Cell::new(seeding);
    let until_quit = async {
        let tried = tokio::select! {
            tried = try_it(&playground, &today, asked, &unplayed) => tried,
            () = hang_up.notified() => Ok(()),
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
    let keeping = async {
        if let Some(kept) = playground.kept() {
            kept.follow(&playground.sandbox, &shutdown).await;
        }
    };
    let (tried, ended, ()) = tokio::join!(until_quit, bot, keeping);
    playground.stage.close().await;
    let written = match playground.kept() {
        Some(kept) => kept.write(playground.sandbox.read(World::clone)).await,
        None => Ok(()),
    };
    let written = written.context("what happened last is not kept");
    if unplayed.get() {
        println!("{}", cut_off(playground.kept()));
    }
    ended.and(tried).and(written)
}

async fn try_it(
    playground: &Playground,
    today: &Clock,
    asked: &Asked,
    unplayed: &Cell<bool>,
) -> anyhow::Result<()> {
    let seeding = unplayed.get();
    if seeding {
        come_online(playground).await?;
        year::play(playground, today).await?;
        unplayed.set(false);
    }
    let page = open_page(&playground.sandbox, asked.port)?;
    println!("{}", welcome(&page.address(), playground.kept()));
    // Where nobody looks at what is printed, nobody looks at a browser either.
    if !asked.no_open && io::stdout().is_terminal() {
        browser::open(&page.address());
    }
    if !seeding {
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
    playground.sandbox.touch();
    Ok(())
}

/// What is said of a year that did not come to its end.
fn cut_off(kept: Option<&Kept>) -> String {
    let kept = match kept {
        None => String::new(),
        Some(kept) => format!(
            " What there is of it is kept in {}: for a whole one, delete that folder first.",
            kept.dir().display()
        ),
    };
    format!("\nThe year was cut off.{kept}")
}

fn welcome(address: &str, kept: Option<&Kept>) -> String {
    let kept = match kept {
        None => "Nothing leaves this machine, and\nnothing is kept.".to_owned(),
        Some(kept) => format!(
            "Nothing leaves this machine.\nAll of it is kept in {}, and goes on from there at the next start.",
            kept.dir().display()
        ),
    };
    format!(
        "\
A made-up Discord is open in the browser of this machine, at

  {address}

The Quiet Garden, a server with a moderator, its members, and Sunflower. {kept}

Or type here. You are rowan, who moderates, in #wellbeing. Try:  /schedule create channel:#wellbeing when:\"mondays 9:00\" zone:London
and then:  wait until monday 9:00

{HELP}

To watch a whole week instead:  sunflower sandbox --rehearse"
    )
}
