//! When the last copy of what was deleted is gone: as the operator says how long backups are kept.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::TimeDelta;
use insta::assert_snapshot;
use tokio::time::timeout;

use crate::{
    garden::{Garden, shown},
    looking::{database, stored_about, updated},
};

/// A bot whose operator says this of backups, and a reflection that Maya has kept.
async fn garden(backup_keep_days: Option<u16>) -> Garden {
    let mut garden = Garden::without_bot(|_world| {}).await;
    let mut config = garden.config();
    config.backup_keep_days = backup_keep_days;
    garden.start_bot_with(config).await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden.reflect(&maya, &affirmation, "Only this.").await;
    garden
}

#[tokio::test]
async fn withdrawing_names_the_day_on_which_the_last_backup_is_deleted() {
    let garden = garden(Some(30)).await;
    let maya = garden.maya();
    let asked = shown(maya.slash("/reflections withdraw").await);
    let gone = updated(maya.click(&asked, "Yes, withdraw").await);
    // Sunday, 22 November 2026, noon, and thirty days.
    assert!(
        gone.as_text().contains("22 December 2026"),
        "{}",
        gone.as_text()
    );
    assert_snapshot!("withdrawn_with_backups", gone.as_text());
    garden.close().await;
}

#[tokio::test]
async fn deleting_one_and_deleting_all_name_it_too() {
    let garden = garden(Some(30)).await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden.reflect(&maya, &affirmation, "And this.").await;
    let page = shown(maya.slash("/reflections view").await);
    let asked = updated(maya.click(&page, "Delete this one").await);
    let gone = updated(maya.click(&asked, "Yes, delete it").await);
    assert!(
        gone.as_text().contains("22 December 2026"),
        "{}",
        gone.as_text()
    );
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    let gone = updated(maya.click(&sure, "Yes, delete all").await);
    assert!(
        gone.as_text().contains("22 December 2026"),
        "{}",
        gone.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn privacy_says_how_long_backups_are_kept_or_that_nobody_said() {
    for (days, said) in [
        (None, "whoever runs this bot has not said how long that is"),
        (Some(0), "No backups are made"),
        (Some(1), "for at most a day"),
        (Some(30), "for at most 30 days"),
    ] {
        let garden = garden(days).await;
        let privacy = shown(garden.maya().slash("/privacy").await);
        assert!(privacy.as_text().contains(said), "{}", privacy.as_text());
        garden.close().await;
    }
}

#[tokio::test]
async fn without_backups_the_last_copy_is_gone_at_once() {
    let garden = garden(Some(0)).await;
    let maya = garden.maya();
    let asked = shown(maya.slash("/reflections withdraw").await);
    let gone = updated(maya.click(&asked, "Yes, withdraw").await);
    assert!(
        gone.as_text().contains("There are no backups"),
        "{}",
        gone.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_reader_that_holds_the_database_back_delays_the_word_and_not_the_deletion() {
    use sqlx::Executor as _;
    let garden = garden(None).await;
    let maya = garden.maya();
    let asked = shown(maya.slash("/reflections withdraw").await);
    let mut reader = database(&garden).await;
    reader.execute("BEGIN").await.expect("it begins");
    let look = "SELECT COUNT(*) FROM reflections";
    reader.execute(look).await.expect("it reads");
    let gone = shown(maya.click(&asked, "Yes, withdraw").await);
    let said = "Its last trace leaves the database's files within moments.";
    assert!(gone.as_text().contains(said), "{}", gone.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    reader.execute("COMMIT").await.expect("it ends");
    garden.close().await;
}

/// The copy that an update made beside the database, so many days ago.
fn copied_before(garden: &Garden, days: i64) -> PathBuf {
    beside(garden, ".before-0008", days)
}

/// A file of the database's name with this at its end, so many days old.
fn beside(garden: &Garden, end: &str, days: i64) -> PathBuf {
    let path = PathBuf::from(format!("{}{end}", garden.database().display()));
    let file = File::create(&path).expect("made");
    let made_at = garden.clock().now() - TimeDelta::days(days);
    file.set_modified(made_at.into()).expect("set");
    path
}

/// Waits, in real time, until a file is gone.
async fn is_deleted(garden: &Garden, file: &Path) -> bool {
    for _ in 0..100 {
        if !file.exists() {
            return true;
        }
        let nothing = garden.sandbox.until(|_| None::<()>);
        let _a_moment_later = timeout(Duration::from_millis(20), nothing).await;
    }
    false
}

async fn started(garden: &mut Garden, backup_keep_days: Option<u16>) {
    let mut config = garden.config();
    config.backup_keep_days = backup_keep_days;
    garden.start_bot_with(config).await;
}

#[tokio::test]
async fn the_copy_from_before_an_update_is_gone_by_the_day_that_members_are_told() {
    let mut garden = Garden::without_bot(|_world| {}).await;
    let copy = copied_before(&garden, 28);
    let younger = beside(&garden, ".before-0007", 1);
    let others = [
        beside(&garden, ".before-0008.part", 400),
        beside(&garden, ".before-08", 400),
        beside(&garden, ".before-the-move", 400),
        beside(&garden, ".backup", 400),
        beside(&garden, "-old.before-0008", 400),
    ];
    started(&mut garden, Some(30)).await;
    assert!(
        !is_deleted(&garden, &copy).await,
        "it is not thirty days old"
    );
    // Tomorrow it is 29 days old, and at the next round it would be thirty.
    garden.advance(TimeDelta::days(1));
    assert!(is_deleted(&garden, &copy).await);
    assert!(younger.exists());
    for other in others {
        assert!(other.exists(), "{} is no such copy", other.display());
    }
    garden.close().await;
}

#[tokio::test]
async fn where_no_backups_are_made_the_copy_from_before_an_update_goes_once_the_bot_has_started() {
    let mut garden = Garden::without_bot(|_world| {}).await;
    let copy = copied_before(&garden, 0);
    started(&mut garden, Some(0)).await;
    assert!(is_deleted(&garden, &copy).await);
    garden.close().await;
}

#[tokio::test]
async fn where_nobody_said_how_long_backups_are_kept_the_copy_from_before_an_update_stays() {
    let mut garden = Garden::without_bot(|_world| {}).await;
    let copy = copied_before(&garden, 4000);
    started(&mut garden, None).await;
    assert!(!is_deleted(&garden, &copy).await);
    garden.close().await;
}
