//! SIGHUP: the library of a running bot is read again. A sound one is in use at once, a faulty one is
//! refused with its report in the log, and what was planned stays as it was.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStderr},
};

use sunflower::{
    app::{self, Signals},
    config::Config,
    sandbox::{
        Sandbox,
        driver::{Member, Seen},
    },
};
use tempfile::TempDir;

use crate::{
    process::{folder, signal, sunflower},
    setting::{config, sandbox},
};

const REST: &str = r#"+++
slug = "rest"
title = "Rest"
author = "Ada Example"
publisher = "The Example Garden"
original = true
topics = ["rest"]
+++

## Summary

Rest is part of the work.

## Key points

- Nobody earns rest.

## Practices

### Sit down

1. Sit down.

## Affirmations

- I may sit down.

## Prompts

- Where do you rest?
"#;

/// A library of this one article, in a folder of its own.
fn write_library(folder: &Path, article: &str) {
    let library = folder.join("library");
    fs::create_dir_all(library.join("articles")).unwrap();
    fs::write(library.join("articles/rest.md"), article).unwrap();
    let support = include_str!("../../content/support.toml");
    fs::write(library.join("support.toml"), support).unwrap();
}

/// A running bot with a library in a folder, and its log.
struct Bot {
    sandbox: Sandbox,
    child: Child,
    log: BufReader<ChildStderr>,
    folder: TempDir,
}

impl Bot {
    async fn start(content_dir: Option<&str>) -> Self {
        let (sandbox, _stage) = sandbox().await;
        let folder = folder();
        write_library(folder.path(), REST);
        let mut command = sunflower(folder.path(), &["run"]);
        command
            .env("DISCORD_TOKEN", sandbox.token())
            .env("DISCORD_API_URL", sandbox.api_url());
        if let Some(dir) = content_dir {
            command.env("CONTENT_DIR", dir);
        }
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        sandbox.until_ready(&["affirmation"]).await.unwrap();
        Self {
            sandbox,
            child,
            log,
            folder,
        }
    }

    /// Sends SIGHUP and returns what it logs until it has said one of these.
    fn reloads(&mut self, until: &str) -> String {
        signal(&self.child, "HUP");
        let mut said = String::new();
        while !said.contains(until) {
            let read = self.log.read_line(&mut said).unwrap();
            assert_ne!(read, 0, "it never said {until:?}:\n{said}");
        }
        said
    }

    async fn affirmation(&self) -> String {
        affirmation(&self.sandbox.member("maya")).await
    }

    fn stop(mut self) {
        signal(&self.child, "TERM");
        assert!(self.child.wait().unwrap().success());
    }
}

async fn affirmation(member: &Member) -> String {
    let seen = member.slash("/affirmation").await.and_then(Seen::message);
    seen.unwrap().as_text().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_library_is_in_use_at_once_and_the_log_says_what_changed() {
    let mut bot = Bot::start(Some("library")).await;
    assert!(bot.affirmation().await.contains("I may sit down."));
    write_library(bot.folder.path(), &REST.replace("I may", "We all may"));
    let walking = REST.replace("est", "oam").replace("Sit", "Roam");
    let walking = walking.replace("I may sit", "I may walk");
    fs::write(bot.folder.path().join("library/articles/roam.md"), walking).unwrap();
    let said = bot.reloads("the library was read again");
    assert!(said.contains("articles=2"), "{said}");
    assert!(said.contains("added: roam; rewritten: rest"), "{said}");
    let answer = bot.affirmation().await;
    assert!(!answer.contains("I may sit down."), "{answer}");
    fs::remove_file(bot.folder.path().join("library/articles/rest.md")).unwrap();
    let said = bot.reloads("the library was read again");
    assert!(said.contains("changes=gone: rest"), "{said}");
    assert!(bot.affirmation().await.contains("I may walk down."));
    let said = bot.reloads("the library was read again");
    assert!(said.contains("changes=nothing"), "{said}");
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_library_is_refused_with_each_fault_and_its_place_until_it_is_mended() {
    let mut bot = Bot::start(Some("library")).await;
    let faulty = REST
        .replace("title =", "titel =")
        .replace("## Prompts", "## Promts");
    write_library(bot.folder.path(), &faulty);
    let said = bot.reloads("the old one stays");
    let (line, place) = (
        REST.lines().position(|line| line == "## Prompts"),
        "rest.md:3:1",
    );
    let heading = format!("rest.md:{}:", line.unwrap() + 1);
    for named in [place, heading.as_str(), "titel", "Promts"] {
        assert!(said.contains(named), "no {named:?} in:\n{said}");
    }
    assert!(bot.affirmation().await.contains("I may sit down."));
    write_library(bot.folder.path(), &REST.replace("I may", "We all may"));
    bot.reloads("the library was read again");
    assert!(bot.affirmation().await.contains("We all may sit down."));
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_gone_changes_nothing() {
    let mut bot = Bot::start(Some("library")).await;
    fs::remove_dir_all(bot.folder.path().join("library")).unwrap();
    let said = bot.reloads("the old one stays");
    assert!(said.contains("the folder can't be read"), "{said}");
    assert!(bot.affirmation().await.contains("I may sit down."));
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_library_in_the_program_is_not_read_again() {
    let mut bot = Bot::start(None).await;
    let said = bot.reloads("nothing to read again");
    assert!(said.contains("CONTENT_DIR"), "{said}");
    bot.affirmation().await;
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_in_quick_succession_end_with_what_is_there_last() {
    let bot = Bot::start(Some("library")).await;
    for round in 0..20 {
        let changed = REST.replace("I may", &format!("In round {round} I may"));
        write_library(bot.folder.path(), &changed);
        signal(&bot.child, "HUP");
    }
    // Read at least once after the last change, however many fell together.
    let mut answer = String::new();
    for _ in 0..2000 {
        answer = bot.affirmation().await;
        if answer.contains("In round 19") {
            break;
        }
    }
    assert!(answer.contains("In round 19"), "{answer}");
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_it_in_a_program_can_ask_before_it_has_started() {
    let (sandbox, stage) = sandbox().await;
    let folder = folder();
    write_library(folder.path(), REST);
    let config = Config {
        content_dir: Some(folder.path().join("library")),
        ..config(&sandbox, folder.path())
    };
    let signals = Signals::default();
    let bot = app::run(config, stage.clock.clone(), signals.clone());
    let member = async {
        sandbox.until_ready(&["affirmation"]).await.unwrap();
        write_library(folder.path(), &REST.replace("I may", "We all may"));
        signals.reload.notify_one();
        let maya = sandbox.member("maya");
        let mut answer = affirmation(&maya).await;
        for _ in 0..2000 {
            if answer.contains("We all may") {
                break;
            }
            answer = affirmation(&maya).await;
        }
        signals.shutdown.cancel();
        answer
    };
    let (ended, answer) = tokio::join!(bot, member);
    ended.unwrap();
    assert!(answer.contains("We all may sit down."), "{answer}");
}
