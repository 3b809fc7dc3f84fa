//! A post that can't be read any more when it is due: not sent, and moderators hear of it.

use insta::assert_snapshot;

use crate::{
    garden::{Garden, at},
    looking::{carried, database, private},
    mending::{forged, notice, there, without_post},
    moderating::{asked, history_says, list, posts_in},
};

/// What posts are to say is lost as soon as they are planned.
async fn words_are_lost(garden: &Garden) {
    let lose = "CREATE TRIGGER lose AFTER INSERT ON posts BEGIN
                    UPDATE posts SET body = NULL WHERE id = NEW.id;
                END";
    let mut database = database(garden).await;
    let made = sqlx::query(lose).execute(&mut database).await;
    made.expect("made");
}

/// Nothing is lost from now on.
async fn words_are_kept(garden: &Garden) {
    let mut database = database(garden).await;
    let dropped = sqlx::query("DROP TRIGGER lose")
        .execute(&mut database)
        .await;
    dropped.expect("dropped");
}

#[tokio::test]
async fn it_is_told_until_it_is_seen_to_and_the_next_goes_out() {
    let mut garden = Garden::open().await;
    garden.expect_error("a post can't be read any more");
    asked(&garden, "/settings notices channel:#potting-shed").await;
    garden.schedule_mondays().await;
    words_are_lost(&garden).await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let told = notice(&garden, "This needs you").await;
    assert_snapshot!("told", without_post(&told));
    words_are_kept(&garden).await;
    assert_snapshot!("in_history", history_says(&garden, "❌").await);
    assert_snapshot!("in_list", list(&garden).await);
    let seen = private(there(&garden).click(&told, "I have seen to it").await);
    assert!(
        seen.as_text().contains("off the list"),
        "{}",
        seen.as_text()
    );
    notice(&garden, "Mended").await;
    let late = forged(&garden, &told, &carried(&told, "I have seen to it")).await;
    assert!(
        late.as_text().contains("mended already"),
        "{}",
        late.as_text()
    );
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn a_history_with_a_damaged_post_tells_all_others() {
    let mut garden = Garden::open().await;
    garden.expect_error("a post in the history can't be read");
    garden.schedule_mondays().await;
    for (week, day) in [(1, 23), (2, 30)] {
        garden.hand.move_to(at(&format!("2026-11-{day}T09:00:00Z")));
        garden.post_in("wellbeing", week).await;
    }
    history_says(&garden, "30 November 2026").await;
    let mut database = database(&garden).await;
    for damage in [
        "kind = '?'",
        "prompt = CAST(x'ff41' AS TEXT)",
        "id = '?'",
        "due_at = 9223372036854775807",
    ] {
        let garble = format!("UPDATE posts SET {damage} WHERE due_at <> 1795424400000");
        sqlx::query(sqlx::AssertSqlSafe(garble))
            .execute(&mut database)
            .await
            .expect("damaged");
        let told = history_says(&garden, "I can't read any more what became of it").await;
        assert!(told.contains("23 November 2026"), "{told}");
        let shown = asked(&garden, "/schedule show schedule:1").await;
        let last = shown
            .as_text()
            .split("The last post")
            .nth(1)
            .unwrap_or_default();
        assert!(
            last.contains("I can't read any more"),
            "{}",
            shown.as_text()
        );
    }
    garden.close().await;
}
