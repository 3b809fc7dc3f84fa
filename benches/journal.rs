//! A million reflections of ten thousand members in one SQLite file, each commit on the disk. Half of them
//! answer a post; of those every fifth is a reply, and every tenth, written in the form, is shared. How long a
//! member waits to view a page, to save, and to export all of theirs, each with what is shared of it, and how
//! long the sweep keeps others waiting. `cargo bench --bench journal`; the 99th percentile is what counts, and
//! it fails past 50 ms.

use std::{
    collections::HashSet,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use sunflower::{
    clock::{Clock, Pace},
    reflection::{
        Journal, KeyFile, NewReflection, ReflectionId, Scope, archive,
        export::Export,
        keyring::Keyring,
        model::{Retention, ShareId, Words},
        retention,
        seal::{self, Owner},
    },
    store::{
        DatabaseUrl, Store,
        ids::{ChannelId, GuildId, MessageId, PostId, ScheduleId, UserId},
    },
};

const MEMBERS: u64 = 10_000;
const EACH: u64 = 100;
const SERVERS: u64 = 20;
const SAMPLES: u64 = 1_000;
/// How many of the members that are measured share one of theirs, as the bot has it shared: what is shared of
/// the others' is in the way and nobody's.
const SHARERS: usize = 50;
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

/// Members all over, so that nothing of the next is in the cache.
fn measured(nth: u64) -> u64 {
    nth * 7919 % MEMBERS
}

/// The post that the nth reflection answers, if it does: each server has one for every other of everyone's.
fn post(nth: u64) -> Option<PostId> {
    let (round, server) = (nth / MEMBERS, nth % SERVERS);
    let schedule: ScheduleId = "AAAAAAAAAAAAAAAAAAAAAA".parse().ok()?;
    let due_at = DateTime::from_timestamp(i64::try_from(round * SERVERS + server).ok()?, 0)?;
    round
        .is_multiple_of(2)
        .then(|| PostId::of(schedule, due_at))
}

/// What became of an answer to a post besides.
enum Besides {
    Nothing,
    Reply,
    Share,
}

fn besides(nth: u64) -> Besides {
    // Each member has some of all.
    match (nth / MEMBERS / 2 + nth) % 10 {
        0 | 5 => Besides::Reply,
        1 => Besides::Share,
        _ => Besides::Nothing,
    }
}

/// Sealed as the bot seals, written without waiting for the disk. Says what of the
/// measured members' is to be shared: whose it is, and which post it answers.
async fn fill(
    file: &Path,
    keyring: &Keyring,
    noon: DateTime<Utc>,
) -> anyhow::Result<Vec<(u64, ReflectionId, PostId)>> {
    let sharers: HashSet<u64> = (0..SAMPLES).map(measured).take(SHARERS).collect();
    let mut theirs = Vec::new();
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
            "INSERT INTO reflections (id, user_id, guild_id, post_id, key_id, sealed, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.to_string())
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(post(nth).map(|post| post.to_string()))
        .bind(key_id.as_str())
        .bind(sealed.to_db())
        .bind(written_at(noon, nth))
        .execute(&mut raw)
        .await?;
        let Some(post) = post(nth) else {
            continue;
        };
        match besides(nth) {
            Besides::Reply => reply(&mut raw, id, nth).await?,
            Besides::Share if sharers.contains(&(nth % MEMBERS)) => {
                theirs.push((nth % MEMBERS, id, post));
            }
            Besides::Share => share(&mut raw, guild, post).await?,
            Besides::Nothing => {}
        }
    }
    raw.execute("COMMIT").await?;
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    raw.close().await?;
    Ok(theirs)
}

async fn reply(raw: &mut SqliteConnection, id: ReflectionId, nth: u64) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO replies (message_id, reflection_id, channel_id, marked_at) VALUES ($1, $2, $3, 1)",
    )
    .bind(MessageId::new(90_000_000_000_000_000 + nth).to_db())
    .bind(id.to_string())
    .bind(ChannelId::new(60_000_000_000_000_000 + nth % SERVERS).to_db())
    .execute(raw)
    .await?;
    Ok(())
}

/// Shown, and somebody's whom nobody will ask about: its origin is none.
async fn share(raw: &mut SqliteConnection, guild: GuildId, post: PostId) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO shares (id, guild_id, post_id, signed, state, origin, channel_id, message_id)
         VALUES ($1, $2, $3, 0, 'shown', $4, 1, 1)",
    )
    .bind(ShareId::random().to_string())
    .bind(guild.to_db())
    .bind(post.to_string())
    // As long as a real one.
    .bind(format!("{}{}", ShareId::random(), ShareId::random()))
    .execute(raw)
    .await?;
    Ok(())
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

/// What an export tells besides the words.
struct Told {
    answers: u64,
    replies: usize,
    shares: usize,
}

impl Told {
    fn of(export: &Export) -> Self {
        let all = || export.reflections.iter();
        Self {
            answers: all().filter(|one| one.post_id.is_some()).map(|_| 1).sum(),
            replies: all().filter(|one| one.reply.is_some()).count(),
            shares: all().filter(|one| one.share.is_some()).count(),
        }
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
    let file = folder.path().join("sunflower.db");
    let theirs = fill(&file, &Keyring::read(&keys)?, noon).await?;
    for (who, id, post) in &theirs {
        let offer = journal.offer(*id, *post).await?;
        let (user, guild) = (member(*who), server(*who));
        journal.share(user, guild, *id, &offer.proof, true).await?;
    }

    let mut view = Taken("view a page", Vec::new());
    let mut save = Taken("save", Vec::new());
    let mut export = Taken("export all of one member's", Vec::new());
    let mut sweep = Taken("one transaction of the sweep", Vec::new());
    for nth in 0..SAMPLES {
        let who = measured(nth);
        let (user, guild) = (member(who), server(who));
        let began = now();
        let page = journal
            .page(user, Scope::Everywhere, u32::try_from(nth % EACH)?)
            .await?;
        let entry = page.entries.first().context("a page holds one")?;
        // As the page says it.
        if let Some((id, _)) = entry.id.zip(entry.post) {
            journal.shared(&id).await?;
        }
        view.1.push(began.elapsed());
        ensure!(page.total >= EACH && entry.words.is_some());
        let began = now();
        let exported = journal.export(user, Scope::Everywhere).await?;
        let told = Told::of(&exported);
        let zips = archive::pack(exported, UPLOAD_LIMIT).await?;
        export.1.push(began.elapsed());
        ensure!(zips.len() == 1 && zips[0].len() > 5_000);
        let shared = theirs.iter().filter(|(whose, ..)| *whose == who).count();
        ensure!(told.answers >= EACH / 2 && told.replies > 0 && told.shares == shared);
        let new = NewReflection {
            user,
            guild,
            post: post(who),
            prompt: words(nth).prompt,
            text: words(nth).text,
        };
        let began = now();
        let id = journal.keep(&new).await?;
        // Whoever saved is asked whether to share it.
        let post = post(who).context("the first round answers a post")?;
        journal.offer(id, post).await?;
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
