//! Opening a database: what is made, what is refused, what a transaction is worth.

use std::{fs, path::Path};

use sunflower::store::{Backend, DatabaseLock, DatabaseUrl, OpenError, Store};

use crate::support::database::{Database, on_both_databases, raw};

on_both_databases! {
    async fn what_is_committed_is_there_after_a_restart_and_what_is_dropped_is_not(database: &Database) {
        let store = database.open().await;
        let mut kept = store.write().await.expect("a transaction");
        kept.set_meta("kept", "1").await.expect("written");
        kept.set_meta("kept", "2").await.expect("written over");
        kept.commit().await.expect("committed");
        let mut lost = store.write().await.expect("a transaction");
        lost.set_meta("lost", "1").await.expect("written");
        drop(lost);
        store.close().await;

        let store = database.open().await;
        assert_eq!(store.meta("kept").await.expect("read").as_deref(), Some("2"));
        assert_eq!(store.meta("lost").await.expect("read"), None);
        store.close().await;
    }

    async fn a_database_of_a_newer_program_is_refused_and_left_as_it_is(database: &Database) {
        let store = database.open().await;
        let newer = match store.backend() {
            Backend::Sqlite => "INSERT INTO _sqlx_migrations VALUES (9999, 'newer', 0, 1, x'00', 0)",
            Backend::Postgres => "INSERT INTO _sqlx_migrations VALUES (9999, 'newer', now(), true, '', 0)",
        };
        database.raw(newer).await;
        store.close().await;

        let refused = Store::open(database.url()).await.expect_err("it is newer");
        assert!(matches!(refused, OpenError::NewerSchema(_)), "{refused}");
        assert!(refused.to_string().contains("newer Sunflower"), "{refused}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sunflower.db");
    let rubbish = "This is a letter, not a database. ".repeat(200);
    fs::write(&path, &rubbish).expect("written");
    let refused = Store::open(&DatabaseUrl::file(&path))
        .await
        .expect_err("it is rubbish");
    assert!(matches!(refused, OpenError::NotADatabase(_)), "{refused}");
    assert_eq!(fs::read_to_string(&path).expect("still there"), rubbish);
    assert_eq!(names(folder.path()), ["sunflower.db"]);
}

/// What is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string());
    let mut names: Vec<_> = names.map(|name| name.expect("text")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_not_a_byte_of_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("songs.db");
    let address = format!("sqlite://{}?mode=rwc", path.display());
    raw(&address, "CREATE TABLE songs (title TEXT)").await;
    let before = fs::read(&path).expect("read");
    let refused = Store::open(&DatabaseUrl::file(&path))
        .await
        .expect_err("it is another's");
    assert!(matches!(refused, OpenError::NotOurs(_)), "{refused}");
    assert!(refused.to_string().contains("change DATABASE_URL"));
    assert!(fs::read(&path).expect("read") == before);
    assert_eq!(names(folder.path()), ["songs.db"]);
}

#[tokio::test]
async fn of_a_newer_database_not_a_byte_changes_whether_its_log_was_folded_in_or_not() {
    for killed in [false, true] {
        let database = Database::sqlite();
        let store = database.open().await;
        let newer = "INSERT INTO _sqlx_migrations VALUES (9999, 'newer', 0, 1, x'00', 0)";
        database.raw(newer).await;
        let (from, to) = (
            database.folder.path(),
            tempfile::tempdir().expect("a folder"),
        );
        if !killed {
            store.close().await;
        }
        // As it lies there: with its log, as a killed program leaves it, or without.
        for end in ["", "-wal"] {
            let name = format!("sunflower.db{end}");
            if let Ok(bytes) = fs::read(from.join(&name)) {
                fs::write(to.path().join(name), bytes).expect("copied");
            }
        }
        let log = to.path().join("sunflower.db-wal");
        assert_eq!(log.exists(), killed);
        let path = to.path().join("sunflower.db");
        let (before, logged) = (fs::read(&path).expect("read"), fs::read(&log).ok());
        let refused = Store::open(&DatabaseUrl::file(&path))
            .await
            .expect_err("it is newer");
        assert!(matches!(refused, OpenError::NewerSchema(_)), "{refused}");
        assert!(fs::read(&path).expect("read") == before);
        assert!(fs::read(&log).ok() == logged);
        if !killed {
            assert_eq!(names(to.path()), ["sunflower.db"]);
        }
    }
}

#[tokio::test]
async fn a_file_that_is_exchanged_under_the_bot_is_not_written_to_until_it_is_back() {
    let database = Database::sqlite();
    let store = database.open().await;
    let path = database.folder.path().join("sunflower.db");
    let aside = database.folder.path().join("aside.db");
    fs::rename(&path, &aside).expect("moved");
    let refused = store.write().await.expect_err("it is gone");
    assert!(
        refused.to_string().contains("moved or replaced"),
        "{refused}"
    );
    fs::write(&path, "another").expect("written");
    let refused = store.write().await.expect_err("it is another");
    assert!(refused.to_string().contains("stop the bot"), "{refused}");
    fs::rename(&aside, &path).expect("moved back");
    let mut writing = store.write().await.expect("it is the same again");
    writing.set_meta("kept", "1").await.expect("written");
    writing.commit().await.expect("committed");
    store.close().await;
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let refused = Store::open(&DatabaseUrl::file("/nowhere/at/all/sunflower.db"))
        .await
        .expect_err("there is no such folder");
    assert!(refused.to_string().contains("/nowhere/at/all"), "{refused}");
}

#[tokio::test]
async fn a_second_process_on_one_database_is_refused_until_the_first_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = DatabaseUrl::file(folder.path().join("sunflower.db"));
    let first = DatabaseLock::take(&database).expect("the first has it");
    let refused = DatabaseLock::take(&database).expect_err("the second has not");
    assert!(
        refused.to_string().contains("another Sunflower"),
        "{refused}"
    );
    drop(first);
    DatabaseLock::take(&database).expect("now it has");
}

#[tokio::test]
async fn what_an_sqlite_commit_is_worth_is_set_on_every_connection() {
    let database = Database::sqlite();
    let store = database.open().await;
    let bytes = fs::read(database.folder.path().join("sunflower.db")).expect("the file");
    // Bytes 18 and 19 of an SQLite file: 2 is write-ahead logging.
    assert_eq!(&bytes[18..20], &[2, 2]);
    store.close().await;
}

#[tokio::test]
async fn a_transaction_that_sqlite_took_back_by_itself_spoils_no_later_one() {
    let database = Database::sqlite();
    let store = database.open().await;
    // As it does when the disk is full.
    let trigger = "CREATE TRIGGER full BEFORE INSERT ON meta WHEN NEW.name = 'too much' BEGIN
                   SELECT RAISE(ROLLBACK, 'no room'); END";
    database.raw(trigger).await;
    for _ in 0..5 {
        let mut writing = store.write().await.expect("a transaction");
        let refused = writing
            .set_meta("too much", "1")
            .await
            .expect_err("no room");
        assert!(refused.to_string().contains("no room"), "{refused}");
    }
    let mut writing = store.write().await.expect("a transaction");
    writing.set_meta("enough", "1").await.expect("written");
    writing.commit().await.expect("committed");
    assert_eq!(
        store.meta("enough").await.expect("read").as_deref(),
        Some("1")
    );
    store.close().await;
}
