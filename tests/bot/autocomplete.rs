//! What is suggested while a member types a name.

use sunflower::{
    content::Library,
    sandbox::driver::{Choice, Member},
};

use crate::garden::{Garden, shown};

async fn names(member: &Member, typed: &str) -> Vec<String> {
    let choices = member.complete(typed).await.expect("suggestions");
    assert!(choices.len() <= 25);
    choices.into_iter().map(|choice| choice.name).collect()
}

#[tokio::test]
async fn topics_are_suggested_and_can_be_sent() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let all = names(&maya, "/affirmation topic:").await;
    let library = Library::embedded().expect("the library is sound");
    let topics = library.topics().iter().map(ToString::to_string);
    assert_eq!(all, topics.collect::<Vec<_>>());
    assert!(all.is_sorted() && all.contains(&"rest".to_owned()));
    assert_eq!(names(&maya, "/affirmation topic:TRA").await, ["trauma"]);
    assert_eq!(
        names(&maya, "/affirmation topic:self care").await,
        ["self-care"]
    );
    // Those that begin with it, then those that hold it.
    assert_eq!(
        names(&maya, "/affirmation topic:re").await,
        ["recovery", "relationships", "repair", "rest", "self-care"]
    );
    assert!(names(&maya, "/affirmation topic:zebra").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn titles_practices_and_countries_are_suggested_and_can_be_sent() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    for (command, typed, expected) in [
        (
            "/article title:",
            "close",
            "How Vulnerability Can Bring You and Your Partner Closer",
        ),
        (
            "/article title:",
            "HEAL",
            "Healing From Relational Trauma: Strategies for Recovery and Growth",
        ),
        ("/practice name:", "ritual", "Keep a small ritual together"),
        ("/support country:", "zeal", "New Zealand"),
    ] {
        let choices = maya.complete(&format!("{command}{typed}")).await;
        let choices = choices.expect("suggestions");
        let [Choice { name, value }] = choices.as_slice() else {
            panic!("{command}{typed}: {choices:?}");
        };
        assert_eq!(name, expected);
        let answer = shown(maya.slash(&format!("{command}{value}")).await);
        assert!(answer.as_text().contains(expected), "{}", answer.as_text());
    }
    for command in ["/article title:", "/practice name:", "/support country:"] {
        assert!(!names(&maya, command).await.is_empty(), "{command}");
        assert!(names(&maya, &format!("{command}qqq")).await.is_empty());
    }
    garden.close().await;
}

#[tokio::test]
async fn suggestions_come_in_direct_messages_too() {
    let garden = Garden::open().await;
    let maya = garden.maya().in_dm();
    assert_eq!(names(&maya, "/affirmation topic:tra").await, ["trauma"]);
    garden.close().await;
}

#[tokio::test]
async fn whatever_is_typed_suggesting_harms_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let long = "x".repeat(6000);
    for typed in ["🌻", "\\", "%_'--", "*", long.as_str()] {
        for command in ["/affirmation topic:", "/article title:", "/practice name:"] {
            assert!(names(&maya, &format!("{command}{typed}")).await.is_empty());
        }
    }
    garden.close().await;
}
