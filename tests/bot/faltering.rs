//! The weekly post while Discord falters: lost answers, outages, limits, a gateway that comes and goes.
//! However it goes, one message.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{faults::Fault, record::Outcome, world::Permissions};

use crate::{
    garden::{Garden, at},
    looking::without_ids,
    moderating::{POST, channel, history, in_time, list, posts_in, tries},
};

const SECOND: TimeDelta = TimeDelta::seconds(1);
const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Mondays at nine, and it is nine, while `fault` strikes so many tries to post.
async fn nine_oclock_with(times: u32, fault: Fault) -> Garden {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.sandbox.faults().on(POST).times(times, fault);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden
}

/// History says that it was posted, and the next week's is the second message.
async fn is_posted_once(garden: &Garden) {
    in_time(garden, SECOND, "✅").await;
    assert_eq!(posts_in(garden, "wellbeing"), 1);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_found_and_not_sent_again() {
    let garden = nine_oclock_with(1, Fault::DropAfter).await;
    let lost = tries(&garden, 1).await;
    assert_eq!(lost[0].outcome, Outcome::DroppedAfter);
    in_time(&garden, SECOND, "✅").await;
    assert_eq!(tries(&garden, 1).await.len(), 1, "it was looked for");
    is_posted_once(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_before_a_restart_is_found() {
    let mut garden = nine_oclock_with(1, Fault::DropAfter).await;
    tries(&garden, 1).await;
    garden.restart_bot().await;
    garden.advance(TimeDelta::hours(2));
    in_time(&garden, SECOND, "✅").await;
    assert_eq!(tries(&garden, 1).await.len(), 1, "it was looked for");
    is_posted_once(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn a_request_that_never_arrived_is_made_again() {
    let garden = nine_oclock_with(3, Fault::DropBefore).await;
    is_posted_once(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn an_outage_is_outlasted() {
    for status in [500, 502, 503] {
        let garden = nine_oclock_with(6, Fault::down(status)).await;
        is_posted_once(&garden).await;
        assert_eq!(tries(&garden, 8).await.len(), 8, "six failed, two did not");
        garden.close().await;
    }
}

#[tokio::test]
async fn an_outage_that_outlasts_the_catch_up_window_is_said_plainly() {
    let garden = nine_oclock_with(1, Fault::DropBefore).await;
    garden.sandbox.faults().on("*").always(Fault::down(503));
    tries(&garden, 1).await;
    // Answers to members go by the same door.
    garden.advance(TimeDelta::hours(13));
    garden.sandbox.faults().clear();
    let said = in_time(&garden, MINUTE, "❌").await;
    assert_snapshot!("out_of_time", said);
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn a_limit_of_discords_is_kept_and_the_post_comes_later() {
    for global in [false, true] {
        let garden = nine_oclock_with(2, Fault::rate_limit(0.2, global)).await;
        let limited = tries(&garden, 1).await;
        assert_eq!(limited[0].status(), Some(429));
        is_posted_once(&garden).await;
        garden.close().await;
    }
}

#[tokio::test]
async fn a_long_limit_is_waited_out_by_the_clock() {
    let garden = nine_oclock_with(1, Fault::rate_limit(5.0, false)).await;
    tries(&garden, 1).await;
    garden.sandbox.faults().clear();
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    is_posted_once(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn where_nobody_can_tell_whether_it_arrived_the_moderators_are_asked() {
    let mut garden = nine_oclock_with(1, Fault::DropAfter).await;
    tries(&garden, 1).await;
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::READ_MESSAGE_HISTORY);
    let said = in_time(&garden, MINUTE, "Perhaps posted").await;
    assert_snapshot!("unsure_in_history", said);
    assert_snapshot!("unsure_in_list", list(&garden).await);
    garden.restart_bot().await;
    garden.advance(TimeDelta::hours(1));
    assert!(history(&garden).await.contains("Perhaps posted"));
    assert_eq!(tries(&garden, 1).await.len(), 1, "nothing is doubled");
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_gateway_that_asks_to_reconnect_at_the_due_time_doubles_nothing() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let gateway = garden.sandbox.gateway();
    gateway.reconnect();
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    gateway.reconnect();
    is_posted_once(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn a_session_that_ends_at_the_due_time_doubles_nothing() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.hand.move_to(at("2026-11-23T08:59:59Z"));
    garden.sandbox.gateway().invalid_session(false);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    let back = |_: &_| (garden.sandbox.gateway().connected() > 0).then_some(());
    garden.sandbox.until(back).await.expect("it logs in again");
    is_posted_once(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn while_the_gateway_lets_nobody_in_the_post_goes_out_all_the_same() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let gateway = garden.sandbox.gateway();
    gateway.refuse_connections(true);
    gateway.close(4000);
    garden.mondays_post().await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_is_not_the_channels_fault_stops_no_schedule() {
    for fault in [
        // A token that was reset, and a page of the network before Discord.
        Fault::refusal(401, 0, "401: Unauthorized"),
        Fault::down(403),
    ] {
        let garden = nine_oclock_with(2, fault).await;
        is_posted_once(&garden).await;
        assert!(!list(&garden).await.contains("⚠️"));
        garden.close().await;
    }
}

#[tokio::test]
async fn a_lost_answer_is_made_up_for_though_members_talk_meanwhile() {
    let garden = nine_oclock_with(1, Fault::DropAfter).await;
    tries(&garden, 1).await;
    let maya = garden.maya().in_channel("wellbeing");
    for nth in 0..120 {
        maya.says(&format!("Good morning, {nth}!"))
            .expect("it is said");
    }
    let said = in_time(&garden, SECOND, "✅").await;
    assert_snapshot!("found_among_many", without_ids(&said));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    assert_eq!(tries(&garden, 1).await.len(), 1);
    garden.close().await;
}
