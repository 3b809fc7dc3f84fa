//! One life of the program: started, with the points armed at which it is to die, until it dies or
//! nothing is left to be done.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    os::unix::process::ExitStatusExt as _,
    process::{Child, Command, Stdio},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Instant, timeout};

use crate::scene::{Scene, nine};

/// What a life may take before it is called stuck.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often the world is looked at.
const GLANCE: Duration = Duration::from_millis(15);
/// With every glance the clock goes on by this, so that nothing waits long on real time.
const STEP: TimeDelta = TimeDelta::seconds(4);

const SIGKILL: i32 = 9;

/// How a life ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was killed where it was to be, or when.
    Killed,
    /// It could not start, because of what Discord answered: whoever watches it starts it again.
    NotStarted,
    /// Nothing was left to be done.
    Settled,
}

/// What is to end a life before it has done all.
#[derive(Clone, Debug, Default)]
pub struct Doom {
    /// A point, as `--crash-at` takes it.
    pub at: Option<String>,
    /// Some time after it was started.
    pub after: Option<Duration>,
}

/// The running program. Dropped, it is killed.
struct Running {
    child: Child,
    was_connected: bool,
}

impl Running {
    fn start(scene: &Scene, doom: &Doom) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sunflower"));
        command
            .arg("run")
            .args(["--clock", &millis(scene.clock.now())])
            .current_dir(scene.home())
            .env_clear()
            .env("DISCORD_TOKEN", scene.sandbox.token())
            .env("DISCORD_API_URL", scene.sandbox.api_url())
            .env("RUST_LOG", "trace")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log(scene));
        if let Some(point) = &doom.at {
            command.args(["--crash-at", point]);
        }
        Self {
            child: command.spawn().expect("the program starts"),
            was_connected: false,
        }
    }

    /// The program's clock, and the sandbox's, show `at`. One that is dead has none.
    fn move_clock_to(&mut self, scene: &Scene, at: DateTime<Utc>) {
        scene.move_clock_to(at);
        let stdin = self.child.stdin.as_mut().expect("a pipe");
        let _dead = writeln!(stdin, "{}", millis(at));
    }

    /// How it ended, if it did.
    ///
    /// # Panics
    ///
    /// It ended by itself after it was connected.
    fn ended(&mut self, scene: &Scene) -> Option<End> {
        let status = self.child.try_wait().expect("its status")?;
        if status.signal() == Some(SIGKILL) {
            return Some(End::Killed);
        }
        let asked_in_vain = status.code() == Some(1) && !self.was_connected;
        assert!(
            asked_in_vain,
            "it ended by itself: {status}\n{}",
            logged(scene)
        );
        Some(End::NotStarted)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that is dead already can't be killed, and that is well.
        let _dead = self.child.kill();
        let _status = self.child.wait();
    }
}

/// Lives one life. It begins by the clock of the scene; once the program is connected, or dead, it is nine
/// at the earliest.
pub async fn live(scene: &Scene, doom: &Doom) -> End {
    let began = Instant::now();
    // The one before it may not yet be known to be dead.
    while scene.sandbox.gateway().connected() > 0 {
        assert!(began.elapsed() < PATIENCE, "the dead stay connected");
        nap().await;
    }
    let began = Instant::now();
    let mut bot = Running::start(scene, doom);
    loop {
        let in_time = timeout(PATIENCE, glance(scene, &mut bot, doom, began)).await;
        let seen = in_time.expect("the scene can be looked at");
        if let Some(end) = seen {
            return end;
        }
        assert!(
            began.elapsed() < PATIENCE,
            "it does not come to an end:\n{}",
            logged(scene)
        );
        nap().await;
    }
}

async fn glance(scene: &Scene, bot: &mut Running, doom: &Doom, began: Instant) -> Option<End> {
    if let Some(end) = bot.ended(scene) {
        return Some(end);
    }
    if doom.after.is_some_and(|after| began.elapsed() >= after) {
        return Some(End::Killed);
    }
    let now = scene.clock.now();
    if scene.sandbox.gateway().connected() > 0 {
        bot.was_connected = true;
        bot.move_clock_to(scene, nine().max(now + STEP));
    }
    let settled = now >= nine() && scene.is_settled().await;
    settled.then_some(End::Settled)
}

#[expect(
    clippy::disallowed_methods,
    reason = "another process is waited for, on real time"
)]
async fn nap() {
    tokio::time::sleep(GLANCE).await;
}

fn millis(at: DateTime<Utc>) -> String {
    at.timestamp_millis().to_string()
}

fn log(scene: &Scene) -> File {
    let file = scene.home().join("log");
    let mut options = OpenOptions::new();
    let opened = options.create(true).append(true).open(file);
    opened.expect("the log opens")
}

/// What all lives logged.
pub fn logged(scene: &Scene) -> String {
    fs::read_to_string(scene.home().join("log")).unwrap_or_default()
}
