//! A million reflections of ten thousand members in one SQLite file, each commit on the disk: how long a
//! member waits to view a page, to save, and to export all of theirs, and how long the sweep keeps others
//! waiting. `cargo bench --bench journal`; the 99th percentile is what counts, and it fails past 50 ms.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::ensure;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use sunflower::{
    clock::{Clock, Pace},
    reflection::{
        Journal, KeyFile, NewReflection, ReflectionId, Scope, archive,
        keyring::Keyring,
        model::{Retention, Words},
        retention,
        seal::{self, Owner},
    },
    store::{
        DatabaseUrl, Store,
        ids::{GuildId, UserId},
    },
};

const MEMBERS: u64 = 10_000;
const EACH: u64 = 100;
const SERVERS: u64 = 20;
const SAMPLES: u64 = 1_000;
/// No less than is said of 99 of 100.
const SWEEPS: usize = 200;
/// Bytes that Discord takes of anyone.
const UPLOAD_LIMIT: usize = 10 * 1024 * 1024;
const LIMIT: Duration = Duration::from_millis(50);

/// About what people write.
const TEXT: &str = "The walk by the water helped, and so did saying no once. I was kinder to myself than last \
    week, though the evenings were long. ";

fn member(nth: u64) -> UserId {
    UserId::new(80_000_000_000_000_000 + nth)
}

fn server(nth: u64) -> GuildId {
    GuildId::new(70_000_000_000_000_000 + nth % SERVERS)
}

fn words(nth: u64) -> Words {
    Words {
        prompt: "What helped you this week?".to_owned(),
        text: TEXT.repeat(1 + usize::try_from(nth % 5).unwrap_or_default()),
    }
}

/// The newest is from now; the oldest, a year less a day ago.
fn written_at(noon: DateTime<Utc>, nth: u64) -> i64 {
    let span = (Retention::Year.time() - TimeDelta::days(1)).num_milliseconds();
    let back = i128::from(span) * i128::from(nth) / i128::from(MEMBERS * EACH);
    noon.timestamp_millis() - i64::try_from(back).expect("less than a year")
}

/// Sealed as the bot seals, written without waiting for the disk.
async fn fill(file: &Path, keyring: &Keyring, noon: DateTime<Utc>) -> anyhow::Result<()> {
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await?;
    raw.execute("PRAGMA synchronous = OFF").await?;
    let (key_id, key) = keyring.sealing();
    raw.execute("BEGIN").await?;
    for nth in 0..MEMBERS {
        sqlx::query("INSERT INTO consents VALUES ($1, $2, $3, $4)")
            .bind(member(nth).to_db())
            .bind(server(nth).to_db())
            .bind(sunflower::reflection::consent::version())
            .bind(written_at(noon, MEMBERS * EACH))
            .execute(&mut raw)
            .await?;
    }
    for nth in 0..MEMBERS * EACH {
        // Everyone writes now and then.
        let (user, guild) = (member(nth % MEMBERS), server(nth % MEMBERS));
        let id = ReflectionId::random();
        let owner = Owner {
            id: &id,
            user,
            guild,
        };
        let sealed = seal::seal(&words(nth), owner, key_id, key);
        sqlx::query(
            "INSERT INTO reflections (id, user_id, guild_id, key_id, sealed, written_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.to_string())
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(key_id.as_str())
        .bind(sealed.to_db())
        .bind(written_at(noon, nth))
        .execute(&mut raw)
        .await?;
    }
    raw.execute("COMMIT").await?;
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    Ok(raw.close().await?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "what it really takes is measured"
)]
fn now() -> Instant {
    Instant::now()
}

struct Taken(&'static str, Vec<Duration>);

impl Taken {
    fn nth(&self, hundredth: usize) -> Duration {
        let mut sorted = self.1.clone();
        sorted.sort_unstable();
        sorted[(sorted.len() * hundredth / 100).min(sorted.len() - 1)]
    }

    fn line(&self) -> String {
        let [median, most, longest] =
            [50, 99, 100].map(|hundredth| self.nth(hundredth).as_secs_f64() * 1000.0);
        format!("| {} | {median:.1} | {most:.1} | {longest:.1} |", self.0)
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = DatabaseUrl::file(folder.path().join("sunflower.db"));
    let noon: DateTime<Utc> = "2026-11-23T12:00:00Z".parse()?;
    let (clock, hand) = Clock::movable(noon, Pace::Standing);
    let keys = folder.path().join("sunflower.key");
    let key_file = KeyFile::made_if_missing(&keys);
    let journal = Journal::open(Store::open(&database).await?, key_file, clock).await?;
    eprintln!("filling");
    fill(
        &folder.path().join("sunflower.db"),
        &Keyring::read(&keys)?,
        noon,
    )
    .await?;

    let mut view = Taken("view a page", Vec::new());
    let mut save = Taken("save", Vec::new());
    let mut export = Taken("export all of one member's", Vec::new());
    let mut sweep = Taken("one transaction of the sweep", Vec::new());
    for nth in 0..SAMPLES {
        // Far apart, so that nothing is in the cache.
        let who = nth * 7919 % MEMBERS;
        let (user, guild) = (member(who), server(who));
        let began = now();
        let page = journal
            .page(user, Scope::Everywhere, u32::try_from(nth % EACH)?)
            .await?;
        view.1.push(began.elapsed());
        ensure!(page.total >= EACH && page.entries[0].words.is_some());
        let began = now();
        let exported = journal.export(user, Scope::Everywhere).await?;
        let zips = archive::pack(exported, UPLOAD_LIMIT).await?;
        export.1.push(began.elapsed());
        ensure!(zips.len() == 1 && zips[0].len() > 5_000);
        let new = NewReflection {
            user,
            guild,
            post: None,
            prompt: words(nth).prompt,
            text: words(nth).text,
        };
        let began = now();
        journal.keep(&new).await?;
        save.1.push(began.elapsed());
    }
    // Two weeks that nobody swept: as much as was written in a fortnight.
    hand.advance(TimeDelta::days(15));
    'servers: for nth in 0..SERVERS {
        loop {
            let began = now();
            let deleted = retention::sweep_batch(&journal, server(nth)).await?;
            sweep.1.push(began.elapsed());
            if sweep.1.len() == SWEEPS {
                break 'servers;
            }
            if deleted < u64::from(retention::BATCH) {
                break;
            }
        }
    }
    println!("| ms | median | 99 % | longest |\n|---|---:|---:|---:|");
    let all = [view, save, export, sweep];
    for taken in &all {
        println!("{}", taken.line());
    }
    for taken in &all {
        ensure!(
            taken.nth(99) < LIMIT,
            "{} takes longer than {LIMIT:?}",
            taken.0
        );
    }
    Ok(())
}
