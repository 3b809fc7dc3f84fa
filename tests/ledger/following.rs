//! What follows a post is done once it is settled: each step by itself, repeated until it is done, and
//! the post is never sent again for it.

use std::time::Duration;

use sunflower::posting::{
    channel::StepError,
    follow,
    model::{
        ChannelKind, Manner, PostOutcome, RefusedReason, Step, StepEnding, StepFailure, Undone,
    },
};

use crate::{
    bot::{Bot, CHANNEL, hours, seconds},
    channels::{Fate, StepFate},
    support::database::{Database, on_both_databases},
};

/// A bot whose announcement, with a thread to talk in, is due.
async fn due(database: &Database) -> Bot<'_> {
    let bot = Bot::start(database).await;
    let manner = Manner {
        kind: ChannelKind::Announcement,
        thread: true,
        ..Manner::default()
    };
    bot.schedule_as(manner, "mondays 9:00").await;
    bot.hand.advance(hours(1));
    bot
}

/// The same, and it is sent.
async fn sent(database: &Database) -> Bot<'_> {
    let bot = due(database).await;
    bot.step().await;
    bot
}

fn taken(bot: &Bot<'_>) -> Vec<Step> {
    let steps = bot.channels.steps().into_iter();
    steps.map(|(step, _)| step).collect()
}

async fn undone(bot: &Bot<'_>) -> Vec<Undone> {
    bot.posts().await.remove(0).undone
}

fn later(retry_after: Option<u64>) -> StepFate {
    let retry_after = retry_after.map(Duration::from_secs);
    StepFate::Error(StepError::Later { retry_after })
}

fn refused(reason: RefusedReason) -> StepFate {
    StepFate::Error(StepError::Refused { code: None, reason })
}

const BOTH: [Step; 2] = [Step::Publish, Step::Thread];

on_both_databases! {
    async fn each_step_is_taken_once_after_the_post_is_sent(database: &Database) {
        let bot = due(database).await;
        bot.plan().await;
        assert_eq!(bot.follow().await, 0, "nothing follows what is not sent");
        bot.deliver().await;
        assert_eq!(bot.follow().await, 2);
        assert_eq!(taken(&bot), BOTH);
        bot.hand.advance(hours(24));
        assert_eq!(bot.follow().await, 0);
        assert_eq!(bot.posting.store.next_step_at().await.expect("asked"), None);
        assert_eq!(undone(&bot).await, []);
        let PostOutcome::Sent { message: Some(message), .. } = bot.outcome().await else {
            panic!("it is sent");
        };
        assert!(bot.channels.steps().iter().all(|(_, of)| *of == message));
    }

    async fn a_plain_post_has_nothing_to_follow_it(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.follow().await, 0);
    }

    async fn what_is_found_in_history_is_followed_up_too(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        assert_eq!(bot.follow().await, 0);
        bot.hand.advance(seconds(60));
        bot.recover().await;
        assert_eq!(bot.follow().await, 2);
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn what_was_removed_before_it_was_known_is_followed_by_nothing(database: &Database) {
        let bot = due(database).await;
        bot.channels.fates(CHANNEL, [Fate::Removed]);
        bot.step().await;
        assert_eq!(bot.follow().await, 0);
    }

    async fn a_crash_in_the_middle_of_a_step_repeats_it_and_sends_nothing_again(database: &Database) {
        let bot = sent(database).await;
        bot.channels.step_fates([StepFate::Hangs]);
        tokio::select! {
            _ = follow::once(&bot.posting) => panic!("it hangs"),
            () = bot.channels.until(|channels| channels.steps().len() == 1) => {}
        }
        let bot = bot.restart().await;
        assert_eq!(bot.follow().await, 0, "somebody may be at it");
        bot.hand.advance(seconds(90));
        assert_eq!(bot.follow().await, 2);
        bot.step().await;
        bot.recover().await;
        assert_eq!(taken(&bot), [Step::Publish, Step::Publish, Step::Thread]);
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn a_step_that_has_to_wait_keeps_no_other_waiting(database: &Database) {
        let bot = sent(database).await;
        bot.channels.step_fates([later(Some(1800))]);
        assert_eq!(bot.follow().await, 2);
        assert_eq!(taken(&bot), BOTH);
        bot.hand.advance(seconds(1799));
        assert_eq!(bot.follow().await, 0, "no sooner than Discord said");
        bot.hand.advance(seconds(1));
        assert_eq!(bot.follow().await, 1);
        assert_eq!(taken(&bot).last(), Some(&Step::Publish));
    }

    async fn a_step_without_a_permit_leaves_others_their_turn(database: &Database) {
        let bot = sent(database).await;
        let no_permit = || StepFate::Error(StepError::NoPermit);
        bot.channels.step_fates([no_permit(), no_permit()]);
        bot.follow().await;
        bot.hand.advance(seconds(59));
        assert_eq!(bot.follow().await, 0);
        bot.hand.advance(seconds(1));
        assert_eq!(bot.follow().await, 2);
        assert_eq!(undone(&bot).await, []);
    }

    async fn a_step_that_is_refused_says_why_and_sends_nothing_again(database: &Database) {
        let bot = sent(database).await;
        let missing = || RefusedReason::MissingPermission(vec!["Create Public Threads".to_owned()]);
        bot.channels.step_fates([refused(RefusedReason::WrongKind), refused(missing())]);
        bot.follow().await;
        bot.hand.advance(hours(100));
        assert_eq!(bot.follow().await, 0);
        bot.assert_sent_once().await;
        let why = [RefusedReason::WrongKind, missing()].map(StepFailure::Refused);
        let expected = BOTH.into_iter().zip(why);
        let expected: Vec<_> = expected.map(|(step, why)| Undone { step, why }).collect();
        assert_eq!(undone(&bot).await, expected);
        assert_eq!(bot.notices().await, [], "the schedule goes on");
    }

    async fn what_does_not_succeed_for_a_day_is_given_up(database: &Database) {
        let bot = sent(database).await;
        for _ in 0..25 {
            bot.channels.step_fates([later(Some(3600)), later(Some(3600))]);
            bot.follow().await;
            bot.hand.advance(hours(1));
        }
        let why: Vec<_> = undone(&bot).await.into_iter().map(|undone| undone.why).collect();
        assert_eq!(why, [StepFailure::OutOfTime, StepFailure::OutOfTime]);
        let before = taken(&bot).len();
        bot.follow().await;
        assert_eq!(taken(&bot).len(), before);
    }

    async fn a_removed_message_ends_what_follows_it(database: &Database) {
        let bot = sent(database).await;
        bot.channels.step_fates([StepFate::Error(StepError::Gone), later(None)]);
        bot.follow().await;
        let now = bot.posting.clock.now();
        let PostOutcome::Sent { removed_at, .. } = bot.outcome().await else {
            panic!("it was sent");
        };
        assert_eq!(removed_at, Some(now));
        bot.hand.advance(seconds(10));
        bot.follow().await;
        assert_eq!(taken(&bot), BOTH, "nobody asked again");
        let why: Vec<_> = undone(&bot).await.into_iter().map(|undone| undone.why).collect();
        assert_eq!(why, [StepFailure::NoMessage, StepFailure::NoMessage]);
    }

    async fn a_step_belongs_to_the_attempt_that_took_it_last(database: &Database) {
        let bot = sent(database).await;
        let now = bot.posting.clock.now();
        let claim = async || {
            let mut writing = bot.posting.store.write().await.expect("a transaction");
            let claimed = writing.claim_steps(now, now, 10).await.expect("claimed");
            writing.commit().await.expect("committed");
            claimed
        };
        let (first, second) = (claim().await, claim().await);
        assert_eq!((first.len(), second[0].attempt), (2, 2));
        let done = StepEnding::Done { at: now };
        let mut writing = bot.posting.store.write().await.expect("a transaction");
        assert!(!writing.settle_step(&first[0], &done).await.expect("asked"));
        assert!(writing.settle_step(&second[0], &done).await.expect("asked"));
        assert!(!writing.settle_step(&second[0], &done).await.expect("asked"));
        writing.commit().await.expect("committed");
    }
}
