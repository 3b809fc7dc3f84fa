//! `sunflower backup` and `sunflower restore` as an operator runs them.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use sqlx::{ConnectOptions, Connection, Row, migrate::Migrator, sqlite::SqliteConnectOptions};

use crate::{
    process::{folder, now, said, sunflower},
    program::{POST, Place, connect, minutes_past_noon, real_time, until, until_sent},
};

/// Runs the program with the database `bot.db` alone set.
fn asked(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = sunflower(folder, arguments)
        .env("DATABASE_URL", "sqlite://bot.db")
        .output();
    said(&output.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_while_the_bot_runs_and_put_back_when_it_does_not() {
    let (place, folder) = (Place::open().await, folder());
    let mut bot = place.start(folder.path()).await;
    place.schedule("mondays 12:10").await;
    let (words, code) = asked(folder.path(), &["backup", "monday.db"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(
        words.contains("copied to monday.db") && words.contains("key file"),
        "{words}"
    );
    let (words, code) = asked(folder.path(), &["backup", "monday.db"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("overwrites nothing"), "{words}");
    let (words, code) = asked(folder.path(), &["restore", "monday.db"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("another Sunflower is using"), "{words}");
    place.move_to(minutes_past_noon(10), &mut [&mut bot]);
    until(|| place.posts() > 0, "no post").await;
    until_sent(&bot.database(), 1).await;
    bot.stop();

    let (words, code) = asked(folder.path(), &["restore", "monday.db"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(
        words.contains("bot.db is there") && words.contains("move it away"),
        "{words}"
    );
    let path = |name: &str| folder.path().join(name);
    fs::rename(path("bot.db"), path("old.db")).unwrap();
    let (words, code) = asked(folder.path(), &["restore", "monday.db"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("erased nothing"), "{words}");
    let mut bot = place.start(folder.path()).await;
    until_sent(&bot.database(), 1).await;
    assert!(bot.is_running());
    assert_eq!(
        (place.posts(), place.sandbox.record().of(POST).len()),
        (1, 1)
    );
    bot.stop();
}

/// Whether a database is there, and then whole, of ours and marked as put back.
async fn is_there_whole(database: &Path) -> bool {
    if !database.exists() {
        return false;
    }
    let mut connection = connect(database).await;
    let row = sqlx::query("PRAGMA integrity_check").fetch_one(&mut connection);
    assert_eq!(row.await.unwrap().get::<&str, _>(0), "ok");
    let stamp = sqlx::query("SELECT value FROM meta WHERE name = 'restored'");
    stamp.fetch_one(&mut connection).await.expect("the mark");
    connection.close().await.unwrap();
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_leaves_no_database_or_the_whole_one() {
    let (place, folder) = (Place::open().await, folder());
    place.start(folder.path()).await.stop();
    assert_eq!(asked(folder.path(), &["backup", "copy.db"]).1, Some(0));
    let database = folder.path().join("bot.db");
    fs::remove_file(&database).unwrap();
    let began = now();
    assert_eq!(asked(folder.path(), &["restore", "copy.db"]).1, Some(0));
    let step = began.elapsed() / 30;
    fs::remove_file(&database).unwrap();
    let (mut none, mut whole) = (0, 0);
    for nth in 0..300 {
        let mut restoring = sunflower(folder.path(), &["restore", "copy.db"])
            .env("DATABASE_URL", "sqlite://bot.db")
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        real_time(step * nth).await;
        // It may have ended by itself meanwhile.
        let _ended = restoring.kill();
        restoring.wait().unwrap();
        if is_there_whole(&database).await {
            whole += 1;
            for end in ["", "-wal", "-shm"] {
                let _none = fs::remove_file(folder.path().join(format!("bot.db{end}")));
            }
            if whole == 3 {
                break;
            }
        } else {
            none += 1;
        }
    }
    assert!(
        none > 3 && whole > 0,
        "killed too soon or too late: {none} and {whole}"
    );
    assert_eq!(asked(folder.path(), &["restore", "copy.db"]).1, Some(0));
    assert!(!folder.path().join("bot.db.part").exists());
    place.start(folder.path()).await.stop();
}

#[test]
fn a_backup_of_nothing_and_a_restore_without_a_key_file_say_what_is_missing() {
    let folder = folder();
    let (words, code) = asked(folder.path(), &["backup", "copy.db"]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("bot.db is not there"), "{words}");
    assert!(!folder.path().join("bot.db").exists() && !folder.path().join("copy.db").exists());
    let output = sunflower(folder.path(), &["backup", "copy.db"])
        .env("DATABASE_URL", "postgres://bot:hunter2@db/sunflower")
        .output();
    let (words, code) = said(&output.unwrap());
    assert_eq!(code, Some(1));
    assert!(
        words.contains("pg_dump") && !words.contains("hunter2"),
        "{words}"
    );
}

/// A database of the program that had the first two migrations.
async fn of_an_older_program(database: &Path) {
    let migrations = folder();
    for name in ["0001_posting.sql", "0002_reflections.sql"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        fs::copy(from.join(name), migrations.path().join(name)).unwrap();
    }
    let options = SqliteConnectOptions::new().filename(database);
    let mut made = options.create_if_missing(true).connect().await.unwrap();
    let migrator = Migrator::new(migrations.path()).await.unwrap();
    migrator.run_direct(None, &mut made, false).await.unwrap();
    made.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn with_no_room_for_a_copy_no_backup_is_left_half_made_and_no_schema_is_changed() {
    let (place, home, room) = (Place::open().await, folder(), folder());
    let older = home.path().join("older.db");
    of_an_older_program(&older).await;
    let script = "\
        mount -t tmpfs -o size=1m tmpfs \"$ROOM\" && cd \"$ROOM\" && cp \"$OLDER\" bot.db || exit 99
        dd if=/dev/zero of=filler bs=4096 2>/dev/null
        \"$SUNFLOWER\" backup copy.db; echo \"backup: $?\"
        \"$SUNFLOWER\" run; echo \"run: $?\"
        cmp bot.db \"$OLDER\" && echo same; echo left: *";
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", script])
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("ROOM", room.path())
        .env("OLDER", &older)
        .env("SUNFLOWER", env!("CARGO_BIN_EXE_sunflower"))
        .envs(place.settings())
        .output();
    let Some(output) = output.ok().filter(|output| {
        let refused = String::from_utf8_lossy(&output.stderr).contains("unshare:");
        !refused && output.status.code() != Some(99)
    }) else {
        assert!(
            std::option_env!("CI").is_none(),
            "CI gives no mount namespace"
        );
        eprintln!("not run: no mount namespace can be made here");
        return;
    };
    let (words, _) = said(&output);
    for expected in [
        "copy.db can't be made",
        "backup: 1",
        "nothing was changed",
        "Make room there",
        "run: 1",
        "same",
        "left: bot.db bot.db.lock filler\n",
    ] {
        assert!(words.contains(expected), "{expected:?} is not in:\n{words}");
    }
}
