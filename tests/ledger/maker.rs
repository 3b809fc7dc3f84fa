//! Notices where no channel can be told: the schedule's maker is, once and alone; and what nobody could be
//! told waits for a moderator, and is heard once.

use sunflower::{
    posting::{
        model::{Hearer, NoticeId, Place, RefusedReason, TellStep, Told},
        schedules::NewSchedule,
    },
    store::ids::{ChannelId, MessageId, UserId},
};

use crate::{
    board::{BOARD, Heard, direct, is_refused, mend, tell, tell_in},
    bot::{Bot, CHANNEL, GUILD, asked, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

const MAKER: UserId = UserId::new(5);
const ALONE: Place = Place {
    channel: direct(MAKER),
    message: MessageId::new(6),
};

/// A post is refused for good, of a schedule that somebody made, or nobody knows who.
async fn refused(bot: &Bot<'_>, maker: Option<UserId>) {
    let new = NewSchedule {
        maker,
        ..asked("daily 9:00", Some(chrono_tz::Europe::Berlin), &[])
    };
    bot.posting.create(new).await.expect("made");
    is_refused(bot).await;
}

/// Where it hangs, and whether it says that it is mended.
fn hangs(bot: &Bot<'_>) -> Vec<(ChannelId, bool)> {
    let pinned = bot.channels.board.pinned();
    pinned.iter().map(|one| (one.channel, one.mended)).collect()
}

async fn unheard(bot: &Bot<'_>) -> Vec<NoticeId> {
    let unheard = bot.posting.unheard(GUILD, &[]).await.expect("asked");
    unheard.iter().map(|one| one.notice.id).collect()
}

/// The moderators choose a channel while the maker is being told, which ends like this; then it is told
/// once more.
async fn board_is_chosen_while_the_maker_is_told(bot: &Bot<'_>, told: Told) {
    let (store, now) = (&bot.posting.store, bot.posting.clock.now());
    let mut writing = store.write().await.expect("begun");
    let claimed = writing.claim_tellings(now, now + seconds(30), 10).await;
    let telling = claimed.expect("claimed").remove(0);
    writing.commit().await.expect("committed");
    let to = Hearer::Maker(MAKER);
    assert_eq!(telling.step, TellStep::Tell { to, since: None });
    tell_in(bot, Some(BOARD)).await;
    assert_eq!(tell(bot).await, 0, "not beside the other");
    let mut writing = store.write().await.expect("begun");
    let settled = writing.settle_telling(&telling, &told, now).await;
    assert!(settled.expect("written"));
    writing.commit().await.expect("committed");
    assert_eq!(unheard(bot).await, [], "the channel is still to be told");
    assert_eq!(tell(bot).await, 1);
}

async fn next(bot: &Bot<'_>) -> Option<chrono::DateTime<chrono::Utc>> {
    bot.posting.store.next_telling_at().await.expect("asked")
}

on_both_databases! {
    async fn without_a_channel_the_maker_is_told_once_and_hears_when_it_is_mended(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        assert!(next(&bot).await.is_some());
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(hangs(&bot), [(direct(MAKER), false)]);
        let bot = bot.restart().await;
        bot.hand.advance(hours(24));
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
        assert_eq!(unheard(&bot).await, []);
        mend(&bot).await;
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(hangs(&bot), [(direct(MAKER), true)]);
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
    }

    async fn where_the_channel_refuses_the_maker_is_told(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot, Some(MAKER)).await;
        bot.channels.board.fates([Heard::Refused]);
        tell(&bot).await;
        assert_eq!(unheard(&bot).await, [], "the maker is still to be told");
        let bot = bot.restart().await;
        tell(&bot).await;
        assert_eq!(hangs(&bot), [(direct(MAKER), false)]);
        bot.hand.advance(hours(24));
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
    }

    async fn a_channel_chosen_later_hears_of_it_too_and_both_are_mended(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        tell(&bot).await;
        for _ in 0..2 {
            tell_in(&bot, Some(BOARD)).await;
            tell(&bot).await;
        }
        assert_eq!(hangs(&bot), [(direct(MAKER), false), (BOARD, false)]);
        mend(&bot).await;
        tell(&bot).await;
        assert_eq!(hangs(&bot), [(direct(MAKER), true), (BOARD, true)]);
        assert_eq!(next(&bot).await, None);
    }

    async fn a_channel_chosen_while_the_maker_is_told_hears_of_it_too(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        board_is_chosen_while_the_maker_is_told(&bot, Told::Told(Some(ALONE))).await;
        assert_eq!(hangs(&bot), [(BOARD, false)]);
    }

    async fn a_channel_chosen_while_the_maker_refuses_hears_of_it(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        board_is_chosen_while_the_maker_is_told(&bot, Told::Refused).await;
        assert_eq!(hangs(&bot), [(BOARD, false)]);
    }

    async fn a_channel_that_refused_and_is_chosen_anew_while_the_maker_refuses_hears_of_it(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot, Some(MAKER)).await;
        bot.channels.board.fates([Heard::Refused]);
        tell(&bot).await;
        board_is_chosen_while_the_maker_is_told(&bot, Told::Refused).await;
        assert_eq!(hangs(&bot), [(BOARD, false)]);
    }

    async fn refused_by_the_maker_and_by_the_channel_chosen_meanwhile_it_is_heard(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        let id = bot.notices().await[0].id;
        bot.channels.board.fates([Heard::Refused, Heard::Refused]);
        board_is_chosen_while_the_maker_is_told(&bot, Told::Refused).await;
        tell(&bot).await;
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
        assert_eq!(bot.channels.board.requests(), 2);
        assert_eq!(unheard(&bot).await, [id]);
    }

    async fn what_an_answer_shows_needs_no_place_above_it_and_takes_none_from_others(database: &Database) {
        let bot = Bot::start(database).await;
        for channel in (1..6).map(ChannelId::new) {
            bot.schedule_in(channel, "daily 9:00").await;
            bot.channels.fates(channel, [Fate::Refused(RefusedReason::NoChannel)]);
        }
        bot.hand.advance(hours(1));
        bot.step().await;
        let notices = bot.notices().await;
        let ids: Vec<_> = notices.iter().map(|notice| notice.id).collect();
        assert_eq!(ids.len(), 5);
        let beside = async |shown: &[NoticeId]| -> Vec<NoticeId> {
            let unheard = bot.posting.unheard(GUILD, shown).await.expect("asked");
            unheard.into_iter().map(|one| one.notice.id).collect()
        };
        assert_eq!(beside(&[]).await, ids[..3]);
        assert_eq!(beside(&ids[..2]).await, ids[2..]);
        assert_eq!(beside(&ids[3..]).await, ids[..3]);
        assert_eq!(beside(&ids).await, []);
    }

    async fn mended_before_the_channel_heard_of_it_the_maker_still_reads_so(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        tell(&bot).await;
        tell_in(&bot, Some(BOARD)).await;
        mend(&bot).await;
        tell(&bot).await;
        assert_eq!(hangs(&bot), [(direct(MAKER), true)]);
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
    }

    async fn what_nobody_can_be_told_is_heard_once(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot, Some(MAKER)).await;
        let id = bot.notices().await[0].id;
        assert_eq!(unheard(&bot).await, []);
        bot.channels.board.fates([Heard::Refused, Heard::Refused]);
        tell(&bot).await;
        tell(&bot).await;
        assert_eq!(hangs(&bot), []);
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
        let bot = bot.restart().await;
        assert_eq!(unheard(&bot).await, [id]);
        assert_eq!(unheard(&bot).await, [id], "asking is not hearing");
        bot.posting.heard([id]).await.expect("noted");
        assert_eq!(unheard(&bot).await, []);
        assert_eq!(bot.notices().await.len(), 1, "the list still shows it");
        mend(&bot).await;
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
        assert_eq!(hangs(&bot), []);
    }

    async fn what_a_moderator_heard_is_not_heard_again_when_the_channel_is_switched_off(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, None).await;
        let id = bot.notices().await[0].id;
        bot.posting.heard([id]).await.expect("noted");
        tell_in(&bot, None).await;
        assert_eq!(unheard(&bot).await, []);
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
    }

    async fn of_a_schedule_that_nobody_is_known_to_have_made_the_next_moderator_hears(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, None).await;
        let id = bot.notices().await[0].id;
        assert_eq!((tell(&bot).await, next(&bot).await), (0, None));
        assert_eq!(unheard(&bot).await, [id]);
        bot.posting.heard([id]).await.expect("noted");
        // Heard by one, it is told to all once they choose a channel.
        tell_in(&bot, Some(BOARD)).await;
        assert_eq!(tell(&bot).await, 1);
        assert_eq!(hangs(&bot), [(BOARD, false)]);
    }

    async fn what_is_told_or_mended_nobody_hears_again(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot, None).await;
        let id = bot.notices().await[0].id;
        tell(&bot).await;
        bot.posting.heard([id]).await.expect("noted");
        assert_eq!(unheard(&bot).await, []);
        mend(&bot).await;
        tell(&bot).await;
        assert_eq!(hangs(&bot), [(BOARD, true)], "so that was no hearing");
    }

    async fn a_notice_that_perhaps_arrived_is_not_lost(database: &Database) {
        let bot = Bot::start(database).await;
        tell_in(&bot, Some(BOARD)).await;
        refused(&bot, None).await;
        let id = bot.notices().await[0].id;
        bot.channels.board.fates([Heard::AnswerLost]);
        tell(&bot).await;
        let bot = bot.restart().await;
        bot.hand.advance(hours(1));
        tell(&bot).await;
        assert_eq!(bot.channels.board.requests(), 1, "not told twice");
        assert_eq!(unheard(&bot).await, [id], "but whoever looks next hears of it");
    }

    async fn an_answer_lost_on_the_way_to_the_maker_makes_no_second_message(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        bot.channels.board.fates([Heard::AnswerLost, Heard::Later]);
        for _ in 0..10 {
            tell(&bot).await;
            bot.hand.advance(seconds(2));
        }
        assert_eq!(hangs(&bot), [(direct(MAKER), false)]);
        mend(&bot).await;
        tell(&bot).await;
        assert_eq!(hangs(&bot), [(direct(MAKER), true)]);
    }

    async fn a_deleted_schedule_has_no_maker_any_more_and_the_message_says_so(database: &Database) {
        let bot = Bot::start(database).await;
        refused(&bot, Some(MAKER)).await;
        tell(&bot).await;
        let schedule = bot.notices().await[0].schedule;
        bot.posting.delete(GUILD, schedule).await.expect("deleted");
        tell(&bot).await;
        assert_eq!(hangs(&bot), [(direct(MAKER), true)]);
    }

    async fn who_edits_a_schedule_does_not_become_its_maker(database: &Database) {
        use sunflower::{posting::schedules::{Edit, Start}, reflection::Scope};
        let bot = Bot::start(database).await;
        let new = NewSchedule { maker: Some(MAKER), ..asked("daily 9:00", Some(chrono_tz::Europe::Berlin), &[]) };
        let made = bot.posting.create(new).await.expect("made");
        bot.posting.edit(&made, Edit::nothing(&made, Start::Now)).await.expect("edited");
        let store = &bot.posting.store;
        for scope in [Scope::Guild(GUILD), Scope::Everywhere] {
            let theirs = store.made_by(MAKER, scope).await.expect("read");
            assert_eq!((theirs.len(), theirs[0].channel), (1, CHANNEL));
            assert_eq!(theirs[0].at, made.created_at);
            assert_eq!(store.made_by(UserId::new(6), scope).await.expect("read"), []);
        }
        let elsewhere = Scope::Guild(sunflower::store::ids::GuildId::new(2));
        assert_eq!(store.made_by(MAKER, elsewhere).await.expect("read"), []);
    }
}
