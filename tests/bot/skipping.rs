//! A moderator leaves out the next post.

use insta::assert_snapshot;

use crate::{
    garden::{Garden, at},
    moderating::{asked, history, history_says, list, posts_in},
};

#[tokio::test]
async fn skipping_says_which_one_it_was_and_what_is_next() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let skipped = asked(&garden, "/schedule skip schedule:1").await;
    assert_snapshot!("skipped", skipped.as_text());
    assert_snapshot!("skipped_in_history", history(&garden).await);
    let listed = list(&garden).await;
    assert!(!listed.contains("23 November"), "{listed}");
    assert!(listed.contains("30 November"), "{listed}");
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.restart_bot().await;
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn skipping_twice_skips_the_next_two() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    for (skipped, next) in [
        ("23 November", "30 November"),
        ("30 November", "7 December"),
    ] {
        let said = asked(&garden, "/schedule skip schedule:1").await;
        let (first, rest) = said.as_text().split_once("From now on:").expect("both");
        assert!(first.contains(skipped), "{first}");
        assert!(rest.contains(next), "{rest}");
        assert!(!rest.contains(skipped), "{rest}");
    }
    garden.hand.move_to(at("2026-12-07T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn where_nothing_goes_out_there_is_nothing_to_skip() {
    let garden = Garden::open().await;
    asked(
        &garden,
        "/schedule create channel:#wellbeing zone:Europe/London when:1 dec 18:00",
    )
    .await;
    asked(&garden, "/schedule pause schedule:1").await;
    let paused = asked(&garden, "/schedule skip schedule:1").await;
    assert_snapshot!("skip_paused", paused.as_text());
    asked(&garden, "/schedule resume schedule:1").await;
    let last = asked(&garden, "/schedule skip schedule:1").await;
    assert!(last.as_text().contains("No further times"));
    let done = asked(&garden, "/schedule skip schedule:1").await;
    assert_snapshot!("skip_done", done.as_text());
    let strange = asked(&garden, "/schedule skip schedule:seven").await;
    assert!(strange.as_text().contains("There is no such schedule"));
    garden.close().await;
}

#[tokio::test]
async fn a_post_that_is_out_is_not_skipped_but_the_one_after_it_is() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.mondays_post().await;
    history_says(&garden, "✅").await;
    let skipped = asked(&garden, "/schedule skip schedule:1").await;
    assert!(skipped.as_text().contains("30 November"));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}
