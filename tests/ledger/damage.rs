//! Rows that can't be read any more keep no other waiting: what they were for is laid aside, and said so.

use std::time::Duration;

use sunflower::{
    posting::{
        model::{
            ChannelKind, Failed, Manner, NoticeKind, Post, PostOutcome, RefusedReason,
            ScheduleState, Step,
        },
        schedules::VerbError,
        tell,
    },
    store::ids::ChannelId,
};

use tokio::{task::yield_now, time::timeout};

use crate::{
    bot::{Bot, CHANNEL, GUILD, hours, seconds},
    channels::{Channels, Fate},
    support::database::{Database, on_both_databases},
    worker::while_working,
};

const ELSEWHERE: ChannelId = ChannelId::new(11);

/// The bodies of the posts elsewhere are lost.
const NO_BODY: &str = "UPDATE posts SET body = NULL WHERE channel_id = 11";

/// The first attempt at a post ends like this, and its row is damaged before the next.
async fn is_told_by_the_worker(database: &Database, fate: Fate, before: PostOutcome) {
    let bot = Bot::start(database).await;
    let board = Some(ChannelId::new(77));
    let set = bot.posting.tell_notices_in(GUILD, board).await;
    set.expect("set");
    bot.schedule_in(ELSEWHERE, "mondays 9:00").await;
    bot.channels.fates(ELSEWHERE, [fate]);
    while_working(&bot, async |bot| {
        bot.hand.advance(hours(1));
        let asked = |channels: &Channels| channels.requests().len() == 1;
        bot.channels.until(asked).await;
        while bot.outcome().await != before {}
        database.raw(NO_BODY).await;
        let told = async {
            while bot.channels.board.pinned().is_empty() {
                bot.hand.advance(seconds(1));
                yield_now().await;
            }
        };
        let told = timeout(Duration::from_secs(20), told).await;
        told.expect("it is told");
    })
    .await;
    assert_eq!(bot.channels.requests().len(), 1);
}

on_both_databases! {
    async fn a_post(database: &Database) {
        let bot = Bot::start(database).await;
        for channel in [CHANNEL, ELSEWHERE] {
            bot.schedule_in(channel, "mondays 9:00").await;
            bot.schedule_in(channel, "mondays 10:00").await;
        }
        bot.hand.advance(hours(1));
        bot.plan().await;
        database.raw(NO_BODY).await;
        assert_eq!(bot.deliver().await, 1, "and the damaged one is laid aside");
        // Damaged while an answer was waited for, nobody can tell whether it is there.
        bot.hand.advance(hours(1));
        bot.channels.fates(ELSEWHERE, [Fate::AnswerLost]);
        bot.step().await;
        database.raw(NO_BODY).await;
        bot.hand.advance(hours(1));
        assert_eq!(bot.recover().await, 0);
        let sent = |post: &Post| matches!(post.outcome, PostOutcome::Sent { .. });
        let posts = bot.posts().await;
        for post in posts.iter().filter(|post| post.channel == CHANNEL) {
            assert!(sent(post), "{post:?}");
        }
        let damaged = posts.iter().filter(|post| post.channel == ELSEWHERE);
        let damaged: Vec<_> = damaged.map(|post| post.outcome.clone()).collect();
        let unreadable = PostOutcome::Failed(Failed::Unreadable);
        assert_eq!(damaged, [unreadable, PostOutcome::Unsure]);
        let notices = bot.notices().await;
        let kinds: Vec<_> = notices.iter().map(|notice| notice.kind.clone()).collect();
        assert_eq!(kinds, [NoticeKind::UnreadablePost, NoticeKind::Unsure], "moderators can look");
        // Trying again could not help the one that was not sent; its schedule goes on.
        let lost = &notices[0];
        let tried = bot.posting.try_again(GUILD, lost.id).await;
        assert!(matches!(tried, Err(VerbError::NoNotice)), "{tried:?}");
        assert_eq!(bot.again(lost.schedule).await.state, ScheduleState::Active);
        bot.posting.seen_to(GUILD, lost.id).await.expect("seen to");
        let again = bot.posting.seen_to(GUILD, lost.id).await;
        assert!(matches!(again, Err(VerbError::Mended)), "{again:?}");
        assert_eq!(bot.notices().await, notices[1..]);
    }

    async fn a_post_that_waits_and_whoever_tells_is_woken(database: &Database) {
        is_told_by_the_worker(database, Fate::Later(None), PostOutcome::Due).await;
    }

    async fn a_post_that_perhaps_arrived_and_whoever_tells_is_woken(database: &Database) {
        is_told_by_the_worker(database, Fate::AnswerLost, PostOutcome::Sending).await;
    }

    async fn a_post_that_moderators_want_sent_again(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule_in(ELSEWHERE, "mondays 9:00").await;
        bot.channels.fates(ELSEWHERE, [Fate::AnswerLost]);
        bot.hand.advance(hours(1));
        bot.step().await;
        database.raw(NO_BODY).await;
        bot.hand.advance(hours(1));
        bot.recover().await;
        let unsure = bot.notices().await.remove(0);
        bot.posting.post_again(GUILD, unsure.id).await.expect("asked");
        assert_eq!(bot.deliver().await, 0);
        assert_eq!(bot.outcome().await, PostOutcome::Failed(Failed::Unreadable));
        let kinds: Vec<_> = bot.notices().await.into_iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::UnreadablePost], "and they hear that it was not");
    }

    async fn a_post_whose_schedule_nobody_knows(database: &Database) {
        let bot = Bot::start(database).await;
        for channel in [CHANNEL, ELSEWHERE] {
            bot.schedule_in(channel, "mondays 9:00").await;
        }
        bot.hand.advance(hours(1));
        bot.plan().await;
        database.raw("UPDATE posts SET schedule_id = '?' WHERE channel_id = 11").await;
        assert_eq!(bot.deliver().await, 1, "and the damaged one is laid aside");
        assert_eq!(bot.notices().await, [], "the log has to tell of it");
    }

    async fn a_post_that_is_to_be_recovered(database: &Database) {
        let bot = Bot::start(database).await;
        for channel in [CHANNEL, ELSEWHERE] {
            bot.schedule_in(channel, "mondays 9:00").await;
            bot.channels.fates(channel, [Fate::AnswerLost]);
        }
        bot.hand.advance(hours(1));
        bot.step().await;
        // No instant is that late.
        database.raw("UPDATE posts SET uncertain_at = 9000000000000000 WHERE channel_id = 11").await;
        bot.hand.advance(hours(1));
        assert_eq!(bot.recover().await, 1, "and the damaged one is laid aside");
        assert_eq!(bot.recover().await, 0);
        let became = |channel| {
            let bot = &bot;
            async move {
                let posts = bot.posts().await;
                let found = posts.into_iter().find(|post| post.channel == channel);
                found.expect("a post").outcome
            }
        };
        assert!(matches!(became(CHANNEL).await, PostOutcome::Sent { .. }));
        assert_eq!(became(ELSEWHERE).await, PostOutcome::Unsure);
        let notices = bot.notices().await;
        assert_eq!(notices.len(), 1);
        assert_eq!((notices[0].channel, &notices[0].kind), (ELSEWHERE, &NoticeKind::Unsure));
    }

    async fn a_step_after_a_post(database: &Database) {
        let bot = Bot::start(database).await;
        let manner = Manner { kind: ChannelKind::Announcement, thread: true, ..Manner::default() };
        bot.schedule_as(manner, "mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.step().await;
        database.raw("UPDATE follow_ups SET step = 'dance' WHERE step = 'publish'").await;
        assert_eq!(bot.follow().await, 1);
        let steps: Vec<_> = bot.channels.steps().into_iter().map(|(step, _)| step).collect();
        assert_eq!(steps, [Step::Thread]);
        bot.hand.advance(hours(24));
        assert_eq!(bot.follow().await, 0);
        assert_eq!(bot.posts().await[0].undone, [], "and history can be read");
        assert_eq!(bot.posting.store.next_step_at().await.expect("asked"), None);
    }

    async fn a_notice(database: &Database) {
        let bot = Bot::start(database).await;
        bot.posting.tell_notices_in(GUILD, Some(ChannelId::new(77))).await.expect("set");
        for channel in [CHANNEL, ELSEWHERE] {
            bot.schedule_in(channel, "mondays 9:00").await;
            bot.channels.fates(channel, [Fate::Refused(RefusedReason::NoChannel)]);
        }
        bot.hand.advance(hours(1));
        bot.step().await;
        database.raw("UPDATE notices SET kind = 'rumour' WHERE channel_id = 11").await;
        assert_eq!(tell::once(&bot.posting).await.expect("told"), 1);
        assert_eq!(tell::once(&bot.posting).await.expect("told"), 0);
        assert_eq!(bot.channels.board.pinned().len(), 1);
        assert_eq!(bot.posting.store.next_telling_at().await.expect("asked"), None);
    }
}
