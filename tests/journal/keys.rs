//! The key file: made once and for its owner alone, known again at every start, and never guessed.

use std::{fs, path::Path};

use sunflower::{
    clock::Clock,
    reflection::{Journal, KeyError, KeyFile, keyring::Keyring, seal::Key},
};

use crate::{
    fixture::{
        ANA, HARBOUR, IN_HARBOUR, key_path, list_path, noon, open, open_agreed, refusal, texts,
        write,
    },
    support::database::{Database, on_both_databases},
};

/// A key in base64 that nobody has used.
fn fresh_key() -> String {
    Key::random().expect("randomness").to_base64().to_string()
}

/// Puts a key file there, for its owner alone.
fn put(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
    close(path, 0o600);
}

#[cfg(unix)]
fn close(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).expect("the file").permissions().mode() & 0o777
}

on_both_databases! {
    async fn the_first_start_makes_the_key_and_the_next_one_knows_it(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        let made = fs::read_to_string(key_path(database)).expect("a key file");
        let (journal, _hand) = open(database).await;
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("the sea".into())]);
        assert_eq!(fs::read_to_string(key_path(database)).expect("a key file"), made);
    }

    async fn a_database_in_use_does_not_start_without_its_key_and_no_other_is_made(database: &Database) {
        open(database).await;
        fs::remove_file(key_path(database)).expect("removed");
        let refused = refusal(database, KeyFile::made_if_missing(key_path(database))).await;
        assert!(matches!(refused, KeyError::Lost { .. }), "{refused}");
        assert!(refused.to_string().contains("Put the file back"), "{refused}");
        assert!(!key_path(database).exists());
    }

    async fn another_key_of_the_same_name_is_refused(database: &Database) {
        open(database).await;
        let text = fs::read_to_string(key_path(database)).expect("a key file");
        let (kept, last) = text.trim_end().rsplit_once('\n').expect("lines");
        let (name, _key) = last.split_once(' ').expect("a name and a key");
        put(&key_path(database), &format!("{kept}\n{name} {}\n", fresh_key()));
        let refused = refusal(database, KeyFile::required(key_path(database))).await;
        assert!(matches!(&refused, KeyError::WrongKey { key_id, .. } if key_id.as_str() == name), "{refused}");
    }

    async fn a_keyring_that_lost_a_line_is_refused_by_the_name_of_the_key(database: &Database) {
        open(database).await;
        put(&key_path(database), &format!("erasures {}\nother {}\n", fresh_key(), fresh_key()));
        let refused = refusal(database, KeyFile::required(key_path(database))).await;
        assert!(matches!(refused, KeyError::KeyMissing { .. }), "{refused}");
        assert!(refused.to_string().contains("has no key `2026-11-23-"), "{refused}");
    }

    async fn a_key_added_while_the_bot_runs_is_found_when_it_is_met(database: &Database) {
        let (running, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&running, ANA, HARBOUR, "the sea").await;
        let text = fs::read_to_string(key_path(database)).expect("a key file");
        put(&key_path(database), &format!("{text}second {}\n", fresh_key()));

        let (clock, _hand) = Clock::movable(noon() + chrono::TimeDelta::hours(1), sunflower::clock::Pace::Standing);
        let key_file = KeyFile::required(key_path(database));
        let restarted = Journal::open(database.open().await, key_file, clock).await.expect("it opens");
        write(&restarted, ANA, HARBOUR, "the hills").await;
        let both = [Some("the hills".into()), Some("the sea".into())];
        assert_eq!(texts(&restarted, ANA, IN_HARBOUR).await, both, "the old key still opens");
        assert_eq!(texts(&running, ANA, IN_HARBOUR).await, both, "the new key is read from the file");
    }
}

#[tokio::test]
async fn a_required_key_file_that_is_missing_is_not_made_and_the_sentence_makes_a_good_one() {
    let database = Database::sqlite();
    let key_file = KeyFile::required(key_path(&database));
    let refused = refusal(&database, key_file.clone()).await;
    assert!(matches!(refused, KeyError::Missing { .. }), "{refused}");
    assert!(!key_path(&database).exists());

    let sentence = refused.to_string();
    let (_, command) = sentence.split_once('\n').expect("a command");
    let ran = std::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .status();
    assert!(ran.expect("a shell").success());
    assert!(key_file.open(&[], noon()).is_ok());
}

#[cfg(unix)]
#[tokio::test]
async fn keys_and_list_are_for_their_owner_alone_and_refused_when_they_are_not() {
    let database = Database::sqlite();
    open(&database).await;
    for path in [key_path(&database), list_path(&database)] {
        assert_eq!(mode(&path), 0o600);
        for open_to_others in [0o640, 0o604, 0o660] {
            close(&path, open_to_others);
            let refused = refusal(&database, KeyFile::required(key_path(&database))).await;
            assert!(
                matches!(refused, KeyError::OpenToOthers { .. }),
                "{refused}"
            );
            let advice = format!("chmod 600 {}", path.display());
            assert!(refused.to_string().contains(&advice), "{refused}");
        }
        close(&path, 0o600);
    }
    open(&database).await;
}

#[test]
fn a_key_file_that_is_no_keyring_is_refused_by_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sunflower.key");
    let (one, two) = (fresh_key(), fresh_key());
    for (text, expected) in [
        (format!("erasures {one}\nfirst"), "line 2: a line is a name"),
        (
            format!("erasures {one}\n\nfirst QUJD\n"),
            "line 3: the key is not 32 bytes",
        ),
        (
            format!("erasures {one}\nFirst! {two}\n"),
            "line 2: a key's name has",
        ),
        (
            format!("first {one}\nfirst {two}\n"),
            "line 2: there is a key of this name",
        ),
        (format!("first {one}\n"), "has no line `erasures`"),
        (format!("erasures {one}\n"), "holds no key that seals"),
        (String::new(), "holds no key that seals"),
    ] {
        put(&path, &text);
        let refused = Keyring::read(&path).expect_err("no keyring").to_string();
        assert!(refused.contains(expected), "{refused}");
        assert!(
            !refused.contains(&one) && !refused.contains(&two),
            "no key in a sentence"
        );
    }
    put(
        &path,
        &format!("# ours\r\nfirst {one}\r\n\r\n erasures\t{two} \r\nlast {two}"),
    );
    let keyring = Keyring::read(&path).expect("a keyring");
    assert_eq!(keyring.sealing().0.as_str(), "last", "the last one seals");
}

#[tokio::test]
async fn no_key_shows_in_debug() {
    let database = Database::sqlite();
    let (journal, _hand) = open(&database).await;
    let shown = format!("{journal:?}");
    let text = fs::read_to_string(key_path(&database)).expect("a key file");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (_, key) = line.split_once(' ').expect("a name and a key");
        assert!(!shown.contains(key));
    }
}
