//! Plan: what is due becomes a post, once; what is late is caught up or missed; pauses count for nothing.

use std::time::Duration;

use sunflower::{
    posting::{
        model::{
            Failed, Missed, NoticeKind, PostId, PostOutcome, RefusedReason, Schedule,
            ScheduleState, Skipped,
        },
        plan,
        schedules::NewSchedule,
    },
    store::ids::{ChannelId, GuildId},
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, asked, at, hours},
    channels::Fate,
    library,
    support::database::{Database, on_both_databases},
};

const MISSED: PostOutcome = PostOutcome::Missed(Missed::TooLate { earlier: 0 });

on_both_databases! {
    async fn a_due_time_becomes_one_post_and_the_schedule_moves_on(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        assert_eq!(schedule.next_due_at, Some(at("2026-11-23T08:00:00Z")));
        assert_eq!(bot.plan().await, plan::Planned::default());

        bot.hand.advance(hours(1));
        assert_eq!(bot.plan().await.due, 1);
        assert_eq!(bot.plan().await, plan::Planned::default());

        let posts = bot.posts().await;
        assert_eq!(posts.len(), 1);
        assert_eq!(posts[0].id, PostId::of(schedule.id, at("2026-11-23T08:00:00Z")));
        assert_eq!(posts[0].channel, CHANNEL);
        let next = bot.again(schedule.id).await.next_due_at;
        assert_eq!(next, Some(at("2026-11-30T08:00:00Z")));
    }

    async fn one_date_is_posted_once_and_nothing_follows(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("24 nov 18:00").await;
        bot.hand.move_to(at("2026-11-24T17:00:00Z"));
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.again(schedule.id).await.next_due_at, None);
        assert_eq!(bot.posting.preview(GUILD, schedule.id).await.expect("asked"), None);
    }

    async fn after_downtime_a_skipped_time_does_not_stand_in_the_way_of_the_one_before(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("0 9,18 * * *").await;
        // Skipped ahead of its time: the evening on which the pause was to end.
        let until = at("2026-11-24T17:00:00Z");
        bot.posting.pause_until(GUILD, schedule.id, until).await.expect("paused");
        let skipped = bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        assert_eq!(skipped.due_at, until);
        bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
        bot.hand.move_to(at("2026-11-23T20:00:00Z"));
        bot.step().await;
        // Down over the next morning and evening.
        bot.hand.move_to(until + hours(1));
        let bot = bot.restart().await;
        bot.step().await;
        let outcomes = bot.outcomes().await;
        assert_eq!(outcomes[0], MISSED);
        assert!(matches!(outcomes[1], PostOutcome::Sent { .. }), "{outcomes:?}");
        assert!(matches!(outcomes[2], PostOutcome::Sent { .. }), "{outcomes:?}");
        assert_eq!(outcomes[3], PostOutcome::Skipped(Skipped::Wanted));
        let next = bot.again(schedule.id).await.next_due_at;
        assert_eq!(next, Some(at("2026-11-25T08:00:00Z")));
    }

    async fn after_downtime_only_the_newest_is_sent_and_the_others_are_missed(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("daily 9:00").await;
        bot.hand.move_to(at("2026-11-26T15:00:00Z"));
        let bot = bot.restart().await;
        bot.step().await;
        let outcomes = bot.outcomes().await;
        assert_eq!(outcomes[..3], [MISSED, MISSED, MISSED]);
        assert!(matches!(outcomes[3], PostOutcome::Sent { .. }), "{outcomes:?}");
        assert_eq!(bot.channels.messages().len(), 1);
    }

    async fn within_the_catch_up_window_it_is_sent_and_past_it_missed(database: &Database) {
        for (now, sent) in [("2026-11-23T20:00:00Z", true), ("2026-11-30T20:00:00.001Z", false)] {
            let bot = Bot::start(database).await;
            bot.schedule("mondays 9:00").await;
            bot.hand.move_to(at(now));
            let bot = bot.restart().await;
            bot.step().await;
            assert_eq!(bot.channels.messages().len(), usize::from(sent), "{now}");
            let newest = bot.outcomes().await.pop().expect("a post");
            assert_eq!(newest == MISSED, !sent, "{now}");
        }
    }

    async fn a_year_of_hourly_times_leaves_fifty_rows_and_says_how_many_more_there_were(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("0 * * * *").await;
        bot.hand.move_to(at("2027-11-23T07:30:00Z"));
        let planned = bot.plan().await;
        assert_eq!((planned.due, planned.missed), (1, 50));
        let outcomes = bot.outcomes().await;
        // 365 days of 24 times, less the hour that comes twice in October, less those with rows.
        let earlier = 365 * 24 - 1 - 51;
        assert_eq!(outcomes[0], PostOutcome::Missed(Missed::TooLate { earlier }));
        assert_eq!(outcomes[1], MISSED);
        assert_eq!(outcomes[50], PostOutcome::Due);
    }

    async fn a_later_post_supersedes_one_that_still_waits(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("0 * * * *").await;
        let long = Duration::from_hours(2);
        bot.channels.fates(CHANNEL, [Fate::Later(Some(long))]);
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.hand.advance(hours(1));
        bot.step().await;
        let outcomes = bot.outcomes().await;
        assert_eq!(outcomes[0], PostOutcome::Missed(Missed::Superseded));
        assert!(matches!(outcomes[1], PostOutcome::Sent { .. }), "{outcomes:?}");
    }

    async fn times_inside_a_pause_are_neither_caught_up_nor_missed(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        let paused = bot.posting.pause(GUILD, schedule.id).await.expect("paused");
        assert_eq!((&paused.state, paused.next_due_at), (&ScheduleState::Paused, None));
        assert_eq!(bot.again(schedule.id).await, paused);
        bot.hand.move_to(at("2026-11-25T09:00:00Z"));
        bot.step().await;
        let resumed = bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
        assert_eq!(resumed.next_due_at, Some(at("2026-11-26T08:00:00Z")));
        assert_eq!(bot.again(schedule.id).await, resumed);
        bot.step().await;
        assert_eq!(bot.outcomes().await, []);
        bot.hand.move_to(at("2026-11-26T08:00:00Z"));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn what_waits_when_its_schedule_is_paused_is_skipped(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        bot.posting.pause(GUILD, schedule.id).await.expect("paused");
        bot.deliver().await;
        assert_eq!(bot.outcome().await, PostOutcome::Skipped(Skipped::Paused));
        assert_eq!(bot.channels.requests(), []);
    }

    async fn a_library_without_an_article_fails_the_post_and_tells_once_until_it_has_one(database: &Database) {
        let bot = Bot::start(database).await;
        let new = asked("daily 9:00", Some(chrono_tz::Europe::Berlin), &["courage"]);
        bot.posting.create(new).await.expect("made");
        let bot = bot.restart_with(library::without("noon")).await;
        bot.hand.advance(hours(1));
        assert_eq!(bot.plan().await.failed, 1);
        bot.hand.advance(hours(24));
        assert_eq!(bot.plan().await.failed, 1);
        let notices = bot.notices().await;
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].kind, NoticeKind::NoArticle);

        let bot = bot.restart_with(library::whole()).await;
        bot.hand.advance(hours(24));
        assert_eq!(bot.plan().await.due, 1);
        assert_eq!(bot.notices().await, []);
    }

    async fn new_zone_data_moves_the_next_times(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        plan::renew(&bot.posting).await.expect("renewed");
        // As if an older version had taken nine o'clock for another instant.
        let mut writing = bot.posting.store.write().await.expect("a transaction");
        let other = Some(at("2026-11-23T09:00:00Z"));
        let moved = writing.move_schedule(&schedule, schedule.after_at, other).await;
        assert!(moved.expect("written"));
        writing.set_meta("zone_data", "1999a").await.expect("set");
        writing.commit().await.expect("committed");
        plan::renew(&bot.posting).await.expect("renewed");
        let renewed = bot.again(schedule.id).await;
        let revision = renewed.revision;
        assert_eq!(renewed, Schedule { revision, ..schedule });
    }

    async fn a_clock_that_goes_back_plans_nothing_twice(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.hand.advance(hours(-1));
        bot.step().await;
        // Even if a moderator makes it plan from now, that time has had its post.
        bot.posting.pause(GUILD, schedule.id).await.expect("paused");
        bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn a_schedule_that_cannot_be_read_is_blocked_alone_and_said_so(database: &Database) {
        let bot = Bot::start(database).await;
        let lost = bot.schedule_in(ChannelId::new(11), "mondays 9:00").await;
        let kept = bot.schedule("mondays 9:00").await;
        database.raw("UPDATE schedules SET zone = 'Mars/Olympus' WHERE channel_id = 11").await;
        bot.hand.advance(hours(1));
        let planned = bot.plan().await;
        assert_eq!((planned.due, planned.failed), (1, 1));
        bot.deliver().await;

        assert_eq!(bot.channels.messages().len(), 1);
        let history = bot.posting.history(GUILD, Some(lost.id), 0).await.expect("asked");
        let failed = PostOutcome::Failed(Failed::Refused(RefusedReason::Unreadable));
        assert_eq!(history.posts[0].as_ref().map(|post| &post.outcome), Ok(&failed));
        let listed = bot.posting.list(GUILD).await.expect("listed");
        assert_eq!(listed, [bot.again(kept.id).await]);
        let notices = bot.notices().await;
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].kind, NoticeKind::Refused(RefusedReason::Unreadable));
        assert_eq!(notices[0].channel, lost.channel);

        database.raw("UPDATE schedules SET zone = 'Europe/Berlin' WHERE channel_id = 11").await;
        let state = bot.again(lost.id).await.state;
        assert_eq!(state, ScheduleState::Blocked(RefusedReason::Unreadable));
    }

    async fn new_zone_data_without_some_zone_moves_the_other_schedules(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule_in(ChannelId::new(11), "mondays 9:00").await;
        let kept = bot.schedule("mondays 9:00").await;
        database.raw("UPDATE schedules SET zone = 'Mars/Olympus' WHERE channel_id = 11").await;
        database.raw("UPDATE schedules SET next_due_at = next_due_at + 1000").await;
        plan::renew(&bot.posting).await.expect("renewed");
        let renewed = bot.again(kept.id).await;
        let revision = renewed.revision;
        assert_eq!(renewed, Schedule { revision, ..kept });
        assert_eq!(bot.notices().await.len(), 1);
        assert_eq!(bot.posts().await, []);
    }

    async fn a_servers_zone_that_cannot_be_read_stops_no_other_server(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        let elsewhere = NewSchedule {
            guild: GuildId::new(2),
            ..asked("mondays 9:00", Some(chrono_tz::Europe::Berlin), &[])
        };
        bot.posting.create(elsewhere).await.expect("made");
        database.raw("UPDATE guilds SET zone = 'Mars/Olympus' WHERE guild_id = 1").await;
        bot.hand.advance(hours(1));
        let planned = bot.plan().await;
        assert_eq!((planned.due, planned.failed), (1, 1));
        assert_eq!(bot.notices().await.len(), 1);
    }
}
