//! `sunflower rotate-key` as an operator runs it: beside a bot that runs, and killed at any moment.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use sunflower::{
    clock::{Clock, Pace},
    reflection::{
        Journal, KeyFile, NewReflection,
        keyring::Keyring,
        model::KeyId,
        seal::{self, Owner},
    },
    sandbox::driver::Seen,
    store::{
        DatabaseUrl, Store,
        ids::{GuildId, UserId},
    },
};

use crate::{
    noon,
    process::{folder, now, said, signal, sunflower},
    program::{Place, real_time},
};

/// Runs the program with the database `bot.db` alone set.
fn asked(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = sunflower(folder, arguments)
        .env("DATABASE_URL", "sqlite://bot.db")
        .output();
    said(&output.unwrap())
}

const PEOPLE: u64 = 450;

async fn store(folder: &Path) -> Store {
    let database = DatabaseUrl::file(folder.join("bot.db"));
    Store::open(&database).await.unwrap()
}

/// A database in which everybody has written once.
async fn written(folder: &Path) {
    let (clock, _hand) = Clock::movable(noon(), Pace::Standing);
    let store = store(folder).await;
    let key_file = KeyFile::made_if_missing(folder.join("bot.key"));
    let journal = Journal::open(store.clone(), key_file, clock).await.unwrap();
    for user in 1..=PEOPLE {
        let (user, guild) = (UserId::new(user), GuildId::new(1));
        journal.agree(user, guild).await.unwrap();
        let new = NewReflection {
            user,
            guild,
            post: None,
            prompt: "What helped?".into(),
            text: format!("of {user}"),
        };
        journal.keep(&new).await.unwrap();
    }
    store.close().await;
}

/// Under how many keys the rows are, all of which open with those of the key file, which knows all keys that
/// the database knows.
async fn keys_of_what_opens(folder: &Path) -> usize {
    let key_file = folder.join("bot.key");
    let keyring = Keyring::read(&key_file).unwrap();
    let store = store(folder).await;
    let checks: Option<Vec<_>> = store
        .key_checks()
        .await
        .unwrap()
        .into_iter()
        .map(|(_, check)| check)
        .collect();
    keyring.must_open(&checks.unwrap(), &key_file).unwrap();
    let none: KeyId = "none".parse().unwrap();
    let rows = store.sealed_otherwise(&none, "", 1000).await.unwrap();
    assert_eq!(rows.len() as u64, PEOPLE);
    let mut keys = Vec::new();
    for row in rows {
        let (id, user, guild, sealed) = row.whole.unwrap();
        let owner = Owner {
            id: &id,
            user,
            guild,
        };
        let key = keyring.get(&sealed.key_id).unwrap();
        let words = seal::open(&sealed, owner, key).unwrap();
        assert_eq!(words.text, format!("of {user}"));
        keys.push(sealed.key_id.to_string());
    }
    store.close().await;
    keys.sort();
    keys.dedup();
    keys.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_leaves_all_readable_and_goes_on_when_it_is_run_again() {
    let folder = folder();
    written(folder.path()).await;
    let began = now();
    let (words, code) = asked(folder.path(), &["rotate-key"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("450 reflections are sealed anew"), "{words}");
    let step = began.elapsed() / 30;
    let (mut in_between, mut ended) = (0, 0);
    for nth in 0..120 {
        let mut rotating = sunflower(folder.path(), &["rotate-key"])
            .env("DATABASE_URL", "sqlite://bot.db")
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        real_time(step * (nth % 40)).await;
        // It may have ended by itself meanwhile.
        let _ended = rotating.kill();
        let status = rotating.wait().unwrap();
        in_between += usize::from(keys_of_what_opens(folder.path()).await > 1);
        ended += usize::from(status.success());
        if ended == 3 {
            break;
        }
    }
    assert!(
        in_between > 0 && ended > 0,
        "killed too soon or too late: {in_between} and {ended}"
    );
    let (words, code) = asked(folder.path(), &["rotate-key"]);
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(keys_of_what_opens(folder.path()).await, 1);
    let (words, code) = asked(folder.path(), &["rotate-key", "--retire"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("Taken out of the key file"), "{words}");
    assert_eq!(keys_of_what_opens(folder.path()).await, 1);
    let text = fs::read_to_string(folder.path().join("bot.key")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(lines, 2, "the one that seals, and the one of the list");
    assert!(!folder.path().join("bot.key.part").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_bot_that_runs_what_is_kept_before_and_after_is_read_by_its_writer() {
    let (place, folder) = (Place::open().await, folder());
    let bot = place.start(folder.path()).await;
    let maya = place.sandbox.member("maya").in_channel("wellbeing");
    let keep = async |text: &str| {
        let form = match maya.slash("/reflect").await.unwrap() {
            Seen::Form(form) => form,
            Seen::Message(consent) => maya
                .click(&consent, "I agree")
                .await
                .unwrap()
                .form()
                .unwrap(),
            other => panic!("{}", other.as_text()),
        };
        let field = form.fields[0].label.clone();
        maya.fill(&form, &[(&field, text)]).await.unwrap();
    };
    keep("By the sea.").await;
    let (words, code) = asked(folder.path(), &["rotate-key"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("1 reflection is sealed anew"), "{words}");
    let (words, code) = asked(folder.path(), &["rotate-key", "--retire"]);
    assert_eq!(code, Some(0), "{words}");
    keep("In the hills.").await;
    let exported = maya.slash("/reflections view").await.unwrap().as_text();
    assert!(exported.contains("In the hills."), "{exported}");
    bot.stop();
    let (words, code) = asked(folder.path(), &["rotate-key"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("2 reflections are sealed anew"), "{words}");
    let text = fs::read_to_string(folder.path().join("bot.key")).unwrap();
    for key in text.lines().filter(|line| !line.starts_with('#')) {
        let (_, key) = key.split_once(' ').unwrap();
        assert!(!words.contains(key), "no key is told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_to_be_rotated_nothing_is_made() {
    let folder = folder();
    let (words, code) = asked(folder.path(), &["rotate-key"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("bot.db is not there"), "{words}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    written(folder.path()).await;
    assert_eq!(asked(folder.path(), &["backup", "copy.db"]).1, Some(0));
    fs::rename(folder.path().join("copy.db"), folder.path().join("bot.db")).unwrap();
    let before = fs::read(folder.path().join("bot.key")).unwrap();
    let (words, code) = asked(folder.path(), &["rotate-key"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("is a backup"), "{words}");
    fs::remove_file(folder.path().join("bot.key")).unwrap();
    let (words, code) = asked(folder.path(), &["rotate-key", "--retire"]);
    assert_eq!(code, Some(1), "{words}");
    fs::write(folder.path().join("bot.key"), before).unwrap();
}

/// What becomes of a program that may leave core files and crashes here.
#[cfg(target_os = "linux")]
fn leaves_a_core(folder: &Path, script: &str, place: &Place) -> (bool, u32) {
    use std::os::unix::process::ExitStatusExt;
    let log = folder.join("said");
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -c unlimited && exec {script}")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("SUNFLOWER", env!("CARGO_BIN_EXE_sunflower"))
        .envs(place.settings())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    for _ in 0..300 {
        if fs::read_to_string(&log)
            .unwrap()
            .contains("connected to Discord")
            || script.contains("sleep")
        {
            break;
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "another process's start is waited for"
        )]
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    signal(&child, "ABRT");
    let status = child.wait().unwrap();
    assert_eq!(
        status.signal(),
        Some(6),
        "{}",
        fs::read_to_string(&log).unwrap()
    );
    let files = fs::read_dir(folder).unwrap();
    let cores = files.filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("core")
    });
    (status.core_dumped(), u32::try_from(cores.count()).unwrap())
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_leaves_no_core_file_where_another_program_leaves_one() {
    let place = Place::open().await;
    let (other, ours) = (folder(), folder());
    if !leaves_a_core(other.path(), "sleep 600", &place).0 {
        eprintln!("not run: this system keeps no core files of anybody");
        return;
    }
    assert_eq!(
        leaves_a_core(ours.path(), "\"$SUNFLOWER\" run", &place),
        (false, 0)
    );
}
