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
    reflection::{
        ErasedAgain, Journal, ReflectionId, Scope, model::Retention, retention::sweep_once,
    },
    store::{DatabaseLock, DatabaseUrl, backup},
};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, key_path, list_path, noon, open, open_agreed,
        pieces, raw_text, sealed, texts, write,
    },
    support::database::Database,
    unreadable::NO_TEXT,
};

fn file(database: &Database, name: &str) -> PathBuf {
    database.folder.path().join(name)
}

/// A copy of the database as it is at noon.
async fn backed_up(database: &Database) -> PathBuf {
    backed_up_at(database, "backup.db", noon()).await
}

async fn backed_up_at(database: &Database, name: &str, at: DateTime<Utc>) -> PathBuf {
    let copy = file(database, name);
    let copied = backup(database.url(), &copy, at).await;
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

/// A schedule that Ben makes.
async fn scheduled(database: &Database, id: &str, at: DateTime<Utc>) {
    let at = at.timestamp_millis();
    let made = format!(
        "INSERT INTO schedules (id, guild_id, channel_id, rule, zone, topics, state, after_at,
             catch_up_ms, created_at, made_by)
         VALUES ('{id}', {HARBOUR}, 5, 'x', 'UTC', '', 'active', 0, 0, {at}, {BEN})"
    );
    database.raw(made).await;
}

#[tokio::test]
async fn what_a_clock_dated_ahead_is_erased_again_and_nothing_that_came_to_be_after() {
    let database = Database::sqlite();
    let (journal, hand) = open(&database).await;
    let everywhere = [(ANA, HARBOUR), (BEN, HARBOUR), (BEN, MEADOW)];
    let ahead = TimeDelta::days(73 * 365);
    hand.advance(ahead);
    for (user, guild) in everywhere {
        journal.agree(user, guild).await.expect("agreed");
        write(&journal, user, guild, "the sea").await;
    }
    scheduled(&database, "AAAAAAAAAAAAAAAAAAAAAA", noon() + ahead).await;
    let before = backed_up_at(&database, "before.db", noon() + ahead).await;
    hand.advance(-ahead);
    journal.delete_all(ANA, Scope::Everywhere).await.unwrap();
    journal.withdraw(BEN, IN_HARBOUR).await.unwrap();
    journal.erase_server(MEADOW).await.unwrap();
    assert_eq!(journal.forget_maker(BEN, IN_HARBOUR).await.unwrap(), 1);

    hand.advance(TimeDelta::hours(1));
    for (user, guild) in everywhere {
        journal.agree(user, guild).await.expect("agreed");
        write(&journal, user, guild, "a boat").await;
    }
    let after_all = noon() + TimeDelta::hours(1);
    scheduled(&database, "BAAAAAAAAAAAAAAAAAAAAA", after_all).await;
    let after = backed_up_at(&database, "after.db", after_all).await;
    drop(journal);
    let makers = "SELECT CAST(COUNT(made_by) AS TEXT) FROM schedules";
    moved_away(&database);
    let restored = put_back(&database, &after).await.expect("put back");
    assert_eq!(restored.erased, ErasedAgain::default());
    assert_eq!(raw_text(&database, makers).await, "1");
    moved_away(&database);
    let restored = put_back(&database, &before).await.expect("put back");
    let gone = (restored.erased.reflections, restored.erased.consents);
    assert_eq!(gone, (3, 2));
    assert_eq!(raw_text(&database, makers).await, "0");
}

/// What is left of Ana's in a backup of a year's retention, after the moderators chose these and the sweep ran
/// a day later each time, once it is put back and swept.
async fn left_after(chosen: &[Retention]) -> (Vec<Option<String>>, Retention) {
    let database = Database::sqlite();
    let (journal, hand) = open_agreed(&database, &[(ANA, HARBOUR), (BEN, MEADOW)]).await;
    for text in ["the sea", "a boat", "the hills"] {
        hand.advance(TimeDelta::days(40));
        write(&journal, ANA, HARBOUR, text).await;
        write(&journal, BEN, MEADOW, text).await;
    }
    let copied_at = noon() + TimeDelta::days(120);
    let copy = backed_up_at(&database, "backup.db", copied_at).await;
    for retention in chosen {
        hand.advance(TimeDelta::hours(1));
        journal.retain(HARBOUR, *retention).await.unwrap();
        hand.advance(TimeDelta::days(1));
        sweep_once(&journal).await.unwrap();
    }
    let standing = texts(&journal, ANA, IN_HARBOUR).await;
    drop(journal);
    moved_away(&database);
    put_back(&database, &copy).await.expect("put back");
    let (journal, hand) = open(&database).await;
    hand.move_to(copied_at + TimeDelta::days(1));
    sweep_once(&journal).await.unwrap();
    assert_eq!(
        texts(&journal, ANA, IN_HARBOUR).await,
        standing,
        "{chosen:?}"
    );
    assert_eq!(texts(&journal, BEN, Scope::Guild(MEADOW)).await.len(), 3);
    let kept_for = journal.retention(HARBOUR).await.unwrap();
    (standing, kept_for)
}

#[tokio::test]
async fn what_a_shorter_retention_ended_since_the_backup_stays_gone() {
    let all = ["the hills", "a boat", "the sea"].map(|text| Some(text.to_owned()));
    for (chosen, left, kept_for) in [
        (&[][..], 3, Retention::Year),
        (&[Retention::Month], 1, Retention::Month),
        (
            &[Retention::Month, Retention::Quarter],
            1,
            Retention::Quarter,
        ),
        (&[Retention::Month, Retention::TwoYears], 1, Retention::Year),
        (
            &[Retention::Quarter, Retention::Month, Retention::Year],
            1,
            Retention::Year,
        ),
        (
            &[Retention::Quarter, Retention::Quarter],
            3,
            Retention::Quarter,
        ),
        (&[Retention::TwoYears], 3, Retention::Year),
    ] {
        let (standing, known) = left_after(chosen).await;
        assert_eq!(
            (standing.as_slice(), known),
            (&all[..left], kept_for),
            "{chosen:?}"
        );
    }
}

#[tokio::test]
async fn what_was_saved_from_a_shorter_retention_before_the_sweep_comes_back() {
    let database = Database::sqlite();
    let (journal, hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    write(&journal, ANA, HARBOUR, "the sea").await;
    let copy = backed_up(&database).await;
    hand.advance(TimeDelta::days(60));
    for retention in [Retention::Month, Retention::Year] {
        journal.retain(HARBOUR, retention).await.unwrap();
        hand.advance(TimeDelta::minutes(1));
    }
    drop(journal);
    moved_away(&database);
    let restored = put_back(&database, &copy).await.expect("put back");
    assert_eq!(restored.erased, ErasedAgain::default());
    let (journal, hand) = open(&database).await;
    hand.advance(TimeDelta::days(60));
    sweep_once(&journal).await.unwrap();
    let left = texts(&journal, ANA, IN_HARBOUR).await;
    assert_eq!(left, [Some("the sea".into())]);
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

#[tokio::test]
async fn what_was_erased_by_itself_is_found_among_very_many() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let first = write(&journal, ANA, HARBOUR, "the sea").await;
    let mut ids: Vec<_> = (0..1_200).map(|_| ReflectionId::random()).collect();
    let rows: Vec<_> = ids.iter().map(|id| format!("('{id}')")).collect();
    let many = format!(
        "INSERT INTO reflections SELECT column1, user_id, guild_id, post_id, key_id, sealed, written_at
         FROM reflections, (VALUES {}) WHERE id = '{first}'",
        rows.join(",")
    );
    database.raw(many).await;
    let copy = backed_up(&database).await;
    ids.push(first);
    ids.sort_by_key(ToString::to_string);
    let gone = [0, 499, 500, 999, 1_000, 1_200].map(|nth| ids[nth]);
    for id in &gone {
        journal.delete_one(ANA, id).await.unwrap().expect("deleted");
    }
    drop(journal);
    moved_away(&database);
    let restored = put_back(&database, &copy).await.expect("put back");
    assert_eq!(restored.erased.reflections, 6);
    let store = database.open().await;
    for id in &gone {
        assert!(!store.has_reflection(ANA, id).await.unwrap());
    }
    let left = "SELECT CAST(COUNT(*) AS TEXT) FROM reflections";
    assert_eq!(raw_text(&database, left).await, "1195");
}

#[tokio::test]
async fn damaged_rows_come_back_with_the_others_and_go_with_all_of_their_member() {
    let database = Database::sqlite();
    let (journal, hand) = open_agreed(&database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
    for user in [ANA, BEN] {
        let whole = write(&journal, user, HARBOUR, "the sea").await;
        hand.advance(TimeDelta::minutes(1));
        for name in [&format!("'of {user}'"), NO_TEXT] {
            let id = write(&journal, user, HARBOUR, "the hills").await;
            database
                .raw(format!(
                    "UPDATE reflections SET id = {name} WHERE id = '{id}'"
                ))
                .await;
            // Two can't bear one name.
            if name == NO_TEXT && user == ANA {
                let other = "UPDATE reflections SET id = CAST(x'C141' AS TEXT) WHERE id = CAST(x'41C1' AS TEXT)";
                database.raw(other).await;
            }
        }
        assert!(journal.page(user, IN_HARBOUR, 9).await.unwrap().entries[0].id == Some(whole));
    }
    let ahead = format!(
        "UPDATE consents SET agreed_at = {} WHERE user_id = {ANA}",
        i64::MAX
    );
    database.raw(ahead).await;
    let copy = backed_up(&database).await;
    hand.advance(TimeDelta::hours(1));
    journal.delete_all(BEN, IN_HARBOUR).await.unwrap();
    drop(journal);
    moved_away(&database);
    let restored = put_back(&database, &copy).await.expect("put back");
    assert_eq!(
        (restored.erased.reflections, restored.erased.consents),
        (3, 0)
    );
    let (journal, _hand) = open(&database).await;
    let left = texts(&journal, ANA, IN_HARBOUR).await;
    assert_eq!(left, [None, None, Some("the sea".into())]);
    assert!(texts(&journal, BEN, IN_HARBOUR).await.is_empty());
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
