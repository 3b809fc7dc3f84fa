//! `sunflower sandbox --seed`: a year has gone by before the page opens, and all that is there came about by it.

use std::{collections::BTreeSet, fs, io::Read, path::Path, time::Duration};

use serde_json::{Value, json};

use crate::{
    browser::Window,
    played::Played,
    process::{folder, now, signal},
};

/// What the made-up members keep to themselves.
const KEPT: &str = include_str!("../../src/cli/year/kept.txt");
/// A year of Mondays. How many of them are in 52 weeks depends on which time of which day it is, where a clock
/// change lies between.
const MONDAYS: std::ops::RangeInclusive<usize> = 51..=53;

/// It ends well and at once, and has logged nothing; gives all that it said.
fn ends_at_once(mut played: Played) -> String {
    let asked_at = now();
    let said = played.ends();
    assert!(asked_at.elapsed() < Duration::from_secs(3));
    let mut log = String::new();
    let mut stderr = played.child.stderr.take().unwrap();
    stderr.read_to_string(&mut log).unwrap();
    assert_eq!(log, "");
    said
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

/// All pages of the answer to a command, from the first on.
pub async fn pages(window: &mut Window, path: &[&str]) -> Vec<String> {
    window.does(json!({"do": "command", "path": path})).await;
    let mut pages = Vec::new();
    loop {
        let answer = window.seen().last().unwrap().clone();
        pages.push(answer["embeds"].to_string());
        let Some(next) = button(&answer, "Next page") else {
            return pages;
        };
        let press = json!({"do": "press", "message": answer["id"], "custom_id": next});
        window.does(press).await;
    }
}

/// What a button carries that can be pressed.
fn button(message: &Value, label: &str) -> Option<Value> {
    let rows = message["components"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found = buttons.find(|one| one["label"] == label && one["disabled"] != true);
    found.map(|button| button["custom_id"].clone())
}

/// The number that stands before a word.
fn number_of(said: &str, word: &str) -> usize {
    let words: Vec<_> = said.split(|one: char| !one.is_alphanumeric()).collect();
    let at = words.iter().position(|one| *one == word).unwrap();
    words[at - 1].parse().unwrap()
}

#[tokio::test]
async fn a_year_goes_by_and_then_there_is_something_to_look_back_on() {
    let home = folder();
    let mut seeded = Played::start(home.path(), &["--seed"]);
    let address = seeded.address();
    let said = seeded.said.clone();
    assert!(said.starts_with("A year goes by"), "{said}");
    let (posts, people) = (number_of(&said, "posts"), number_of(&said, "people"));
    assert!(MONDAYS.contains(&(posts + 1)), "{said}");
    assert_eq!(people, 11, "{said}");
    assert!(number_of(&said, "reflections") > 300, "{said}");

    let mut window = Window::open_at(&address).await;
    assert_eq!(window.last("clock")["running"], true);
    window.does(json!({"do": "watch", "on": true})).await;
    let mut told = window.told.iter();
    let of_the_year = told.find(|one| one["event"] == "request" || one["event"] == "told");
    assert_eq!(of_the_year, None, "the drawer begins empty");
    // What is looked at is there, wherever the clock is moved from here.
    let retention = pages(&mut window, &["settings", "retention"]).await;
    assert!(retention[0].contains("2 years"), "{retention:?}");

    let history = pages(&mut window, &["schedule", "history"]).await;
    assert_eq!(history.len(), (posts + 1).div_ceil(10));
    let history = history.concat();
    assert_eq!(history.matches("✅").count(), posts);
    assert_eq!(history.matches("⏭️ Skipped by a moderator").count(), 1);
    for late in ["🕓", "💤", "❌", "❔", " late"] {
        assert!(!history.contains(late), "{history}");
    }

    let insights = pages(&mut window, &["insights"]).await;
    let latest = window.seen().last().unwrap();
    assert_eq!(latest["attachments"][0]["filename"], "weeks.png");
    assert!(insights.len() > 3);
    for part in ["few people", " 11 people"] {
        assert!(insights.concat().contains(part), "{insights:?}");
    }
    assert!(insights[0].contains("few people"), "{}", insights[0]);

    window.be("maya").await;
    let hers = pages(&mut window, &["reflections", "view"]).await;
    assert!(hers.len() > 45, "{}", hers.len());
    let oldest = KEPT.lines().next().unwrap();
    assert!(hers.last().unwrap().contains(oldest), "{hers:?}");
    let different: BTreeSet<_> = hers.iter().collect();
    assert_eq!(different.len(), hers.len());

    // Whoever wrote nothing finds nothing, and nobody reads in the channel what was kept.
    window.be("wren").await;
    let none = pages(&mut window, &["reflections", "view"]).await;
    assert_eq!(none.len(), 1);
    while window.does(json!({"do": "older"})).await["more"] == true {}
    let everything: Vec<_> = window.seen().map(Value::to_string).collect();
    for words in KEPT.split("\n\n") {
        let read = everything.iter().any(|one| one.contains(words.trim_end()));
        assert!(!read, "{words}");
    }
    let posted: Vec<_> = window
        .seen()
        .filter(|one| button(one, "Reflect").is_some() && one["flags"] != 64)
        .map(|one| one["timestamp"].as_str().unwrap()[..10].to_owned())
        .collect();
    let days: BTreeSet<_> = posted.iter().collect();
    assert_eq!((posted.len(), days.len()), (posts, posts), "{posted:?}");

    seeded.types("quit");
    ends_at_once(seeded);
    assert!(is_empty(home.path()));
}

#[test]
fn a_signal_to_stop_ends_the_year_at_once() {
    let home = folder();
    let mut seeded = Played::start(home.path(), &["--seed"]);
    seeded.says("A year goes by");
    signal(&seeded.child, "INT");
    let said = ends_at_once(seeded);
    assert!(said.ends_with("The year was cut off.\n"), "{said}");
    assert!(is_empty(home.path()));
}

#[test]
fn a_year_that_is_kept_is_not_made_up_again() {
    let home = folder();
    let arguments = ["--seed", "--keep", "kept"];
    let mut seeded = Played::start(home.path(), &arguments);
    seeded.says("All of it is kept in");
    let posts = number_of(&seeded.said, "posts");
    seeded.quits();

    let mut again = Played::start(home.path(), &arguments);
    again.says("There is a garden in that folder already. It goes on");
    again.types("/schedule history");
    again.says("[Next page");
    again.types("as maya");
    again.types("/reflections view");
    again.says("1 of ");
    let said = again.quits();
    assert!(!said.contains("A year goes by"), "{said}");
    assert!(posts > 50, "{posts}");
}

#[test]
fn a_year_that_was_cut_off_is_kept_as_far_as_it_came() {
    let home = folder();
    let arguments = ["--seed", "--keep", "kept"];
    let mut seeded = Played::start(home.path(), &arguments);
    seeded.says("A year goes by");
    signal(&seeded.child, "TERM");
    let said = ends_at_once(seeded);
    let kept = home.path().join("kept");
    let told = format!(
        "kept in {}: for a whole one, delete that folder",
        kept.display()
    );
    assert!(said.contains(&told), "{said}");
    let mut again = Played::start(home.path(), &arguments);
    again.says("There is a garden in that folder already. It goes on");
    again.types("/affirmation");
    again.says("(only you can see this)");
    again.quits();
}
