//! Into a forum a post goes without a nonce: nobody sends it again unseen, nor looks for it sooner than
//! two minutes after an attempt.

use sunflower::posting::{
    deliver,
    model::{ChannelKind, Manner, NoticeKind, PostOutcome},
};

use crate::{
    bot::{Bot, CHANNEL, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

/// Two minutes, less one second.
const NOT_YET: i64 = 119;

/// A bot whose forum's post is due.
async fn due(database: &Database) -> Bot<'_> {
    let bot = Bot::start(database).await;
    let forum = Manner {
        kind: ChannelKind::Forum,
        ..Manner::default()
    };
    bot.schedule_as(forum, "mondays 9:00").await;
    bot.hand.advance(hours(1));
    bot
}

on_both_databases! {
    async fn a_forums_first_post_goes_out_straight(database: &Database) {
        let bot = due(database).await;
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks(), []);
        assert_eq!(bot.channels.requests()[0].kind, ChannelKind::Forum);
    }

    async fn a_lost_answer_is_looked_for_after_two_minutes_and_no_sooner(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        bot.hand.advance(seconds(NOT_YET));
        assert_eq!(bot.recover().await, 0);
        assert_eq!(bot.channels.looks(), []);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.recover().await, 1);
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn a_lost_request_is_made_again_only_once_nothing_was_found(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::RequestLost]);
        bot.step().await;
        bot.hand.advance(seconds(120));
        bot.recover().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks().len(), 1);
        let requests = bot.channels.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0], requests[1]);
    }

    async fn a_second_lost_answer_is_given_its_two_minutes_too(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::RequestLost, Fate::AnswerLost]);
        bot.step().await;
        bot.hand.advance(seconds(120));
        bot.recover().await;
        bot.hand.advance(seconds(NOT_YET));
        assert_eq!(bot.recover().await, 0);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.recover().await, 1);
        bot.assert_sent_once().await;
    }

    async fn after_a_crash_too_nobody_looks_within_two_minutes_of_the_attempt(database: &Database) {
        let bot = due(database).await;
        bot.plan().await;
        bot.channels.fates(CHANNEL, [Fate::Hangs]);
        tokio::select! {
            _ = deliver::once(&bot.posting) => panic!("it hangs"),
            () = bot.channels.until(|channels| channels.requests().len() == 1) => {}
        }
        let bot = bot.restart().await;
        // The request may have been made as late as the lease of any other post ends.
        bot.hand.advance(seconds(60 + NOT_YET));
        bot.step().await;
        assert_eq!(bot.recover().await, 0);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.recover().await, 1);
        bot.assert_sent_once().await;
    }

    async fn a_look_that_is_cut_off_leaves_two_minutes_after_what_it_might_have_sent(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::RequestLost, Fate::Hangs]);
        bot.step().await;
        bot.hand.advance(seconds(120));
        tokio::select! {
            _ = bot.recover() => panic!("it hangs"),
            () = bot.channels.until(|channels| channels.requests().len() == 2) => {}
        }
        let bot = bot.restart().await;
        bot.hand.advance(seconds(60 + NOT_YET));
        assert_eq!(bot.recover().await, 0);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.recover().await, 1);
        bot.assert_sent_once().await;
    }

    async fn what_can_not_be_seen_is_never_sent_again_but_asked_about(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.channels.hide_history(CHANNEL);
        bot.step().await;
        // So soon a text channel's post would be sent again under its nonce.
        bot.hand.advance(seconds(120));
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        assert_eq!(bot.channels.requests().len(), 1);
        assert_eq!(bot.notices().await[0].kind, NoticeKind::Unsure);
    }

    async fn refused_for_now_it_is_tried_again_after_two_minutes_and_a_look(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::Later(None)]);
        bot.step().await;
        bot.hand.advance(seconds(NOT_YET));
        assert_eq!(bot.deliver().await, 0);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.deliver().await, 1);
        assert_eq!(bot.channels.looks().len(), 1);
        bot.assert_sent_once().await;
    }

    async fn without_a_permit_nothing_was_asked_and_nothing_waits_two_minutes(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::NoPermit]);
        bot.step().await;
        bot.hand.advance(seconds(1));
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks(), []);
    }
}
