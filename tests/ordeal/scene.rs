//! A server of the sandbox, and a bot's database in which four posts fall due at nine: into a text
//! channel and an announcement channel, each with a thread to open, into a forum, and into a channel
//! where the bot may not write, of which moderators want to be told.

use std::{fs, path::Path, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, Row as _, sqlite::SqliteConnection};
use sunflower::{
    calendar::Recurrence,
    clock::{Clock, Hand},
    posting::model::{ChannelKind, Manner, Schedule, ScheduleId, ScheduleState, Topics},
    sandbox::{
        Options, Sandbox,
        world::{Id, Permissions, World},
    },
    store::{
        DatabaseUrl, Store,
        ids::{ChannelId, GuildId},
    },
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::stage::Standing;

/// Where posts go, how, and whether a thread is opened on them.
pub const PLACES: [(&str, ChannelKind, bool); 4] = [
    ("wellbeing", ChannelKind::Text, true),
    ("news", ChannelKind::Announcement, true),
    ("open-garden", ChannelKind::Forum, false),
    (REFUSING, ChannelKind::Text, false),
];

/// Where the bot may not write.
pub const REFUSING: &str = "general";

/// Where moderators want to be told.
pub const NOTICES: &str = "potting-shed";

/// Monday's posts are due.
pub fn nine() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().expect("an instant")
}

/// What every ordeal begins with, made once.
struct Beginning {
    world: World,
    database: Vec<u8>,
}

static BEGINNING: OnceCell<Beginning> = OnceCell::const_new();

/// The server, and the folder of the bot.
pub struct Scene {
    pub sandbox: Sandbox,
    pub clock: Clock,
    hand: Hand,
    home: TempDir,
}

impl Scene {
    /// A minute before nine.
    pub async fn open() -> Self {
        let beginning = BEGINNING.get_or_init(Beginning::make).await;
        let stage = Standing::at(a_minute_before());
        let (clock, hand) = (stage.clock.clone(), stage.hand.clone());
        let options = Options {
            world: Some(beginning.world.clone()),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options, Arc::new(stage)).await;
        let scene = Self {
            sandbox: sandbox.expect("a free port on loopback"),
            clock,
            hand,
            home: tempfile::tempdir().expect("a folder"),
        };
        fs::write(scene.database(), &beginning.database).expect("the database is laid out");
        scene
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn move_clock_to(&self, at: DateTime<Utc>) {
        self.hand.move_to(at);
    }

    fn database(&self) -> std::path::PathBuf {
        self.home().join("sunflower.db")
    }

    /// Asks the bot's database, from outside.
    pub async fn rows(&self, sql: &'static str) -> Vec<sqlx::sqlite::SqliteRow> {
        let address = format!("sqlite://{}", self.database().display());
        let mut database = SqliteConnection::connect(&address)
            .await
            .expect("the database opens");
        let rows = sqlx::query(sql).fetch_all(&mut database).await;
        database.close().await.expect("the database closes");
        rows.expect("the database answers")
    }

    /// Whether all four posts are planned and nothing is left to be done. The look for a second one in the
    /// forum, half an hour later, changes nothing and is not waited for.
    pub async fn is_settled(&self) -> bool {
        let counts = self
            .rows(
                "SELECT (SELECT COUNT(*) FROM posts),
                     (SELECT COUNT(*) FROM posts WHERE state IN ('due', 'sending')),
                     (SELECT COUNT(*) FROM follow_ups WHERE state = 'due' AND step <> 'twin'),
                     (SELECT COUNT(*) FROM notices WHERE tell_at IS NOT NULL)",
            )
            .await;
        let count = |column: usize| usize::try_from(counts[0].get::<i64, _>(column));
        (0..4)
            .map(count)
            .eq([Ok(PLACES.len()), Ok(0), Ok(0), Ok(0)])
    }
}

fn a_minute_before() -> DateTime<Utc> {
    nine() - TimeDelta::minutes(1)
}

impl Beginning {
    async fn make() -> Self {
        let mut world = World::made_up(a_minute_before());
        let refusing = id_of(&world, REFUSING);
        world.deny_bot(refusing, Permissions::SEND_MESSAGES);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("sunflower.db");
        let store = Store::open(&DatabaseUrl::file(file.clone())).await;
        let store = store.expect("the store opens");
        let guild = world.channel(NOTICES).and_then(|channel| channel.guild);
        let guild = GuildId::new(guild.expect("a server").get());
        let mut writing = store.write().await.expect("a transaction");
        for (name, kind, thread) in PLACES {
            let channel = ChannelId::new(id_of(&world, name).get());
            let schedule = due_at_nine(guild, channel, kind, thread);
            let kept = writing.insert_schedule(&schedule).await;
            kept.expect("the schedule is kept");
        }
        let shed = ChannelId::new(id_of(&world, NOTICES).get());
        let set = writing.set_notices_channel(guild, Some(shed)).await;
        set.expect("the channel for notices is kept");
        writing.commit().await.expect("committed");
        store.close().await;
        Self {
            world,
            database: fs::read(file).expect("the database can be read"),
        }
    }
}

fn id_of(world: &World, name: &str) -> Id {
    world.channel(name).expect("a channel of that name").id
}

fn due_at_nine(guild: GuildId, channel: ChannelId, kind: ChannelKind, thread: bool) -> Schedule {
    Schedule {
        id: ScheduleId::random(),
        guild,
        channel,
        rule: Recurrence::from_stored("0 9 * * 1").expect("a rule"),
        zone: chrono_tz::UTC,
        topics: Topics::default(),
        manner: Manner {
            kind,
            thread,
            ..Manner::default()
        },
        state: ScheduleState::Active,
        after_at: a_minute_before(),
        next_due_at: Some(nine()),
        catch_up: TimeDelta::hours(12),
        created_at: a_minute_before(),
        resting_until: None,
        revision: 0,
    }
}
