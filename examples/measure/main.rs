//! Measures the bot from outside, beside a bare poise bot that answers `/affirmation` with a constant:
//! `cargo run --release --example measure [ROUNDS [AT_ONCE]]`. Both run as processes of their own against
//! the sandbox in this one; what they cost is read from Linux's /proc. docs/benchmarks.md has the figures.

mod figures;
mod process;

use std::{
    env,
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
    process::Command,
    sync::Arc,
    time::Instant,
};

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use sunflower::{
    clock::Clock,
    sandbox::{Options, Sandbox, Stage},
};

use figures::Figures;
use process::Bot;

/// How many times `/affirmation` is used in a round.
const INTERACTIONS: usize = 2000;
/// The machine's other work comes and goes: the median of this many rounds is told.
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let mut number = |default| arguments.next().map_or(Ok(default), |text| text.parse());
    let rounds = number(ROUNDS).context("ROUNDS is a number")?.max(1);
    let at_once = number(1).context("AT_ONCE is a number")?.max(1);
    let programs = built()?;
    let mut bare = Vec::new();
    let mut first_start = Vec::new();
    let mut later_start = Vec::new();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        let folder = tempfile::tempdir()?;
        bare.push(measured(&programs.bare, &[], folder.path(), at_once).await?);
        // The first start makes the database and the key; the next one finds them.
        for starts in [&mut first_start, &mut later_start] {
            starts.push(measured(&programs.sunflower, &["run"], folder.path(), at_once).await?);
        }
    }
    if cfg!(debug_assertions) {
        println!("A debug build: add --release for figures that count.");
    }
    println!("{INTERACTIONS} interactions, {at_once} at once, medians of {rounds} rounds\n");
    let columns = [
        ("bare", bare),
        ("first start", first_start),
        ("later start", later_start),
    ];
    println!("{}", figures::table(&columns));
    Ok(())
}

struct Programs {
    sunflower: PathBuf,
    bare: PathBuf,
}

/// Builds what is measured, in the profile of this program: `cargo run` has built only this example.
fn built() -> anyhow::Result<Programs> {
    let mut build = Command::new(env!("CARGO"));
    build
        .args([
            "build",
            "--quiet",
            "--bin",
            "sunflower",
            "--example",
            "bare",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    ensure!(build.status()?.success(), "what is measured does not build");
    let this = env::current_exe()?;
    let examples = this.parent().context("a program lies in a folder")?;
    let profile = examples.parent().context("examples/ lies in a folder")?;
    Ok(Programs {
        sunflower: profile.join("sunflower"),
        bare: examples.join("bare"),
    })
}

/// One bot in a made-up Discord of its own: started, used, stopped.
async fn measured(
    program: &Path,
    arguments: &[&str],
    folder: &Path,
    at_once: usize,
) -> anyhow::Result<Figures> {
    let stage = Arc::new(OnTheWall(Clock::system()));
    let sandbox = Sandbox::start(Options::default(), stage).await?;
    let started = now();
    let bot = Bot::start(program, arguments, folder, &sandbox)?;
    let ready = sandbox.until_ready(&["affirmation"]).await;
    let ready_after = started.elapsed();
    ready.with_context(|| bot.log())?;

    let cpu_before = bot.cpu_time()?;
    let maya = sandbox.member("maya");
    stream::iter(0..INTERACTIONS)
        .map(|_| maya.slash("/affirmation"))
        .buffer_unordered(at_once)
        .try_for_each(|_seen| async { Ok(()) })
        .await
        .with_context(|| bot.log())?;
    let figures = Figures {
        ready_after,
        cpu_to_ready: cpu_before,
        cpu_each: bot.cpu_time()?.saturating_sub(cpu_before) / u32::try_from(INTERACTIONS)?,
        memory: bot.memory()?,
    };
    bot.stop()?;
    Ok(figures)
}

/// The sandbox goes by the system's clock: the bots are other processes, which can't be told another.
struct OnTheWall(Clock);

impl Stage for OnTheWall {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn move_to(&self, _at: DateTime<Utc>) {
        unreachable!("nobody here moves the clock");
    }

    fn sleep_until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.0.sleep_until(at))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a start takes is real time"
)]
fn now() -> Instant {
    Instant::now()
}
