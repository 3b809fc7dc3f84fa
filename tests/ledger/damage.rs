//! Rows that can't be read any more keep no other waiting: what they were for is laid aside, and said so.

use sunflower::{
    posting::{
        model::{ChannelKind, Failed, Manner, NoticeKind, Post, PostOutcome, RefusedReason, Step},
        tell,
    },
    store::ids::ChannelId,
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, hours},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

const ELSEWHERE: ChannelId = ChannelId::new(11);

/// The bodies of the posts elsewhere are lost.
const NO_BODY: &str = "UPDATE posts SET body = NULL WHERE channel_id = 11";

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
        let unreadable = PostOutcome::Failed(Failed::Refused(RefusedReason::Unreadable));
        assert_eq!(damaged, [unreadable, PostOutcome::Unsure]);
        let notices = bot.notices().await;
        let kinds: Vec<_> = notices.into_iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::Unsure], "moderators can look");
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
