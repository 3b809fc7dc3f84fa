//! From one key to the next: every row opens at every moment, whatever is cut off, and a bot that runs goes
//! along.

use std::fs;

use sqlx::{Connection, Executor};
use sunflower::{
    reflection::{
        KeyError, KeyFile, Scope,
        model::KeyId,
        rotate::{self, BATCH, Retired, Rotated, Rotation},
    },
    store::ids::{GuildId, UserId},
};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, answer, erased, key_path, noon, open, open_agreed,
        raw_text, refusal, texts, write,
    },
    support::database::{Database, on_both_databases, run_on},
};

fn key_file(database: &Database) -> KeyFile {
    KeyFile::required(key_path(database))
}

/// Begins a rotation, as another process does.
async fn begin(database: &Database) -> Rotation {
    Rotation::begin(database.open().await, &key_file(database), noon())
        .await
        .expect("it begins")
}

/// A rotation from its beginning to its end.
pub async fn rotate(database: &Database) -> Rotated {
    finish(begin(database).await).await
}

async fn finish(mut rotation: Rotation) -> Rotated {
    loop {
        if let Some(rotated) = rotation.step().await.expect("a step") {
            return rotated;
        }
    }
}

pub async fn retire(database: &Database) -> Retired {
    rotate::retire(&database.open().await, &key_file(database), noon())
        .await
        .expect("it can be asked")
}

/// The names in the key file, in order.
fn keys(database: &Database) -> Vec<KeyId> {
    let text = fs::read_to_string(key_path(database)).expect("a key file");
    let names = text.lines().filter_map(|line| line.split_once(' '));
    let keys = names.filter(|(name, _)| !["#", "erasures"].contains(name));
    keys.map(|(name, _)| name.parse().expect("a name"))
        .collect()
}

fn erasures_line(database: &Database) -> String {
    let text = fs::read_to_string(key_path(database)).expect("a key file");
    let line = text.lines().find(|line| line.starts_with("erasures "));
    line.expect("the key of the list").to_owned()
}

/// How many rows are under each key, by the key's name.
async fn count_under(database: &Database, key_id: &KeyId) -> u64 {
    let count = format!("SELECT CAST(COUNT(*) AS TEXT) FROM reflections WHERE key_id = '{key_id}'");
    raw_text(database, count).await.parse().expect("a count")
}

/// Many writers, each with one reflection: more than two batches.
async fn crowd(database: &Database) -> u64 {
    let (journal, _hand) = open(database).await;
    let people = u64::from(BATCH) * 2 + 10;
    for number in 1..=people {
        let user = UserId::new(number);
        journal.agree(user, HARBOUR).await.expect("agreed");
        write(&journal, user, HARBOUR, &format!("of {number}")).await;
    }
    people
}

/// Every one of a crowd still reads their own, in a bot that is started now.
async fn all_is_read(database: &Database, people: u64) {
    let (journal, _hand) = open(database).await;
    for number in 1..=people {
        let theirs = texts(&journal, UserId::new(number), IN_HARBOUR).await;
        assert_eq!(theirs, [Some(format!("of {number}"))]);
    }
}

on_both_databases! {
    async fn all_is_under_the_new_key_and_reads_as_before(database: &Database) {
        let (journal, _hand) =
            open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        for (user, guild) in [(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)] {
            write(&journal, user, guild, "the sea").await;
        }
        let [old] = &keys(database)[..] else { panic!("one key") };
        let of_the_list = erasures_line(database);
        let rotated = rotate(database).await;
        let [before, new] = &keys(database)[..] else { panic!("two keys") };
        assert_eq!((before, &rotated.key_id), (old, new), "the new one is the last, which seals");
        assert_eq!(rotated.old.iter().collect::<Vec<_>>(), [old]);
        assert_eq!((rotated.resealed, rotated.unreadable, rotated.log_cut), (3, 0, true));
        assert_eq!(count_under(database, new).await, 3);
        assert_eq!(erasures_line(database), of_the_list, "that one never rotates");
        for journal in [journal, open(database).await.0] {
            assert_eq!(texts(&journal, ANA, Scope::Everywhere).await.len(), 2);
            assert_eq!(texts(&journal, BEN, IN_HARBOUR).await, [Some("the sea".into())]);
        }
    }

    async fn cut_off_after_any_step_all_opens_and_the_next_run_goes_on(database: &Database) {
        let people = crowd(database).await;
        let mut steps = 0;
        let rotated = loop {
            let mut rotation = begin(database).await;
            assert_eq!(keys(database).len(), 2, "one new key, however often it is begun");
            steps += 1;
            let mut ended = None;
            for _ in 0..steps {
                ended = rotation.step().await.expect("a step");
            }
            drop(rotation);
            all_is_read(database, people).await;
            if let Some(ended) = ended {
                break ended;
            }
        };
        assert!(steps > 2, "{steps}");
        assert_eq!(count_under(database, &rotated.key_id).await, people);
        rotate(database).await;
        assert_eq!(keys(database).len(), 3, "one that ended is not gone on with: the next makes a new key");
        all_is_read(database, people).await;
    }

    async fn cut_off_once_the_key_is_in_the_file_and_nobody_knows_it_the_next_run_takes_it(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        let before = fs::read_to_string(key_path(database)).expect("a key file");
        rotate(database).await;
        let with_a_new_one = fs::read_to_string(key_path(database)).expect("a key file");
        assert!(with_a_new_one.starts_with(&before), "the other lines stay as they are");
        let fresh = with_a_new_one.replace(keys(database)[1].as_str(), "fresh");
        database.raw("DELETE FROM reflections").await;
        database.raw(format!("DELETE FROM keys WHERE key_id = '{}'", keys(database)[1])).await;
        fs::write(key_path(database), fresh).expect("written");
        assert_eq!(rotate(database).await.key_id.as_str(), "fresh");
        assert_eq!(keys(database).len(), 2);
    }

    async fn a_bot_that_runs_seals_under_the_new_key_from_the_moment_the_database_knows_it(database: &Database) {
        let (running, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&running, ANA, HARBOUR, "before").await;
        let rotation = begin(database).await;
        let new = keys(database).pop().expect("a key");
        write(&running, ANA, HARBOUR, "meanwhile").await;
        assert_eq!(count_under(database, &new).await, 1, "what is written meanwhile");
        let rotated = finish(rotation).await;
        assert_eq!((rotated.resealed, count_under(database, &new).await), (1, 2));
        let read = texts(&running, ANA, IN_HARBOUR).await;
        assert!(read.iter().all(Option::is_some), "{read:?}");
    }

    async fn what_was_sealed_under_the_old_key_behind_a_batch_is_met_by_the_next_pass(database: &Database) {
        let people = crowd(database).await;
        let [old] = &keys(database)[..] else { panic!("one key") };
        let first = raw_text(database, "SELECT MIN(id) FROM reflections").await;
        let sealed = format!("SELECT sealed FROM reflections WHERE id = '{first}'");
        let sealed = raw_text(database, sealed).await;
        let mut rotation = begin(database).await;
        rotation.step().await.expect("a step");
        // As a transaction leaves it that was begun before the key was known.
        database.raw(format!(
            "UPDATE reflections SET key_id = '{old}', sealed = '{sealed}' WHERE id = '{first}'"
        )).await;
        let rotated = finish(rotation).await;
        assert_eq!((rotated.resealed, rotated.unreadable), (people + 1, 0));
        assert_eq!(count_under(database, old).await, 0);
    }

    async fn what_is_deleted_or_written_anew_between_reading_and_sealing_is_left(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let anas = write(&journal, ANA, HARBOUR, "the sea").await;
        let bens = write(&journal, BEN, HARBOUR, "a boat").await;
        let store = database.open().await;
        let other: KeyId = "other".parse().unwrap();
        let rows = store.sealed_otherwise(&other, "", 10).await.unwrap();
        let (deleted, changed) = (anas.to_string(), bens.to_string());
        assert_eq!(journal.delete_one(ANA, &anas).await.unwrap(), Some(erased(1, 0)));
        let sealed = format!("SELECT sealed FROM reflections WHERE id = '{changed}'");
        database.raw(format!("UPDATE reflections SET sealed = 'AAAA' WHERE id = '{changed}'")).await;
        let mut writing = store.write().await.unwrap();
        for row in rows {
            let (id, _, _, old) = row.whole.expect("a whole row");
            assert!(!writing.reseal(&id, &old, &old).await.unwrap());
        }
        writing.commit().await.unwrap();
        assert_eq!(raw_text(database, sealed).await, "AAAA");
        assert!(texts(&journal, ANA, IN_HARBOUR).await.is_empty(), "{deleted} stays deleted");
    }

    async fn a_damaged_or_swapped_row_is_left_and_told_and_the_rest_is_sealed_anew(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        let damaged = write(&journal, ANA, HARBOUR, "the hills").await;
        let swapped = write(&journal, ANA, HARBOUR, "a boat").await;
        database.raw(format!("UPDATE reflections SET sealed = 'rubbish' WHERE id = '{damaged}'")).await;
        database.raw(format!("UPDATE reflections SET user_id = {BEN} WHERE id = '{swapped}'")).await;
        let rotated = rotate(database).await;
        assert_eq!((rotated.resealed, rotated.unreadable), (1, 2));
        let old = rotated.old[0].clone();
        assert_eq!(count_under(database, &old).await, 2);
        assert_eq!(retire(database).await, Retired { gone: vec![], needed: vec![old] });

        database.raw(format!("UPDATE reflections SET user_id = {ANA} WHERE id = '{swapped}'")).await;
        let (journal, _hand) = open(database).await;
        let read = texts(&journal, ANA, IN_HARBOUR).await;
        assert_eq!(read.iter().flatten().count(), 2, "back in its place it opens: {read:?}");
    }

    async fn a_key_that_is_retired_is_gone_from_both_and_everything_starts_and_goes_on(database: &Database) {
        let (running, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&running, ANA, HARBOUR, "the sea").await;
        assert_eq!(retire(database).await, Retired { gone: vec![], needed: vec![] });
        let rotated = rotate(database).await;
        // The bot has not looked into the file since: it still holds only the old key.
        let retired = retire(database).await;
        assert_eq!(retired, Retired { gone: rotated.old, needed: vec![] });
        assert_eq!(keys(database), std::slice::from_ref(&rotated.key_id));
        write(&running, ANA, HARBOUR, "the hills").await;
        assert_eq!(count_under(database, &rotated.key_id).await, 2);
        let (restarted, _hand) = open(database).await;
        let all = ["the hills", "the sea"].map(|text| Some(text.to_owned()));
        for journal in [running, restarted] {
            let mut read = texts(&journal, ANA, IN_HARBOUR).await;
            read.sort();
            assert_eq!(read, all);
        }
    }

    async fn a_line_taken_out_by_hand_while_the_database_knows_the_key_is_missed_at_the_start(database: &Database) {
        open(database).await;
        let rotated = rotate(database).await;
        let text = fs::read_to_string(key_path(database)).expect("a key file");
        let without = text.lines().filter(|line| !line.starts_with(rotated.old[0].as_str()));
        fs::write(key_path(database), without.collect::<Vec<_>>().join("\n")).expect("written");
        let refused = refusal(database, key_file(database)).await;
        assert!(matches!(refused, KeyError::KeyMissing { .. }), "{refused}");
    }

    async fn no_key_is_retired_for_one_that_has_sealed_nothing_yet(database: &Database) {
        open(database).await;
        let text = fs::read_to_string(key_path(database)).expect("a key file");
        let (kept, last) = text.trim_end().rsplit_once('\n').expect("lines");
        let (name, key) = last.split_once(' ').expect("a name and a key");
        fs::write(key_path(database), format!("{kept}\n{name} {key}\nsecond {key}")).expect("written");
        let refused = rotate::retire(&database.open().await, &key_file(database), noon()).await;
        let refused = refused.expect_err("it is refused");
        assert!(matches!(&refused, KeyError::NotRotated { key_id, .. } if key_id.as_str() == "second"), "{refused}");
        assert_eq!(keys(database).len(), 2);
    }

    async fn a_bot_that_can_read_the_new_key_nowhere_goes_on_until_its_own_is_retired(database: &Database) {
        let (running, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let old = fs::read_to_string(key_path(database)).expect("a key file");
        rotate(database).await;
        let new = fs::read_to_string(key_path(database)).expect("a key file");
        fs::write(key_path(database), &old).expect("written");
        write(&running, ANA, HARBOUR, "the sea").await;
        fs::write(key_path(database), &new).expect("written");
        assert_eq!(rotate(database).await.resealed, 1, "what it sealed is met by the next rotation");
        assert_eq!(retire(database).await.gone.len(), 2);
        fs::write(key_path(database), &old).expect("written");
        let refused = running.keep(&answer(ANA, HARBOUR, "the hills")).await.expect_err("nothing is sealed that can't be opened");
        assert!(!format!("{refused:#}").contains("the hills"));
    }
}

#[tokio::test]
async fn two_do_not_change_the_key_file_at_once() {
    let database = Database::sqlite();
    open(&database).await;
    let _first = begin(&database).await;
    let store = database.open().await;
    let second = Rotation::begin(store.clone(), &key_file(&database), noon()).await;
    let refused = second.expect_err("one at a time").to_string();
    assert!(refused.contains("let it finish"), "{refused}");
    let retiring = rotate::retire(&store, &key_file(&database), noon()).await;
    assert!(matches!(retiring, Err(KeyError::BeingChanged { .. })));
}

#[cfg(unix)]
#[tokio::test]
async fn the_key_file_stays_its_owners_alone_and_a_link_to_it_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let database = Database::sqlite();
    open(&database).await;
    let path = key_path(&database);
    let elsewhere = database.folder.path().join("keys");
    fs::create_dir(&elsewhere).unwrap();
    let file = elsewhere.join("real.key");
    fs::rename(&path, &file).unwrap();
    symlink(&file, &path).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    // A rotation was cut off while it wrote.
    fs::write(elsewhere.join("real.key.part"), "half").unwrap();
    rotate(&database).await;
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o400);
    assert_eq!(keys(&database).len(), 2);
    assert_eq!(
        fs::read_dir(&elsewhere).unwrap().count(),
        1,
        "no part is left"
    );
}

#[tokio::test]
async fn what_the_old_key_sealed_is_nowhere_in_the_files_any_more() {
    let database = Database::sqlite();
    let (journal, _hand) = open_agreed(&database, &[(ANA, HARBOUR)]).await;
    let id = write(&journal, ANA, HARBOUR, "the sea").await;
    let sealed = format!("SELECT sealed FROM reflections WHERE id = '{id}'");
    let sealed = raw_text(&database, sealed).await;
    let in_files = || {
        let files = fs::read_dir(database.folder.path()).unwrap();
        files
            .filter(|file| {
                let bytes = fs::read(file.as_ref().unwrap().path()).unwrap();
                bytes
                    .windows(sealed.len())
                    .any(|window| window == sealed.as_bytes())
            })
            .count()
    };
    assert!(in_files() > 0);
    assert!(rotate(&database).await.log_cut);
    assert_eq!(in_files(), 0);
}

#[tokio::test]
async fn what_was_erased_before_a_rotation_stays_erased_in_a_backup_that_is_put_back_after_it() {
    use sunflower::reflection::again::erase_again;
    let database = Database::sqlite();
    let guild = GuildId::new(5);
    let (journal, hand) = open_agreed(&database, &[(ANA, guild)]).await;
    let id = write(&journal, ANA, guild, "the sea").await;
    let row = raw_text(
        &database,
        "SELECT user_id || ',' || guild_id || ',''' || key_id || ''',''' || sealed || ''',' || written_at FROM reflections",
    )
    .await;
    hand.advance(chrono::TimeDelta::minutes(1));
    assert_eq!(
        journal.delete_one(ANA, &id).await.unwrap(),
        Some(erased(1, 0))
    );
    rotate(&database).await;
    database.raw(format!("INSERT INTO reflections (id, user_id, guild_id, key_id, sealed, written_at) VALUES ('{id}', {row})"),
    )
    .await;
    let again = erase_again(&database.open().await, &key_path(&database), noon(), noon()).await;
    assert_eq!(again.expect("the keys are there").reflections, 1);
}

#[tokio::test]
async fn a_deletion_that_takes_the_same_rows_in_another_order_is_not_locked_out() {
    let test = async |database: &Database| {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        for text in ["the sea", "the hills"] {
            write(&journal, ANA, HARBOUR, text).await;
        }
        let mut rotation = begin(database).await;
        let mut connection = database.connect().await;
        let mut deleting = connection.begin().await.unwrap();
        let deletes = |which: &str| {
            let rows = format!("(SELECT {which}(id) FROM reflections)");
            sqlx::AssertSqlSafe(format!("DELETE FROM reflections WHERE id = {rows}"))
        };
        deleting.execute(deletes("MAX")).await.unwrap();
        let all_deleted = async {
            // Until the step waits for what is deleted.
            let waits = deleting.execute("SELECT CAST(pg_sleep(1) AS TEXT)").await;
            waits.unwrap();
            deleting.execute(deletes("MIN")).await?;
            deleting.commit().await
        };
        let (step, all_deleted) = tokio::join!(rotation.step(), all_deleted);
        assert_eq!(step.expect("no deadlock"), None);
        all_deleted.expect("the deletion goes through");
        finish(rotation).await;
        assert!(texts(&journal, ANA, IN_HARBOUR).await.is_empty());
    };
    run_on(Database::postgres().await, test).await;
}
