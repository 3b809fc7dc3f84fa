//! The real app in the made-up server, on a real SQLite file, with a clock that stands until it is
//! moved. Closing it fails the test if anything was left undone or went wrong unseen.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    app,
    clock::{Clock, Hand},
    config::Config,
    sandbox::{
        self, Sandbox,
        driver::{Member, PATIENCE, Seen, Shown},
        world::World,
    },
};
use tempfile::TempDir;
use tokio::{task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{config::config, log::Log, looking::database, secrets::Secrets, stage::Standing};

/// Every command, so that a test begins when all are registered.
pub const COMMANDS: [&str; 14] = [
    "Keep as my reflection",
    "affirmation",
    "article",
    "help",
    "insights",
    "practice",
    "privacy",
    "prompt",
    "reflect",
    "reflections",
    "schedule",
    "settings",
    "setup",
    "support",
];

/// Real time between two looks at a bot that is to end.
const A_MOMENT: Duration = Duration::from_millis(20);
/// Real time in which a bot that is to end has ended.
const A_LONG_WHILE: Duration = Duration::from_mins(1);

/// The made-up server with the bot in it.
pub struct Garden {
    pub sandbox: Sandbox,
    pub hand: Hand,
    clock: Clock,
    home: TempDir,
    bot: Option<Running>,
    log: Log,
    expected_errors: Vec<&'static str>,
}

struct Running {
    shutdown: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

/// A Sunday, at noon in London.
pub fn sunday_noon() -> DateTime<Utc> {
    at("2026-11-22T12:00:00Z")
}

pub fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant in RFC 3339")
}

impl Garden {
    /// The made-up server on a Sunday at noon, the bot ready in it.
    pub async fn open() -> Self {
        Self::open_with(|_world| {}).await
    }

    /// The same, after a change to the world.
    pub async fn open_with(change: impl FnOnce(&mut World)) -> Self {
        let mut garden = Self::without_bot(change).await;
        garden.start_bot().await;
        garden
    }

    /// The made-up server before the bot came online.
    pub async fn without_bot(change: impl FnOnce(&mut World)) -> Self {
        Self::with_heartbeat(sandbox::Options::default().heartbeat, change).await
    }

    /// The same, with a gateway that wants a heartbeat as often as this.
    pub async fn with_heartbeat(heartbeat: Duration, change: impl FnOnce(&mut World)) -> Self {
        let log = Log::capture();
        let stage = Standing::at(sunday_noon());
        let (clock, hand) = (stage.clock.clone(), stage.hand.clone());
        let mut world = World::made_up(clock.now());
        change(&mut world);
        let options = sandbox::Options {
            world: Some(world),
            heartbeat,
            ..sandbox::Options::default()
        };
        let sandbox = Sandbox::start(options, Arc::new(stage))
            .await
            .expect("a free port on loopback");
        Self {
            sandbox,
            hand,
            clock,
            home: tempfile::tempdir().expect("a directory"),
            bot: None,
            log,
            expected_errors: Vec::new(),
        }
    }

    /// What the bot is started with.
    pub fn config(&self) -> Config {
        config(
            self.sandbox.token(),
            &self.sandbox.api_url(),
            self.home.path(),
        )
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        self.home.path().join("sunflower.db")
    }

    /// Starts the bot and waits until it is ready.
    pub async fn start_bot(&mut self) {
        self.start_bot_with(self.config()).await;
    }

    /// The same with other settings.
    pub async fn start_bot_with(&mut self, config: Config) {
        self.spawn_bot(config);
        let ready = self.sandbox.until_ready(&COMMANDS).await;
        assert!(
            ready.is_ok(),
            "the bot is not ready; its log:\n{}",
            self.log.text()
        );
    }

    /// Starts the bot where it won't get ready.
    pub fn start_unheard(&mut self) {
        self.spawn_bot(self.config());
    }

    fn spawn_bot(&mut self, config: Config) {
        let shutdown = CancellationToken::new();
        let bot = app::run(config, self.clock.clone(), shutdown.clone());
        #[expect(clippy::disallowed_methods, reason = "joined by stop_bot")]
        let task = tokio::spawn(bot);
        self.bot = Some(Running { shutdown, task });
    }

    /// Starts a bot that can't, and tells what it says to the operator.
    pub async fn refuses_to_start(&self, config: Config) -> String {
        let bot = app::run(config, self.clock.clone(), CancellationToken::new());
        let ended = tokio::time::timeout(PATIENCE, bot).await;
        let refused = ended.expect("it ends by itself");
        format!("{:#}", refused.expect_err("it refuses"))
    }

    /// Asks the bot to stop, and waits until it has.
    pub async fn stop_bot(&mut self) {
        if let Some(bot) = self.bot.take() {
            bot.shutdown.cancel();
            let ended = bot.task.await.expect("the bot does not panic");
            ended.expect("the bot stops well");
        }
    }

    /// Waits until the bot ends of its own accord, while time goes by, and tells what it says to the operator.
    pub async fn bot_gives_up(&mut self) -> String {
        let mut bot = self.bot.take().expect("a bot that runs");
        let (sandbox, hand) = (&self.sandbox, &self.hand);
        let time_goes_by = async {
            loop {
                hand.advance(TimeDelta::seconds(5));
                // A look at Discord's side, then at the clock again.
                let _not_yet = timeout(A_MOMENT, sandbox.until(|_| None::<()>)).await;
            }
        };
        tokio::select! {
            ended = &mut bot.task => {
                let ended = ended.expect("the bot does not panic");
                format!("{:#}", ended.expect_err("it gives up"))
            }
            () = time_goes_by => unreachable!("time goes by for ever"),
            _ = tokio::time::timeout(A_LONG_WHILE, std::future::pending::<()>()) => {
                panic!("the bot goes on; its log:\n{}", self.log.text())
            }
        }
    }

    /// How many rows each table holds.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        use sqlx::{AssertSqlSafe, Row as _};
        let mut database = database(self).await;
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        let tables = sqlx::query(tables).fetch_all(&mut database).await;
        let mut rows = BTreeMap::new();
        for table in tables.expect("the tables are listed") {
            let table: String = table.get(0);
            let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            let count = sqlx::query(count).fetch_one(&mut database).await;
            rows.insert(table, count.expect("it can be counted").get(0));
        }
        rows
    }

    /// Stops the bot and starts it again on the same database.
    pub async fn restart_bot(&mut self) {
        self.stop_bot().await;
        self.start_bot().await;
    }

    /// What the bot goes by.
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    pub fn advance(&self, step: TimeDelta) {
        self.hand.advance(step);
    }

    /// A member who has never used the bot.
    pub fn maya(&self) -> Member {
        self.sandbox.member("maya")
    }

    /// Another one.
    pub fn theo(&self) -> Member {
        self.sandbox.member("theo")
    }

    /// Who may manage messages.
    pub fn moderator(&self) -> Member {
        self.sandbox.member("rowan")
    }

    /// The moderator schedules Mondays at nine in London, in #wellbeing.
    pub async fn schedule_mondays(&self) -> Shown {
        let answer = self
            .moderator()
            .slash("/schedule create channel:#wellbeing when:\"mondays 9:00\" zone:Europe/London")
            .await;
        shown(answer)
    }

    /// Moves the clock to the Monday's nine o'clock and waits for the post.
    pub async fn mondays_post(&self) -> Shown {
        self.hand.move_to(at("2026-11-23T09:00:00Z"));
        self.post_in("wellbeing", 1).await
    }

    /// Waits until the channel holds `count` messages of the bot that everyone sees, and shows the last.
    pub async fn post_in(&self, channel: &str, count: usize) -> Shown {
        let found = self
            .sandbox
            .until(|world| {
                let channel = world.channels.values().find(|one| one.name == channel)?;
                let posts = world.messages_in(channel.id).filter(|message| {
                    message.author == world.bot() && message.ephemeral_to.is_none()
                });
                (posts.count() >= count).then_some(())
            })
            .await;
        assert!(found.is_ok(), "no post came; the log:\n{}", self.log.text());
        let messages = self.theo().reads(channel).expect("theo sees the channel");
        let posts: Vec<_> = messages
            .into_iter()
            .filter(|shown| !shown.is_private())
            .collect();
        assert_eq!(posts.len(), count, "messages in #{channel}");
        posts.into_iter().next_back().expect("a post")
    }

    /// Maya agrees and keeps this reflection on a post.
    pub async fn reflect(&self, member: &Member, post: &Shown, text: &str) -> Shown {
        let first = member.click(post, "Reflect").await.expect("an answer");
        let form = match first {
            Seen::Form(form) => form,
            Seen::Message(consent) => member
                .click(&consent, "I agree")
                .await
                .and_then(Seen::form)
                .expect("agreeing opens the form"),
            other => panic!("neither a form nor the consent: {}", other.as_text()),
        };
        let field = form.fields[0].label.clone();
        shown(member.fill(&form, &[(&field, text)]).await)
    }

    /// Says that the log will hold an error with these words, because the test makes one happen.
    pub fn expect_error(&mut self, words: &'static str) {
        self.expected_errors.push(words);
    }

    /// What was logged so far.
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// Stops the bot and looks for what no test should leave behind.
    pub async fn close(mut self) {
        self.stop_bot().await;
        let strays: Vec<_> = self
            .sandbox
            .record()
            .all()
            .into_iter()
            .filter(|request| request.route.is_none())
            .map(|request| request.name())
            .collect();
        assert!(
            strays.is_empty(),
            "requests that nobody handles: {strays:?}"
        );
        for error in self.log.errors() {
            let expected = self
                .expected_errors
                .iter()
                .any(|words| error.contains(words));
            assert!(expected, "an error was logged: {error}");
        }
        assert_eq!(self.posts_being_sent().await, 0, "posts left `sending`");
        Secrets::of(&self.sandbox).must_not_be_in(&self.log.text());
    }

    async fn posts_being_sent(&self) -> i64 {
        use sqlx::Row as _;
        if !self.database().exists() {
            return 0;
        }
        let mut database = database(self).await;
        sqlx::query("SELECT COUNT(*) FROM posts WHERE state = 'sending'")
            .fetch_one(&mut database)
            .await
            .expect("the posts can be counted")
            .get(0)
    }
}

/// The message that an answer shows, new or changed.
pub fn shown(answer: Result<Seen, sandbox::driver::Failure>) -> Shown {
    match answer.expect("an answer") {
        Seen::Message(shown) | Seen::Updated(shown) => shown,
        other => panic!("not a message: {}", other.as_text()),
    }
}
