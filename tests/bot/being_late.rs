//! The weekly post and time: a bot that was not there, restarts at the due minute, and the night when
//! the clocks change.

use std::time::Duration;

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::faults::Fault;

use crate::{
    garden::{Garden, at},
    looking::without_ids,
    moderating::{
        POST, a_try_begins, asked, history, history_says, in_time, list, posts_in, tries,
    },
};

#[tokio::test]
async fn a_bot_that_comes_back_within_twelve_hours_posts_late_and_once() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.stop_bot().await;
    garden.hand.move_to(at("2026-11-23T20:59:00Z"));
    garden.start_bot().await;
    garden.post_in("wellbeing", 1).await;
    garden.restart_bot().await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 2);
    garden.close().await;
}

#[tokio::test]
async fn a_bot_that_comes_back_later_than_that_has_missed_it_and_says_so() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.stop_bot().await;
    garden.hand.move_to(at("2026-11-23T21:01:00Z"));
    garden.start_bot().await;
    let said = history_says(&garden, "Missed").await;
    assert_snapshot!("missed", said);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn after_three_weeks_away_only_the_newest_is_posted() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.stop_bot().await;
    garden.hand.move_to(at("2026-12-07T10:00:00Z"));
    garden.start_bot().await;
    garden.post_in("wellbeing", 1).await;
    let said = history_says(&garden, "✅").await;
    assert_snapshot!("three_weeks_away", without_ids(&said));
    garden.hand.move_to(at("2026-12-14T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    garden.close().await;
}

#[tokio::test]
async fn two_restarts_at_the_due_minute_leave_one_post() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    // So slow an answer that it is on its way while the bot stops.
    let slow = Fault::AnswerLate(Duration::from_millis(300));
    garden.sandbox.faults().on(POST).always(slow);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.restart_bot().await;
    garden.restart_bot().await;
    garden.post_in("wellbeing", 1).await;
    in_time(&garden, TimeDelta::seconds(1), "✅").await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    garden.close().await;
}

#[tokio::test]
async fn a_restart_while_the_request_is_on_its_way_leaves_one_post() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let slow = Fault::Delay(Duration::from_millis(500));
    garden.sandbox.faults().on(POST).once(slow);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    a_try_begins(&garden).await;
    garden.restart_bot().await;
    in_time(&garden, TimeDelta::seconds(1), "✅").await;
    assert_eq!(tries(&garden, 1).await.len(), 1);
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

/// Every day at this time of London, made two days before the clocks go forward on 28 March 2027.
async fn daily_before_summer_time(time: &str) -> Garden {
    let garden = Garden::open().await;
    garden.hand.move_to(at("2027-03-26T12:00:00Z"));
    let create =
        format!("/schedule create channel:#wellbeing when:daily {time} zone:Europe/London");
    asked(&garden, &create).await;
    garden
}

#[tokio::test]
async fn when_the_clocks_go_forward_nine_oclock_stays_nine_oclock() {
    let garden = daily_before_summer_time("9:00").await;
    let expected = [
        "2027-03-27T09:00:00Z",
        "2027-03-28T08:00:00Z",
        "2027-03-29T08:00:00Z",
    ];
    for (nth, due) in expected.into_iter().enumerate() {
        garden.hand.move_to(at(due) - TimeDelta::seconds(1));
        history(&garden).await;
        assert_eq!(posts_in(&garden, "wellbeing"), nth, "too early for {due}");
        garden.hand.move_to(at(due));
        garden.post_in("wellbeing", nth + 1).await;
    }
    garden.close().await;
}

#[tokio::test]
async fn a_time_that_the_clocks_jump_over_is_posted_once() {
    let garden = daily_before_summer_time("1:30").await;
    let expected = [
        "2027-03-27T01:30:00Z",
        "2027-03-28T01:00:00Z",
        "2027-03-29T00:30:00Z",
    ];
    for (nth, due) in expected.into_iter().enumerate() {
        garden.hand.move_to(at(due));
        garden.post_in("wellbeing", nth + 1).await;
    }
    assert_eq!(garden.sandbox.record().of(POST).len(), 3);
    garden.close().await;
}

#[tokio::test]
async fn a_time_that_comes_twice_when_the_clocks_go_back_is_posted_once() {
    let garden = Garden::open().await;
    garden.hand.move_to(at("2027-10-30T12:00:00Z"));
    let create = "/schedule create channel:#wellbeing when:daily 1:30 zone:Europe/London";
    asked(&garden, create).await;
    // 01:30 in summer time, 01:30 again an hour later, then the next day's.
    garden.hand.move_to(at("2027-10-31T00:30:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.hand.move_to(at("2027-10-31T01:30:00Z"));
    let listed = list(&garden).await;
    assert!(listed.contains("1 November 2027 01:30"), "{listed}");
    garden.hand.move_to(at("2027-11-01T01:30:00Z"));
    garden.post_in("wellbeing", 2).await;
    garden.close().await;
}
