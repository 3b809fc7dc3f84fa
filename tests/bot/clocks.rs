//! The weekly post and a clock that can't be trusted: it jumps forth and back around the due time, and a
//! laptop sleeps for three days at the worst of moments. One message, and the next weeks go on in time.

use std::time::Duration;

use chrono::TimeDelta;
use sunflower::sandbox::{
    faults::Fault,
    world::{Id, Permissions},
};

use crate::{
    garden::{Garden, at},
    moderating::{
        POST, a_try_begins, asked, channel, history, history_says, in_time, list, posts_in, tries,
    },
};

const SECOND: TimeDelta = TimeDelta::seconds(1);
const MINUTE: TimeDelta = TimeDelta::minutes(1);
const HOUR: TimeDelta = TimeDelta::hours(1);
const THREE_DAYS: TimeDelta = TimeDelta::days(3);

const DUE: &str = "2026-11-23T09:00:00Z";

async fn mondays() -> Garden {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden
}

/// There are so many posts, and two more after the next two Mondays at nine, not a second before.
async fn goes_on(garden: &Garden, posts: usize) {
    assert_eq!(posts_in(garden, "wellbeing"), posts);
    for (nth, due) in ["2026-11-30T09:00:00Z", "2026-12-07T09:00:00Z"]
        .into_iter()
        .enumerate()
    {
        garden.hand.move_to(at(due) - SECOND);
        history(garden).await;
        assert_eq!(
            posts_in(garden, "wellbeing"),
            posts + nth,
            "too early for {due}"
        );
        garden.hand.move_to(at(due));
        garden.post_in("wellbeing", posts + nth + 1).await;
    }
}

#[tokio::test]
async fn jumps_of_an_hour_before_the_due_time() {
    let garden = mondays().await;
    garden.hand.move_to(at(DUE) - TimeDelta::minutes(90));
    for _ in 0..3 {
        garden.advance(HOUR);
        history(&garden).await;
        garden.advance(-HOUR);
        history(&garden).await;
    }
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    // And one over the due time.
    garden.advance(HOUR);
    garden.advance(HOUR);
    garden.post_in("wellbeing", 1).await;
    history_says(&garden, "✅").await;
    goes_on(&garden, 1).await;
    garden.close().await;
}

#[tokio::test]
async fn a_due_time_that_comes_again_and_again() {
    let mut garden = mondays().await;
    garden.mondays_post().await;
    history_says(&garden, "✅").await;
    for nth in 0..4 {
        garden.hand.move_to(at(DUE) - HOUR);
        history(&garden).await;
        if nth == 2 {
            garden.restart_bot().await;
        }
        garden.hand.move_to(at(DUE));
        history(&garden).await;
        garden.advance(HOUR);
        history(&garden).await;
    }
    goes_on(&garden, 1).await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 3);
    garden.close().await;
}

#[tokio::test]
async fn jumps_between_the_attempt_and_its_settlement() {
    for fault in [Fault::Delay, Fault::AnswerLate] {
        for jump in [HOUR, -HOUR, THREE_DAYS] {
            let garden = mondays().await;
            let slow = fault(Duration::from_millis(150));
            garden.sandbox.faults().on(POST).once(slow);
            garden.hand.move_to(at(DUE));
            a_try_begins(&garden).await;
            garden.advance(jump);
            history_says(&garden, "✅").await;
            assert_eq!(garden.sandbox.record().of(POST).len(), 1);
            goes_on(&garden, 1).await;
            garden.close().await;
        }
    }
}

#[tokio::test]
async fn jumps_between_the_attempt_and_its_recovery() {
    for fault in [Fault::DropAfter, Fault::DropBefore] {
        for jumps in [
            &[HOUR][..],
            &[-HOUR],
            &[HOUR, -HOUR, HOUR],
            &[-HOUR, HOUR, -HOUR],
        ] {
            let garden = mondays().await;
            garden.sandbox.faults().on(POST).once(fault.clone());
            garden.hand.move_to(at(DUE));
            let lost = tries(&garden, 1).await;
            assert_eq!(lost.len(), 1);
            for jump in jumps {
                garden.advance(*jump);
                history(&garden).await;
            }
            in_time(&garden, MINUTE, "✅").await;
            goes_on(&garden, 1).await;
            garden.close().await;
        }
    }
}

#[tokio::test]
async fn three_days_of_sleep_after_a_request_whose_answer_was_lost() {
    for (fault, said, posts) in [(Fault::DropAfter, "✅", 1), (Fault::DropBefore, "❌", 0)] {
        let garden = mondays().await;
        garden.sandbox.faults().on(POST).once(fault);
        garden.hand.move_to(at(DUE));
        tries(&garden, 1).await;
        garden.advance(THREE_DAYS);
        in_time(&garden, SECOND, said).await;
        goes_on(&garden, posts).await;
        garden.close().await;
    }
}

#[tokio::test]
async fn three_days_of_sleep_with_nothing_to_do_but_a_post() {
    let garden = mondays().await;
    garden.advance(THREE_DAYS);
    history_says(&garden, "Missed").await;
    goes_on(&garden, 0).await;
    garden.close().await;
}

/// The answer to Monday's request was lost, and the history of the channel is hidden since.
async fn lost_and_hidden() -> (Garden, Id) {
    let garden = mondays().await;
    garden.sandbox.faults().on(POST).once(Fault::DropAfter);
    garden.hand.move_to(at(DUE));
    tries(&garden, 1).await;
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::READ_MESSAGE_HISTORY);
    (garden, wellbeing)
}

#[tokio::test]
async fn a_history_hidden_for_a_while_after_the_attempt() {
    let (garden, wellbeing) = lost_and_hidden().await;
    history(&garden).await;
    garden.sandbox.allow_bot(wellbeing);
    in_time(&garden, SECOND, "✅").await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 1, "it was found");
    goes_on(&garden, 1).await;
    garden.close().await;
}

#[tokio::test]
async fn a_history_hidden_until_too_late_asks_the_moderators_and_given_back_doubles_nothing() {
    let (garden, wellbeing) = lost_and_hidden().await;
    in_time(&garden, MINUTE, "Perhaps posted").await;
    garden.sandbox.allow_bot(wellbeing);
    garden.advance(HOUR);
    assert!(history(&garden).await.contains("Perhaps posted"));
    assert!(list(&garden).await.contains("⚠️"));
    asked(&garden, "/schedule preview schedule:1").await;
    goes_on(&garden, 1).await;
    garden.close().await;
}
