//! Servers that are out, that the bot was removed from, and a token that is not accepted: nothing is
//! deleted that should not be, and what can be posted is.

use std::{collections::BTreeMap, fs};

use chrono::TimeDelta;
use sunflower::{config::Token, sandbox::faults::Fault};

use crate::{
    garden::{Garden, at, shown},
    moderating::{POST, asked, history_says, in_time, list, posts_in, server, tries},
};

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// Mondays are scheduled, one was posted, and Maya kept a reflection on it.
async fn with_a_past() -> (Garden, BTreeMap<String, i64>) {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    history_says(&garden, "✅").await;
    garden.reflect(&garden.maya(), &post, "Hers alone.").await;
    asked(&garden, "/settings zone zone:Asia/Tokyo").await;
    let rows = garden.rows().await;
    for table in ["schedules", "posts", "reflections", "consents"] {
        assert_eq!(rows[table], 1, "{table}: {rows:?}");
    }
    (garden, rows)
}

/// There are no fewer rows than there were.
async fn no_row_is_gone(garden: &Garden, before: &BTreeMap<String, i64>) {
    let now = garden.rows().await;
    for (table, count) in before {
        assert!(now[table] >= *count, "{table}: {before:?}, then {now:?}");
    }
}

/// What was kept is there, and can be read by whom it belongs to.
async fn nothing_is_gone(garden: &Garden, before: &BTreeMap<String, i64>) {
    no_row_is_gone(garden, before).await;
    let view = shown(garden.maya().in_dm().slash("/reflections view").await);
    assert!(view.as_text().contains("Hers alone."), "{}", view.as_text());
}

#[tokio::test]
async fn an_outage_of_weeks_across_restarts_deletes_nothing_and_stops_no_post() {
    let (mut garden, before) = with_a_past().await;
    garden.sandbox.outage(server(&garden), true);
    // REST answers all the same.
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 2).await;
    // From the next start on the server was never there.
    garden.restart_bot().await;
    garden.hand.move_to(at("2026-12-07T09:00:00Z"));
    garden.post_in("wellbeing", 3).await;
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(20));
    nothing_is_gone(&garden, &before).await;
    garden.sandbox.outage(server(&garden), false);
    garden.hand.move_to(at("2026-12-28T09:00:00Z"));
    history_says(&garden, "**28 December 2026 09:00** #wellbeing\n│ ✅").await;
    nothing_is_gone(&garden, &before).await;
    garden.close().await;
}

#[tokio::test]
async fn removed_from_a_server_while_it_was_offline_the_bot_keeps_all_and_says_why_it_stopped() {
    let (mut garden, before) = with_a_past().await;
    garden.stop_bot().await;
    garden.sandbox.remove_bot(server(&garden));
    garden.start_bot().await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    let refused = tries(&garden, 2).await;
    assert_eq!(refused[1].status(), Some(403));
    // It is stopped: nobody is asked again.
    garden.hand.move_to(at("2026-12-04T09:00:00Z"));
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(1));
    no_row_is_gone(&garden, &before).await;
    assert_eq!(tries(&garden, 2).await.len(), 2);
    garden.sandbox.add_bot(server(&garden));
    history_says(&garden, "**30 November 2026 09:00** #wellbeing\n│ ❌").await;
    assert!(list(&garden).await.contains("Stopped"));
    asked(&garden, "/schedule resume schedule:1").await;
    garden.hand.move_to(at("2026-12-07T09:00:00Z"));
    history_says(&garden, "**7 December 2026 09:00** #wellbeing\n│ ✅").await;
    nothing_is_gone(&garden, &before).await;
    garden.close().await;
}

#[tokio::test]
async fn a_wrong_token_at_the_start_says_what_to_do_and_touches_nothing() {
    let (mut garden, _) = with_a_past().await;
    garden.stop_bot().await;
    let before = garden.rows().await;
    let key = fs::read(garden.config().key_file).expect("the key");
    let mut config = garden.config();
    config.token = Token::parse("MTIz.not.the-one").expect("a token's shape");
    let said = garden.refuses_to_start(config).await;
    assert!(said.contains("does not accept the token"), "{said}");
    assert!(said.contains("Reset Token"), "what to do: {said}");
    assert!(!said.contains("not.the-one"), "{said}");
    assert_eq!(garden.rows().await, before);
    assert_eq!(fs::read(garden.config().key_file).expect("the key"), key);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.start_bot().await;
    garden.post_in("wellbeing", 2).await;
    garden.close().await;
}

#[tokio::test]
async fn a_token_that_is_not_accepted_any_more_is_waited_for_and_asked_about_seldom() {
    let (garden, before) = with_a_past().await;
    let wrong = Fault::refusal(401, 0, "401: Unauthorized");
    garden.sandbox.faults().on("*").always(wrong);
    garden.sandbox.record().forget();
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    tries(&garden, 1).await;
    // Three hours, a minute at a time, as far as the bot keeps up.
    for _ in 0..180 {
        garden.advance(TimeDelta::minutes(1));
        let record = garden.sandbox.record();
        let asked = record.all().len();
        let more = garden
            .sandbox
            .until(|_| (record.all().len() > asked).then_some(()));
        let _or_not = tokio::time::timeout(std::time::Duration::from_millis(20), more).await;
    }
    let invalid = garden.sandbox.record().invalid();
    assert!(invalid < 200, "{invalid} invalid requests in three hours");
    garden.sandbox.faults().clear();
    in_time(
        &garden,
        SECOND,
        "**30 November 2026 09:00** #wellbeing\n│ ✅",
    )
    .await;
    assert_eq!(posts_in(&garden, "wellbeing"), 2);
    nothing_is_gone(&garden, &before).await;
    garden.close().await;
}

#[tokio::test]
async fn while_no_shard_comes_up_for_weeks_posts_go_out_and_nothing_is_deleted() {
    let (mut garden, before) = with_a_past().await;
    garden.stop_bot().await;
    garden.sandbox.gateway().keep_waiting(true);
    garden.start_unheard();
    for (nth, due) in [
        "2026-11-30T09:00:00Z",
        "2026-12-07T09:00:00Z",
        "2026-12-14T09:00:00Z",
    ]
    .into_iter()
    .enumerate()
    {
        garden.hand.move_to(at(due));
        garden.post_in("wellbeing", nth + 2).await;
    }
    assert_eq!(garden.sandbox.record().of(POST).len(), 4);
    garden.stop_bot().await;
    garden.sandbox.gateway().keep_waiting(false);
    garden.start_bot().await;
    nothing_is_gone(&garden, &before).await;
    garden.close().await;
}
