//! Loads the bot: thousands of schedules due in the same minute, and members and moderators who want an
//! answer meanwhile: `cargo run --release --example load [POSTS [POSTS_LIMITED]]`. `sunflower run` is a process
//! of its own on a real SQLite file; the sandbox is in this one. First with no rate limit, then with
//! Discord's fifty requests a second. docs/benchmarks.md has the figures.

mod asking;
mod crowd;
mod figures;
#[path = "../shared/mod.rs"]
mod shared;

use std::{env, path::Path, sync::Arc};

use anyhow::{Context as _, ensure};
use sunflower::{
    clock::Clock,
    sandbox::{Options, Sandbox},
};
use tokio_util::sync::CancellationToken;

use crowd::Crowd;
use figures::Figures;
use shared::{
    process::{self, Bot},
    wall::OnTheWall,
};

/// How many posts are due at once, first without a limit, then with Discord's.
const POSTS: u32 = 10_000;
const POSTS_LIMITED: u32 = 3_000;

/// What Discord takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// Everything; and the bot thinks so.
    None,
    /// Fifty requests a second, and of each channel's posts what it takes of those.
    Fifty,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let mut number = |default| arguments.next().map_or(Ok(default), |text| text.parse());
    let unlimited = number(POSTS).context("POSTS is a number")?;
    let limited = number(POSTS_LIMITED).context("POSTS_LIMITED is a number")?;
    let program = process::built(&["--bin", "sunflower"])?.join("sunflower");
    let mut columns = Vec::new();
    for (name, posts, limit) in [
        ("no limit", unlimited, Limit::None),
        ("50 a second", limited, Limit::Fifty),
    ] {
        if posts > 0 {
            eprintln!("{posts} posts, {name}: they fall due within two minutes");
            columns.push((name, loaded(&program, posts, limit).await?));
        }
    }
    if cfg!(debug_assertions) {
        println!("A debug build: add --release for figures that count.");
    }
    println!("{}", figures::table(&columns));
    Ok(())
}

/// One crowd of posts, from the minute in which they are due until all are settled.
async fn loaded(program: &Path, posts: u32, limit: Limit) -> anyhow::Result<Figures> {
    let clock = Clock::system();
    let folder = tempfile::tempdir()?;
    let (crowd, world) = Crowd::gather(&clock, posts, &folder.path().join("sunflower.db")).await?;
    let options = Options {
        world: Some(world),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options, Arc::new(OnTheWall(clock.clone()))).await?;
    let pace = match limit {
        Limit::None => "10000",
        Limit::Fifty => "50",
    };
    let settings = [("DISCORD_REQUESTS_PER_SECOND", pace)];
    let bot = Bot::start(program, &["run"], &settings, folder.path(), &sandbox)?;
    let ready = sandbox.until_ready(&["affirmation"]).await;
    ready.with_context(|| bot.log())?;
    sandbox.limits().enforce(limit == Limit::Fifty);
    ensure!(
        clock.now() < crowd.due_at,
        "they were due before the bot was ready"
    );

    clock.sleep_until(crowd.due_at).await;
    let own = Path::new("/proc/self");
    let cpu_before = (bot.cpu_time()?, process::cpu_time(own)?);
    let over = CancellationToken::new();
    let delivery = async {
        let settled = crowd.until_settled(&sandbox, &clock).await;
        over.cancel();
        settled
    };
    let (settled_at, answers) = tokio::join!(delivery, asking::meanwhile(&sandbox, &over));
    let settled_at = settled_at.with_context(|| bot.log())?;
    let cpu = (
        bot.cpu_time()?.saturating_sub(cpu_before.0),
        process::cpu_time(own)?.saturating_sub(cpu_before.1),
    );
    let memory = bot.memory()?;
    let figures = Figures {
        limit,
        posts,
        due_at: crowd.due_at,
        settled_at,
        refused: sandbox.record().invalid(),
        bots_cpu: cpu.0,
        sandboxs_cpu: cpu.1,
        memory,
        answers: answers.with_context(|| bot.log())?,
    };
    bot.stop()?;
    ensure!(
        crowd.arrived(&sandbox) == posts as usize,
        "not every post arrived once"
    );
    Ok(figures)
}
