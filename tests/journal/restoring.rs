//! A backup that is put back: what members erased since is erased again, down to the bytes; whatever is
//! missing or in the way is said, and then there is still no database.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    app::{self, Restored},
    clock::{Clock, Hand, Pace},
    reflection::{ErasedAgain, Journal, Scope},
    store::{DatabaseLock, DatabaseUrl, backup},
};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, key_path, list_path, noon, open, open_agreed,
        pieces, raw_text, sealed, texts, write,
    },
    support::database::Database,
};

fn file(database: &Database, name: &str) -> PathBuf {
    database.folder.path().join(name)
}

/// A copy of the database as it is at noon.
async fn backed_up(database: &Database) -> PathBuf {
    let copy = file(database, "backup.db");
    let copied = backup(database.url(), &copy, noon()).await;
    copied.expect("copied");
    copy
}

async fn put_back(database: &Database, copy: &Path) -> anyhow::Result<Restored> {
    let (clock, _hand): (Clock, Hand) = Clock::movable(later(), Pace::Standing);
    app::restore(database.url(), &key_path(database), copy, &clock).await
}

/// Why it is not put back. There is no database afterwards, and none in the making.
async fn refusal(database: &Database, copy: &Path) -> String {
    let before = fs::read(copy).ok();
    let refused = put_back(database, copy).await.expect_err("it refuses");
    assert!(fs::read(copy).ok() == before, "the backup changed");
    assert!(!file(database, "sunflower.db").exists());
    assert!(!file(database, "sunflower.db.part").exists());
    format!("{refused:#}")
}

fn later() -> DateTime<Utc> {
    noon() + TimeDelta::hours(5)
}

/// The database moved away, as the operator is told to.
fn moved_away(database: &Database) {
    for end in ["", "-wal", "-shm"] {
        let from = file(database, &format!("sunflower.db{end}"));
        if from.exists() {
            fs::rename(from, file(database, &format!("old.db{end}"))).expect("moved");
        }
    }
}

#[tokio::test]
async fn what_members_erased_since_the_backup_is_erased_again_and_leaves_no_byte() {
    let database = Database::sqlite();
    let agreed = [(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)];
    let (journal, hand) = open_agreed(&database, &agreed).await;
    let long = "the sea and its salt ".repeat(150);
    let one = write(&journal, ANA, HARBOUR, &long).await;
    let kept = write(&journal, ANA, HARBOUR, "a boat").await;
    let all = write(&journal, ANA, MEADOW, &long).await;
    let withdrawn = write(&journal, BEN, HARBOUR, &long).await;
    let copy = backed_up(&database).await;
    let mut gone = Vec::new();
    for id in [one, all, withdrawn] {
        gone.push(sealed(&database, &id).await);
    }
    let stays = sealed(&database, &kept).await;

    hand.advance(TimeDelta::hours(1));
    journal.delete_one(ANA, &one).await.unwrap();
    journal.delete_all(ANA, Scope::Guild(MEADOW)).await.unwrap();
    journal.withdraw(BEN, Scope::Everywhere).await.unwrap();
    drop(journal);
    moved_away(&database);
    let bytes = fs::read(&copy).expect("the backup");
    assert!(gone.iter().all(|sealed| pieces(&bytes, sealed) > 2));

    let restored = put_back(&database, &copy).await.expect("put back");
    let erased = ErasedAgain {
        reflections: 3,
        consents: 1,
        ..ErasedAgain::default()
    };
    assert_eq!((restored.erased, restored.knows_until), (erased, noon()));
    // The file alone, for its owner alone, without a trace.
    for end in ["-wal", "-shm", "-journal", ".part"] {
        assert!(!file(&database, &format!("sunflower.db{end}")).exists());
    }
    let bytes = fs::read(file(&database, "sunflower.db")).expect("the database");
    for sealed in &gone {
        assert_eq!(pieces(&bytes, sealed), 0, "sealed words were left behind");
    }
    assert!(pieces(&bytes, &stays) > 2);
    let mode = fs::metadata(file(&database, "sunflower.db")).expect("a file");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);

    let (journal, _hand) = open(&database).await;
    assert_eq!(
        texts(&journal, ANA, Scope::Everywhere).await,
        [Some("a boat".into())]
    );
    assert!(texts(&journal, BEN, Scope::Everywhere).await.is_empty());
    assert!(
        journal.has_consented(ANA, MEADOW).await.unwrap(),
        "consent stays"
    );
    assert!(!journal.has_consented(BEN, HARBOUR).await.unwrap());
}

#[tokio::test]
async fn a_clock_that_was_set_back_brings_nothing_back() {
    let database = Database::sqlite();
    let agreed = [(ANA, HARBOUR), (BEN, HARBOUR)];
    let (journal, hand) = open(&database).await;
    hand.advance(TimeDelta::hours(3));
    for (user, guild) in agreed {
        journal.agree(user, guild).await.expect("agreed");
        write(&journal, user, guild, "the sea").await;
    }
    hand.advance(TimeDelta::hours(-2));
    let copy = backed_up(&database).await;
    journal.delete_all(ANA, Scope::Everywhere).await.unwrap();
    journal.withdraw(BEN, IN_HARBOUR).await.unwrap();
    drop(journal);
    moved_away(&database);
    let restored = put_back(&database, &copy).await.expect("put back");
    let gone = (restored.erased.reflections, restored.erased.consents);
    assert_eq!(gone, (2, 1));
}

#[tokio::test]
async fn a_server_that_was_erased_since_the_backup_is_erased_again() {
    let database = Database::sqlite();
    let agreed = [(ANA, HARBOUR), (ANA, MEADOW)];
    let (journal, hand) = open_agreed(&database, &agreed).await;
    for (guild, text) in [(HARBOUR, "the sea"), (MEADOW, "the hills")] {
        write(&journal, ANA, guild, text).await;
        let zone = format!("INSERT INTO guilds VALUES ({}, 'Asia/Tokyo')", guild.get());
        database.raw(zone).await;
    }
    let copy = backed_up(&database).await;
    hand.advance(TimeDelta::hours(1));
    journal.erase_server(HARBOUR).await.expect("erased");
    drop(journal);
    moved_away(&database);
    let restored = put_back(&database, &copy).await.expect("put back");
    let erased = ErasedAgain {
        reflections: 1,
        consents: 1,
        servers: 1,
        ..ErasedAgain::default()
    };
    assert_eq!(restored.erased, erased);
    let (journal, _hand) = open(&database).await;
    let left = texts(&journal, ANA, Scope::Everywhere).await;
    assert_eq!(left, [Some("the hills".into())]);
    assert_eq!(journal.servers().await.expect("asked"), [MEADOW]);
}

#[tokio::test]
async fn lines_of_the_list_that_can_not_be_read_are_counted() {
    let (database, copy) = with_a_backup().await;
    let list = fs::read_to_string(list_path(&database)).expect("the list");
    fs::write(list_path(&database), format!("{list}half a line\n")).expect("written");
    let restored = put_back(&database, &copy).await.expect("put back");
    assert_eq!(restored.erased.unreadable_lines, 1);
}

#[tokio::test]
async fn what_was_written_and_agreed_after_an_erasure_stays() {
    let database = Database::sqlite();
    let (journal, hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    write(&journal, ANA, HARBOUR, "the sea").await;
    journal.withdraw(ANA, Scope::Everywhere).await.unwrap();
    hand.advance(TimeDelta::hours(1));
    journal.agree(ANA, HARBOUR).await.unwrap();
    write(&journal, ANA, HARBOUR, "a boat").await;
    let copy = backed_up(&database).await;
    drop(journal);
    moved_away(&database);
    let restored = put_back(&database, &copy).await.expect("put back");
    assert_eq!(restored.erased, ErasedAgain::default());
    let (journal, _hand) = open(&database).await;
    assert_eq!(
        texts(&journal, ANA, Scope::Everywhere).await,
        [Some("a boat".into())]
    );
}

/// A backup with a reflection in it, and the database moved away.
async fn with_a_backup() -> (Database, PathBuf) {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    write(&journal, ANA, HARBOUR, "the sea").await;
    let copy = backed_up(&database).await;
    drop::<Journal>(journal);
    moved_away(&database);
    (database, copy)
}

#[tokio::test]
async fn without_the_list_of_erasures_or_the_key_nothing_is_put_back() {
    let (database, copy) = with_a_backup().await;
    let (list, key) = (list_path(&database), key_path(&database));
    let aside = file(&database, "aside");
    for (missing, said) in [(&list, "list of erasures"), (&key, "key file")] {
        fs::rename(missing, &aside).expect("moved");
        let refused = refusal(&database, &copy).await;
        assert!(
            refused.contains(said) && refused.contains("is not there"),
            "{refused}"
        );
        assert!(!missing.exists(), "none was made");
        fs::rename(&aside, missing).expect("moved back");
    }
    // Another database's keys.
    let other = Database::sqlite();
    open(&other).await;
    fs::rename(&key, &aside).expect("moved");
    fs::copy(key_path(&other), &key).expect("copied");
    let refused = refusal(&database, &copy).await;
    assert!(refused.contains("Put"), "{refused}");
    fs::rename(&aside, &key).expect("moved back");
    put_back(&database, &copy).await.expect("now all is there");
}

#[tokio::test]
async fn a_backup_with_nothing_of_members_in_it_needs_no_key() {
    let database = Database::sqlite();
    database.open().await.close().await;
    let copy = backed_up(&database).await;
    moved_away(&database);
    put_back(&database, &copy).await.expect("put back");
    assert!(!key_path(&database).exists());
    database.open().await.close().await;
}

#[tokio::test]
async fn whatever_is_left_of_a_database_or_of_a_bot_at_work_is_in_the_way() {
    let (database, copy) = with_a_backup().await;
    let place = file(&database, "sunflower.db");
    let lock = DatabaseLock::take(database.url()).expect("the lock");
    let refused = refusal(&database, &copy).await;
    assert!(refused.contains("another Sunflower is using"), "{refused}");
    drop(lock);
    for end in ["-wal", "-shm", "-journal"] {
        let left = file(&database, &format!("sunflower.db{end}"));
        fs::write(&left, "left").expect("written");
        let refused = refusal(&database, &copy).await;
        assert!(
            refused.contains(end) && refused.contains("move it away"),
            "{refused}"
        );
        fs::remove_file(&left).expect("removed");
    }
    fs::write(&place, "precious").expect("written");
    let refused = put_back(&database, &copy).await.expect_err("it is there");
    assert!(
        refused.to_string().contains("overwrites nothing"),
        "{refused}"
    );
    assert_eq!(fs::read(&place).expect("read"), b"precious");
}

#[tokio::test]
async fn what_is_no_sound_backup_is_not_put_back() {
    let (database, copy) = with_a_backup().await;
    let sound = fs::read(&copy).expect("read");
    let missing = refusal(&database, &file(&database, "none.db")).await;
    assert!(
        missing.contains("there is no") && missing.contains("none.db"),
        "{missing}"
    );
    fs::write(&copy, "").expect("written");
    let empty = refusal(&database, &copy).await;
    assert!(empty.contains("holds nothing"), "{empty}");
    fs::write(&copy, "This is a letter. ".repeat(500)).expect("written");
    let letter = refusal(&database, &copy).await;
    assert!(letter.contains("take another backup"), "{letter}");
    // Cut short, and a page of something else in its midst.
    fs::write(&copy, &sound[..sound.len() - 8192]).expect("written");
    let short = refusal(&database, &copy).await;
    assert!(short.contains("damaged"), "{short}");
    let mut broken = sound.clone();
    let middle = sound.len() / 4096 / 2 * 4096;
    broken[middle..middle + 4096].fill(0x5a);
    fs::write(&copy, broken).expect("written");
    let broken = refusal(&database, &copy).await;
    assert!(broken.contains("damaged"), "{broken}");
    fs::write(&copy, sound).expect("written");
    put_back(&database, &copy).await.expect("the sound one is");
}

#[tokio::test]
async fn what_an_attempt_that_was_cut_off_left_does_no_harm() {
    let (database, copy) = with_a_backup().await;
    for end in ["", "-wal", "-shm", "-journal"] {
        let part = file(&database, &format!("sunflower.db.part{end}"));
        fs::write(part, "half of another backup").expect("written");
    }
    put_back(&database, &copy).await.expect("put back");
    let (journal, _hand) = open(&database).await;
    assert_eq!(
        texts(&journal, ANA, Scope::Everywhere).await,
        [Some("the sea".into())]
    );
}

#[tokio::test]
async fn a_copy_made_by_hand_with_its_log_is_put_back_whole() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    write(&journal, ANA, HARBOUR, "the sea").await;
    // While it is open its last pages are in the log.
    for end in ["", "-wal"] {
        let from = file(&database, &format!("sunflower.db{end}"));
        fs::copy(from, file(&database, &format!("by-hand.db{end}"))).expect("copied");
    }
    drop(journal);
    moved_away(&database);
    put_back(&database, &file(&database, "by-hand.db"))
        .await
        .expect("put back");
    let (journal, _hand) = open(&database).await;
    assert_eq!(
        texts(&journal, ANA, Scope::Everywhere).await,
        [Some("the sea".into())]
    );
}

#[tokio::test]
async fn of_postgres_it_says_what_it_can_not_do() {
    let database: DatabaseUrl = "postgres://bot@db/sunflower".parse().expect("an address");
    let nowhere = Path::new("/nowhere");
    let refused = app::restore(&database, nowhere, nowhere, &Clock::system()).await;
    let said = refused.expect_err("it refuses").to_string();
    assert!(
        said.contains("pg_restore") && said.contains("erasures"),
        "{said}"
    );
}

#[tokio::test]
async fn who_had_it_forgotten_that_they_made_a_schedule_stays_forgotten() {
    let database = Database::sqlite();
    let (journal, hand) = open(&database).await;
    for (id, maker) in [
        ("AAAAAAAAAAAAAAAAAAAAAA", ANA),
        ("BAAAAAAAAAAAAAAAAAAAAA", BEN),
    ] {
        let at = noon().timestamp_millis();
        let made = format!(
            "INSERT INTO schedules (id, guild_id, channel_id, rule, zone, topics, state, after_at,
                 catch_up_ms, created_at, made_by)
             VALUES ('{id}', {HARBOUR}, 5, 'x', 'UTC', '', 'active', 0, 0, {at}, {maker})"
        );
        database.raw(made).await;
    }
    let copy = backed_up(&database).await;
    hand.advance(TimeDelta::hours(1));
    let forgotten = journal.forget_maker(ANA, IN_HARBOUR).await.unwrap();
    assert_eq!(forgotten, 1);
    drop(journal);
    moved_away(&database);
    put_back(&database, &copy).await.expect("put back");
    let known = "SELECT CAST(made_by AS TEXT) FROM schedules WHERE made_by IS NOT NULL";
    assert_eq!(raw_text(&database, known).await, BEN.to_string());
    let bytes = fs::read(file(&database, "sunflower.db")).expect("the database");
    let ana = ANA.get().to_be_bytes();
    assert!(
        !bytes.windows(ana.len()).any(|piece| piece == ana),
        "their id is left"
    );
}
