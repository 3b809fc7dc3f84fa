//! The list of erasures: hashes and times alone, written before anything is deleted, and enough to
//! clear a restored backup.

use std::{fs, io::Write, sync::Arc};

use chrono::TimeDelta;
use sunflower::reflection::{
    KeyError, KeyFile, ReflectionId, Scope,
    erasures::{Erasure, Erasures},
    keyring::Keyring,
    model::Retention,
};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, key_path, list_path, noon, open, open_agreed,
        refusal, texts, write,
    },
    support::database::Database,
};

/// The list as a later program reads it.
fn read(database: &Database) -> Arc<Erasures> {
    let keyring = Keyring::read(&key_path(database)).expect("the keyring");
    let list = Erasures::open(&list_path(database), keyring.erasures());
    Arc::new(list.expect("the list"))
}

#[tokio::test]
async fn what_was_erased_is_known_again_and_what_was_written_later_is_not() {
    let database = Database::sqlite();
    let (journal, hand) =
        open_agreed(&database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
    let one = write(&journal, ANA, HARBOUR, "the sea").await;
    let (other, hour) = (ReflectionId::random(), TimeDelta::hours(1));
    journal.delete_one(ANA, &one).await.unwrap();
    let list = read(&database);
    let record = list.read().unwrap();
    assert!(record.is_erased(&one, ANA, HARBOUR, noon()));
    assert!(!record.is_erased(&other, ANA, HARBOUR, noon()));

    hand.advance(hour);
    journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
    let record = list.read().unwrap();
    assert!(record.is_erased(&other, ANA, HARBOUR, noon()));
    assert!(
        !record.is_erased(&other, ANA, HARBOUR, noon() + hour * 2),
        "written later"
    );
    assert!(
        !record.is_erased(&other, ANA, MEADOW, noon()),
        "another server"
    );
    assert!(
        !record.is_erased(&other, BEN, HARBOUR, noon()),
        "another member"
    );
    assert!(!record.is_withdrawn(ANA, HARBOUR, noon()), "consent stayed");

    journal.withdraw(ANA, Scope::Everywhere).await.unwrap();
    let record = list.read().unwrap();
    assert!(record.is_erased(&other, ANA, MEADOW, noon()));
    assert!(record.is_withdrawn(ANA, HARBOUR, noon()) && record.is_withdrawn(ANA, MEADOW, noon()));
    assert!(
        !record.is_withdrawn(ANA, HARBOUR, noon() + hour * 2),
        "agreed again later"
    );
    assert!(!record.is_withdrawn(BEN, HARBOUR, noon()));
}

#[tokio::test]
async fn the_list_holds_hashes_and_times_and_nothing_else() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let id = write(&journal, ANA, HARBOUR, "the sea").await;
    journal.delete_one(ANA, &id).await.unwrap();
    journal.withdraw(ANA, IN_HARBOUR).await.unwrap();
    let text = fs::read_to_string(list_path(&database)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "a header and two entries");
    for line in &lines[1..] {
        let (hash, at) = line.split_once(' ').expect("a hash and a time");
        assert_eq!((hash.len(), at), (43, "2026-11-23T12:00:00.000Z"));
    }
    assert!(!text.contains(&id.to_string()) && !text.contains(&ANA.to_string()));
    assert!(!text.contains(&HARBOUR.to_string()));
}

#[tokio::test]
async fn nothing_is_deleted_unless_it_could_be_put_on_the_list_first() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let id = write(&journal, ANA, HARBOUR, "the sea").await;
    // A list cut to nothing under way: it has lost entries, and takes no more.
    fs::File::options()
        .write(true)
        .open(list_path(&database))
        .unwrap()
        .set_len(0)
        .unwrap();
    assert!(journal.delete_one(ANA, &id).await.is_err());
    assert!(journal.delete_all(ANA, IN_HARBOUR).await.is_err());
    assert!(journal.withdraw(ANA, IN_HARBOUR).await.is_err());
    assert!(journal.retain(HARBOUR, Retention::Month).await.is_err());
    assert_eq!(
        journal.retention(HARBOUR).await.unwrap(),
        Retention::default()
    );
    assert_eq!(
        texts(&journal, ANA, IN_HARBOUR).await,
        [Some("the sea".into())]
    );
    assert!(journal.has_consented(ANA, HARBOUR).await.unwrap());
}

#[tokio::test]
async fn nothing_is_deleted_while_another_file_is_in_the_lists_place() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let id = write(&journal, ANA, HARBOUR, "the sea").await;
    let (list, aside) = (
        list_path(&database),
        database.folder.path().join("the list"),
    );
    // As a program does that keeps copies in step.
    fs::copy(&list, &aside).unwrap();
    fs::rename(&aside, &list).unwrap();
    for gone in [false, true] {
        let refused = journal.delete_one(ANA, &id).await.unwrap_err();
        let said = format!("{refused:#}");
        assert!(
            said.contains("nothing was deleted") && said.contains("moved or replaced"),
            "{said}"
        );
        assert!(journal.delete_all(ANA, IN_HARBOUR).await.is_err());
        assert!(journal.withdraw(ANA, IN_HARBOUR).await.is_err());
        assert!(journal.erase_server(HARBOUR).await.is_err());
        if !gone {
            fs::rename(&list, &aside).unwrap();
        }
    }
    assert_eq!(
        texts(&journal, ANA, IN_HARBOUR).await,
        [Some("the sea".into())]
    );
    fs::rename(&aside, &list).unwrap();
    let (journal, _hand) = open(&database).await;
    journal.delete_one(ANA, &id).await.unwrap().unwrap();
    let record = read(&database);
    let record = record.read().unwrap();
    assert!(record.is_erased(&id, ANA, HARBOUR, noon()));
}

#[tokio::test]
async fn a_line_torn_by_a_crash_spoils_nothing() {
    let database = Database::sqlite();
    open(&database).await;
    let (before, after) = (ReflectionId::random(), ReflectionId::random());
    let list = read(&database);
    list.append(&[Erasure::One(before)], noon()).unwrap();
    let whole = fs::read(list_path(&database)).unwrap();
    let last_line = &whole[whole.len() - 69..];
    for torn in 1..68 {
        fs::write(list_path(&database), &whole).unwrap();
        let mut file = fs::File::options()
            .append(true)
            .open(list_path(&database))
            .unwrap();
        file.write_all(&last_line[..torn]).unwrap();
        let list = read(&database);
        list.append(&[Erasure::One(after)], noon()).unwrap();
        let record = list.read().unwrap();
        assert!(record.is_erased(&before, ANA, HARBOUR, noon()));
        assert!(record.is_erased(&after, ANA, HARBOUR, noon()));
        assert_eq!(record.torn(), 1, "torn after {torn} bytes");
    }
}

#[tokio::test]
async fn a_list_that_is_gone_or_of_another_key_stops_the_start() {
    let database = Database::sqlite();
    open(&database).await;
    let key_file = KeyFile::required(key_path(&database));
    let list = fs::read(list_path(&database)).unwrap();
    fs::remove_file(list_path(&database)).unwrap();
    let refused = refusal(&database, key_file.clone()).await;
    assert!(matches!(refused, KeyError::ListMissing { .. }), "{refused}");
    assert!(!list_path(&database).exists());

    let elsewhere = Database::sqlite();
    open(&elsewhere).await;
    fs::copy(list_path(&elsewhere), list_path(&database)).unwrap();
    let refused = refusal(&database, key_file).await;
    assert!(
        matches!(refused, KeyError::ListOfAnotherKey { .. }),
        "{refused}"
    );

    fs::write(list_path(&database), list).unwrap();
    open(&database).await;
    // Who knows that it is lost says so with an empty one.
    fs::write(list_path(&database), "").unwrap();
    open(&database).await;
}

#[tokio::test]
async fn a_list_without_its_key_file_is_not_taken_over_by_a_new_key() {
    let database = Database::sqlite();
    open(&database).await;
    fs::remove_file(key_path(&database)).unwrap();
    let anew = Database::sqlite();
    let refused = refusal(&anew, KeyFile::made_if_missing(key_path(&database))).await;
    assert!(
        matches!(refused, KeyError::ListWithoutKey { .. }),
        "{refused}"
    );
    assert!(!key_path(&database).exists());
}
