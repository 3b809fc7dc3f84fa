//! Recover: after crashes, lost answers, unreadable histories and restores, at most one message, and
//! never silence.

use std::time::Duration;

use sunflower::{
    posting::{
        deliver,
        model::{Failed, NoticeKind, PostOutcome, RefusedReason, Schedule, ScheduleState, Skipped},
        recover,
    },
    store::RestoreStamp,
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, at, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

/// A bot that was cut off in the middle of sending its first post.
async fn cut_off_while_sending(database: &Database) -> Bot<'_> {
    let bot = Bot::start(database).await;
    bot.schedule("mondays 9:00").await;
    bot.hand.advance(hours(1));
    bot.plan().await;
    bot.channels.fates(CHANNEL, [Fate::Hangs]);
    tokio::select! {
        _ = deliver::once(&bot.posting) => panic!("it hangs"),
        () = bot.channels.until(|channels| channels.requests().len() == 1) => {}
    }
    bot.restart().await
}

/// The database as it was when the schedule was made, half an hour later.
async fn restored_to_before<'a>(schedule: &Schedule, bot: Bot<'a>, database: &Database) -> Bot<'a> {
    let forgotten = format!(
        "DELETE FROM posts; UPDATE schedules SET after_at = {}, next_due_at = {}",
        schedule.after_at.timestamp_millis(),
        schedule.next_due_at.expect("it is due").timestamp_millis()
    );
    database.raw(forgotten).await;
    bot.hand.advance(seconds(1800));
    let mut writing = bot.posting.store.write().await.expect("a transaction");
    let stamp = RestoreStamp {
        backup_at: schedule.created_at,
        restored_at: bot.posting.clock.now(),
    };
    writing.stamp_restored(stamp).await.expect("stamped");
    writing.commit().await.expect("committed");
    bot.restart().await
}

on_both_databases! {
    async fn a_look_without_a_permit_uses_no_attempt_and_puts_nothing_off(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        bot.hand.advance(seconds(2));
        bot.channels.refuse_permits_to_look(10);
        for _ in 0..11 {
            assert_eq!(bot.recover().await, 1);
            bot.hand.advance(seconds(1));
        }
        assert_eq!(bot.channels.looks().len(), 11);
        assert_eq!(bot.channels.requests().len(), 1, "it is found, and not sent again");
        bot.assert_sent_once().await;
    }

    async fn a_crash_before_the_request_was_performed_ends_in_one_message(database: &Database) {
        let bot = cut_off_while_sending(database).await;
        bot.step().await;
        assert_eq!(bot.recover().await, 0, "its lease runs");
        bot.hand.advance(seconds(60));
        assert_eq!(bot.recover().await, 1);
        bot.assert_sent_once().await;
    }

    async fn a_crash_while_it_is_sent_again_leaves_that_request_to_come(database: &Database) {
        let bot = cut_off_while_sending(database).await;
        bot.hand.advance(seconds(60));
        bot.channels.fates(CHANNEL, [Fate::Hangs]);
        tokio::select! {
            _ = recover::once(&bot.posting) => panic!("it hangs"),
            () = bot.channels.until(|channels| channels.requests().len() == 2) => {}
        }
        let bot = bot.restart().await;
        // A minute after it was asked, long after the first.
        bot.hand.advance(seconds(61));
        bot.channels.fates(CHANNEL, [Fate::Refused(RefusedReason::NoChannel)]);
        assert_eq!(bot.recover().await, 1);
        assert_eq!(bot.outcome().await, PostOutcome::Sending, "it may yet be performed");
        bot.hand.advance(seconds(60));
        bot.recover().await;
        bot.assert_sent_once().await;
    }

    async fn a_crash_after_the_message_was_posted_ends_in_one_message(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        bot.hand.advance(hours(1));
        let bot = bot.restart().await;
        bot.step().await;
        bot.recover().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn a_crash_between_plan_and_claim_ends_in_one_message(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        let bot = bot.restart().await;
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn recovery_leaves_alone_what_is_in_flight_here(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        bot.channels.fates(CHANNEL, [Fate::Hangs]);
        let meanwhile = async {
            bot.channels.until(|channels| channels.requests().len() == 1).await;
            // The laptop slept.
            bot.hand.advance(hours(72));
            assert_eq!(bot.recover().await, 0);
            bot.channels.let_go();
        };
        tokio::join!(bot.deliver(), meanwhile);
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks(), []);
    }

    async fn with_no_history_to_read_a_late_recovery_is_unsure_and_asks_once(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        bot.channels.hide_history(CHANNEL);
        bot.hand.advance(hours(1));
        bot.recover().await;
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        assert_eq!(bot.channels.requests().len(), 1, "never sent blindly");
        let notices = bot.notices().await;
        assert_eq!(notices.len(), 1);
        assert_eq!((&notices[0].kind, notices[0].schedule), (&NoticeKind::Unsure, schedule.id));
        assert_eq!(bot.again(schedule.id).await.state, ScheduleState::Active);
    }

    async fn blind_resends_never_outlast_the_nonce_however_many_there_are(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.hide_history(CHANNEL);
        bot.channels.fates(CHANNEL, vec![Fate::AnswerLost; 20]);
        bot.step().await;
        for _ in 0..200 {
            bot.hand.advance(seconds(1));
            bot.recover().await;
        }
        assert_eq!(bot.channels.messages().len(), 1);
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
    }

    async fn a_clock_that_was_set_back_does_not_make_a_nonce_young_again(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.channels.hide_history(CHANNEL);
        bot.step().await;
        // By this clock two seconds go by, in truth an hour.
        bot.hand.advance(-hours(1));
        bot.hand.advance(hours(1) + seconds(2));
        assert_eq!(bot.recover().await, 1);
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn a_clock_that_was_hours_ahead_hides_no_post_from_the_look(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        bot.hand.advance(-hours(5));
        let set_right = bot.posting.clock.now();
        bot.hand.advance(hours(5) + seconds(2));
        assert_eq!(bot.recover().await, 1);
        // Discord, whose clock was right, may have it from then on.
        assert!(bot.channels.looks()[0].1 <= set_right - hours(1));
        bot.assert_sent_once().await;
    }

    async fn a_refusal_soon_after_a_lost_request_waits_for_what_may_yet_come(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        let refused = || Fate::Refused(RefusedReason::NoChannel);
        bot.channels.fates(CHANNEL, [Fate::RequestLost, refused(), refused()]);
        bot.step().await;
        bot.hand.advance(seconds(2));
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Sending);
        assert_eq!(bot.again(schedule.id).await.state, ScheduleState::Active);
        bot.hand.advance(seconds(117));
        assert_eq!(bot.recover().await, 0, "it may still come");
        bot.hand.advance(seconds(1));
        assert_eq!(bot.recover().await, 1);
        let refused = PostOutcome::Failed(Failed::Refused(RefusedReason::NoChannel));
        assert_eq!(bot.outcome().await, refused);
        assert_eq!(bot.channels.requests().len(), 3);
    }

    async fn a_limit_soon_after_a_lost_request_does_not_make_it_forgotten(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        let limited = Fate::Later(Some(Duration::from_mins(15)));
        bot.channels.fates(CHANNEL, [Fate::RequestLost, limited]);
        bot.step().await;
        bot.hand.advance(seconds(2));
        assert_eq!(bot.recover().await, 1);
        // The first may have been performed meanwhile, and its nonce is old.
        bot.channels.hide_history(CHANNEL);
        bot.hand.advance(seconds(900));
        bot.step().await;
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        assert_eq!(bot.channels.requests().len(), 2);
    }

    async fn a_first_post_whose_history_cannot_be_read_after_a_start_is_unsure(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(2));
        bot.channels.hide_history(CHANNEL);
        let bot = bot.restart().await;
        bot.step().await;
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        assert_eq!(bot.channels.requests(), []);
    }

    async fn with_no_history_to_read_a_certain_refusal_is_still_tried_again(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.channels.hide_history(CHANNEL);
        bot.channels.fates(CHANNEL, [Fate::Later(None)]);
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.hand.advance(hours(1));
        bot.step().await;
        // The ledger knows that nothing was performed.
        bot.assert_sent_once().await;
    }

    async fn an_uncertain_post_of_a_paused_schedule_is_looked_for_and_never_sent(database: &Database) {
        let bot = Bot::start(database).await;
        for fate in [Fate::AnswerLost, Fate::RequestLost] {
            let schedule = bot.schedule("0 * * * *").await;
            bot.channels.fates(CHANNEL, [fate]);
            bot.hand.advance(hours(1));
            bot.step().await;
            bot.posting.pause(GUILD, schedule.id).await.expect("paused");
            bot.hand.advance(hours(1));
            bot.recover().await;
        }
        let outcomes = bot.outcomes().await;
        assert!(matches!(outcomes[0], PostOutcome::Sent { .. }), "{outcomes:?}");
        assert_eq!(outcomes[1], PostOutcome::Skipped(Skipped::Paused));
        assert_eq!(bot.channels.requests().len(), 2);
    }

    async fn an_uncertain_post_that_is_not_there_past_its_window_fails(database: &Database) {
        let bot = cut_off_while_sending(database).await;
        bot.hand.advance(hours(72));
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Failed(Failed::OutOfTime));
        assert_eq!(bot.channels.messages().len(), 0);
    }

    async fn a_refusal_after_an_uncertain_attempt_leaves_the_post_unsure_and_the_schedule_blocked(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.hide_history(CHANNEL);
        let refused = Fate::Refused(RefusedReason::NoChannel);
        bot.channels.fates(CHANNEL, [Fate::AnswerLost, refused]);
        bot.step().await;
        bot.hand.advance(seconds(5));
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        let state = bot.again(schedule.id).await.state;
        assert_eq!(state, ScheduleState::Blocked(RefusedReason::NoChannel));
        assert_eq!(bot.notices().await.len(), 2);
    }

    async fn after_a_restore_each_schedules_first_post_is_looked_for_from_the_backup_on(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("daily 9:00").await;
        let stamp = RestoreStamp {
            backup_at: at("2026-11-20T12:00:00Z"),
            restored_at: at("2026-11-23T06:00:00Z"),
        };
        let mut writing = bot.posting.store.write().await.expect("a transaction");
        writing.stamp_restored(stamp).await.expect("stamped");
        assert_eq!(writing.restore_stamp().await.expect("read"), Some(stamp));
        writing.commit().await.expect("committed");

        bot.hand.advance(hours(1));
        bot.step().await;
        let looks = bot.channels.looks();
        assert_eq!(looks.len(), 1);
        assert_eq!(looks[0].1, stamp.backup_at - hours(1), "clocks jump");
        for _ in 0..4 {
            bot.hand.advance(hours(24));
            bot.step().await;
        }
        assert_eq!(bot.channels.messages().len(), 5);
        assert_eq!(bot.channels.looks().len(), 4, "the fifth is sent straight");
    }

    async fn what_was_posted_ahead_behind_a_skipped_one_is_not_posted_again_after_a_restore(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        let days = ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z"].map(at);
        bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        bot.posting.post_now(GUILD, schedule.id, days[2]).await.expect("posted");
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 1);
        let bot = restored_to_before(&schedule, bot, database).await;
        for due_at in days {
            bot.hand.move_to(due_at);
            bot.step().await;
        }
        // Nobody knows any more that two were skipped; the third is there once.
        assert_eq!(bot.channels.messages().len(), 3);
        assert_eq!(bot.channels.requests().len(), 3);
    }

    async fn what_was_posted_ahead_before_a_restore_is_not_posted_again_when_its_time_comes(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        let days = ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"].map(at);
        for due_at in days {
            bot.posting.post_now(GUILD, schedule.id, due_at).await.expect("posted");
            bot.step().await;
        }
        assert_eq!(bot.channels.messages().len(), 2);
        let bot = restored_to_before(&schedule, bot, database).await;
        for due_at in days {
            bot.hand.move_to(due_at);
            bot.step().await;
        }
        assert_eq!(bot.channels.messages().len(), 2, "both were there");
        for _ in 0..5 {
            bot.hand.advance(hours(24));
            bot.step().await;
        }
        assert_eq!(bot.channels.messages().len(), 7);
        assert_eq!(bot.channels.looks().len(), 6, "the last is sent straight");
    }
}
