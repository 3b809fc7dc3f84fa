//! Opening a database: what is made, what is refused, what a transaction is worth.

use std::fs;

use sunflower::store::{Backend, DatabaseLock, DatabaseUrl, OpenError, Store};

use crate::support::database::{Database, on_both_databases};

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
        raw(database, newer).await;
        store.close().await;

        let refused = Store::open(database.url()).await.expect_err("it is newer");
        assert!(matches!(refused, OpenError::NewerSchema(_)), "{refused}");
        assert!(refused.to_string().contains("newer Sunflower"), "{refused}");
    }
}

/// Runs SQL that no method of the store has, on a connection of its own.
async fn raw(database: &Database, sql: &'static str) {
    use sqlx::{AnyConnection, Connection, Executor};
    let mut connection = AnyConnection::connect(&database.address())
        .await
        .expect("a connection");
    connection.execute(sql).await.expect("the database obeys");
    connection.close().await.expect("it closes");
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
