//! What is said: one article a week, in turns, and a preview that comes true.

use std::collections::HashSet;

use sunflower::{content::Slug, posting::model::NoticeKind};

use crate::{
    bot::{Bot, GUILD, asked, at, hours},
    library,
    support::database::{Database, on_both_databases},
};

/// Monday, Wednesday and Friday, at nine in Berlin.
const WEEK: [&str; 3] = [
    "2026-11-23T08:00:00Z",
    "2026-11-25T08:00:00Z",
    "2026-11-27T08:00:00Z",
];

on_both_databases! {
    async fn the_preview_is_the_very_post_that_goes_out(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("0 9 * * 1,3,5").await;
        for due_at in WEEK {
            let preview = bot.preview(schedule.id).await;
            assert_eq!(preview.due_at, at(due_at));
            bot.hand.move_to(at(due_at));
            bot.step().await;
            let message = bot.channels.messages().pop().expect("it was sent");
            assert_eq!(message.post, preview.post);
            assert_eq!(message.body, preview.composed.body);
        }
        assert_eq!(bot.channels.messages().len(), 3);
    }

    async fn a_week_is_of_one_article_and_its_practices_and_prompts_take_turns(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("0 9 * * 1,3,5").await;
        let mut turns = Vec::new();
        for due_at in WEEK {
            turns.push(bot.preview(schedule.id).await);
            bot.hand.move_to(at(due_at));
            bot.step().await;
        }
        let articles: HashSet<_> = turns.iter().map(|turn| &turn.article).collect();
        assert_eq!(articles.len(), 1);
        // Two practices and two prompts: the third post has the first again.
        assert_ne!(turns[0].practice, turns[1].practice);
        assert_ne!(turns[0].prompt, turns[1].prompt);
        assert_eq!(turns[0].practice, turns[2].practice);
        assert_eq!(turns[0].prompt, turns[2].prompt);
    }

    async fn no_article_comes_again_until_all_were_there(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        for _ in 0..6 {
            bot.step().await;
            bot.hand.advance(hours(7 * 24));
        }
        let posts = bot.posts().await;
        assert_eq!(posts.len(), 6);
        for round in posts.chunks(3) {
            let articles: HashSet<_> = round.iter().map(|post| &post.article).collect();
            assert_eq!(articles.len(), 3, "{round:?}");
        }
    }

    async fn two_schedules_of_one_server_share_the_weeks_article(database: &Database) {
        let bot = Bot::start(database).await;
        let one = bot.schedule("mondays 9:00").await;
        let two = bot.schedule("tuesdays 9:00").await;
        let (one, two) = (bot.preview(one.id).await, bot.preview(two.id).await);
        assert_eq!(one.article, two.article);
    }

    async fn a_choice_that_left_the_library_is_made_anew(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let chosen = bot.preview(schedule.id).await.article;
        let bot = bot.restart_with(library::without(chosen.as_str())).await;
        let anew = bot.preview(schedule.id).await.article;
        assert_ne!(anew, chosen);
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.posts().await[0].article, Some(anew));
    }

    async fn a_planned_post_keeps_its_words_whatever_becomes_of_the_library(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        let planned = bot.posts().await.remove(0);
        let article = planned.article.expect("an article");
        let bot = bot.restart_with(library::without(article.as_str())).await;
        bot.deliver().await;
        let message = bot.channels.messages().pop().expect("it was sent");
        assert!(message.body.contains(article.as_str()), "{}", message.body);
        assert_eq!(bot.posts().await[0].prompt, planned.prompt);
    }

    async fn what_a_week_is_follows_the_servers_zone(database: &Database) {
        let bot = Bot::start(database).await;
        let early = bot.schedule("30 0 * * 1").await;
        let monday = bot.schedule("mondays 9:00").await;
        // Still Sunday by UTC, but Monday in Berlin: the week that Monday's post is of.
        bot.hand.move_to(at("2026-11-29T23:00:00Z"));
        bot.step().await;
        let (early, monday) = (bot.preview(early.id).await, bot.preview(monday.id).await);
        assert_eq!(early.due_at, at("2026-11-29T23:30:00Z"));
        assert_eq!(early.article, monday.article);
    }

    async fn an_article_switched_off_before_its_week_began_is_chosen_anew(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let shown = bot.preview(schedule.id).await.article;
        switch_off(&bot, &shown).await;
        let anew = bot.preview(schedule.id).await.article;
        assert_ne!(anew, shown);
        for _ in 0..6 {
            bot.hand.advance(hours(7 * 24));
            bot.step().await;
        }
        let posts = bot.posts().await;
        assert_eq!(posts.len(), 6);
        assert!(posts.iter().all(|post| post.article.as_ref() != Some(&shown)));
    }

    async fn a_week_that_began_with_an_article_ends_with_it_though_it_is_switched_off(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("0 9 * * 1,3").await;
        bot.hand.move_to(at(WEEK[0]));
        bot.step().await;
        let posted = bot.posts().await[0].article.clone().expect("an article");
        switch_off(&bot, &posted).await;
        assert_eq!(bot.preview(schedule.id).await.article, posted);
        bot.hand.move_to(at(WEEK[1]));
        bot.step().await;
        assert_eq!(bot.posts().await[1].article.as_ref(), Some(&posted));
        assert_ne!(bot.preview(schedule.id).await.article, posted);
    }

    async fn where_all_on_its_topics_is_switched_off_nothing_is_posted_and_moderators_are_told(database: &Database) {
        let bot = Bot::start(database).await;
        let new = asked("daily 9:00", Some(chrono_tz::Europe::Berlin), &["courage"]);
        let schedule = bot.posting.create(new).await.expect("made");
        let noon = "noon".parse().expect("a slug");
        switch_off(&bot, &noon).await;
        assert_eq!(bot.posting.preview(GUILD, schedule.id).await.expect("asked"), None);
        bot.hand.advance(hours(1));
        assert_eq!(bot.plan().await.failed, 1);
        assert_eq!(bot.notices().await[0].kind, NoticeKind::NoArticle);
    }
}

/// Moderators switch an article off.
async fn switch_off(bot: &Bot<'_>, article: &Slug) {
    let mut writing = bot.posting.store.write().await.expect("a transaction");
    writing.switch_off(GUILD, article).await.expect("off");
    writing.commit().await.expect("committed");
}
