//! Refused: for good, and the moderators are told once; for now, and it is tried again while there is
//! time.

use std::time::Duration;

use sunflower::posting::model::{
    Failed, Missed, NoticeKind, PostOutcome, RefusedReason, ScheduleState,
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn refused_for_good_fails_the_post_blocks_the_schedule_and_tells_once(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        let missing = ["View Channel", "Send Messages"].map(str::to_owned).to_vec();
        let reason = RefusedReason::MissingPermission(missing);
        bot.channels.fates(CHANNEL, [Fate::Refused(reason.clone())]);
        bot.hand.advance(hours(1));
        bot.step().await;

        let failed = PostOutcome::Failed(Failed::Refused(reason.clone()));
        assert_eq!(bot.outcome().await, failed);
        let state = bot.again(schedule.id).await.state;
        assert_eq!(state, ScheduleState::Blocked(reason.clone()));
        let notices = bot.notices().await;
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].kind, NoticeKind::Refused(reason));
        assert_eq!(notices[0].post, bot.posts().await[0].id);

        // Days go by, and nothing more is asked of Discord.
        bot.hand.advance(hours(72));
        bot.step().await;
        assert_eq!(bot.channels.requests().len(), 1);
        assert_eq!(bot.outcomes().await.len(), 1);
    }

    async fn a_blocked_schedule_that_is_resumed_plans_from_now_and_its_notice_is_closed(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::Refused(RefusedReason::NoChannel)]);
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.hand.advance(hours(48));
        bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
        assert_eq!(bot.notices().await, []);
        bot.hand.advance(hours(24));
        bot.step().await;
        let outcomes = bot.outcomes().await;
        assert_eq!(outcomes.len(), 2, "{outcomes:?}");
        assert!(matches!(outcomes[1], PostOutcome::Sent { .. }), "{outcomes:?}");
    }

    async fn a_fault_that_comes_back_is_told_again(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("daily 9:00").await;
        bot.hand.advance(hours(1));
        for _ in 0..2 {
            bot.channels.fates(CHANNEL, [Fate::Refused(RefusedReason::Invalid)]);
            bot.step().await;
            assert_eq!(bot.notices().await.len(), 1);
            bot.posting.resume(GUILD, schedule.id).await.expect("resumed");
            bot.hand.advance(hours(24));
        }
    }

    async fn refused_for_now_is_tried_again_no_sooner_than_asked(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, [Fate::Later(Some(Duration::from_secs(90)))]);
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.outcome().await, PostOutcome::Due);
        bot.hand.advance(seconds(89));
        bot.step().await;
        assert_eq!(bot.channels.requests().len(), 1);
        bot.hand.advance(seconds(1));
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.looks().len(), 1, "every send but the first looks");
    }

    async fn refused_for_now_until_the_window_closes_fails_with_few_requests(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.channels.fates(CHANNEL, vec![Fate::Later(None); 1000]);
        bot.hand.advance(hours(1));
        for _ in 0..13 * 24 {
            bot.step().await;
            bot.hand.advance(seconds(150));
        }
        assert_eq!(bot.outcome().await, PostOutcome::Failed(Failed::OutOfTime));
        let requests = bot.channels.requests().len();
        assert!(requests < 160, "{requests} requests in twelve hours");
    }

    async fn what_waits_when_its_schedule_is_blocked_is_missed(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("0 * * * *").await;
        let fates = [Fate::RequestLost, Fate::Refused(RefusedReason::NoChannel)];
        bot.channels.fates(CHANNEL, fates);
        bot.hand.advance(hours(1));
        bot.step().await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        // The first is recovered, and refused, while the second waits.
        bot.recover().await;
        let failed = PostOutcome::Failed(Failed::Refused(RefusedReason::NoChannel));
        let outcomes = bot.outcomes().await;
        assert_eq!(outcomes, [failed, PostOutcome::Missed(Missed::Blocked)]);
    }
}
