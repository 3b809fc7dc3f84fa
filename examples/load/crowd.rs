//! A crowd of schedules that are all due in the same minute, in many servers and channels.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, DurationRound, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use sqlx::{Connection, SqliteConnection};
use sunflower::{
    calendar::Recurrence,
    clock::Clock,
    posting::model::{Manner, Schedule, ScheduleState, Topics},
    sandbox::{
        Sandbox,
        world::{Id, World},
    },
    store::{
        DatabaseUrl, Store,
        ids::{ChannelId, GuildId, ScheduleId},
    },
};

const SERVERS: usize = 20;
const CHANNELS_EACH: usize = 50;

/// The bot needs this long to start, and a moment to be told of all servers.
const START: TimeDelta = TimeDelta::seconds(10);

/// How often it is looked whether all is done.
const LOOK: TimeDelta = TimeDelta::milliseconds(20);

/// The schedules and where they post.
pub struct Crowd {
    pub due_at: DateTime<Utc>,
    posts: u32,
    channels: Vec<Id>,
    database: PathBuf,
}

impl Crowd {
    /// Makes a world with a thousand channels, and a database in which so many schedules post there next
    /// minute.
    pub async fn gather(
        clock: &Clock,
        posts: u32,
        database: &Path,
    ) -> anyhow::Result<(Self, World)> {
        let now = clock.now();
        let mut world = World::made_up(now);
        let owner = world.user("rowan").context("the moderator")?.id;
        let mut places = Vec::new();
        for server in 1..=SERVERS {
            let guild = world.add_guild(&format!("Server {server}"), owner);
            world.add_bot(guild);
            let rooms = (1..=CHANNELS_EACH).map(|room| {
                (
                    guild,
                    world.add_channel(guild, &format!("room-{server}-{room}")),
                )
            });
            places.extend(rooms);
        }
        let store = Store::open(&DatabaseUrl::file(database)).await?;
        let mut writing = store.write().await?;
        let minute = TimeDelta::minutes(1);
        let due_at = (now + START).duration_trunc(minute)? + minute;
        let rule = format!("{} * * * *", due_at.minute());
        let rule = Recurrence::parse(&rule, now, Tz::UTC).map_err(|_| anyhow::anyhow!("a rule"))?;
        // One channel after the other, as they come: the last of one is far from its next.
        for ((guild, channel), _) in places.iter().cycle().zip(0..posts) {
            writing
                .insert_schedule(&Schedule {
                    id: ScheduleId::random(),
                    guild: GuildId::new(guild.get()),
                    channel: ChannelId::new(channel.get()),
                    rule: rule.clone(),
                    zone: Tz::UTC,
                    topics: Topics::default(),
                    manner: Manner::default(),
                    state: ScheduleState::Active,
                    after_at: now,
                    next_due_at: Some(due_at),
                    catch_up: TimeDelta::hours(12),
                    created_at: now,
                    resting_until: None,
                    revision: 0,
                })
                .await?;
        }
        writing.commit().await?;
        store.close().await;
        let crowd = Self {
            due_at,
            posts,
            channels: places.into_iter().map(|(_, channel)| channel).collect(),
            database: database.to_owned(),
        };
        Ok((crowd, world))
    }

    /// Waits until every post is in its channel and in the ledger as sent. Says when that was.
    pub async fn until_settled(
        &self,
        sandbox: &Sandbox,
        clock: &Clock,
    ) -> anyhow::Result<DateTime<Utc>> {
        let path = self.database.display();
        let mut ledger = SqliteConnection::connect(&format!("sqlite://{path}")).await?;
        while self.arrived(sandbox) < self.posts as usize || self.open(&mut ledger).await? > 0 {
            clock.sleep_until(clock.now() + LOOK).await;
        }
        let settled_at = clock.now();
        let sent: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM posts WHERE state = 'sent'")
            .fetch_one(&mut ledger)
            .await?;
        anyhow::ensure!(
            sent == i64::from(self.posts),
            "{sent} posts are in the ledger as sent"
        );
        Ok(settled_at)
    }

    /// How many posts wait or are on their way. It costs what these are, not what was sent.
    async fn open(&self, ledger: &mut SqliteConnection) -> sqlx::Result<i64> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM posts WHERE state = 'due')
                 OR EXISTS (SELECT 1 FROM posts WHERE state = 'sending')",
        )
        .fetch_one(ledger)
        .await
    }

    /// How many posts are in their channels.
    pub fn arrived(&self, sandbox: &Sandbox) -> usize {
        sandbox.read(|world| {
            let there = self
                .channels
                .iter()
                .map(|channel| world.messages.get(channel));
            there.flatten().map(std::collections::BTreeMap::len).sum()
        })
    }
}
