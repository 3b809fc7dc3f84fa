//! The moderators' verbs: what they refuse, what they keep, and that no server touches another's.

use sunflower::{
    posting::{
        model::{PostOutcome, Skipped},
        schedules::{CreateError, SCHEDULES_PER_GUILD, VerbError},
    },
    store::ids::{ChannelId, GuildId},
};

use crate::{
    bot::{Bot, GUILD, asked, hours},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn a_deleted_schedule_keeps_its_posts(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.hand.advance(hours(24));
        bot.plan().await;
        bot.posting.delete(GUILD, schedule.id).await.expect("deleted");
        bot.deliver().await;

        let history = bot.posting.history(GUILD, Some(schedule.id), 0).await.expect("history");
        assert_eq!((history.total, history.pages), (2, 1));
        let posts: Vec<_> = history.posts.into_iter().flatten().collect();
        assert_eq!(posts[0].outcome, PostOutcome::Skipped(Skipped::Deleted));
        assert!(matches!(posts[1].outcome, PostOutcome::Sent { .. }));
        assert!(matches!(bot.posting.resume(GUILD, schedule.id).await, Err(VerbError::Gone)));
        assert_eq!(bot.posting.list(GUILD).await.expect("listed"), []);
    }

    async fn another_servers_moderators_do_not_find_a_schedule(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let other = GuildId::new(2);
        assert!(matches!(bot.posting.pause(other, schedule.id).await, Err(VerbError::Gone)));
        assert!(matches!(bot.posting.delete(other, schedule.id).await, Err(VerbError::Gone)));
        assert!(matches!(bot.posting.preview(other, schedule.id).await, Err(VerbError::Gone)));
        assert_eq!(bot.posting.list(other).await.expect("listed"), []);
        assert_eq!(bot.posting.list(GUILD).await.expect("listed"), [schedule]);
    }

    async fn a_servers_zone_is_the_first_one_given_to_it(database: &Database) {
        let bot = Bot::start(database).await;
        let ask = |zone| asked("mondays 9:00", zone, &[]);
        let refused = bot.posting.create(ask(None)).await.expect_err("no zone yet");
        assert!(matches!(refused, CreateError::ZoneNeeded));
        bot.posting.create(ask(Some(chrono_tz::Asia::Tokyo))).await.expect("made");
        bot.posting.create(ask(Some(chrono_tz::Europe::Berlin))).await.expect("made");
        let third = bot.posting.create(ask(None)).await.expect("made");
        assert_eq!(third.zone, chrono_tz::Asia::Tokyo);
        assert_eq!(bot.posting.zone(GUILD).await.expect("asked"), Some(chrono_tz::Asia::Tokyo));
    }

    async fn what_cannot_be_kept_is_refused_and_nothing_is_stored(database: &Database) {
        let bot = Bot::start(database).await;
        let berlin = Some(chrono_tz::Europe::Berlin);
        let never = asked("0 9 31 2 *", berlin, &[]);
        let refused = bot.posting.create(never).await.expect_err("it never comes");
        assert!(matches!(refused, CreateError::When(_)), "{refused}");
        let cars = asked("mondays 9:00", berlin, &["cars"]);
        let refused = bot.posting.create(cars).await.expect_err("nothing about cars");
        assert!(matches!(refused, CreateError::UnknownTopic(_)), "{refused}");
        assert_eq!(bot.posting.list(GUILD).await.expect("listed"), []);
        assert_eq!(bot.posting.zone(GUILD).await.expect("asked"), None);
    }

    async fn a_server_has_at_most_so_many_schedules(database: &Database) {
        let bot = Bot::start(database).await;
        for _ in 0..SCHEDULES_PER_GUILD {
            bot.schedule("mondays 9:00").await;
        }
        let one_more = asked("mondays 9:00", None, &[]);
        let refused = bot.posting.create(one_more).await.expect_err("too many");
        assert!(matches!(refused, CreateError::TooMany { limit: SCHEDULES_PER_GUILD }));
    }

    async fn history_comes_in_pages_the_latest_first(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("daily 9:00").await;
        bot.schedule_in(ChannelId::new(11), "daily 10:00").await;
        bot.hand.advance(hours(24 * 6));
        bot.step().await;
        let first = bot.posting.history(GUILD, None, 0).await.expect("history");
        assert_eq!((first.total, first.pages, first.posts.len()), (12, 2, 10));
        let last = bot.posting.history(GUILD, None, 9).await.expect("history");
        assert_eq!((last.page, last.posts.len()), (1, 2));
        let all = first.posts.iter().chain(&last.posts).flatten();
        assert!(all.is_sorted_by(|a, b| a.due_at >= b.due_at));
    }
}
