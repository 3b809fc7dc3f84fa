//! Notices told: each once, in the channel that its server chose, and called mended when it is.

use crate::{
    board::{BOARD, Heard, is_refused, mend, tell, tell_in},
    bot::{Bot, CHANNEL, hours, seconds},
    support::database::{Database, on_both_databases},
};

/// A post is refused for good, so that there is something to tell.
async fn refused(bot: &Bot<'_>) {
    bot.schedule("daily 9:00").await;
    is_refused(bot).await;
}

on_both_databases! {
    async fn a_notice_is_told_once_and_called_mended_when_it_is(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        assert_eq!(tell(&bot).await, 1);
        let pinned = bot.channels.board.pinned();
        assert_eq!(pinned.len(), 1);
        assert_eq!(pinned[0].channel, BOARD);
        assert_eq!(pinned[0].notice, bot.notices().await[0].id);
        for _ in 0..3 {
            bot.hand.advance(hours(24));
            assert_eq!(tell(&bot).await, 0);
        }
        let bot = bot.restart().await;
        assert_eq!(tell(&bot).await, 0);
        mend(&bot).await;
        assert_eq!(tell(&bot).await, 1);
        assert!(bot.channels.board.pinned()[0].mended);
        assert_eq!(tell(&bot).await, 0);
        assert_eq!(bot.posting.store.next_telling_at().await.expect("asked"), None);
    }

    async fn without_a_channel_nothing_is_told_until_there_is_one(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot).await;
        assert_eq!(tell(&bot).await, 0);
        assert_eq!(bot.posting.store.next_telling_at().await.expect("asked"), None);
        for _ in 0..2 {
            tell_in(&bot, Some(BOARD)).await;
            tell(&bot).await;
        }
        assert_eq!(bot.channels.board.pinned().len(), 1);
    }

    async fn what_was_mended_before_it_was_told_needs_no_telling(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot).await;
        mend(&bot).await;
        tell_in(&bot, Some(BOARD)).await;
        assert_eq!(tell(&bot).await, 0);
        assert!(bot.channels.board.pinned().is_empty());
    }

    async fn an_answer_that_was_lost_is_asked_for_again_under_the_same_nonce(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        bot.channels.board.fates([Heard::AnswerLost]);
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(tell(&bot).await, 0, "not at once");
        bot.hand.advance(seconds(2));
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(bot.channels.board.pinned().len(), 1);
        mend(&bot).await;
        tell(&bot).await;
        assert!(bot.channels.board.pinned()[0].mended);
    }

    async fn past_the_nonces_window_a_notice_is_not_told_twice(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        bot.channels.board.fates([Heard::AnswerLost]);
        tell(&bot).await;
        let bot = bot.restart().await;
        bot.hand.advance(hours(1));
        assert_eq!(tell(&bot).await, 1);
        bot.hand.advance(hours(1));
        assert_eq!(tell(&bot).await, 0);
        mend(&bot).await;
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(tell(&bot).await, 0);
        assert_eq!(bot.channels.board.pinned().len(), 1);
        assert_eq!(bot.channels.board.requests(), 1);
    }

    async fn an_answer_lost_and_then_a_busy_discord_make_no_second_notice(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        bot.channels.board.fates([Heard::AnswerLost]);
        // Busy until Discord has long forgotten the nonce.
        bot.channels.board.fates((0..5).map(|_| Heard::Later));
        for _ in 0..100 {
            tell(&bot).await;
            bot.hand.advance(seconds(2));
        }
        assert_eq!(bot.channels.board.pinned().len(), 1);
    }

    async fn a_busy_discord_is_asked_again_and_less_often(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        bot.channels.board.fates([Heard::Later, Heard::Later]);
        tell(&bot).await;
        bot.hand.advance(seconds(2));
        tell(&bot).await;
        bot.hand.advance(seconds(3));
        assert_eq!(tell(&bot).await, 0, "four seconds are not over");
        bot.hand.advance(seconds(1));
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(bot.channels.board.pinned().len(), 1);
    }

    async fn what_discord_refuses_is_not_tried_again_but_in_another_channel(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        bot.channels.board.fates([Heard::Refused]);
        tell(&bot).await;
        bot.hand.advance(hours(48));
        assert_eq!(tell(&bot).await, 0);
        assert_eq!(bot.notices().await.len(), 1, "the list still shows it");
        tell_in(&bot, Some(CHANNEL)).await;
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(bot.channels.board.pinned()[0].channel, CHANNEL);
    }

    async fn a_notice_stays_where_it_was_told_when_the_channel_changes(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot).await;
        tell(&bot).await;
        tell_in(&bot, Some(CHANNEL)).await;
        assert_eq!(tell(&bot).await, 0);
        tell_in(&bot, None).await;
        mend(&bot).await;
        bot.channels.board.fates([Heard::AnswerLost]);
        tell(&bot).await;
        bot.hand.advance(hours(2));
        tell(&bot).await;
        let pinned = bot.channels.board.pinned();
        assert_eq!((pinned.len(), pinned[0].mended), (1, true));
    }
}
