//! A bot without Discord: the ledger on a database of its own, a clock that stands, and channels that
//! outlive it. It starts on Monday, 23 November 2026, at 8:00 in Berlin.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    clock::{Clock, Hand, Pace},
    content::{Library, Shelf},
    posting::{
        Posting, Preview, deliver, follow,
        model::{Manner, Notice, Post, PostOutcome, Schedule, ScheduleId},
        plan, recover,
        schedules::NewSchedule,
    },
    store::ids::{ChannelId, GuildId},
};

use crate::{channels::Channels, library, support::database::Database};

pub const GUILD: GuildId = GuildId::new(1);
pub const CHANNEL: ChannelId = ChannelId::new(10);

pub struct Bot<'a> {
    database: &'a Database,
    pub hand: Hand,
    pub channels: Channels,
    pub posting: Posting<Channels>,
}

pub fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}

pub fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

pub fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}

/// Asks for a schedule in `CHANNEL`.
pub fn asked(when: &str, zone: Option<chrono_tz::Tz>, topics: &[&str]) -> NewSchedule {
    NewSchedule {
        guild: GUILD,
        maker: None,
        channel: CHANNEL,
        when: when.to_owned(),
        zone,
        topics: topics.iter().map(|t| t.parse().expect("a topic")).collect(),
        manner: Manner::default(),
        catch_up: None,
        hold: false,
    }
}

impl<'a> Bot<'a> {
    pub async fn start(database: &'a Database) -> Self {
        let (clock, hand) = Clock::movable(at("2026-11-23T07:00:00Z"), Pace::Standing);
        let channels = Channels::new(clock.clone());
        let store = database.open().await;
        Self {
            database,
            hand,
            posting: Posting::new(
                store,
                Arc::new(Shelf::new(library::whole())),
                clock,
                channels.clone(),
            ),
            channels,
        }
    }

    /// Ends as by a power cut, and starts again.
    pub async fn restart(self) -> Self {
        let library = self.posting.shelf.library();
        self.restart_with(Library::clone(&library)).await
    }

    pub async fn restart_with(self, library: Library) -> Self {
        let Self {
            database,
            hand,
            channels,
            posting,
        } = self;
        let clock = posting.clock.clone();
        drop(posting);
        Self {
            posting: Posting::new(
                database.open().await,
                Arc::new(Shelf::new(library)),
                clock,
                channels.clone(),
            ),
            database,
            hand,
            channels,
        }
    }

    /// Makes a schedule in `CHANNEL`, in Berlin's time.
    pub async fn schedule(&self, when: &str) -> Schedule {
        self.schedule_in(CHANNEL, when).await
    }

    pub async fn schedule_in(&self, channel: ChannelId, when: &str) -> Schedule {
        let new = NewSchedule {
            channel,
            ..asked(when, Some(chrono_tz::Europe::Berlin), &[])
        };
        self.posting.create(new).await.expect("a schedule is made")
    }

    /// Makes a schedule in `CHANNEL` that posts in this manner.
    pub async fn schedule_as(&self, manner: Manner, when: &str) -> Schedule {
        let new = NewSchedule {
            manner,
            ..asked(when, Some(chrono_tz::Europe::Berlin), &[])
        };
        self.posting.create(new).await.expect("a schedule is made")
    }

    /// The schedule as it is now.
    pub async fn again(&self, id: ScheduleId) -> Schedule {
        self.posting.schedule(GUILD, id).await.expect("it is there")
    }

    pub async fn preview(&self, id: ScheduleId) -> Preview {
        let preview = self.posting.preview(GUILD, id).await.expect("asked");
        preview.expect("a post is to come")
    }

    pub async fn notices(&self) -> Vec<Notice> {
        self.posting.notices(GUILD).await.expect("asked")
    }

    pub async fn plan(&self) -> plan::Planned {
        plan::once(&self.posting).await.expect("planned")
    }

    pub async fn deliver(&self) -> usize {
        deliver::once(&self.posting).await.expect("delivered")
    }

    pub async fn recover(&self) -> usize {
        recover::once(&self.posting).await.expect("recovered")
    }

    pub async fn follow(&self) -> usize {
        follow::once(&self.posting).await.expect("followed up")
    }

    /// Plans and delivers once.
    pub async fn step(&self) {
        self.plan().await;
        self.deliver().await;
    }

    /// The server's posts, the oldest due first.
    pub async fn posts(&self) -> Vec<Post> {
        let store = &self.posting.store;
        let posts = store.posts(GUILD, None, 0, 1000).await.expect("posts");
        posts.into_iter().rev().flatten().collect()
    }

    /// What became of the posts, the oldest due first.
    pub async fn outcomes(&self) -> Vec<PostOutcome> {
        let posts = self.posts().await;
        posts.into_iter().map(|post| post.outcome).collect()
    }

    /// What became of the only post.
    pub async fn outcome(&self) -> PostOutcome {
        let mut outcomes = self.outcomes().await;
        assert_eq!(outcomes.len(), 1, "one post: {outcomes:?}");
        outcomes.remove(0)
    }

    /// The only post is in the ledger as sent, and in the channel once.
    pub async fn assert_sent_once(&self) {
        let outcome = self.outcome().await;
        let PostOutcome::Sent {
            message: Some(message),
            removed_at: None,
            ..
        } = outcome
        else {
            panic!("not sent: {outcome:?}");
        };
        let messages = self.channels.messages();
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert_eq!(messages[0].id, message);
        assert_eq!(messages[0].post, self.posts().await[0].id);
    }
}
