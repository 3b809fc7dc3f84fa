//! `sunflower sandbox --keep DIR`: stopped or killed and started again, it goes on where it was; and what it
//! can't use it leaves as it is.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::{
    played::Played,
    process::{folder, said, signal, sunflower},
    program::{real_time, until},
};

const PLANNED: &str = "/schedule create channel:#wellbeing when:\"mondays 9:00\" zone:London";
const POSTED: &str = "Sunflower, to everyone in #wellbeing:";

/// What is kept is in `kept`.
const KEEP: [&str; 2] = ["--keep", "kept"];

/// What it says where it does not run, and the code it ends with.
fn refused(home: &Path) -> (String, Option<i32>) {
    said(
        &sunflower(home, &["sandbox", "--no-open", "--keep", "kept"])
            .output()
            .unwrap(),
    )
}

/// Types all of it, and quits.
fn run(home: &Path, lines: &[&str]) -> String {
    let mut sandbox = Played::start(home, &KEEP);
    for line in lines {
        sandbox.types(line);
    }
    sandbox.quits()
}

fn world(home: &Path) -> Value {
    let written = fs::read(home.join("kept/sunflower.world.json")).unwrap();
    let written: Value = serde_json::from_slice(&written).unwrap();
    written["world"].clone()
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// Everything in a folder: names, bytes and when they were written.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let written_at = entry.metadata().unwrap().modified().unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap(), written_at)
    });
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    entries
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_sandbox_that_is_kept_goes_on_where_it_stopped() {
    let home = folder();
    let lines = [
        PLANNED,
        "wait until monday 9:00",
        "as maya",
        "press Reflect",
        "press I agree",
        "I breathed out.",
    ];
    let text = run(home.path(), &lines);
    let kept = home.path().join("kept");
    let told = format!("All of it is kept in {}", kept.display());
    assert!(text.contains(&told), "{text}");
    assert!(!text.contains("nothing is kept"), "{text}");
    assert_eq!(mode(&kept), 0o700);
    assert_eq!(mode(&kept.join("sunflower.world.json")), 0o600);
    let stopped_at = instant(&world(home.path())["clock"]);

    let mut again = Played::start(home.path(), &KEEP);
    let mut window = again.window().await;
    // Nothing is done before they are told of.
    let clock = loop {
        let clock = window.last("clock");
        if clock["next"] != Value::Array(Vec::new()) {
            break clock;
        }
        window.hears("clock").await;
    };
    let went_on = instant(&clock["now"]) - stopped_at;
    assert!(
        went_on >= TimeDelta::zero() && went_on < TimeDelta::minutes(1),
        "{went_on}"
    );
    let next = instant(&clock["next"][0]["at"]);
    assert!(
        next > stopped_at && next <= stopped_at + TimeDelta::days(7),
        "{next}"
    );
    let posts: Vec<_> = window.seen().filter(|one| one["flags"] == 0).collect();
    assert_eq!(posts.len(), 1);
    assert_eq!(
        posts[0]["components"][0]["components"][0]["label"],
        "Reflect"
    );

    again.types("as maya");
    again.types("/reflections view");
    again.says("│ I breathed out.");
    again.types("press Reflect");
    again.says("A moment to reflect");
    assert!(
        !again.said.contains(POSTED),
        "it is no news: {}",
        again.said
    );
    signal(&again.child, "TERM");
    again.ends();
    assert!(instant(&world(home.path())["clock"]) > stopped_at);
}

#[tokio::test]
async fn a_sandbox_that_is_killed_has_lost_a_moment_at_most() {
    let home = folder();
    let json = home.path().join("kept/sunflower.world.json");
    let mut sandbox = Played::start(home.path(), &KEEP);
    let _window = sandbox.window().await;
    sandbox.types(PLANNED);
    sandbox.types("wait until monday 9:00");
    sandbox.says(POSTED);
    let written = || fs::read_to_string(&json).unwrap().contains("\"Reflect\"");
    until(written, "the post is not written down").await;
    // What followed the post may be yet to come.
    real_time(Duration::from_secs(3)).await;
    let before = contents(home.path().join("kept").as_path());
    real_time(Duration::from_secs(3)).await;
    let idle = contents(home.path().join("kept").as_path());
    let of_the_world = |all: &[(String, Vec<u8>, _)]| {
        let mut all = all.iter();
        all.find(|one| one.0 == "sunflower.world.json").cloned()
    };
    assert_eq!(
        of_the_world(&before),
        of_the_world(&idle),
        "nothing changed"
    );
    sandbox.kill();

    let mut again = Played::start(home.path(), &KEEP);
    again.types("read");
    again.says("[Reflect] [Practice]");
    // Killed right after it is seen: the database may know of a post that the kept world has not.
    again.types("wait until monday 9:00");
    again.says(POSTED);
    again.kill();

    let mut after = Played::start(home.path(), &KEEP);
    after.types("/schedule history");
    after.says("(only you can see this)");
    after.types("wait 2 weeks");
    after.says(POSTED);
    after.types("as maya");
    after.types("press Practice");
    after.says("Next step");
    // A terminal that is closed ends it well, too.
    signal(&after.child, "HUP");
    after.ends();
}

#[test]
fn a_world_and_a_database_of_different_moments_get_along() {
    let home = folder();
    let kept = home.path().join("kept");
    let (json, database) = (kept.join("sunflower.world.json"), kept.join("sunflower.db"));
    run(home.path(), &[PLANNED]);
    let (world_before, database_before) = (fs::read(&json).unwrap(), fs::read(&database).unwrap());
    let posts = |text: &str| text.matches("[Reflect] [Practice]").count();
    let text = run(home.path(), &["wait until monday 9:00"]);
    assert_eq!(posts(&text), 1, "{text}");

    // The post is there, and the database doesn't know: it is found, and not sent again.
    let database_after = fs::read(&database).unwrap();
    fs::write(&database, database_before).unwrap();
    let lines = [
        "wait 1 minute",
        "as theo",
        "read",
        "as rowan",
        "/schedule history",
    ];
    let text = run(home.path(), &lines);
    assert_eq!(posts(&text), 1, "{text}");
    assert_eq!(text.matches("[Posted]").count(), 1, "{text}");

    // The database knows of a post that is not there: the next one comes.
    fs::write(&database, database_after).unwrap();
    fs::write(&json, world_before).unwrap();
    let text = run(
        home.path(),
        &["read", "wait until monday 9:00", "wait 1 week"],
    );
    assert!(text.contains(POSTED), "{text}");
}

#[test]
fn a_folder_that_can_not_be_used_is_refused_and_left_as_it_is() {
    let home = folder();
    let kept = home.path().join("kept");
    let is_refused = |because: &str| {
        let before = contents(&kept);
        let (text, code) = refused(home.path());
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains(because), "{because:?} is not in: {text}");
        assert!(text.contains("--keep"), "{text}");
        assert_eq!(contents(&kept), before);
    };
    fs::create_dir(&kept).unwrap();
    fs::write(kept.join("sunflower.db"), "somebody's own").unwrap();
    is_refused("holds something else than a sandbox");
    fs::remove_file(kept.join("sunflower.db")).unwrap();

    let mut running = Played::start(home.path(), &KEEP);
    running.types("/help");
    running.says("Hello, I am Sunflower");
    let (text, code) = refused(home.path());
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("another sandbox is using"), "{text}");
    running.quits();

    let json = kept.join("sunflower.world.json");
    let whole = fs::read_to_string(&json).unwrap();
    fs::write(&json, &whole[..whole.len() / 2]).unwrap();
    is_refused("can't be read");
    fs::write(&json, whole.replace("\"format\":1", "\"format\":2")).unwrap();
    is_refused("written by a newer Sunflower");
    fs::write(&json, whole).unwrap();
    run(home.path(), &[]);

    let rehearsed = sunflower(home.path(), &["sandbox", "--rehearse", "--keep", "kept"]).output();
    assert_eq!(rehearsed.unwrap().status.code(), Some(2));
}

#[test]
fn a_first_start_that_was_cut_off_is_begun_anew() {
    let home = folder();
    let kept = home.path().join("kept");
    fs::create_dir(&kept).unwrap();
    fs::write(kept.join("sunflower.world.lock"), "").unwrap();
    fs::write(kept.join("sunflower.world.json.part"), "{\"form").unwrap();
    let text = run(home.path(), &["/help"]);
    assert!(text.contains("Hello, I am Sunflower"), "{text}");
    assert!(!kept.join("sunflower.world.json.part").exists());
}
