//! Rows to keep: schedules, posts and notices with all their fields filled; and how posts are claimed and
//! settled.

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    calendar::Recurrence,
    posting::model::{
        ChannelKind, Claimed, Ending, Manner, Notice, NoticeId, NoticeKind, PlannedPost, PostId,
        PostOutcome, Schedule, ScheduleId, ScheduleState, Settlement, Step, Topics, What, Words,
    },
    store::{
        Store, Writing,
        ids::{ChannelId, GuildId, RoleId, TagId},
    },
};

/// The largest id that Discord could give: all 63 bits.
pub const GUILD: GuildId = GuildId::new(i64::MAX as u64);
pub const CHANNEL: ChannelId = ChannelId::new(10);

pub fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}

/// Monday, 23 November 2026, nine o'clock in Berlin.
pub fn nine() -> DateTime<Utc> {
    at("2026-11-23T08:00:00Z")
}

pub fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

pub fn schedule() -> Schedule {
    Schedule {
        id: ScheduleId::random(),
        guild: GUILD,
        channel: CHANNEL,
        rule: Recurrence::from_stored("0 9 * * 1").expect("a rule"),
        zone: chrono_tz::Europe::Berlin,
        topics: Topics::new(["rest", "courage"].map(|topic| topic.parse().expect("a topic"))),
        state: ScheduleState::Active,
        after_at: nine() - minutes(60),
        next_due_at: Some(nine()),
        catch_up: TimeDelta::hours(12),
        created_at: at("2026-11-20T12:34:56.789Z"),
        manner: Manner {
            kind: ChannelKind::Forum,
            what: What::Prompt,
            mention: Some(RoleId::new(u64::MAX)),
            thread: true,
            quiet: true,
            tags: vec![TagId::new(1), TagId::new(u64::MAX)],
        },
        resting_until: Some(at("2026-11-20T12:34:56.790Z")),
        revision: 7,
    }
}

pub fn post(schedule: &Schedule, due_at: DateTime<Utc>) -> PlannedPost {
    PlannedPost {
        id: PostId::of(schedule.id, due_at),
        schedule: schedule.id,
        guild: schedule.guild,
        channel: schedule.channel,
        kind: schedule.manner.kind,
        what: schedule.manner.what,
        due_at,
        expires_at: due_at + schedule.catch_up,
        outcome: PostOutcome::Due,
        words: Some(Words {
            article: "evening".parse().expect("a slug"),
            prompt: Some("What did the “evening” bring? 🌻".to_owned()),
            body: r#"{"content":"Guten Abend, wie war’s?"}"#.to_owned(),
            title: "Evening".to_owned(),
            follow: vec![Step::Publish, Step::Thread],
        }),
    }
}

pub fn notice(schedule: &Schedule, kind: NoticeKind) -> Notice {
    Notice {
        id: NoticeId::random(),
        kind,
        guild: schedule.guild,
        channel: schedule.channel,
        schedule: schedule.id,
        post: PostId::of(schedule.id, nine()),
        opened_at: nine(),
    }
}

/// Writes one thing, and commits it.
pub async fn write<T>(store: &Store, what: impl AsyncFnOnce(&mut Writing) -> T) -> T {
    let mut writing = store.write().await.expect("a transaction");
    let written = what(&mut writing).await;
    writing.commit().await.expect("committed");
    written
}

/// Claims at nine what is due, for a minute.
pub async fn claim(store: &Store) -> Vec<Claimed> {
    let until = nine() + minutes(1);
    write(store, async |writing| {
        let claimed = writing.claim_due(nine(), until, 50).await;
        claimed.expect("claimed")
    })
    .await
}

/// Writes down how an attempt ended. Returns whether it still had the post.
pub async fn settle(store: &Store, claimed: &Claimed, ending: Ending) -> bool {
    let claimed = claimed.clone();
    let settlement = Settlement { claimed, ending };
    write(store, async |writing| {
        writing.settle(&settlement).await.expect("written")
    })
    .await
}
