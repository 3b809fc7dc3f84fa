//! What moderators do about a notice: try again, post again, "it is there". Each once, whoever presses, and
//! never a second message.

use sunflower::{
    posting::{
        model::{Failed, Notice, NoticeId, NoticeKind, PostOutcome, RefusedReason, ScheduleState},
        schedules::{Edit, Start, VerbError},
    },
    store::ids::{ChannelId, GuildId},
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, at, hours},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

const ELSEWHERE: ChannelId = ChannelId::new(20);

/// The only notice.
async fn notice(bot: &Bot<'_>) -> Notice {
    let mut notices = bot.notices().await;
    assert_eq!(notices.len(), 1, "{notices:?}");
    notices.remove(0)
}

/// Daily at nine, and today's post is refused for good.
async fn refused(database: &Database) -> Bot<'_> {
    let bot = Bot::start(database).await;
    bot.schedule("daily 9:00").await;
    bot.channels
        .fates(CHANNEL, [Fate::Refused(RefusedReason::NoChannel)]);
    bot.hand.advance(hours(1));
    bot.step().await;
    let failed = PostOutcome::Failed(Failed::Refused(RefusedReason::NoChannel));
    assert_eq!(bot.outcome().await, failed);
    bot
}

/// Mondays at nine, and of this Monday's post nobody knows whether it arrived: it did, or did not.
async fn unsure(database: &Database, fate: Fate) -> Bot<'_> {
    let bot = Bot::start(database).await;
    bot.schedule("mondays 9:00").await;
    bot.hand.advance(hours(1));
    bot.channels.fates(CHANNEL, [fate]);
    bot.step().await;
    bot.channels.hide_history(CHANNEL);
    bot.hand.advance(hours(1));
    bot.recover().await;
    assert_eq!(bot.outcome().await, PostOutcome::Unsure);
    bot
}

#[track_caller]
fn is_mended<T: std::fmt::Debug>(done: &Result<T, VerbError>) {
    assert!(matches!(done, Err(VerbError::Mended)), "{done:?}");
}

on_both_databases! {
    async fn tried_again_the_refused_post_goes_out_as_it_is_and_is_looked_for_first(database: &Database) {
        let bot = refused(database).await;
        let notice = notice(&bot).await;
        let words = bot.channels.requests()[0].body.clone();
        bot.hand.advance(hours(2));
        let tried = bot.posting.try_again(GUILD, notice.id).await.expect("tried");
        assert_eq!(tried.due_at, Some(at("2026-11-23T08:00:00Z")));
        assert_eq!(tried.schedule, bot.again(notice.schedule).await);
        assert_eq!(tried.schedule.state, ScheduleState::Active);
        assert_eq!(tried.schedule.next_due_at, Some(at("2026-11-24T08:00:00Z")));
        assert_eq!(bot.notices().await, []);
        let bot = bot.restart().await;
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.messages()[0].body, words);
        assert_eq!(bot.channels.looks().len(), 1);
    }

    async fn two_who_try_again_at_once_do_it_once(database: &Database) {
        let bot = refused(database).await;
        let id = notice(&bot).await.id;
        let (one, other) = tokio::join!(
            bot.posting.try_again(GUILD, id),
            bot.posting.try_again(GUILD, id)
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        is_mended(if one.is_ok() { &other } else { &one });
        is_mended(&bot.posting.try_again(GUILD, id).await);
        bot.step().await;
        is_mended(&bot.posting.try_again(GUILD, id).await);
        bot.assert_sent_once().await;
    }

    async fn past_its_window_only_the_schedule_goes_on(database: &Database) {
        let bot = refused(database).await;
        let id = notice(&bot).await.id;
        bot.hand.advance(hours(13));
        let tried = bot.posting.try_again(GUILD, id).await.expect("tried");
        assert_eq!(tried.due_at, None);
        bot.step().await;
        assert!(bot.channels.messages().is_empty());
        bot.hand.advance(hours(12));
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 1);
    }

    async fn refused_again_it_is_told_again(database: &Database) {
        let bot = refused(database).await;
        let first = notice(&bot).await;
        bot.channels.fates(CHANNEL, [Fate::Refused(RefusedReason::ThreadLocked)]);
        bot.posting.try_again(GUILD, first.id).await.expect("tried");
        bot.step().await;
        let second = notice(&bot).await;
        assert_eq!(second.kind, NoticeKind::Refused(RefusedReason::ThreadLocked));
        assert_ne!(second.id, first.id);
        assert_eq!(second.post, first.post);
        is_mended(&bot.posting.try_again(GUILD, first.id).await);
        bot.posting.try_again(GUILD, second.id).await.expect("tried");
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn a_post_sent_ahead_and_refused_keeps_its_turn(database: &Database) {
        let bot = Bot::start(database).await;
        let schedule = bot.schedule("mondays 9:00").await;
        let due_at = at("2026-11-23T08:00:00Z");
        bot.channels.fates(CHANNEL, [Fate::Refused(RefusedReason::NoChannel)]);
        bot.posting.post_now(GUILD, schedule.id, due_at).await.expect("asked");
        bot.deliver().await;
        let id = notice(&bot).await.id;
        let tried = bot.posting.try_again(GUILD, id).await.expect("tried");
        assert_eq!(tried.due_at, Some(due_at));
        bot.step().await;
        bot.assert_sent_once().await;
        bot.hand.advance(hours(2));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn moved_the_refused_post_goes_along_in_new_words(database: &Database) {
        let bot = refused(database).await;
        let notice = notice(&bot).await;
        let read = bot.again(notice.schedule).await;
        let edit = Edit {
            channel: Some(ELSEWHERE),
            again: Some(notice.post),
            ..Edit::nothing(&read, Start::Now)
        };
        bot.posting.edit(&read, edit).await.expect("moved");
        assert_eq!(bot.notices().await, []);
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.messages()[0].channel, ELSEWHERE);
    }

    async fn moved_to_where_it_must_wait_the_refused_post_goes_along_once_it_starts(database: &Database) {
        let bot = refused(database).await;
        let notice = notice(&bot).await;
        for start in [Start::Held, Start::Now] {
            let read = bot.again(notice.schedule).await;
            let edit = Edit {
                channel: Some(ELSEWHERE),
                again: Some(notice.post),
                ..Edit::nothing(&read, start)
            };
            bot.posting.edit(&read, edit).await.expect("moved");
            bot.step().await;
            let sent = usize::from(start == Start::Now);
            assert_eq!(bot.channels.messages().len(), sent);
        }
        bot.assert_sent_once().await;
    }

    async fn too_late_a_move_takes_no_post_along(database: &Database) {
        let bot = refused(database).await;
        let notice = notice(&bot).await;
        bot.hand.advance(hours(13));
        let read = bot.again(notice.schedule).await;
        let edit = Edit {
            channel: Some(ELSEWHERE),
            again: Some(notice.post),
            ..Edit::nothing(&read, Start::Now)
        };
        bot.posting.edit(&read, edit).await.expect("moved");
        bot.step().await;
        assert!(bot.channels.messages().is_empty());
    }

    async fn posted_again_it_goes_out_though_the_history_is_hidden_and_it_is_late(database: &Database) {
        let bot = unsure(database, Fate::RequestLost).await;
        let id = notice(&bot).await.id;
        bot.hand.advance(hours(72));
        let bot = bot.restart().await;
        let due_at = bot.posting.post_again(GUILD, id).await.expect("asked");
        assert_eq!(due_at, at("2026-11-23T08:00:00Z"));
        assert_eq!(bot.notices().await, []);
        is_mended(&bot.posting.post_again(GUILD, id).await);
        is_mended(&bot.posting.is_there(GUILD, id).await);
        // Discord is busy at first, and the window begins anew when somebody asks.
        bot.channels.fates(CHANNEL, [Fate::Later(None)]);
        bot.step().await;
        bot.hand.advance(hours(11));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn posted_again_it_is_not_doubled_where_the_history_shows_it(database: &Database) {
        let bot = unsure(database, Fate::AnswerLost).await;
        let id = notice(&bot).await.id;
        bot.channels.show_history(CHANNEL);
        bot.posting.post_again(GUILD, id).await.expect("asked");
        bot.step().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn posted_again_and_lost_again_it_is_asked_about_again(database: &Database) {
        let bot = unsure(database, Fate::RequestLost).await;
        let first = notice(&bot).await;
        bot.posting.post_again(GUILD, first.id).await.expect("asked");
        bot.channels.fates(CHANNEL, [Fate::RequestLost]);
        bot.step().await;
        bot.hand.advance(hours(1));
        bot.recover().await;
        assert_eq!(bot.outcome().await, PostOutcome::Unsure);
        let second = notice(&bot).await;
        assert_ne!(second.id, first.id);
        bot.posting.post_again(GUILD, second.id).await.expect("asked");
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn posted_again_during_an_outage_it_is_not_given_up_for_the_next(database: &Database) {
        let bot = unsure(database, Fate::RequestLost).await;
        let first = notice(&bot).await;
        bot.hand.advance(hours(24 * 7 - 2));
        bot.posting.post_again(GUILD, first.id).await.expect("asked");
        bot.channels.fates(CHANNEL, [Fate::Later(None)]);
        bot.step().await;
        // The next Monday's falls due before Discord is back.
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.channels.messages().len(), 2);
        for outcome in bot.outcomes().await {
            assert!(matches!(outcome, PostOutcome::Sent { .. }), "{outcome:?}");
        }
    }

    async fn what_was_not_refused_is_not_tried_again(database: &Database) {
        let bot = unsure(database, Fate::RequestLost).await;
        let notice = notice(&bot).await;
        bot.posting.pause(GUILD, notice.schedule).await.expect("paused");
        let tried = bot.posting.try_again(GUILD, notice.id).await;
        assert!(matches!(tried, Err(VerbError::NoNotice)), "{tried:?}");
        assert_eq!(bot.again(notice.schedule).await.state, ScheduleState::Paused);
    }

    async fn what_is_paused_or_deleted_is_not_posted_again(database: &Database) {
        let bot = unsure(database, Fate::RequestLost).await;
        let notice = notice(&bot).await;
        bot.posting.pause(GUILD, notice.schedule).await.expect("paused");
        let paused = bot.posting.post_again(GUILD, notice.id).await;
        assert!(matches!(paused, Err(VerbError::Idle(_))), "{paused:?}");
        assert_eq!(bot.notices().await.len(), 1, "and is still asked about");
        bot.posting.delete(GUILD, notice.schedule).await.expect("deleted");
        is_mended(&bot.posting.post_again(GUILD, notice.id).await);
        bot.step().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn it_is_there_is_taken_at_the_moderators_word(database: &Database) {
        let bot = unsure(database, Fate::AnswerLost).await;
        let id = notice(&bot).await.id;
        let (one, other) = tokio::join!(
            bot.posting.is_there(GUILD, id),
            bot.posting.is_there(GUILD, id)
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        let tried_at = at("2026-11-23T08:00:00Z");
        assert_eq!(
            bot.outcome().await,
            PostOutcome::Sent { message: None, at: tried_at, removed_at: None }
        );
        assert_eq!(bot.notices().await, []);
        is_mended(&bot.posting.post_again(GUILD, id).await);
        bot.step().await;
        bot.recover().await;
        assert_eq!(bot.channels.requests().len(), 1);
    }

    async fn what_is_there_and_can_be_seen_is_known_by_its_message(database: &Database) {
        let bot = unsure(database, Fate::AnswerLost).await;
        let id = notice(&bot).await.id;
        bot.channels.show_history(CHANNEL);
        let found = bot.posting.is_there(GUILD, id).await.expect("noted");
        assert_eq!(found.message, Some(bot.channels.messages()[0].id));
        bot.assert_sent_once().await;
    }

    async fn what_is_there_is_looked_for_since_a_clock_that_was_hours_ahead_was_set_right(database: &Database) {
        let bot = unsure(database, Fate::AnswerLost).await;
        let id = notice(&bot).await.id;
        bot.hand.advance(-hours(5));
        let set_right = bot.posting.clock.now();
        bot.channels.show_history(CHANNEL);
        let found = bot.posting.is_there(GUILD, id).await.expect("noted");
        assert!(found.message.is_some());
        // Discord, whose clock was right, may have it from then on.
        let (_, since) = bot.channels.looks()[1];
        assert!(since <= set_right - hours(1), "{since}");
    }

    async fn a_notice_of_another_server_or_of_nothing_is_nobodys(database: &Database) {
        let bot = refused(database).await;
        let id = notice(&bot).await.id;
        let elsewhere = bot.posting.try_again(GuildId::new(2), id).await;
        assert!(matches!(elsewhere, Err(VerbError::NoNotice)), "{elsewhere:?}");
        let nothing = bot.posting.post_again(GUILD, NoticeId::random()).await;
        assert!(matches!(nothing, Err(VerbError::NoNotice)), "{nothing:?}");
        // A notice of another kind asks about no such post.
        is_mended(&bot.posting.post_again(GUILD, id).await);
        assert_eq!(bot.notices().await.len(), 1);
    }
}
