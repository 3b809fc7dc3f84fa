//! An old backup is put back: what Discord has already is not posted again, and the ledger says so.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::TimeDelta;
use sunflower::{app, sandbox::driver::PATIENCE, store};

use crate::{
    garden::{Garden, at, shown},
    looking::updated,
    moderating::{POST, asked, history_says, in_time, posts_in, server},
};

/// A copy of the database as it is now, while the bot runs.
async fn backed_up(garden: &Garden) -> PathBuf {
    let copy = garden.database().with_file_name("backup.db");
    let config = garden.config();
    let copied = store::backup(&config.database, &copy, garden.sandbox.now()).await;
    copied.expect("it is copied");
    copy
}

/// Stops the bot, puts the backup back in the database's place, and starts the bot again.
async fn put_back(garden: &mut Garden, copy: &Path) {
    garden.stop_bot().await;
    let old = garden.database().with_file_name("old.db");
    fs::rename(garden.database(), old).expect("moved away");
    let (config, clock) = (garden.config(), garden.clock());
    app::restore(&config.database, &config.key_file, copy, &clock)
        .await
        .expect("it is put back");
    garden.start_bot().await;
}

#[tokio::test]
async fn what_was_posted_after_the_backup_is_found_and_not_posted_again() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let copy = backed_up(&garden).await;
    garden.mondays_post().await;
    history_says(&garden, "✅").await;
    garden.advance(TimeDelta::hours(1));
    put_back(&mut garden, &copy).await;
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    assert_eq!(garden.sandbox.record().of(POST).len(), 1);
    // And on it goes, a week later, whatever is put back again.
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    garden.advance(TimeDelta::hours(1));
    fs::remove_file(garden.database().with_file_name("old.db")).expect("removed");
    put_back(&mut garden, &copy).await;
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 2);
    assert_eq!(garden.sandbox.record().of(POST).len(), 2);
    garden.close().await;
}

#[tokio::test]
async fn what_was_posted_ahead_after_the_backup_is_not_posted_again_in_its_time() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let copy = backed_up(&garden).await;
    let ask = asked(&garden, "/schedule post-now schedule:1").await;
    updated(garden.moderator().click(&ask, "Post it now").await);
    garden.post_in("wellbeing", 1).await;
    history_says(&garden, "✅").await;
    garden.advance(TimeDelta::hours(2));
    put_back(&mut garden, &copy).await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    assert_eq!(garden.sandbox.record().of(POST).len(), 1);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    garden.close().await;
}

#[tokio::test]
async fn a_forums_post_after_the_backup_is_not_opened_again() {
    const THREAD: &str = "POST /channels/{channel}/threads";
    let mut garden = Garden::open().await;
    let home = server(&garden);
    garden
        .sandbox
        .change(|world| world.add_forum(home, "weekly", &[]));
    let create = "/schedule create channel:#weekly when:\"mondays 9:00\" zone:Europe/London";
    let made = asked(&garden, create).await;
    assert!(made.as_text().contains("Planned"), "{}", made.as_text());
    let copy = backed_up(&garden).await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "✅").await;
    assert_eq!(garden.sandbox.record().of(THREAD).len(), 1);
    garden.advance(TimeDelta::hours(3));
    put_back(&mut garden, &copy).await;
    in_time(&garden, TimeDelta::seconds(1), "✅").await;
    assert_eq!(garden.sandbox.record().of(THREAD).len(), 1);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    let second = garden.sandbox.until(|_world| {
        let opened = garden.sandbox.record().of(THREAD).len();
        (opened == 2).then_some(())
    });
    second.await.expect("the next week's is opened");
    garden.close().await;
}

#[tokio::test]
async fn a_backup_of_what_was_put_back_forgets_no_more_than_that_did() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let first = backed_up(&garden).await;
    let ask = asked(&garden, "/schedule post-now schedule:1").await;
    updated(garden.moderator().click(&ask, "Post it now").await);
    garden.post_in("wellbeing", 1).await;
    garden.advance(TimeDelta::hours(5));
    put_back(&mut garden, &first).await;
    // Nothing was posted since: a copy of this one knows of nothing after the first, either.
    garden.advance(TimeDelta::hours(5));
    fs::remove_file(&first).expect("removed");
    let second = backed_up(&garden).await;
    fs::remove_file(garden.database().with_file_name("old.db")).expect("removed");
    put_back(&mut garden, &second).await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    assert_eq!(garden.sandbox.record().of(POST).len(), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_a_member_took_back_since_the_backup_does_not_come_back() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    history_says(&garden, "✅").await;
    let maya = garden.maya();
    garden.reflect(&maya, &post, "Hers alone.").await;
    let copy = backed_up(&garden).await;
    garden.advance(TimeDelta::minutes(1));
    let ask = shown(maya.slash("/reflections withdraw").await);
    updated(maya.click(&ask, "Yes, withdraw").await);
    put_back(&mut garden, &copy).await;
    let view = shown(garden.maya().slash("/reflections view").await);
    assert!(
        !view.as_text().contains("Hers alone."),
        "{}",
        view.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_database_that_is_exchanged_while_the_bot_runs_is_left_alone_until_it_is_back() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.expect_error("moved or replaced while the bot runs");
    let aside = garden.database().with_file_name("aside.db");
    fs::rename(garden.database(), &aside).expect("moved");
    let other = "This is a letter. ".repeat(500);
    fs::write(garden.database(), &other).expect("written");
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let said = async {
        while !garden.log().contains("put the right file there") {
            tokio::task::yield_now().await;
        }
    };
    let said = tokio::time::timeout(PATIENCE, said).await;
    said.expect("the log says what to do");
    assert_eq!(fs::read_to_string(garden.database()).expect("read"), other);
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    fs::rename(&aside, garden.database()).expect("moved back");
    in_time(&garden, TimeDelta::seconds(10), "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_backup_that_was_copied_into_place_by_hand_is_refused_until_it_is_restored() {
    let mut garden = Garden::open().await;
    let copy = backed_up(&garden).await;
    garden.stop_bot().await;
    fs::copy(&copy, garden.database()).expect("copied by hand");
    let said = garden.refuses_to_start(garden.config()).await;
    assert!(
        said.contains("put it back with `sunflower restore`"),
        "{said}"
    );
    put_back(&mut garden, &copy).await;
    garden.close().await;
}
