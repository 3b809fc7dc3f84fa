//! A member finds a reflection of theirs by its words, which are written down nowhere.

use std::fs;

use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::{
    garden::{Garden, shown},
    looking::{carried, pressed, rows_that_hold, updated, with_the_harbour},
};

/// Maya keeps these, an hour apart.
async fn kept(garden: &Garden, texts: &[&str]) {
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    for text in texts {
        garden.reflect(&maya, &affirmation, text).await;
        garden.advance(TimeDelta::hours(1));
    }
}

#[tokio::test]
async fn a_member_turns_the_pages_of_what_was_found_and_deletes_one_from_there() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    kept(
        &garden,
        &["Swifts at dawn.", "It rained.", "Dawn, and no swifts."],
    )
    .await;
    let first = shown(
        maya.slash("/reflections search words:\"SWIFTS  dawn\"")
            .await,
    );
    assert!(first.is_private());
    assert_snapshot!("found_first", first.as_text());
    assert!(!first.has_button("Previous page"));
    let second = updated(maya.click(&first, "Next page").await);
    assert_snapshot!("found_second", second.as_text());
    assert!(!second.has_button("Next page"));

    let asked = updated(maya.click(&second, "Delete this one").await);
    let back = updated(maya.click(&asked, "No, keep it").await);
    assert!(
        back.as_text().contains("Swifts at dawn."),
        "{}",
        back.as_text()
    );
    assert!(back.as_text().contains("3 of 3"), "{}", back.as_text());
    let asked = updated(maya.click(&back, "Delete this one").await);
    updated(maya.click(&asked, "Yes, delete it").await);
    let left = shown(maya.slash("/reflections search words:swifts").await);
    assert!(
        left.as_text().contains("1 of 1 found"),
        "{}",
        left.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn what_is_found_nowhere_is_said_kindly() {
    let garden = Garden::open().await;
    kept(&garden, &["It rained."]).await;
    let nothing = shown(
        garden
            .maya()
            .slash("/reflections search words:swifts")
            .await,
    );
    assert_snapshot!("found_nothing", nothing.as_text());
    let blank = shown(
        garden
            .maya()
            .slash("/reflections search words:\"   \"")
            .await,
    );
    assert!(
        blank.as_text().contains("Which words"),
        "{}",
        blank.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn nobody_finds_what_another_wrote() {
    let garden = Garden::open().await;
    kept(&garden, &["Swifts at dawn.", "More swifts."]).await;
    let found = shown(
        garden
            .maya()
            .slash("/reflections search words:swifts")
            .await,
    );
    let turn = carried(&found, "Next page");
    for username in ["theo", "rowan", "garden_keeper"] {
        let other = garden.sandbox.member(username);
        let theirs = shown(other.slash("/reflections search words:swifts").await);
        assert!(
            theirs.as_text().contains("no reflection"),
            "{}",
            theirs.as_text()
        );
        // Even if their press said the same.
        let forged = shown(
            other
                .forge_press(theirs.channel(), theirs.id(), &turn)
                .await,
        );
        assert!(!forged.as_text().contains("dawn"), "{}", forged.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn in_direct_messages_those_of_every_server_are_found() {
    let garden = Garden::open_with(with_the_harbour).await;
    for channel in ["wellbeing", "quay"] {
        let maya = garden.maya().in_channel(channel);
        let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
        garden.reflect(&maya, &affirmation, "Swifts.").await;
    }
    for (place, found) in [
        (garden.maya().in_channel("quay"), "1 of 1 found"),
        (garden.maya().in_dm(), "1 of 2 found"),
    ] {
        let page = shown(place.slash("/reflections search words:swifts").await);
        assert!(page.is_private());
        assert!(page.as_text().contains(found), "{}", page.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn a_press_whose_answer_says_nothing_of_what_was_looked_for_is_told_to_search_again() {
    let garden = Garden::open().await;
    kept(&garden, &["Swifts at dawn."]).await;
    let lost = pressed(&garden.maya(), "found:1").await;
    assert!(
        lost.as_text().contains("/reflections search"),
        "{}",
        lost.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn the_words_that_are_looked_for_are_in_no_row_no_file_no_log_and_no_button() {
    let mut garden = Garden::open().await;
    let maya = garden.maya();
    // A hundred characters, so that they would not fit a button besides.
    let rare = "kingfisher".repeat(10);
    let text = format!("One {rare} more.");
    kept(&garden, &[&text, &text]).await;
    let mut page = shown(
        maya.slash(&format!("/reflections search words:{rare}"))
            .await,
    );
    for _ in 0..2 {
        let raw = serde_json::to_string(&page.raw().components).expect("JSON");
        assert!(!raw.contains("kingfisher"), "{raw}");
        if page.has_button("Next page") {
            page = updated(maya.click(&page, "Next page").await);
        }
    }
    assert!(
        page.as_text().contains("2 of 2 found"),
        "{}",
        page.as_text()
    );
    assert!(rows_that_hold(&garden, "kingfisher").await.is_empty());
    assert!(!garden.log().contains("kingfisher"), "it is in the log");
    garden.stop_bot().await;
    let home = garden.database();
    let files = fs::read_dir(home.parent().expect("a folder")).expect("its files");
    for file in files {
        let path = file.expect("a file").path();
        let bytes = fs::read(&path).expect("it can be read");
        let holds = String::from_utf8_lossy(&bytes).contains("kingfisher");
        assert!(!holds, "{}", path.display());
    }
    garden.close().await;
}
