//! The program itself against the sandbox, by a clock that a test moves, and what lies in its folder
//! looked at from outside.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use sunflower::{
    clock::Hand,
    sandbox::{
        Sandbox,
        driver::{Seen, Shown},
    },
};

use crate::{noon, process::sunflower, secrets::Secrets, setting::sandbox};

/// What a post in a text channel is sent by.
pub const POST: &str = "POST /channels/{channel}/messages";

/// The made-up server at noon, for programs that are started one after the other, or side by side.
pub struct Place {
    pub sandbox: Sandbox,
    pub hand: Hand,
}

impl Place {
    pub async fn open() -> Self {
        let (sandbox, stage) = sandbox().await;
        let hand = stage.hand.clone();
        Self { sandbox, hand }
    }

    /// The settings of a program here.
    pub fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("DISCORD_TOKEN", self.sandbox.token().to_owned()),
            ("DISCORD_API_URL", self.sandbox.api_url()),
            ("DATABASE_URL", "sqlite://bot.db".to_owned()),
            ("RUST_LOG", "trace".to_owned()),
        ]
    }

    /// Starts the program in this folder.
    pub async fn start(&self, folder: &Path) -> Program {
        let command = sunflower(folder, &[]);
        self.start_by(command, folder, folder).await
    }

    /// Starts the program by a command that ends where its arguments begin.
    pub async fn start_by(&self, mut command: Command, log_in: &Path, home: &Path) -> Program {
        let nth = fs::read_dir(log_in).unwrap().count();
        let log = log_in.join(format!("{nth}.log"));
        let now = self.sandbox.now().timestamp_millis().to_string();
        let mut child = command
            .args(["run", "--clock", &now])
            .envs(self.settings())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let clock = child.stdin.take().unwrap();
        let home = home.to_owned();
        let mut program = Program {
            child,
            clock,
            log,
            home,
            secrets: Secrets::of(&self.sandbox),
        };
        program.says("the commands are registered").await;
        program.says("connected to Discord").await;
        program
    }

    /// Moves every clock to this instant.
    pub fn move_to(&self, at: DateTime<Utc>, programs: &mut [&mut Program]) {
        self.hand.move_to(at);
        for program in programs {
            writeln!(program.clock, "{}", at.timestamp_millis()).unwrap();
        }
    }

    /// What the moderator asks, and the answer.
    pub async fn asked(&self, command: &str) -> Shown {
        let moderator = self.sandbox.member("rowan").in_channel("wellbeing");
        match moderator.slash(command).await.unwrap() {
            Seen::Message(shown) | Seen::Updated(shown) => shown,
            other => panic!("not a message: {}", other.as_text()),
        }
    }

    /// Makes a schedule in #wellbeing.
    pub async fn schedule(&self, when: &str) {
        let create =
            format!("/schedule create channel:#wellbeing when:\"{when}\" zone:Europe/London");
        let made = self.asked(&create).await;
        assert!(made.as_text().contains("Planned"), "{}", made.as_text());
    }

    /// How many posts everyone in #wellbeing sees.
    pub fn posts(&self) -> usize {
        self.sandbox.read(|world| {
            let channel = world.channel("wellbeing").unwrap().id;
            let messages = world.messages_in(channel);
            messages
                .filter(|one| one.author == world.bot() && one.ephemeral_to.is_none())
                .count()
        })
    }
}

/// A running program, which does not outlive its test.
pub struct Program {
    pub child: Child,
    clock: ChildStdin,
    log: PathBuf,
    secrets: Secrets,
    /// The folder that it runs in, as it is seen from here.
    home: PathBuf,
}

impl Program {
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until it has logged this.
    pub async fn says(&mut self, words: &str) {
        let mut patience = 600;
        while !self.log().contains(words) {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended: {}", self.log());
            patience -= 1;
            assert!(
                patience > 0,
                "it never said {words:?}, but:\n{}",
                self.log()
            );
            real_time(Duration::from_millis(100)).await;
        }
    }

    pub fn database(&self) -> PathBuf {
        self.home.join("bot.db")
    }

    /// What it sees as its folder is not what others see there: looks through its own eyes.
    pub fn home_of_its_own(&mut self) {
        let root = format!("/proc/{}/root", self.child.id());
        let home = self.home.strip_prefix("/").unwrap();
        self.home = Path::new(&root).join(home);
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) {
        crate::process::signal(&self.child, "TERM");
        assert!(self.child.wait().unwrap().success(), "{}", self.log());
        self.secrets.must_not_be_in(&self.log());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program and its database are in other processes"
)]
pub async fn real_time(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Waits until this is so, for as long as the program may take to notice.
pub async fn until(mut so: impl FnMut() -> bool, what: &str) {
    for _ in 0..900 {
        if so() {
            return;
        }
        real_time(Duration::from_millis(100)).await;
    }
    panic!("{what}");
}

/// A connection of this process's to a database of another's.
pub async fn connect(database: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(database);
    let connected = options.busy_timeout(Duration::from_secs(5)).connect().await;
    connected.unwrap()
}

/// How many posts are in the ledger in each state.
pub async fn ledger(database: &Path) -> Vec<(String, i64)> {
    let mut connection = connect(database).await;
    let rows = sqlx::query("SELECT state, COUNT(*) FROM posts GROUP BY state ORDER BY state")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Waits until the ledger says that all posts, so many, were sent.
pub async fn until_sent(database: &Path, posts: i64) {
    let sent = [("sent".to_owned(), posts)];
    for _ in 0..900 {
        if ledger(database).await == sent {
            return;
        }
        real_time(Duration::from_millis(100)).await;
    }
    panic!("not all sent: {:?}", ledger(database).await);
}

/// An instant of the test's day.
pub fn minutes_past_noon(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}
