//! The weekly post when all goes well: it appears once, at its time, and says what its preview said.

use chrono::TimeDelta;
use sunflower::sandbox::driver::Shown;

use crate::{
    garden::{Garden, at},
    moderating::{POST, asked, channel, history, history_says, list, posts_in},
};

#[tokio::test]
async fn not_a_second_before_its_time() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.hand.move_to(at("2026-11-23T08:59:59Z"));
    assert!(history(&garden).await.contains("Nothing was due yet"));
    garden.stop_bot().await;
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}

#[tokio::test]
async fn the_preview_is_the_very_post_that_goes_out() {
    let garden = Garden::open().await;
    let created = garden.schedule_mondays().await;
    let preview = asked(&garden, "/schedule preview schedule:1").await;
    let post = garden.mondays_post().await;
    for before in [created, preview] {
        // The words about it come first.
        assert_eq!(before.raw().embeds[1..], post.raw().embeds[..]);
        // Its buttons already carry the post's id.
        assert_eq!(before.raw().components, post.raw().components);
    }
    garden.close().await;
}

#[tokio::test]
async fn an_hour_a_restart_and_a_day_later_it_is_still_one() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.mondays_post().await;
    garden.advance(TimeDelta::hours(1));
    history_says(&garden, "✅").await;
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(1));
    garden.restart_bot().await;
    // The next week's comes after whatever else would have come.
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 2);
    garden.close().await;
}

#[tokio::test]
async fn one_date_posts_once_and_is_done() {
    let garden = Garden::open().await;
    asked(
        &garden,
        "/schedule create channel:#general when:1 dec 18:00 zone:Europe/London",
    )
    .await;
    garden.hand.move_to(at("2026-12-01T18:00:00Z"));
    garden.post_in("general", 1).await;
    let listed = list(&garden).await;
    assert!(listed.contains("No further times: it is done."), "{listed}");
    garden.close().await;
}

#[tokio::test]
async fn a_week_is_of_one_article_and_the_next_week_of_another() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(
        &garden,
        "/schedule create channel:#general when:wednesdays 18:00",
    )
    .await;
    let monday = garden.mondays_post().await;
    garden.hand.move_to(at("2026-11-25T18:00:00Z"));
    let wednesday = garden.post_in("general", 1).await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    let next_monday = garden.post_in("wellbeing", 2).await;
    let title = |post: &Shown| post.raw().embeds[0]["title"].clone();
    assert_eq!(title(&monday), title(&wednesday));
    assert_ne!(title(&monday), title(&next_monday));
    garden.close().await;
}

#[tokio::test]
async fn several_posts_in_a_week_take_turns_with_its_practices_and_questions() {
    let garden = Garden::open().await;
    asked(
        &garden,
        "/schedule create channel:#wellbeing when:daily 9:00 zone:Europe/London topics:trauma",
    )
    .await;
    let mut fields = Vec::new();
    for day in 23..=25 {
        garden.hand.move_to(at(&format!("2026-11-{day}T09:00:00Z")));
        let post = garden.post_in("wellbeing", day - 22).await;
        let field = |nth: usize| post.raw().embeds[0]["fields"][nth].to_string();
        fields.push((field(0), field(1)));
    }
    for (earlier, later) in [(0, 1), (1, 2), (0, 2)] {
        assert_ne!(fields[earlier].0, fields[later].0, "practices");
        assert_ne!(fields[earlier].1, fields[later].1, "questions");
    }
    garden.close().await;
}

#[tokio::test]
async fn a_post_that_a_moderator_deletes_stays_deleted() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    history_says(&garden, "✅").await;
    garden.sandbox.delete_message(post.channel(), post.id());
    garden.advance(TimeDelta::hours(1));
    garden.restart_bot().await;
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 2);
    garden.close().await;
}

#[tokio::test]
async fn the_post_goes_where_it_was_planned_and_nowhere_else() {
    let garden = Garden::open_with(crate::looking::with_the_harbour).await;
    garden.schedule_mondays().await;
    garden.mondays_post().await;
    let wellbeing = channel(&garden, "wellbeing");
    let tries = garden.sandbox.record().of(POST);
    let path = format!("/channels/{wellbeing}/messages");
    assert!(tries.iter().all(|one| one.path == path), "{tries:?}");
    garden.close().await;
}
