//! A copy of the database while it is in use: whole, for its owner alone, with nothing deleted in it;
//! and whatever is wrong is said before anything is made. SQLite's alone.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use sqlx::{Connection, Executor, Row};
use sunflower::store::{DatabaseUrl, Store, backup};

use crate::support::database::{Database, connect, raw};

fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().expect("an instant")
}

/// Every file of a folder, with what is in it.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect();
    files.sort();
    files
}

/// Why no backup of this file is made. Nothing is changed or left behind.
async fn refusal(database: &DatabaseUrl, to: &Path) -> String {
    let folder = to.parent().expect("a folder");
    let before = files(folder);
    let refused = backup(database, to, noon()).await.expect_err("it refuses");
    assert!(files(folder) == before, "something changed: {refused}");
    refused.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_whole_and_private_and_holds_nothing_that_was_deleted() {
    let database = Database::sqlite();
    let store = database.open().await;
    let deleted = "a secret of long ago ".repeat(400);
    for (name, value) in [("old", deleted.as_str()), ("kept", "this stays")] {
        let mut writing = store.write().await.expect("a transaction");
        writing.set_meta(name, value).await.expect("written");
        writing.commit().await.expect("committed");
    }
    // Deleted without a trace being overwritten: the page stays in the file, and in the log.
    database
        .raw("PRAGMA secure_delete = OFF; DELETE FROM meta WHERE name = 'old'")
        .await;

    // Somebody writes all the while: two values that are always the same.
    let writer = store.clone();
    let stop = tokio_util::sync::CancellationToken::new();
    let until = stop.clone();
    let writing = async move {
        let mut round = 0;
        while !until.is_cancelled() {
            round += 1;
            let mut writing = writer.write().await.expect("a transaction");
            for name in ["left", "right"] {
                let value = round.to_string();
                writing.set_meta(name, &value).await.expect("written");
            }
            writing.commit().await.expect("it is not held up");
        }
        round
    };
    let copying = async {
        let mut copies = Vec::new();
        for nth in 0..5 {
            let to = database.folder.path().join(format!("copy-{nth}.db"));
            backup(database.url(), &to, noon()).await.expect("copied");
            copies.push(to);
        }
        stop.cancel();
        copies
    };
    let (rounds, copies) = tokio::join!(writing, copying);
    assert!(rounds > 5, "there was nothing to be held up: {rounds}");
    for copy in &copies {
        let mode = fs::metadata(copy).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let bytes = fs::read(copy).expect("read");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("long ago"), "a deleted page came along");
        assert!(text.contains("this stays"));
        let mut connection = connect(&format!("sqlite://{}", copy.display())).await;
        let rows = connection
            .fetch_all("SELECT name, value FROM meta ORDER BY name")
            .await
            .expect("read");
        let value = |of: &str| {
            let row = rows.iter().find(|row| row.get::<&str, _>(0) == of);
            row.map(|row| row.get::<String, _>(1))
        };
        assert_eq!(value("left"), value("right"), "of one moment");
        let at = noon().timestamp_millis().to_string();
        assert_eq!(value("backup_at"), Some(at));
        connection.close().await.expect("it closes");
    }
    assert_eq!(store.meta("backup_at").await.expect("read"), None);
    store.close().await;
    // The database, its copies, and nothing else.
    assert_eq!(files(database.folder.path()).len(), 1 + copies.len());
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_waits_for_none() {
    let database = Database::sqlite();
    database.open().await.close().await;
    let to = database.folder.path().join("copy.db");
    fs::write(&to, "precious").expect("written");
    let said = refusal(database.url(), &to).await;
    assert!(said.contains("copy.db is there already"), "{said}");
    let nowhere = database.folder.path().join("no/where.db");
    let refused = backup(database.url(), &nowhere, noon()).await;
    let said = refused.expect_err("there is no such folder").to_string();
    assert!(
        said.contains("no/where.db can't be made: No such file"),
        "{said}"
    );
    let other = database.folder.path().join("other.db");
    fs::write(database.folder.path().join("other.db.part"), "half").expect("written");
    let said = refusal(database.url(), &other).await;
    assert!(
        said.contains("other.db.part") && said.contains("remove it"),
        "{said}"
    );
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_named_and_no_copy_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, to) = (folder.path().join("bot.db"), folder.path().join("copy.db"));
    let database = DatabaseUrl::file(&file);
    let said = refusal(&database, &to).await;
    assert!(said.contains("bot.db is not there"), "{said}");
    fs::write(&file, "").expect("written");
    let said = refusal(&database, &to).await;
    assert!(said.contains("bot.db is not there"), "{said}");
    fs::write(&file, "This is a letter. ".repeat(500)).expect("written");
    let said = refusal(&database, &to).await;
    assert!(said.contains("is not an SQLite database"), "{said}");

    fs::remove_file(&file).expect("removed");
    Store::open(&database).await.expect("made").close().await;
    let address = format!("sqlite://{}?mode=rwc", file.display());
    let newer = "INSERT INTO _sqlx_migrations VALUES (9999, 'newer', 0, 1, x'00', 0)";
    raw(&address, newer).await;
    let said = refusal(&database, &to).await;
    assert!(said.contains("newer Sunflower"), "{said}");

    fs::remove_file(&file).expect("removed");
    raw(&address, "CREATE TABLE songs (title TEXT)").await;
    let said = refusal(&database, &to).await;
    assert!(said.contains("another program's"), "{said}");
}

#[tokio::test]
async fn of_postgres_it_says_what_copies_that() {
    let database = "postgres://bot:hunter2@db/sunflower"
        .parse()
        .expect("an address");
    let refused = backup(&database, Path::new("/nowhere/copy.db"), noon()).await;
    let said = refused.expect_err("it refuses").to_string();
    assert!(
        said.contains("pg_dump") && !said.contains("hunter2"),
        "{said}"
    );
}
