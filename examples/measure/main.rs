//! Measures the bot from outside, beside a bare poise bot that answers `/affirmation` with a constant:
//! `cargo run --release --example measure [ROUNDS [AT_ONCE]]`. Both run as processes of their own against
//! the sandbox in this one; what they cost is read from Linux's /proc. docs/benchmarks.md has the figures.

mod figures;
#[path = "../shared/mod.rs"]
mod shared;

use std::{env, path::Path, sync::Arc};

use anyhow::Context as _;
use futures_util::{StreamExt, TryStreamExt, stream};
use sunflower::{
    clock::Clock,
    sandbox::{Options, Sandbox},
};

use figures::Figures;
use shared::{
    process::{self, Bot},
    wall::{OnTheWall, now},
};

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
    process::built(&["--example", "bare"])?;
    let profile = process::built(&["--bin", "sunflower"])?;
    let (sunflower, bare_bot) = (profile.join("sunflower"), profile.join("examples/bare"));
    let mut bare = Vec::new();
    let mut first_start = Vec::new();
    let mut later_start = Vec::new();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        let folder = tempfile::tempdir()?;
        bare.push(measured(&bare_bot, &[], folder.path(), at_once).await?);
        // The first start makes the database and the key; the next one finds them.
        for starts in [&mut first_start, &mut later_start] {
            starts.push(measured(&sunflower, &["run"], folder.path(), at_once).await?);
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
    let bot = Bot::start(program, arguments, &[], folder, &sandbox)?;
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
