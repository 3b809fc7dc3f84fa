//! The library is exchanged while posts are on their way: what was planned goes out as it was planned.

use crate::{
    bot::{Bot, CHANNEL, hours, seconds},
    channels::Fate,
    library,
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn a_post_that_was_planned_is_sent_as_it_was_though_its_article_left_the_library(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::RequestLost]);
        bot.step().await;
        let planned = bot.posts().await.remove(0);
        let article = planned.article.clone().expect("an article");
        bot.posting.shelf.exchange(library::without(article.as_str()));
        bot.hand.advance(seconds(2));
        bot.recover().await;
        bot.assert_sent_once().await;
        let requests = bot.channels.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0], requests[1]);
        assert_eq!(bot.posts().await[0].prompt, planned.prompt);
    }
}
