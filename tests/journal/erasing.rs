//! Deleted means gone: from the rows, and from the bytes of SQLite's files.

use std::fs;

use sqlx::{AnyConnection, Connection, Executor};
use sunflower::{
    reflection::{Erased, Scope, worker},
    store::backup,
};
use tokio_util::sync::CancellationToken;

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, erased, noon, open_agreed, pieces, sealed, texts,
        write,
    },
    support::database::{Database, on_both_databases},
};

/// Every byte of the database's files, its log and index included.
fn bytes(database: &Database) -> Vec<u8> {
    ["", "-wal", "-shm"]
        .iter()
        .filter_map(|end| fs::read(database.folder.path().join(format!("sunflower.db{end}"))).ok())
        .flatten()
        .collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

/// Somebody who reads the database as it is now, until they commit.
async fn reader(database: &Database) -> AnyConnection {
    let mut reader = database.connect().await;
    reader.execute("BEGIN").await.unwrap();
    reader
        .execute("SELECT COUNT(*) FROM reflections")
        .await
        .unwrap();
    reader
}

on_both_databases! {
    async fn while_very_much_of_a_server_is_deleted_others_get_their_turn_to_write(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW)]).await;
        write(&journal, ANA, MEADOW, "the hills").await;
        database.raw(format!(
            "INSERT INTO reflections (id, user_id, guild_id, key_id, sealed, written_at)
             WITH RECURSIVE counted (nth) AS (SELECT 1 UNION ALL SELECT nth + 1 FROM counted WHERE nth < 8000)
             SELECT 'made up ' || nth, {}, {}, (SELECT key_id FROM keys), 'x', {} FROM counted",
            ANA.get(), HARBOUR.get(), noon().timestamp_millis(),
        )).await;
        // Each has a connection by then: on PostgreSQL to open one takes long.
        let (one, other) = tokio::join!(journal.agree(ANA, MEADOW), journal.agree(BEN, MEADOW));
        one.and(other).unwrap();
        let others = async {
            let mut seen = Vec::new();
            loop {
                journal.agree(BEN, MEADOW).await.unwrap();
                let left = journal.stored_about(ANA, IN_HARBOUR).await.unwrap().reflections;
                seen.push(left);
                if left == 0 {
                    return seen;
                }
            }
        };
        let (all, seen) = tokio::join!(journal.empty_server(HARBOUR), others);
        assert_eq!(all.unwrap().reflections, 8000);
        assert!(seen.iter().any(|left| (1..8000).contains(left)), "{seen:?}");
        // What is written meanwhile goes with the rest.
        write(&journal, ANA, HARBOUR, "the sea").await;
        assert_eq!(journal.erase_server(HARBOUR).await.unwrap(), erased(1, 1));
        assert_eq!(texts(&journal, ANA, Scope::Everywhere).await, [Some("the hills".into())]);
    }

    async fn deleting_says_what_was_removed_and_leaves_the_rest(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW)]).await;
        let id = write(&journal, ANA, HARBOUR, "the sea").await;
        write(&journal, ANA, HARBOUR, "a boat").await;
        write(&journal, ANA, MEADOW, "the hills").await;
        assert_eq!(journal.delete_one(ANA, &id).await.unwrap(), Some(erased(1, 0)));
        assert_eq!(journal.delete_one(ANA, &id).await.unwrap(), None, "it is gone");
        assert_eq!(journal.delete_all(ANA, IN_HARBOUR).await.unwrap(), erased(1, 0));
        assert_eq!(texts(&journal, ANA, Scope::Everywhere).await, [Some("the hills".into())]);
        assert!(journal.has_consented(ANA, HARBOUR).await.unwrap(), "consent stays");
        assert_eq!(journal.delete_all(ANA, Scope::Everywhere).await.unwrap(), erased(1, 0));
        assert_eq!(journal.delete_all(ANA, Scope::Everywhere).await.unwrap(), erased(0, 0));
    }
}

#[tokio::test]
async fn words_are_nowhere_in_the_files_and_after_deleting_neither_is_what_was_sealed() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR), (ANA, MEADOW)]).await;
    let long = "the sea and its salt ".repeat(190);
    let (mut gone, mut kept) = (Vec::new(), Vec::new());
    for round in 0..6 {
        for (guild, rows) in [(HARBOUR, &mut gone), (MEADOW, &mut kept)] {
            let text = if round % 2 == 0 {
                "the sea and its salt"
            } else {
                &long
            };
            let id = write(&journal, ANA, guild, text).await;
            rows.push((sealed(&database, &id).await, id));
        }
    }
    let before = bytes(&database);
    assert!(!contains(&before, "the sea"), "words in clear");
    assert!(!contains(&before, "What helped"), "a question in clear");
    for (sealed, id) in gone.iter().chain(&kept) {
        assert!(contains(&before, &id.to_string()) && pieces(&before, sealed) > 5);
    }

    assert_eq!(
        journal.delete_all(ANA, IN_HARBOUR).await.unwrap(),
        erased(6, 0)
    );
    let after = bytes(&database);
    for (sealed, id) in &gone {
        assert_eq!(pieces(&after, sealed), 0, "sealed words were left behind");
        assert!(!contains(&after, &id.to_string()), "an id was left behind");
    }
    for (sealed, _) in &kept {
        assert!(pieces(&after, sealed) > 5, "the others' are there");
    }
}

#[tokio::test]
async fn a_reader_delays_the_word_done_and_not_the_promise() {
    let database = Database::sqlite();
    let (journal, hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let id = write(&journal, ANA, HARBOUR, "the sea").await;
    let sealed = sealed(&database, &id).await;

    let mut reader = reader(&database).await;
    let deleted = journal.delete_one(ANA, &id).await.unwrap();
    let not_done = Erased {
        done: false,
        ..erased(1, 0)
    };
    assert_eq!(deleted, Some(not_done), "the reader still sees it");
    assert!(
        texts(&journal, ANA, IN_HARBOUR).await.is_empty(),
        "its writer does not"
    );
    assert!(pieces(&bytes(&database), &sealed) > 5);
    reader.execute("COMMIT").await.unwrap();
    reader.close().await.unwrap();

    // The worker was told, and finishes by itself.
    let shutdown = CancellationToken::new();
    let watch = async {
        while pieces(&bytes(&database), &sealed) > 0 {
            hand.advance(chrono::TimeDelta::seconds(1));
            tokio::task::yield_now().await;
        }
        shutdown.cancel();
    };
    tokio::join!(worker::run(&journal, shutdown.clone()), watch);
    assert!(journal.finish_erasing().await.unwrap());
}

#[tokio::test]
async fn what_a_killed_process_left_is_cut_at_the_next_start() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let id = write(&journal, ANA, HARBOUR, "the sea").await;
    let sealed = sealed(&database, &id).await;
    let mut reader = reader(&database).await;
    assert!(
        !journal
            .delete_one(ANA, &id)
            .await
            .unwrap()
            .expect("deleted")
            .done
    );
    reader.execute("COMMIT").await.unwrap();

    // The reader keeps its connection, so that no last close tidies up; the first journal never does.
    let (_again, _hand) = crate::fixture::open(&database).await;
    assert_eq!(pieces(&bytes(&database), &sealed), 0);
    reader.close().await.unwrap();
    drop(journal);
}

#[tokio::test]
async fn a_withdrawal_that_fails_on_its_way_has_removed_nothing() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    write(&journal, ANA, HARBOUR, "the sea").await;
    let fails = "CREATE TRIGGER full_disk BEFORE DELETE ON consents \
                 BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    database.raw(fails).await;
    assert!(journal.withdraw(ANA, IN_HARBOUR).await.is_err());
    assert_eq!(
        texts(&journal, ANA, IN_HARBOUR).await,
        [Some("the sea".into())]
    );
    assert!(journal.has_consented(ANA, HARBOUR).await.unwrap());
    database.raw("DROP TRIGGER full_disk").await;
    assert_eq!(
        journal.withdraw(ANA, IN_HARBOUR).await.unwrap(),
        erased(1, 1)
    );
}

#[tokio::test]
async fn no_backup_taken_after_a_deletion_holds_anything_of_it_even_while_a_reader_delays_it() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let long = "the sea and its salt ".repeat(150);
    let id = write(&journal, ANA, HARBOUR, &long).await;
    let stays = write(&journal, ANA, HARBOUR, &long).await;
    let (gone, left) = (
        sealed(&database, &id).await,
        sealed(&database, &stays).await,
    );
    let mut reader = database.connect().await;
    reader.execute("BEGIN").await.unwrap();
    let count = "SELECT COUNT(*) FROM reflections";
    reader.execute(count).await.unwrap();
    let deleted = journal.delete_one(ANA, &id).await.unwrap();
    assert!(!deleted.expect("deleted").done, "a reader delays it");
    let copy = database.folder.path().join("backup.db");
    backup(database.url(), &copy, noon()).await.unwrap();
    let bytes = fs::read(&copy).unwrap();
    assert_eq!(pieces(&bytes, &gone), 0, "sealed words are in the backup");
    assert!(
        !contains(&bytes, &id.to_string()),
        "its id is in the backup"
    );
    assert!(pieces(&bytes, &left) > 5, "the other one is there");
    reader.execute("COMMIT").await.unwrap();
    reader.close().await.unwrap();
}
