//! What a database can suffer while posts fall due: locked by another process, a full disk, rubbish in
//! its place, two programs at once. The program goes on afterwards, and each post is there once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use sqlx::{Connection, Executor};
use sunflower::sandbox::faults::Fault;

use crate::{
    process::{folder, said, sunflower},
    program::{
        POST, Place, Program, connect, ledger, minutes_past_noon, real_time, until, until_sent,
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn a_database_locked_for_thirty_seconds_delays_a_post_and_neither_loses_nor_doubles_it() {
    let (place, folder) = (Place::open().await, folder());
    let mut bot = place.start(folder.path()).await;
    place.schedule("mondays 12:10").await;
    let mut other = connect(&bot.database()).await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    place.move_to(minutes_past_noon(10), &mut [&mut bot]);
    real_time(Duration::from_secs(30)).await;
    assert!(
        place.sandbox.record().of(POST).is_empty(),
        "nothing unwritten is sent"
    );
    assert!(bot.is_running());
    assert!(bot.log().contains("database is locked"), "{}", bot.log());
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
    until(|| place.posts() > 0, "the post never came").await;
    until_sent(&bot.database(), 1).await;
    assert_eq!(
        (place.posts(), place.sandbox.record().of(POST).len()),
        (1, 1)
    );
    bot.stop();
}

/// A place of two MiB that only the program and what it starts see. `None` where the system gives no
/// such place; CI must.
async fn on_a_small_disk(place: &Place, folder: &Path, room: &Path) -> Option<Program> {
    let possible = Command::new("unshare")
        .args([
            "--mount",
            "--map-root-user",
            "mount",
            "-t",
            "tmpfs",
            "tmpfs",
        ])
        .arg(room)
        .status();
    if !possible.is_ok_and(|status| status.success()) {
        assert!(
            std::option_env!("CI").is_none(),
            "CI gives no mount namespace"
        );
        eprintln!("not run: no mount namespace can be made here");
        return None;
    }
    let mut command = Command::new("unshare");
    let script = "mount -t tmpfs -o size=2m tmpfs \"$ROOM\" && cd \"$ROOM\" && exec \"$0\" \"$@\"";
    command
        .args(["--mount", "--map-root-user", "sh", "-c", script])
        .arg(env!("CARGO_BIN_EXE_sunflower"))
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("ROOM", room);
    let mut bot = place.start_by(command, folder, room).await;
    bot.home_of_its_own();
    Some(bot)
}

/// Fills the disk to the last byte, and says with what.
fn fill(bot: &Program) -> PathBuf {
    let filler = bot.database().with_file_name("filler");
    for size in [65_536, 4096, 1] {
        let mut bytes = fs::read(&filler).unwrap_or_default();
        loop {
            bytes.resize(bytes.len() + size, 1);
            if fs::write(&filler, &bytes).is_err() {
                bytes.truncate(bytes.len() - size);
                break;
            }
        }
        // What was cut off by the last attempt is written again.
        let _full = fs::write(&filler, &bytes);
    }
    filler
}

/// Waits until the moderators read that so many posts were sent.
async fn history_says_sent(place: &Place, posts: usize) {
    let mut said = String::new();
    for _ in 0..300 {
        place
            .asked("/schedule history")
            .await
            .as_text()
            .clone_into(&mut said);
        if said.matches('✅').count() == posts {
            return;
        }
        real_time(Duration::from_millis(300)).await;
    }
    panic!("not {posts} sent:\n{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_posted_that_was_not_written_and_with_room_each_post_once() {
    let (place, folder, room) = (Place::open().await, folder(), folder());
    let Some(mut bot) = on_a_small_disk(&place, folder.path(), room.path()).await else {
        return;
    };
    place.schedule("mondays 12:10").await;
    place.schedule("mondays 12:30").await;

    let filler = fill(&bot);
    place.move_to(minutes_past_noon(10), &mut [&mut bot]);
    bot.says("database or disk is full").await;
    real_time(Duration::from_secs(8)).await;
    assert!(
        place.sandbox.record().of(POST).is_empty(),
        "nothing unwritten is sent"
    );
    assert!(bot.is_running());
    let complaints = bot.log().matches("disk is full").count();
    assert!(complaints < 20, "it says so without end:\n{}", bot.log());
    fs::remove_file(&filler).unwrap();
    until(|| place.posts() > 0, "the post never came").await;
    history_says_sent(&place, 1).await;

    // The next one is on its way when the disk fills: its answer can't be written until there is room.
    let slow = Fault::AnswerLate(Duration::from_secs(3));
    place.sandbox.faults().on(POST).once(slow);
    place.move_to(minutes_past_noon(30), &mut [&mut bot]);
    until(|| place.posts() == 2, "the second post never came").await;
    let filler = fill(&bot);
    let before = bot.log().len();
    let says_so = || bot.log()[before..].contains("disk is full");
    until(says_so, "it never said that the disk is full").await;
    fs::remove_file(&filler).unwrap();
    history_says_sent(&place, 2).await;
    assert_eq!(
        (place.posts(), place.sandbox.record().of(POST).len()),
        (2, 2)
    );
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn rubbish_or_a_newer_database_in_its_place_stops_the_start_and_stays_as_it_is() {
    let (place, folder) = (Place::open().await, folder());
    let bot = place.start(folder.path()).await;
    let database = bot.database();
    bot.stop();
    let sound = fs::read(&database).unwrap();
    let mut newer = connect(&database).await;
    newer
        .execute("INSERT INTO _sqlx_migrations VALUES (9999, 'newer', 0, 1, x'00', 0)")
        .await
        .unwrap();
    newer.close().await.unwrap();
    let newer = fs::read(&database).unwrap();
    let mut torn = sound.clone();
    torn[100..4096].fill(0x5a);
    let letter = "Dear friend, this is a letter. ".repeat(300).into_bytes();
    for (bytes, sentence) in [
        (letter, "move it away"),
        (torn, "is damaged"),
        (newer, "start that one"),
    ] {
        fs::write(&database, &bytes).unwrap();
        let before = beside(folder.path());
        let started = sunflower(folder.path(), &["run"])
            .envs(place.settings())
            .output();
        let (words, code) = said(&started.unwrap());
        assert_eq!(code, Some(1), "{words}");
        assert!(
            words.contains("bot.db") && words.contains(sentence),
            "{words}"
        );
        assert!(fs::read(&database).unwrap() == bytes, "it was changed");
        assert_eq!(
            beside(folder.path()),
            before,
            "something was left beside it"
        );
    }
    // The right one back in its place, all is well.
    fs::write(&database, sound).unwrap();
    place.start(folder.path()).await.stop();
}

/// The names of what lies in the folder.
fn beside(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Hours for which two bots on one database post, and posts that fall due at once in each.
const HOURS: i64 = 8;
const AT_ONCE: i64 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn two_bots_that_got_past_the_lock_still_post_everything_once() {
    let (place, folder) = (Place::open().await, folder());
    let mut first = place.start(folder.path()).await;
    for minute in 1..=AT_ONCE {
        place.schedule(&format!("{minute} * * * *")).await;
    }
    // Whoever removes the lock's file has the next program take another.
    fs::remove_file(folder.path().join("bot.db.lock")).unwrap();
    let mut second = place.start(folder.path()).await;
    for hour in 1..=HOURS {
        let at = minutes_past_noon((hour - 1) * 60 + AT_ONCE);
        place.move_to(at, &mut [&mut first, &mut second]);
        let all = hour * AT_ONCE;
        until_sent(&first.database(), all).await;
        assert_eq!(
            place.posts(),
            usize::try_from(all).unwrap(),
            "in hour {hour}"
        );
    }
    let posts = usize::try_from(HOURS * AT_ONCE).unwrap();
    assert_eq!(
        place.sandbox.record().of(POST).len(),
        posts,
        "each was sent once"
    );
    assert!(first.is_running() && second.is_running());
    let database = first.database();
    first.stop();
    second.stop();
    assert_eq!(
        ledger(&database).await,
        [("sent".to_owned(), HOURS * AT_ONCE)]
    );
}
