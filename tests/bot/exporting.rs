//! Everything of a member's, to take along: in one zip that people and programs can read, or in several.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::Value;
use sunflower::sandbox::driver::{Member, Shown};

use crate::{
    garden::{Garden, shown},
    looking::{exported, unzipped},
    schema,
};

/// Maya keeps these, an hour apart.
async fn kept(garden: &Garden, texts: &[String]) {
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    for text in texts {
        garden.reflect(&maya, &affirmation, text).await;
        garden.advance(TimeDelta::hours(1));
    }
}

/// A different text each, which can't be made much shorter.
fn noise(nth: u64) -> String {
    let mut state = nth.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut letter = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).expect("a letter"))
    };
    (0..1000).map(|_| letter()).collect()
}

/// The parts of the export that comes to the member here, oldest first, once the last is there.
async fn parts(garden: &Garden, member: &Member) -> Vec<Shown> {
    shown(member.slash("/reflections export").await);
    let is_last = |name: &str| {
        let numbers = name.trim_end_matches(".zip").rsplit_once("-of-");
        numbers.is_some_and(|(part, parts)| part.ends_with(&format!("-{parts}")))
    };
    let last = garden.sandbox.until(|world| {
        let mut messages = world.messages.values().flat_map(|there| there.values());
        let mut files = messages.by_ref().flat_map(|message| &message.attachments);
        files.any(|file| is_last(&file.filename)).then_some(())
    });
    assert!(
        last.await.is_ok(),
        "no last part; the log:\n{}",
        garden.log()
    );
    let all = member.reads_here().expect("they see it");
    let of_an_export = |one: &Shown| !one.files().is_empty();
    all.into_iter().filter(of_an_export).collect()
}

/// The parts of an export, together: each keeps to the schema, and they follow each other.
fn together(garden: &Garden, parts: &[Shown]) -> Vec<Value> {
    let schema = include_str!("../../docs/reflections-export.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    let mut reflections = Vec::new();
    for (part, nth) in parts.iter().zip(1..) {
        assert!(part.is_private());
        let json = exported(garden, part);
        assert_eq!(schema::faults(&schema, &json), Vec::<String>::new());
        assert_eq!(
            (&json["part"], &json["parts"]),
            (&nth.into(), &parts.len().into())
        );
        assert_eq!(json["consents"].as_array().map(Vec::len), Some(1), "{json}");
        let markdown = &unzipped(garden, part)["my-reflections.md"];
        for one in json["reflections"].as_array().expect("a list") {
            assert!(markdown.contains(one["text"].as_str().expect("a text")));
            reflections.push(one["text"].clone());
        }
    }
    reflections
}

#[tokio::test]
async fn an_export_can_be_read_by_people() {
    let garden = Garden::open().await;
    kept(
        &garden,
        &["The first.".into(), "# Two\n\n- lines 🌻".into()],
    )
    .await;
    let export = shown(garden.maya().slash("/reflections export").await);
    let files = unzipped(&garden, &export);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["my-reflections.json", "my-reflections.md"]);
    assert_snapshot!(
        "export_markdown",
        crate::looking::without_ids(&files["my-reflections.md"])
    );
    garden.close().await;
}

#[tokio::test]
async fn what_is_more_than_discord_takes_comes_in_parts_that_are_complete_together() {
    let garden = Garden::open().await;
    let texts: Vec<String> = (1..=6).map(noise).collect();
    kept(&garden, &texts).await;
    let limit = 3500;
    garden.sandbox.change(|world| world.file_limit = limit);
    let maya = garden.maya().in_dm();
    let parts = parts(&garden, &maya).await;
    assert!((3..=6).contains(&parts.len()), "{} parts", parts.len());
    for part in &parts {
        assert!(part.files()[0].size <= limit);
    }
    assert!(
        parts[0]
            .as_text()
            .contains(&format!("part 1 of {}", parts.len()))
    );
    let newest_first: Vec<Value> = texts.into_iter().rev().map(Value::from).collect();
    assert_eq!(together(&garden, &parts), newest_first);
    garden.close().await;
}

#[tokio::test]
async fn as_many_as_discord_lets_follow_come_where_the_app_is_ones_own() {
    let garden = Garden::open_with(|world| {
        let maya = world.user("maya").expect("maya").id;
        let keeper = world.user("garden_keeper").expect("the keeper").id;
        let meadow = world.add_guild("The Meadow", keeper);
        world.add_member(meadow, maya, &[]);
        world.add_channel(meadow, "brook");
        world.application.installed_by.push(maya);
    })
    .await;
    let texts: Vec<String> = (1..=6).map(noise).collect();
    kept(&garden, &texts).await;
    garden.sandbox.change(|world| world.file_limit = 2600);
    let maya = garden.maya().in_channel("brook");
    let parts = parts(&garden, &maya).await;
    assert_eq!((parts.len(), together(&garden, &parts).len()), (6, 6));
    garden.close().await;
}
