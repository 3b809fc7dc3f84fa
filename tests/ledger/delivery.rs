//! Claim, send, settle: once, under one nonce, and whatever is not certain is looked for.

use std::time::Duration;

use sqlx::Connection;
use sunflower::{
    posting::{deliver, model::PostOutcome, recover},
    store::ids::ChannelId,
};

use crate::{
    bot::{Bot, CHANNEL, at, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases, run_on},
};

on_both_databases! {
    async fn a_post_that_falls_due_before_the_bots_eyes_goes_out_straight(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        assert_eq!(bot.deliver().await, 1);
        assert_eq!(bot.deliver().await, 0);
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks(), []);
    }

    async fn a_post_whose_answer_was_lost_is_found_in_history_and_not_sent_again(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        assert_eq!(bot.outcome().await, PostOutcome::Sending);
        assert_eq!(bot.recover().await, 0, "not before its time");
        // Much later, when Discord has forgotten the nonce.
        bot.hand.advance(hours(2));
        assert_eq!(bot.recover().await, 1);
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn a_post_whose_request_was_lost_is_sent_again_unchanged(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::RequestLost]);
        bot.step().await;
        bot.hand.advance(seconds(2));
        bot.recover().await;
        bot.assert_sent_once().await;
        let requests = bot.channels.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0], requests[1]);
    }

    async fn soon_after_an_attempt_it_is_sent_again_under_its_nonce_if_no_history_can_be_read(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.hide_history(CHANNEL);
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        bot.hand.advance(seconds(10));
        bot.recover().await;
        assert_eq!(bot.channels.requests().len(), 2);
        bot.assert_sent_once().await;
    }

    async fn no_permit_hands_the_post_back_and_uses_no_attempt(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::NoPermit, Fate::NoPermit]);
        for _ in 0..2 {
            bot.step().await;
            assert_eq!(bot.outcome().await, PostOutcome::Due);
            bot.hand.advance(seconds(1));
        }
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks(), [], "still the first attempt");
    }

    async fn what_is_held_back_is_not_claimed_before_anything_may_be_sent(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::Held(Duration::from_mins(9))]);
        bot.step().await;
        bot.hand.advance(seconds(9 * 60 - 1));
        assert_eq!(bot.deliver().await, 0);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.deliver().await, 1);
        bot.assert_sent_once().await;
    }

    async fn posts_are_claimed_fifty_at_a_time(database: &Database) {
        let bot = Bot::start(database).await;
        for channel in 100..160 {
            bot.schedule_in(ChannelId::new(channel), "mondays 9:00").await;
        }
        bot.hand.advance(hours(1));
        bot.plan().await;
        assert_eq!(bot.deliver().await, 50);
        assert_eq!(bot.deliver().await, 10);
        assert_eq!(bot.channels.messages().len(), 60);
        let outcomes = bot.outcomes().await;
        let sent = |outcome: &PostOutcome| matches!(outcome, PostOutcome::Sent { .. });
        assert!(outcomes.iter().all(sent), "{outcomes:?}");
    }

    async fn a_post_that_fell_due_before_the_start_is_looked_for_first(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(3));
        let bot = bot.restart().await;
        bot.step().await;
        bot.assert_sent_once().await;
        let looks = bot.channels.looks();
        assert_eq!(looks.len(), 1);
        assert_eq!(looks[0].1, at("2026-11-23T07:00:00Z"), "an hour before it was due");
    }

    async fn the_search_begins_before_a_first_attempt_by_a_clock_that_had_jumped_back(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::Later(None), Fate::AnswerLost]);
        bot.hand.advance(hours(1));
        bot.step().await;
        // Claimed again before it is due, by a clock that is set back three hours.
        let mut writing = bot.posting.store.write().await.expect("a transaction");
        let early = at("2026-11-23T05:00:00Z");
        let later = at("2026-11-23T09:00:00Z");
        let claimed = writing.claim_due(later, early, 1).await.expect("claimed");
        writing.commit().await.expect("committed");
        assert_eq!(claimed[0].first_attempt_at, at("2026-11-23T08:00:00Z"));
        bot.hand.move_to(later);
        bot.recover().await;
        let (_, since) = *bot.channels.looks().last().expect("a look");
        assert_eq!(since, at("2026-11-23T07:00:00Z"));
    }

    async fn a_deleted_first_copy_is_settled_as_sent_and_removed(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::Removed]);
        bot.step().await;
        let now = bot.posting.clock.now();
        let removed = PostOutcome::Sent { message: None, at: now, removed_at: Some(now) };
        assert_eq!(bot.outcome().await, removed);
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.recover().await;
        assert_eq!(bot.channels.requests().len(), 1, "never posted again");
    }

    async fn a_history_that_cannot_be_asked_now_is_asked_again_later(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(3));
        let bot = bot.restart().await;
        bot.channels.set_busy(true);
        bot.step().await;
        assert_eq!(bot.outcome().await, PostOutcome::Due);
        assert_eq!(bot.channels.requests(), [], "nothing is sent unseen");
        bot.channels.set_busy(false);
        bot.hand.advance(seconds(2));
        bot.step().await;
        bot.assert_sent_once().await;
    }
}

/// PostgreSQL remembers which transaction wrote a row.
#[tokio::test]
async fn answers_that_arrive_together_are_written_together() {
    run_on(Database::postgres().await, async |database: &Database| {
        let bot = Bot::start(database).await;
        for channel in 100..120 {
            bot.schedule_in(ChannelId::new(channel), "mondays 9:00")
                .await;
        }
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 20);
        let mut connection = database.connect().await;
        let transactions: i64 = sqlx::query_scalar(
            "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM posts WHERE state = 'sent'",
        )
        .fetch_one(&mut connection)
        .await
        .expect("counted");
        assert_eq!(transactions, 1);
        connection.close().await.expect("closed");
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_written_is_written_by_the_next_step() {
    let database = Database::sqlite();
    let bot = Bot::start(&database).await;
    bot.schedule("mondays 9:00").await;
    bot.hand.advance(hours(1));
    bot.plan().await;
    // As if the disk were full, but only for what Discord answered.
    database
        .raw(
            "CREATE TRIGGER full BEFORE UPDATE ON posts WHEN NEW.state = 'sent'
             BEGIN SELECT RAISE(ABORT, 'disk full'); END",
        )
        .await;
    deliver::once(&bot.posting).await.expect_err("not written");
    bot.hand.advance(hours(1));
    recover::once(&bot.posting).await.expect_err("not written");
    database.raw("DROP TRIGGER full").await;

    bot.deliver().await;
    bot.assert_sent_once().await;
    assert_eq!(bot.channels.requests().len(), 1);
    assert_eq!(bot.channels.looks(), [], "the answer was not forgotten");
}
