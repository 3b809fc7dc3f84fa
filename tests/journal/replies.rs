//! Replies in the journal: kept once, by the hour they were written; edited in order; gone for good.

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    reflection::{
        KeepError, ReflectionId, Scope,
        again::erase_again,
        replies::{Agreed, Followed, NewReply, Received},
    },
    store::{
        Reply,
        ids::{ChannelId, GuildId, MessageId, UserId},
    },
};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, answer, key_path, list_path, noon, open_agreed,
        raw_text, texts, write,
    },
    support::database::{Database, on_both_databases},
    unreadable::NO_TEXT,
};

const CHANNEL: ChannelId = ChannelId::new(900);
const THREAD: ChannelId = ChannelId::new(901);

/// The message with this number, sent then.
fn message(number: u64, at: DateTime<Utc>) -> MessageId {
    MessageId::new(MessageId::first_at(at).get() + number)
}

fn reply(user: UserId, guild: GuildId, message: MessageId, text: &str) -> NewReply {
    NewReply {
        reflection: answer(user, guild, text),
        reply: Reply {
            message,
            channel: CHANNEL,
            parent: None,
        },
        written_at: message.sent_at(),
        edited_at: None,
    }
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

on_both_databases! {
    async fn a_reply_is_kept_once_and_at_the_time_of_its_message(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let new = reply(ANA, HARBOUR, message(1, noon() - hours(3)), "Once.");
        assert_eq!(journal.keep_reply(&new).await.unwrap(), Received::Kept);
        assert_eq!(journal.keep_reply(&new).await.unwrap(), Received::Known);
        let page = journal.page(ANA, IN_HARBOUR, 0).await.unwrap();
        assert_eq!((page.total, page.entries[0].written_at), (1, noon() - hours(3)));
        assert_eq!(page.entries[0].id, Some(ReflectionId::of_reply(new.reply.message)));
    }

    async fn a_reply_needs_a_consent_to_the_text_as_it_is(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let agreed = |is_current| Some(Agreed { at: noon(), is_current });
        assert_eq!(journal.agreed(ANA, HARBOUR).await.unwrap(), agreed(true));
        assert_eq!(journal.agreed(ANA, MEADOW).await.unwrap(), None);
        assert_eq!(journal.agreed(BEN, HARBOUR).await.unwrap(), None);
        let elsewhere = reply(ANA, MEADOW, message(1, noon()), "Elsewhere.");
        let refused = journal.keep_reply(&elsewhere).await;
        assert!(matches!(refused, Err(KeepError::NoConsent)));
        let journal = journal.with_consent_version("another");
        assert_eq!(journal.agreed(ANA, HARBOUR).await.unwrap(), agreed(false));
        let refused = journal.keep_reply(&reply(ANA, HARBOUR, message(2, noon()), "Here.")).await;
        assert!(matches!(refused, Err(KeepError::NoConsent)));
    }

    async fn no_24_hours_hold_more_than_a_day_takes_in_whatever_order_they_come(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW)]).await;
        // One every hour, and every second one is heard of later.
        let at = |hour: i64| noon() - hours(40) + hours(hour);
        for hour in (0..20).step_by(2).chain((0..20).skip(1).step_by(2)) {
            let guild = if hour % 3 == 0 { MEADOW } else { HARBOUR };
            let new = reply(ANA, guild, message(0, at(hour)), "One of twenty.");
            assert_eq!(journal.keep_reply(&new).await.unwrap(), Received::Kept, "{hour}");
        }
        for minutes in [1, 600, 1139, 1439] {
            let between = message(1, at(0) + TimeDelta::minutes(minutes));
            let refused = journal.keep_reply(&reply(ANA, HARBOUR, between, "More.")).await;
            assert!(matches!(refused, Err(KeepError::TooMany { limit: 20, .. })), "{minutes}");
        }
        let early = reply(ANA, HARBOUR, message(2, at(0) - hours(5)), "Early.");
        assert_eq!(journal.keep_reply(&early).await.unwrap(), Received::Kept);
        let late = reply(ANA, HARBOUR, message(3, at(24)), "A day after the first.");
        assert_eq!(journal.keep_reply(&late).await.unwrap(), Received::Kept);
    }

    async fn a_reply_too_long_or_with_nothing_to_be_seen_is_not_kept(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let long = reply(ANA, HARBOUR, message(1, noon()), &"a".repeat(4001));
        let refused = journal.keep_reply(&long).await;
        assert!(matches!(refused, Err(KeepError::TooLong { limit: 4000 })));
        let blank = reply(ANA, HARBOUR, message(2, noon()), "\u{200b}");
        assert!(matches!(journal.keep_reply(&blank).await, Err(KeepError::Empty)));
        assert!(texts(&journal, ANA, IN_HARBOUR).await.is_empty());
    }

    async fn the_latest_edit_stands_in_whatever_order_they_come(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let new = reply(ANA, HARBOUR, message(1, noon()), "As first written.");
        journal.keep_reply(&new).await.unwrap();
        let id = new.reply.message;
        let edit = async |text: &str, minutes: i64| {
            journal.edit_reply(id, text, noon() + TimeDelta::minutes(minutes)).await.unwrap()
        };
        assert_eq!(edit(" The second edit. ", 2).await, Followed::Edited);
        assert_eq!(edit("The first edit.", 1).await, Followed::Unchanged, "it came late");
        assert_eq!(edit("The second edit again.", 2).await, Followed::Unchanged);
        assert_eq!(edit("\u{200b}", 3).await, Followed::Unchanged, "nothing is to be seen in it");
        assert_eq!(edit(&"a".repeat(4001), 3).await, Followed::Unchanged);
        let shown = [Some("The second edit.".to_owned())];
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, shown);
        let page = journal.page(ANA, IN_HARBOUR, 0).await.unwrap();
        let words = page.entries[0].words.clone().unwrap();
        assert_eq!(words.prompt, new.reflection.prompt, "the question stays");
        assert_eq!(page.entries[0].written_at, noon());
        let unknown = journal.edit_reply(message(9, noon()), "Whose?", noon()).await.unwrap();
        assert_eq!(unknown, Followed::Unchanged);
    }

    async fn no_edit_is_kept_under_an_agreement_to_an_earlier_text(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let new = reply(ANA, HARBOUR, message(1, noon()), "Under the old text.");
        journal.keep_reply(&new).await.unwrap();
        let journal = journal.with_consent_version("another");
        let edit = async |text: &str, minutes: i64| {
            let at = noon() + TimeDelta::minutes(minutes);
            journal.edit_reply(new.reply.message, text, at).await.unwrap()
        };
        let unchanged = edit("Under the old text.", 5).await;
        assert_eq!(unchanged, Followed::Unchanged, "there is nothing to ask for");
        assert_eq!(edit("Before agreeing anew.", 6).await, Followed::NotAgreed);
        let old = [Some("Under the old text.".to_owned())];
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, old);
        hand.advance(TimeDelta::minutes(10));
        journal.agree(ANA, HARBOUR).await.unwrap();
        assert_eq!(edit("Before agreeing anew.", 6).await, Followed::NotAgreed);
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, old);
        assert_eq!(edit("Under the new text.", 11).await, Followed::Edited);
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("Under the new text.".into())]);
    }

    async fn an_edit_leaves_a_reply_that_can_not_be_read_as_it_is(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let new = reply(ANA, HARBOUR, message(1, noon()), "Damaged.");
        journal.keep_reply(&new).await.unwrap();
        database.raw("UPDATE reflections SET sealed = 'damaged'").await;
        let edited = journal.edit_reply(new.reply.message, "New words.", noon() + hours(1)).await;
        assert_eq!(edited.unwrap(), Followed::Unchanged);
        assert_eq!(raw_text(database, "SELECT sealed FROM reflections").await, "damaged");
    }

    async fn what_is_deleted_with_its_message_or_channel_is_on_the_list(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let mut all = Vec::new();
        for (number, user) in [(1, ANA), (2, BEN), (3, ANA), (4, BEN)] {
            let mut new = reply(user, HARBOUR, message(number, noon()), "A reply.");
            if number > 2 {
                new.reply.channel = THREAD;
                new.reply.parent = Some(CHANNEL);
            }
            journal.keep_reply(&new).await.unwrap();
            all.push(new);
        }
        let formed = write(&journal, ANA, HARBOUR, "In the form.").await;
        let known = |number: usize| journal.reply(all[number - 1].reply.message);
        let gone = journal.delete_replies(&[all[0].reply.message, message(9, noon())]).await.unwrap();
        assert_eq!((gone.reflections, gone.done), (1, true));
        assert!(known(1).await.unwrap().is_none());
        assert_eq!(journal.delete_replies_in(THREAD).await.unwrap().reflections, 2);
        assert!(known(2).await.unwrap().is_some());
        assert_eq!(journal.delete_replies_in(CHANNEL).await.unwrap().reflections, 1);
        assert_eq!(journal.delete_replies_in(CHANNEL).await.unwrap().reflections, 0);
        for new in &all {
            assert_eq!(journal.keep_reply(new).await.unwrap(), Received::Erased);
        }
        assert_eq!(texts(&journal, ANA, Scope::Everywhere).await, [Some("In the form.".into())]);
        assert!(journal.delete_one(ANA, &formed).await.unwrap().is_some());
    }

    async fn a_damaged_reply_goes_with_its_message_or_channel_and_stops_no_other(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let all: Vec<_> = (1..=8).map(|number| reply(ANA, HARBOUR, message(number, noon()), "A reply.")).collect();
        for new in &all {
            journal.keep_reply(new).await.unwrap();
        }
        let messages: Vec<_> = all.iter().map(|new| new.reply.message).collect();
        for few in messages.chunks(4) {
            let [no_text, no_id, no_time] = [few[0], few[1], few[2]];
            let id = ReflectionId::of_reply(no_text);
            database.raw(format!("UPDATE reflections SET sealed = {NO_TEXT} WHERE id = '{id}'")).await;
            database.raw(format!("DELETE FROM replies WHERE message_id = {no_id}")).await;
            let id = ReflectionId::of_reply(no_id);
            database.raw(format!("UPDATE reflections SET id = {NO_TEXT} WHERE id = '{id}'")).await;
            let renamed = format!(
                "INSERT INTO replies (message_id, reflection_id, channel_id) VALUES ({no_id}, {NO_TEXT}, {CHANNEL})"
            );
            database.raw(renamed).await;
            let id = ReflectionId::of_reply(no_time);
            database.raw(format!("UPDATE reflections SET written_at = {} WHERE id = '{id}'", i64::MAX)).await;
            for message in few {
                assert!(journal.reply(*message).await.unwrap().is_some());
                let edited = journal.edit_reply(*message, "New words.", noon() + hours(1)).await;
                let is_readable = [few[2], few[3]].contains(message);
                assert_eq!(edited.unwrap() == Followed::Edited, is_readable);
            }
            let gone = if few == &messages[..4] {
                journal.delete_replies(few).await
            } else {
                journal.delete_replies_in(CHANNEL).await
            };
            assert_eq!(gone.unwrap().reflections, 4);
        }
        for new in &all {
            assert_eq!(journal.keep_reply(new).await.unwrap(), Received::Erased);
        }
    }

    async fn more_replies_than_go_at_once_go_with_their_channel(database: &Database) {
        let members: Vec<_> = (1..=11).map(|id| (UserId::new(id), HARBOUR)).collect();
        let (journal, _hand) = open_agreed(database, &members).await;
        for (number, (user, guild)) in (0..205).zip(members.iter().cycle()) {
            let new = reply(*user, *guild, message(number, noon()), "One of many.");
            assert_eq!(journal.keep_reply(&new).await.unwrap(), Received::Kept);
        }
        let gone = journal.delete_replies_in(CHANNEL).await.unwrap();
        assert_eq!((gone.reflections, gone.consents), (205, 0));
    }

    async fn what_its_writer_deleted_is_not_kept_again(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let one = reply(ANA, HARBOUR, message(1, noon()), "Deleted by itself.");
        let other = reply(ANA, HARBOUR, message(2, noon()), "Deleted with all.");
        for new in [&one, &other] {
            journal.keep_reply(new).await.unwrap();
        }
        let id = ReflectionId::of_reply(one.reply.message);
        journal.delete_one(ANA, &id).await.unwrap().unwrap();
        hand.advance(TimeDelta::minutes(1));
        journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
        for new in [&one, &other] {
            assert_eq!(journal.keep_reply(new).await.unwrap(), Received::Erased);
        }
        let later = reply(ANA, HARBOUR, message(3, noon() + TimeDelta::minutes(2)), "Later.");
        assert_eq!(journal.keep_reply(&later).await.unwrap(), Received::Kept);
    }

    async fn what_its_writer_deleted_is_not_kept_by_an_event_that_comes_late(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let kept = reply(ANA, HARBOUR, message(1, noon()), "Heard of at once.");
        assert_eq!(journal.keep_reply(&kept).await.unwrap(), Received::Kept);
        let late = reply(ANA, HARBOUR, message(2, noon()), "Heard of after all were deleted.");
        hand.advance(TimeDelta::seconds(1));
        journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
        assert_eq!(journal.keep_reply(&late).await.unwrap(), Received::Erased);
        assert_eq!(journal.keep_reply(&kept).await.unwrap(), Received::Erased);
    }

    async fn what_was_read_of_the_list_is_not_read_again(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let of = |user, number: u64| reply(user, HARBOUR, message(number, noon()), "A reply.");
        journal.keep_reply(&of(ANA, 1)).await.unwrap();
        hand.advance(TimeDelta::seconds(1));
        journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
        assert_eq!(journal.keep_reply(&of(ANA, 1)).await.unwrap(), Received::Erased);
        // The same length, and nothing to be read in it.
        let list = std::fs::read(list_path(database)).unwrap();
        let blank: Vec<_> = list.iter().map(|byte| if *byte == b'\n' { b'\n' } else { b'?' }).collect();
        std::fs::write(list_path(database), blank).unwrap();
        assert_eq!(journal.keep_reply(&of(ANA, 1)).await.unwrap(), Received::Erased);
        // What was added since is.
        assert_eq!(journal.keep_reply(&of(BEN, 2)).await.unwrap(), Received::Kept);
        journal.delete_all(BEN, IN_HARBOUR).await.unwrap();
        assert_eq!(journal.keep_reply(&of(BEN, 2)).await.unwrap(), Received::Erased);
    }

    async fn what_a_clock_dated_ahead_and_is_deleted_keeps_no_later_reply_away(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        hand.advance(TimeDelta::days(30_000));
        write(&journal, ANA, HARBOUR, "Far ahead.").await;
        hand.advance(TimeDelta::days(-30_000));
        journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
        let before = reply(ANA, HARBOUR, message(1, noon()), "Before.");
        assert_eq!(journal.keep_reply(&before).await.unwrap(), Received::Erased);
        let after = reply(ANA, HARBOUR, message(2, noon() + hours(1)), "After.");
        assert_eq!(journal.keep_reply(&after).await.unwrap(), Received::Kept);
    }

    async fn a_backup_put_back_loses_the_replies_that_went_with_their_messages(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let gone = reply(ANA, HARBOUR, message(1, noon()), "Its message is deleted.");
        let kept = reply(ANA, HARBOUR, message(2, noon()), "Its message stays.");
        for new in [&gone, &kept] {
            journal.keep_reply(new).await.unwrap();
        }
        journal.delete_replies(&[gone.reply.message]).await.unwrap();
        // The database as it was before.
        let back = format!(
            "INSERT INTO reflections SELECT '{}', user_id, guild_id, post_id, key_id, sealed, written_at \
             FROM reflections",
            ReflectionId::of_reply(gone.reply.message)
        );
        database.raw(back).await;
        let again = erase_again(&database.open().await, &key_path(database), noon(), noon()).await.unwrap();
        assert_eq!((again.reflections, again.consents), (1, 0));
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("Its message stays.".into())]);
    }
}
