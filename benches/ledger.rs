//! What planning costs with a thousand, a hundred thousand and a million schedules of which a hundred
//! are due, and what it costs to claim and settle with few posts and many waiting: on an SQLite file, each
//! commit on the disk.

use std::{hint::black_box, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};
use sunflower::{
    clock::{Clock, Pace},
    content::{Library, Shelf},
    posting::{
        Channel, Posting,
        channel::{Composed, Edition, History, Outgoing, SendError, Sought, StepError},
        deliver,
        model::ClaimedStep,
        plan,
    },
    store::{DatabaseUrl, Store, ids::MessageId},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const DUE: u32 = 100;
const BATCH: u32 = 50;

/// Channels that take everything at once.
struct Willing;

impl Channel for Willing {
    fn compose(&self, edition: &Edition<'_>) -> Composed {
        let affirmations = edition.affirmations.join("\n");
        Composed {
            body: format!("{} {} {affirmations}", edition.post, edition.prompt),
            title: edition.article.title.clone(),
        }
    }

    async fn send(&self, _: &Outgoing) -> Result<MessageId, SendError> {
        Ok(MessageId::new(1))
    }

    async fn take(&self, _: &ClaimedStep) -> Result<(), StepError> {
        Ok(())
    }

    async fn history(&self, _: &Sought, _: DateTime<Utc>) -> History {
        History::Absent
    }
}

struct Bench {
    runtime: Runtime,
    posting: Posting<Willing>,
    raw: SqliteConnection,
    now: DateTime<Utc>,
    schedules: u32,
    _folder: TempDir,
}

impl Bench {
    /// A database with so many schedules, of which `DUE` are due now and the others in an hour.
    fn with(schedules: u32) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("sunflower.db");
        let now = "2026-11-23T08:00:00Z".parse().expect("an instant");
        let (clock, _) = Clock::movable(now, Pace::Standing);
        let library = Library::embedded().expect("a library without faults");
        let (posting, raw) = runtime.block_on(async {
            let store = Store::open(&DatabaseUrl::file(&file)).await.expect("open");
            let posting = Posting::new(store, Arc::new(Shelf::new(library)), clock, Willing);
            let address = format!("sqlite://{}", file.display());
            let raw = SqliteConnection::connect(&address)
                .await
                .expect("a connection");
            (posting, raw)
        });
        let mut bench = Self {
            runtime,
            posting,
            raw,
            now,
            schedules,
            _folder: folder,
        };
        // Ten schedules a server; ids are 22 characters of base64url.
        bench.sql(format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT {schedules})
             INSERT INTO schedules (id, guild_id, channel_id, rule, zone, topics, state, after_at,
                 next_due_at, catch_up_ms, created_at)
             SELECT printf('%021dA', i), i / 10, i, '0 9 * * 1', 'Europe/Berlin', '', 'active',
                 {after}, {later}, 43200000, 0
             FROM n",
            after = (now - TimeDelta::hours(1)).timestamp_millis(),
            later = (now + TimeDelta::hours(1)).timestamp_millis(),
        ));
        bench
    }

    fn sql(&mut self, sql: String) {
        let ran = self.raw.execute(AssertSqlSafe(sql));
        self.runtime.block_on(ran).expect("the database obeys");
    }

    /// Puts `DUE` schedules back to before their post: here one and there one, as those of many servers
    /// lie in a large table. No server's week is chosen yet.
    fn fall_due(&mut self) {
        let now = self.now.timestamp_millis();
        let after = (self.now - TimeDelta::hours(1)).timestamp_millis();
        let step = self.schedules / DUE;
        let ids: Vec<_> = (0..DUE)
            .map(|nth| format!("'{:021}A'", nth * step))
            .collect();
        self.sql("DELETE FROM posts".to_owned());
        self.sql("DELETE FROM weeks".to_owned());
        self.sql(format!(
            "UPDATE schedules SET after_at = {after}, next_due_at = {now} WHERE id IN ({})",
            ids.join(", ")
        ));
    }

    fn plan(&self) -> usize {
        let planned = self.runtime.block_on(plan::once(&self.posting));
        planned.expect("planned").due
    }

    /// Puts what was sent back to before that.
    fn wait_again(&mut self) {
        self.sql(
            "UPDATE posts SET state = 'due', attempt = 0, first_attempt_at = NULL,
                 uncertain_at = NULL, lease_until = NULL, message_id = NULL, sent_at = NULL
             WHERE state <> 'due'"
                .to_owned(),
        );
    }

    fn deliver(&self) -> usize {
        let delivered = self.runtime.block_on(deliver::once(&self.posting));
        delivered.expect("delivered")
    }
}

fn planning(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan 100 due");
    group.sample_size(20);
    group.throughput(Throughput::Elements(u64::from(DUE)));
    for schedules in [1_000, 100_000, 1_000_000] {
        let mut bench = Bench::with(schedules);
        bench.fall_due();
        assert_eq!(bench.plan(), DUE as usize);
        let id = BenchmarkId::new("of schedules", schedules);
        let cell = std::cell::RefCell::new(bench);
        group.bench_function(id, |bencher| {
            bencher.iter_batched(
                || cell.borrow_mut().fall_due(),
                |()| black_box(cell.borrow().plan()),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn delivering(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("claim and settle 50");
    group.sample_size(50);
    group.throughput(Throughput::Elements(u64::from(BATCH)));
    for waiting in [DUE, 10_000] {
        let mut bench = Bench::with(waiting);
        bench.sql("UPDATE schedules SET next_due_at = next_due_at - 3600000".to_owned());
        assert_eq!(bench.plan(), waiting as usize);
        let id = BenchmarkId::new("of waiting", waiting);
        let cell = std::cell::RefCell::new(bench);
        group.bench_function(id, |bencher| {
            bencher.iter_batched(
                || cell.borrow_mut().wait_again(),
                |()| assert_eq!(cell.borrow().deliver(), BATCH as usize),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, planning, delivering);
criterion_main!(benches);
