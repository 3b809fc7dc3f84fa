//! Skip, post now, pause until: each on the next post, which is sent at most once whatever the clock,
//! a restart or an attempt under way does.

use sunflower::posting::{
    acting::Idle,
    model::{PostId, PostOutcome, ScheduleState, Skipped},
    schedules::VerbError,
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, at, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

const FIRST: &str = "2026-11-23T08:00:00Z";
const SECOND: &str = "2026-11-30T08:00:00Z";
const THIRD: &str = "2026-12-07T08:00:00Z";

const WANTED: PostOutcome = PostOutcome::Skipped(Skipped::Wanted);
const PAUSED: PostOutcome = PostOutcome::Skipped(Skipped::Paused);

fn sent(outcome: &PostOutcome) -> bool {
    matches!(
        outcome,
        PostOutcome::Sent {
            removed_at: None,
            ..
        }
    )
}

on_both_databases! {
    async fn skipping_skips_the_next_one_and_the_one_after_is_posted(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let skipped = bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        assert_eq!(skipped.due_at, at(FIRST));
        assert_eq!(skipped.schedule, bot.again(schedule.id).await);
        assert_eq!(skipped.schedule.next_due_at, Some(at(SECOND)));
        assert_eq!(bot.outcomes().await, [WANTED]);
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        assert_eq!(bot.channels.requests(), []);
        bot.hand.move_to(at(SECOND));
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 1);
    }

    async fn skipping_twice_skips_the_next_two(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        for due in [FIRST, SECOND] {
            let skipped = bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
            assert_eq!(skipped.due_at, at(due));
        }
        let bot = bot.restart().await;
        bot.hand.move_to(at(SECOND) + hours(1));
        bot.step().await;
        assert_eq!(bot.outcomes().await, [WANTED, WANTED]);
        bot.hand.move_to(at(THIRD));
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 1);
    }

    async fn what_waits_is_skipped_before_a_time_to_come(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::Later(None)]);
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        assert_eq!(bot.outcome().await, PostOutcome::Due);
        let skipped = bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        assert_eq!((skipped.due_at, skipped.schedule.next_due_at), (at(FIRST), Some(at(SECOND))));
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.outcome().await, WANTED);
        assert_eq!(bot.channels.messages().len(), 0);
    }

    async fn a_time_that_has_come_but_is_not_planned_yet_is_the_one_that_is_skipped(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        bot.hand.move_to(at("2026-11-25T08:00:01Z"));
        let skipped = bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        assert_eq!(skipped.due_at, at("2026-11-25T08:00:00Z"));
        bot.step().await;
        assert_eq!(bot.outcomes().await.last(), Some(&WANTED));
        assert_eq!(bot.channels.requests(), []);
    }

    async fn an_attempt_under_way_is_not_skipped_but_the_next_time_is(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        assert_eq!(bot.outcome().await, PostOutcome::Sending);
        let skipped = bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        assert_eq!(skipped.due_at, at(SECOND));
        bot.hand.advance(seconds(120));
        bot.recover().await;
        let outcomes = bot.outcomes().await;
        assert!(sent(&outcomes[0]), "{outcomes:?}");
        assert_eq!(outcomes[1], WANTED);
        assert_eq!(bot.channels.messages().len(), 1);
    }

    async fn a_schedule_that_posts_nothing_has_nothing_to_skip_or_post(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("24 nov 18:00").await;
        let id = schedule.id;
        let idle = async |expected: Idle| {
            let skip = bot.posting.skip(GUILD, id).await.expect_err("nothing");
            assert!(matches!(skip, VerbError::Idle(idle) if idle == expected), "{skip:?}");
            let next = bot.posting.next_post(GUILD, id).await.expect_err("nothing");
            assert!(matches!(next, VerbError::Idle(idle) if idle == expected), "{next:?}");
        };
        bot.posting.pause(GUILD, id).await.expect("paused");
        idle(Idle::Paused).await;
        bot.posting.resume(GUILD, id).await.expect("resumed");
        bot.posting.skip(GUILD, id).await.expect("skipped");
        idle(Idle::NoMoreTimes).await;
        assert_eq!(bot.outcomes().await, [WANTED]);
    }

    async fn posted_now_and_then_the_clock_reaches_its_time_it_is_one_message(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.move_to(at("2026-11-23T07:30:00Z"));
        let preview = bot.preview(schedule.id).await;
        let (_, next) = bot.posting.next_post(GUILD, schedule.id).await.expect("asked");
        assert_eq!(next, preview);
        let acted = bot.posting.post_now(GUILD, schedule.id, next.due_at).await.expect("posted");
        assert_eq!((acted.due_at, acted.schedule.next_due_at), (at(FIRST), Some(at(SECOND))));
        assert_eq!(acted.schedule, bot.again(schedule.id).await);
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.posts().await[0].id, PostId::of(schedule.id, at(FIRST)));
        assert_eq!(bot.channels.messages()[0].body, preview.composed.body);

        bot.hand.move_to(at(FIRST) + hours(1));
        bot.step().await;
        bot.assert_sent_once().await;
        bot.hand.move_to(at(SECOND));
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 2);
    }

    async fn asked_twice_to_post_the_same_one_now_it_posts_once(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let post_now = || bot.posting.post_now(GUILD, schedule.id, at(FIRST));
        let (one, other) = tokio::join!(post_now(), post_now());
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
        bot.step().await;
        let third = post_now().await.expect_err("it is there");
        assert!(matches!(&third, VerbError::Taken(outcome) if sent(outcome)), "{third:?}");
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.again(schedule.id).await.next_due_at, Some(at(SECOND)));
    }

    async fn posted_now_survives_a_restart_before_and_after_it_was_sent(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.posting.post_now(GUILD, schedule.id, at(FIRST)).await.expect("planned");
        let bot = bot.restart().await;
        bot.step().await;
        let bot = bot.restart().await;
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn posted_now_whose_answer_was_lost_is_found_and_not_sent_again(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.move_to(at("2026-11-23T08:30:00Z"));
        bot.step().await;
        // A whole week ahead of its time.
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.posting.post_now(GUILD, schedule.id, at(SECOND)).await.expect("planned");
        bot.step().await;
        let bot = bot.restart().await;
        bot.hand.advance(seconds(300));
        bot.recover().await;
        let outcomes = bot.outcomes().await;
        assert!(outcomes.iter().all(sent), "{outcomes:?}");
        assert_eq!(bot.channels.messages().len(), 2);
    }

    async fn only_the_next_one_is_posted_now(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        for not_next in [SECOND, "2026-11-24T08:00:00Z"] {
            let refused = bot.posting.post_now(GUILD, schedule.id, at(not_next)).await;
            assert!(matches!(refused, Err(VerbError::NotNext)), "{refused:?}");
        }
        bot.posting.skip(GUILD, schedule.id).await.expect("skipped");
        let refused = bot.posting.post_now(GUILD, schedule.id, at(FIRST)).await;
        assert!(matches!(refused, Err(VerbError::Taken(WANTED))), "{refused:?}");
        bot.step().await;
        assert_eq!(bot.channels.requests(), []);
    }

    async fn what_waits_for_its_next_try_is_posted_now_without_waiting(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::Later(Some(std::time::Duration::from_hours(1)))]);
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        let (_, next) = bot.posting.next_post(GUILD, schedule.id).await.expect("asked");
        assert_eq!(next.due_at, at(FIRST));
        bot.posting.post_now(GUILD, schedule.id, at(FIRST)).await.expect("posted");
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn what_was_posted_ahead_is_not_next_again_after_a_pause(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.posting.post_now(GUILD, schedule.id, at(FIRST)).await.expect("posted");
        bot.step().await;
        bot.posting.pause(GUILD, schedule.id).await.expect("paused");
        assert_eq!(bot.preview(schedule.id).await.due_at, at(SECOND));
        let resumed = bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
        assert_eq!(resumed.next_due_at, Some(at(SECOND)));
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn a_pause_until_a_day_passes_over_its_times_and_ends_by_itself(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        let until = at("2026-11-26T08:00:00Z");
        let paused = bot.posting.pause_until(GUILD, schedule.id, until).await.expect("paused");
        assert_eq!(paused, bot.again(schedule.id).await);
        assert_eq!(paused.state, ScheduleState::Active);
        // At its very end it is over.
        assert_eq!(paused.next_due_at, Some(until));
        bot.hand.move_to(at("2026-11-24T09:00:00Z"));
        bot.step().await;
        let bot = bot.restart().await;
        bot.hand.move_to(at("2026-11-25T09:00:00Z"));
        bot.step().await;
        assert_eq!(bot.outcomes().await, []);
        bot.hand.move_to(until);
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn what_waits_when_a_pause_until_a_day_begins_is_skipped(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        bot.hand.move_to(at(FIRST));
        bot.plan().await;
        let until = at("2026-11-25T00:00:00Z");
        bot.posting.pause_until(GUILD, schedule.id, until).await.expect("paused");
        bot.deliver().await;
        assert_eq!(bot.outcomes().await, [PAUSED]);
        assert_eq!(bot.channels.requests(), []);
        let refused = bot.posting.post_now(GUILD, schedule.id, at(SECOND)).await;
        assert!(matches!(refused, Err(VerbError::Idle(Idle::PausedUntil(at))) if at == until));
    }

    async fn resuming_ends_a_pause_until_a_day_from_now(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let until = at("2026-12-24T00:00:00Z");
        bot.posting.pause_until(GUILD, schedule.id, until).await.expect("paused");
        bot.hand.move_to(at("2026-11-24T09:00:00Z"));
        let resumed = bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
        assert_eq!((resumed.resting_until, resumed.next_due_at), (None, Some(at(SECOND))));
        bot.step().await;
        assert_eq!(bot.outcomes().await, []);
        bot.hand.move_to(at(SECOND));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn a_removed_post_is_noted_once(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let id = PostId::of(schedule.id, at(FIRST));
        assert!(!bot.posting.removed(id).await.expect("nothing to note"));
        bot.hand.move_to(at(FIRST));
        bot.step().await;
        bot.hand.advance(hours(1));
        assert!(bot.posting.removed(id).await.expect("noted"));
        bot.hand.advance(hours(1));
        assert!(!bot.posting.removed(id).await.expect("it was noted before"));
        let removed_at = Some(at(FIRST) + hours(1));
        let outcome = bot.outcome().await;
        assert!(matches!(outcome, PostOutcome::Sent { removed_at: at, .. } if at == removed_at));
    }
}
