//! The worker: does it all by itself when the clock gets there, survives the database's errors, and ends
//! when told.

use sunflower::{
    posting::{model::PostOutcome, worker},
    store::ids::ChannelId,
};
use tokio_util::sync::CancellationToken;

use crate::{
    bot::{Bot, CHANNEL, hours, seconds},
    channels::{Channels, Fate},
    support::database::{Database, on_both_databases},
};

/// Runs the worker while something else happens, and waits until it has ended.
pub async fn while_working(bot: &Bot<'_>, meanwhile: impl AsyncFnOnce(&Bot<'_>)) {
    let stop = CancellationToken::new();
    let work = worker::run(&bot.posting, stop.clone());
    let meanwhile = async {
        meanwhile(bot).await;
        stop.cancel();
    };
    tokio::join!(work, meanwhile);
}

fn messages(wanted: usize) -> impl Fn(&Channels) -> bool {
    move |channels| channels.messages().len() == wanted
}

fn requests(wanted: usize) -> impl Fn(&Channels) -> bool {
    move |channels| channels.requests().len() == wanted
}

on_both_databases! {
    async fn posts_go_out_when_the_clock_gets_there(database: &Database) {
        let bot = Bot::start(database).await;
        while_working(&bot, async |bot| {
            // Made while the worker sleeps: it wakes.
            bot.schedule("daily 9:00").await;
            bot.hand.advance(hours(1));
            bot.channels.until(messages(1)).await;
            bot.hand.advance(hours(24));
            bot.channels.until(messages(2)).await;
        })
        .await;
        let sent = |outcome: &PostOutcome| matches!(outcome, PostOutcome::Sent { .. });
        let outcomes = bot.outcomes().await;
        assert!(outcomes.iter().all(sent), "{outcomes:?}");
    }

    async fn a_lost_request_is_made_up_for_without_being_asked(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::RequestLost]);
        while_working(&bot, async |bot| {
            bot.hand.advance(hours(1));
            bot.channels.until(requests(1)).await;
            while bot.channels.messages().is_empty() {
                bot.hand.advance(seconds(1));
                tokio::task::yield_now().await;
            }
        })
        .await;
        bot.assert_sent_once().await;
    }

    async fn one_channel_that_hangs_and_one_that_refuses_delay_no_other(database: &Database) {
        let bot = Bot::start(database).await;
        bot.channels.fates(ChannelId::new(100), [Fate::Hangs]);
        bot.channels.fates(ChannelId::new(101), [Fate::Later(None)]);
        for channel in 100..220 {
            bot.schedule_in(ChannelId::new(channel), "mondays 9:00").await;
        }
        while_working(&bot, async |bot| {
            bot.hand.advance(hours(1));
            bot.channels.until(messages(118)).await;
            // What falls due while one hangs goes out, too, and what was refused for now.
            bot.schedule_in(ChannelId::new(300), "mondays 10:00").await;
            bot.hand.advance(hours(1));
            bot.channels.until(messages(120)).await;
            bot.channels.let_go();
            bot.channels.until(messages(121)).await;
        })
        .await;
        assert_eq!(bot.channels.requests().len(), 122);
    }

    async fn what_is_in_flight_when_it_is_told_to_stop_still_lands(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::Hangs]);
        let stop = CancellationToken::new();
        let work = worker::run(&bot.posting, stop.clone());
        let meanwhile = async {
            bot.hand.advance(hours(1));
            bot.channels.until(requests(1)).await;
            stop.cancel();
            tokio::task::yield_now().await;
            bot.channels.let_go();
        };
        tokio::join!(work, meanwhile);
        bot.assert_sent_once().await;
    }
}

#[tokio::test]
async fn an_error_of_the_database_is_survived() {
    let database = Database::sqlite();
    let bot = Bot::start(&database).await;
    bot.schedule("mondays 9:00").await;
    database
        .raw(
            "CREATE TRIGGER broken BEFORE INSERT ON posts
             BEGIN SELECT RAISE(ABORT, 'broken'); END",
        )
        .await;
    while_working(&bot, async |bot| {
        bot.hand.advance(hours(1));
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        database.raw("DROP TRIGGER broken").await;
        while bot.channels.messages().is_empty() {
            bot.hand.advance(seconds(1));
            tokio::task::yield_now().await;
        }
    })
    .await;
    bot.assert_sent_once().await;
}
