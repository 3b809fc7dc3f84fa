//! Programs built in the profile of the one that runs, a bot as a process of its own, and what Linux tells
//! of it in /proc.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use sunflower::sandbox::Sandbox;

/// What a process takes.
#[derive(Clone, Copy)]
pub struct Memory {
    /// Resident now.
    pub kib_now: u32,
    /// The most that was ever resident.
    pub kib_at_most: u32,
    /// Each has a stack and, in glibc, may have a heap of its own.
    pub threads: u32,
}

/// Builds these targets, in the profile of this program: `cargo run` has built only the example that runs.
/// Examples are built with the crate's dev-dependencies, and so with `crash-points`: the program is built
/// by itself, after them, to be the one that is shipped. Returns the folder that the binaries are in.
pub fn built(targets: &[&str]) -> anyhow::Result<PathBuf> {
    let this = env::current_exe()?;
    let examples = this.parent().context("a program lies in a folder")?;
    let folder = examples.parent().context("examples/ lies in a folder")?;
    let profile = folder.file_name().and_then(|name| name.to_str());
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--profile"])
        .arg(
            profile
                .filter(|profile| *profile != "debug")
                .unwrap_or("dev"),
        )
        .args(targets)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    ensure!(build.success(), "what is measured does not build");
    Ok(folder.to_owned())
}

/// How long the threads of a process in /proc have kept a processor busy. The sum over those alive: what is
/// told of the whole process is in hundredths of a second, too coarse here.
pub fn cpu_time(process: &Path) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir(process.join("task"))? {
        let told = fs::read_to_string(thread?.path().join("schedstat"))?;
        let ran = told.split(' ').next().context("schedstat has no time")?;
        nanoseconds += ran.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// A running bot. It ends when it is dropped.
pub struct Bot {
    child: Child,
    log: PathBuf,
}

impl Bot {
    /// Starts `program` in `folder`, where it keeps its database, with an environment that holds nothing
    /// but what it needs and these settings.
    pub fn start(
        program: &Path,
        arguments: &[&str],
        settings: &[(&str, &str)],
        folder: &Path,
        sandbox: &Sandbox,
    ) -> anyhow::Result<Self> {
        let log = folder.join("log");
        let child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(settings.iter().copied())
            .env("DISCORD_TOKEN", sandbox.token())
            .env("DISCORD_API_URL", sandbox.api_url())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("{} can't be started", program.display()))?;
        Ok(Self { child, log })
    }

    /// What it said on stderr, to explain a failure.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// How long its threads have kept a processor busy.
    pub fn cpu_time(&self) -> anyhow::Result<Duration> {
        cpu_time(&self.proc(""))
    }

    /// How much of its memory is in use now, and was at most.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        let told = fs::read_to_string(self.proc("status"))?;
        let number = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next());
            anyhow::Ok(number.context("status has no such line")?.parse::<u32>()?)
        };
        Ok(Memory {
            kib_now: number("VmRSS:")?,
            kib_at_most: number("VmHWM:")?,
            threads: number("Threads:")?,
        })
    }

    fn proc(&self, of: &str) -> PathBuf {
        format!("/proc/{}/{of}", self.child.id()).into()
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        ensure!(asked.success(), "it was not there any more: {}", self.log());
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // Where it has ended already there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
