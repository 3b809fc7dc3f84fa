//! The program itself, as an operator runs it: signals, exit codes, and what it says when something
//! is wrong.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use sunflower::sandbox::Sandbox;
use tempfile::TempDir;

use crate::setting::sandbox;

/// The program in a folder of its own, with no setting but these.
pub fn sunflower(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sunflower"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// What it says, and the code it ends with.
pub fn said(output: &Output) -> (String, Option<i32>) {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    (String::from_utf8(both).unwrap(), output.status.code())
}

pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args(["-s", name, &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long it takes is what is tested"
)]
pub fn now() -> Instant {
    Instant::now()
}

async fn bot_in_a_sandbox() -> (Sandbox, Child, TempDir) {
    let (sandbox, _stage) = sandbox().await;
    let folder = folder();
    let child = sunflower(folder.path(), &["run"])
        .env("DISCORD_TOKEN", sandbox.token())
        .env("DISCORD_API_URL", sandbox.api_url())
        .spawn()
        .unwrap();
    sandbox.until_ready(&["affirmation"]).await.unwrap();
    (sandbox, child, folder)
}

/// Reads what the child logs until it has said this.
fn wait_for(child: &mut Child, words: &str) {
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains(words) {
        line.clear();
        assert_ne!(
            log.read_line(&mut line).unwrap(),
            0,
            "it never said {words}"
        );
    }
    child.stderr = Some(log.into_inner());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_to_stop_ends_it_well_within_ten_seconds() {
    for name in ["TERM", "INT"] {
        let (sandbox, child, _folder) = bot_in_a_sandbox().await;
        let asked_at = now();
        signal(&child, name);
        let (said, code) = said(&child.wait_with_output().unwrap());
        assert_eq!(code, Some(0), "{said}");
        assert!(asked_at.elapsed() < Duration::from_secs(10));
        assert!(!said.contains(sandbox.token()), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_it_at_once() {
    let (_sandbox, mut child, _folder) = bot_in_a_sandbox().await;
    signal(&child, "TERM");
    wait_for(&mut child, "stopping");
    let asked_at = now();
    signal(&child, "TERM");
    let code = child.wait().unwrap().code();
    assert_eq!(code, Some(130));
    assert!(asked_at.elapsed() < Duration::from_secs(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_bot_on_the_same_database_refuses_to_start() {
    let (sandbox, mut child, folder) = bot_in_a_sandbox().await;
    let second = sunflower(folder.path(), &["run"])
        .env("DISCORD_TOKEN", sandbox.token())
        .env("DISCORD_API_URL", sandbox.api_url())
        .output();
    let (said, code) = said(&second.unwrap());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("another Sunflower is using"), "{said}");
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}

#[test]
fn without_a_token_it_says_where_to_get_one() {
    let folder = folder();
    let output = sunflower(folder.path(), &["run"]).output();
    let (said, code) = said(&output.unwrap());
    assert_eq!(code, Some(1));
    assert!(
        said.contains("DISCORD_TOKEN") && said.contains("sunflower sandbox"),
        "{said}"
    );
}

#[test]
fn settings_come_from_the_file_and_the_environment_comes_first() {
    let folder = folder();
    let settings = "DISCORD_TOKEN=a-secret\nDISCORD_API_URL=http://192.0.2.1\nLOG_FORMAT=xml\n";
    fs::write(folder.path().join(".env"), settings).unwrap();
    let output = sunflower(folder.path(), &["run"])
        .env("LOG_FORMAT", "json")
        .output();
    let (said, code) = said(&output.unwrap());
    assert_eq!(code, Some(1));
    assert!(
        said.contains("DISCORD_API_URL") && said.contains("in clear"),
        "{said}"
    );
    assert!(
        !said.contains("LOG_FORMAT") && !said.contains("a-secret"),
        "{said}"
    );
}

#[test]
fn a_library_with_faults_stops_the_start_with_the_report_of_check() {
    let folder = folder();
    let articles = folder.path().join("library/articles");
    fs::create_dir_all(&articles).unwrap();
    fs::write(articles.join("rest.md"), "+++\ntitel = \"Rest\"\n+++\n").unwrap();
    let checked = sunflower(folder.path(), &["check", "library"]).output();
    let started = sunflower(folder.path(), &["run"])
        .env("DISCORD_TOKEN", "made-up")
        .env("CONTENT_DIR", "library")
        .output();
    let (checked, started) = (said(&checked.unwrap()), said(&started.unwrap()));
    assert_eq!(checked, started);
    assert_eq!(checked.1, Some(1));
    assert!(checked.0.contains("titel"), "{}", checked.0);
}

#[test]
fn a_command_line_that_can_not_be_understood_is_another_code() {
    let folder = folder();
    let both = &["sandbox", "--rehearse", "--seed"];
    for arguments in [&["dance"][..], &["run", "--fast"], both, &[]] {
        let output = sunflower(folder.path(), arguments).output();
        assert_eq!(output.unwrap().status.code(), Some(2), "{arguments:?}");
    }
    let help = sunflower(folder.path(), &["--help"]).output().unwrap();
    assert!(help.status.success());
}

#[test]
fn the_invite_link_is_made_from_the_token_alone() {
    let folder = folder();
    let output = sunflower(folder.path(), &["invite"])
        .env("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.made.up")
        .output();
    let (said, code) = said(&output.unwrap());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("client_id=123456789012345678&"), "{said}");
}

#[test]
fn the_sandbox_heeds_no_setting_and_leaves_nothing_behind() {
    let (folder, temporary) = (folder(), folder());
    fs::write(folder.path().join(".env"), "this is no setting\n").unwrap();
    let mut child = sunflower(folder.path(), &["sandbox"])
        .env("TMPDIR", temporary.path())
        .env("DATABASE_URL", "mysql://nowhere")
        .env("DISCORD_TOKEN", "two words")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"/help\n").unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("Hello, I am Sunflower") {
        assert!(stdout.read_line(&mut said).unwrap() > 0, "{said}");
    }
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
    signal(&child, "INT");
    stdout.read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(said.contains("http://127.0.0.1:"), "{said}");
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "only .env");
}

#[test]
fn in_the_sandbox_whoever_types_is_a_member_and_sees_what_members_see() {
    let folder = folder();
    let mut child = sunflower(folder.path(), &["sandbox"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let typed = "/schedule create channel:#wellbeing when:\"mondays 9:00\" zone:London\n\
                 wait until monday 9:00\nwait 3 weeks\nas maya\npress Reflect\npress I agree\nI breathed out.\n\
                 /reflections view\nfly away\npress Nothing\nin nowhere\nquit\n";
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(typed.as_bytes()).unwrap();
    let (text, code) = said(&child.wait_with_output().unwrap());
    assert_eq!(code, Some(0), "{text}");
    for seen in [
        "Sunflower, to everyone in #wellbeing:",
        "Before you write",
        "Kept, for you alone",
        "│ I breathed out.",
        "I don't know \"fly\"",
        "there is no button \"Nothing\" here",
        "maya sees no channel called \"nowhere\"",
    ] {
        assert!(text.contains(seen), "{seen:?} is not in:\n{text}");
    }
    // The clock leaps over no post.
    let told = text.matches("Sunflower, to everyone in #wellbeing:");
    assert_eq!(told.count(), 4, "{text}");
}
