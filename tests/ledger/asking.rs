//! The question that a server was last asked, and the post that a message is about.

use chrono::TimeDelta;
use sunflower::{
    posting::model::{Manner, PostOutcome, What},
    store::ids::{GuildId, MessageId},
};

use crate::{
    bot::{Bot, GUILD, hours},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn the_latest_question_is_that_of_the_latest_post_in_its_channel_that_asked_one(database: &Database) {
        let bot = Bot::start(database).await;
        let store = &bot.posting.store;
        let since = bot.posting.clock.now();
        let none = store.latest_question(GUILD, since).await.expect("asked");
        assert_eq!(none, None);
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        let not_yet = store.latest_question(GUILD, since).await.expect("asked");
        assert_eq!(not_yet, None, "it is not in its channel");
        bot.deliver().await;
        let weekly = bot.posts().await.remove(0);
        let asked = store.latest_question(GUILD, since).await.expect("asked");
        let asked = asked.expect("a question");
        assert_eq!((asked.post, Some(asked.prompt)), (weekly.id, weekly.prompt));
        // A practice alone asks nothing, so the question before it still stands.
        let manner = Manner { what: What::Practice, ..Manner::default() };
        bot.schedule_as(manner, "tuesdays 9:00").await;
        bot.hand.advance(TimeDelta::days(1));
        bot.step().await;
        assert_eq!(bot.posts().await.len(), 2);
        let asked = store.latest_question(GUILD, since).await.expect("asked");
        assert_eq!(asked.expect("a question").post, weekly.id);
        let later = store.latest_question(GUILD, since + hours(2)).await.expect("asked");
        assert_eq!(later, None);
        let elsewhere = store.latest_question(GuildId::new(2), since).await.expect("asked");
        assert_eq!(elsewhere, None);
    }

    async fn a_message_leads_to_the_question_of_its_post_in_its_server_only(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.step().await;
        let post = bot.posts().await.remove(0);
        let PostOutcome::Sent { message: Some(message), .. } = post.outcome else {
            panic!("not sent: {:?}", post.outcome);
        };
        let store = &bot.posting.store;
        let asked = store.question_of(GUILD, message).await.expect("asked");
        assert_eq!(asked.expect("a question").post, post.id);
        for (guild, message) in [
            (GuildId::new(2), message),
            (GUILD, MessageId::new(message.get() + 1)),
        ] {
            let none = store.question_of(guild, message).await.expect("asked");
            assert_eq!(none, None);
        }
    }
}
