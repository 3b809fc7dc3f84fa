//! Editing a schedule: planned from now, what waits goes along, and nobody overwrites what they did
//! not see.

use chrono::TimeDelta;
use sunflower::{
    posting::{
        model::{
            ChannelKind, Manner, PlannedPost, PostId, PostOutcome, RefusedReason, Schedule,
            ScheduleState, Skipped, What,
        },
        schedules::{Edit, EditError, Start},
    },
    store::ids::{ChannelId, RoleId, TagId},
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, at, hours, seconds},
    channels::Fate,
    support::database::{Database, on_both_databases},
};

const ELSEWHERE: ChannelId = ChannelId::new(11);

fn nothing(schedule: &Schedule) -> Edit {
    Edit::nothing(schedule, Start::AsBefore)
}

fn moved(schedule: &Schedule) -> Edit {
    Edit {
        channel: Some(ELSEWHERE),
        ..nothing(schedule)
    }
}

fn at_times(schedule: &Schedule, when: &str) -> Edit {
    Edit {
        when: Some(when.to_owned()),
        ..nothing(schedule)
    }
}

async fn edited(bot: &Bot<'_>, read: &Schedule, edit: Edit) -> Schedule {
    let edited = bot.posting.edit(read, edit).await.expect("edited");
    assert_eq!(
        bot.again(read.id).await,
        edited,
        "what is said is what is kept"
    );
    edited
}

async fn refused(bot: &Bot<'_>, read: &Schedule, edit: Edit) -> EditError {
    let before = bot.posting.list(GUILD).await.expect("listed");
    let refused = bot.posting.edit(read, edit).await.expect_err("refused");
    assert_eq!(bot.posting.list(GUILD).await.expect("listed"), before);
    refused
}

on_both_databases! {
    async fn only_what_is_given_changes(database: &Database) {
        let bot = Bot::start(database).await;
        let first = bot.schedule("mondays 9:00").await;
        let manner = Manner {
            kind: ChannelKind::Announcement,
            what: What::Practice,
            mention: Some(RoleId::new(5)),
            thread: true,
            quiet: true,
            tags: vec![TagId::new(6)],
        };
        let edit = Edit {
            channel: Some(ELSEWHERE),
            when: Some("fridays 18:00".to_owned()),
            zone: Some(chrono_tz::Asia::Tokyo),
            topics: Some(vec!["courage".parse().expect("a topic")]),
            manner: manner.clone(),
            catch_up: Some(hours(1)),
            start: Start::AsBefore,
            again: None,
        };
        let second = edited(&bot, &first, edit).await;
        assert_eq!((second.channel, second.zone), (ELSEWHERE, chrono_tz::Asia::Tokyo));
        assert_eq!((second.catch_up, &second.manner), (hours(1), &manner));
        assert_eq!(second.topics.to_string(), "courage");
        assert_eq!(second.next_due_at, Some(at("2026-11-27T09:00:00Z")));
        let third = edited(&bot, &second, at_times(&second, "fridays 19:00")).await;
        assert_eq!(third.next_due_at, Some(at("2026-11-27T10:00:00Z")));
        let same = Schedule {
            rule: second.rule.clone(),
            next_due_at: second.next_due_at,
            revision: second.revision,
            ..third
        };
        assert_eq!(same, second);
    }

    async fn another_zone_keeps_the_times_on_the_wall(database: &Database) {
        let bot = Bot::start(database).await;
        let first = bot.schedule("tuesdays 9:00").await;
        assert_eq!(first.next_due_at, Some(at("2026-11-24T08:00:00Z")));
        let edit = Edit { zone: Some(chrono_tz::Asia::Tokyo), ..nothing(&first) };
        let second = edited(&bot, &first, edit).await;
        assert_eq!(second.next_due_at, Some(at("2026-11-24T00:00:00Z")));
        assert_eq!(second.rule, first.rule);
    }

    async fn what_cannot_be_kept_changes_nothing(database: &Database) {
        let bot = Bot::start(database).await;
        let read = bot.schedule("mondays 9:00").await;
        let never = refused(&bot, &read, at_times(&read, "0 9 31 2 *")).await;
        assert!(matches!(never, EditError::When(_)), "{never}");
        let topics = Some(vec!["rest", "cars"].into_iter().map(|t| t.parse().expect("a topic")).collect());
        let cars = refused(&bot, &read, Edit { topics, ..nothing(&read) }).await;
        assert_eq!(cars.to_string(), "no article is about cars");
    }

    async fn of_two_edits_at_once_one_loses_and_reads_what_the_other_did(database: &Database) {
        let bot = Bot::start(database).await;
        let read = bot.schedule("mondays 9:00").await;
        let (one, other) = tokio::join!(
            bot.posting.edit(&read, at_times(&read, "tuesdays 9:00")),
            bot.posting.edit(&read, moved(&read)),
        );
        let outcomes = [one.is_ok(), other.is_ok()];
        assert_eq!(outcomes.iter().filter(|won| **won).count(), 1, "{outcomes:?}");
        for lost in [one, other].into_iter().filter_map(Result::err) {
            assert!(matches!(lost, EditError::Outdated), "{lost}");
        }
        let after = bot.again(read.id).await;
        let edit = if outcomes[0] { moved(&after) } else { at_times(&after, "tuesdays 9:00") };
        let both = edited(&bot, &after, edit).await;
        assert_eq!((both.channel, both.next_due_at), (ELSEWHERE, Some(at("2026-11-24T08:00:00Z"))));
        assert_eq!(both.revision, read.revision + 2);
    }

    async fn many_edits_and_pauses_at_once_end_in_one_consistent_row(database: &Database) {
        let bot = Bot::start(database).await;
        let read = bot.schedule("mondays 9:00").await;
        let persistent = async |when: &str| loop {
            let now = bot.again(read.id).await;
            match bot.posting.edit(&now, at_times(&now, when)).await {
                Ok(edited) => return edited,
                Err(EditError::Outdated) => {}
                Err(other) => panic!("{other}"),
            }
        };
        let (a, b, paused, resumed) = tokio::join!(
            persistent("tuesdays 9:00"),
            persistent("wednesdays 9:00"),
            bot.posting.pause(GUILD, read.id),
            bot.posting.resume(GUILD, read.id),
        );
        let (paused, resumed) = (paused.expect("paused"), resumed.expect("resumed"));
        let row = bot.again(read.id).await;
        assert!([&a, &b, &paused, &resumed].contains(&&row), "{row:?}");
        assert!(row.rule == a.rule || row.rule == b.rule);
        match row.state {
            ScheduleState::Active => {
                assert_eq!(row.next_due_at, row.upcoming(bot.posting.clock.now()).next());
            }
            _ => assert_eq!(row.next_due_at, None),
        }
    }

    async fn times_before_an_edit_are_neither_caught_up_nor_missed(database: &Database) {
        let bot = Bot::start(database).await;
        let read = bot.schedule("mondays 9:00").await;
        edited(&bot, &read, at_times(&read, "daily 7:30")).await;
        bot.step().await;
        assert_eq!(bot.outcomes().await, [], "7:30 was half an hour ago");
        bot.hand.move_to(at("2026-11-24T06:30:00Z"));
        bot.step().await;
        bot.assert_sent_once().await;
    }

    async fn a_time_that_came_before_the_edit_is_planned_before_it(database: &Database) {
        let bot = Bot::start(database).await;
        let read = bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        let outdated = bot.posting.edit(&read, moved(&read)).await.expect_err("outdated");
        assert!(matches!(outdated, EditError::Outdated), "{outdated}");
        assert_eq!(bot.outcomes().await, [PostOutcome::Due]);
        let now = bot.again(read.id).await;
        edited(&bot, &now, moved(&now)).await;
        bot.deliver().await;
        bot.assert_sent_once().await;
        assert_eq!(bot.channels.messages()[0].channel, ELSEWHERE);
    }

    async fn a_post_that_waits_goes_along_with_new_words(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::Later(None)]);
        bot.step().await;
        let read = bot.posting.list(GUILD).await.expect("listed").remove(0);
        let manner = Manner { kind: ChannelKind::Announcement, what: What::Practice, ..Manner::default() };
        let topics = Some(vec!["courage".parse().expect("a topic")]);
        edited(&bot, &read, Edit { manner, topics, ..moved(&read) }).await;
        let waiting = bot.posts().await.remove(0);
        assert_eq!((waiting.channel, waiting.kind), (ELSEWHERE, ChannelKind::Announcement));
        assert_eq!((waiting.what, waiting.prompt), (What::Practice, None));
        bot.hand.advance(hours(1));
        bot.deliver().await;
        bot.assert_sent_once().await;
        let sent = bot.channels.messages().remove(0);
        assert_eq!(sent.channel, ELSEWHERE);
        assert!(sent.body.contains("An noon without hurry"), "{}", sent.body);
    }

    async fn a_post_that_waits_for_a_time_that_is_no_more_is_skipped(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        let read = bot.posting.list(GUILD).await.expect("listed").remove(0);
        edited(&bot, &read, at_times(&read, "tuesdays 9:00")).await;
        assert_eq!(bot.deliver().await, 0);
        assert_eq!(bot.outcome().await, PostOutcome::Skipped(Skipped::Edited));
    }

    async fn a_waiting_post_keeps_to_the_new_catch_up_window(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.plan().await;
        let read = bot.posting.list(GUILD).await.expect("listed").remove(0);
        edited(&bot, &read, Edit { catch_up: Some(hours(1)), ..nothing(&read) }).await;
        bot.hand.advance(hours(2));
        bot.deliver().await;
        assert!(matches!(bot.outcome().await, PostOutcome::Missed(_)), "{:?}", bot.outcome().await);
    }

    async fn the_channel_does_not_move_while_a_post_may_be_arriving(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::AnswerLost]);
        bot.step().await;
        let read = bot.posting.list(GUILD).await.expect("listed").remove(0);
        let on_its_way = refused(&bot, &read, moved(&read)).await;
        assert!(matches!(on_its_way, EditError::OnItsWay), "{on_its_way}");
        // All else may change; the post is as it was sent.
        let second = edited(&bot, &read, at_times(&read, "tuesdays 9:00")).await;
        bot.hand.advance(seconds(10));
        bot.recover().await;
        bot.assert_sent_once().await;
        let third = edited(&bot, &second, moved(&second)).await;
        assert_eq!(third.channel, ELSEWHERE);
        assert_eq!(bot.posts().await[0].channel, CHANNEL);
    }

    async fn a_time_that_has_its_post_already_is_not_the_next_one(database: &Database) {
        let bot = Bot::start(database).await;
        let read = bot.schedule("daily 9:00").await;
        let today = at("2026-11-23T08:00:00Z");
        let ahead_of_time = PlannedPost {
            id: PostId::of(read.id, today),
            schedule: read.id,
            guild: GUILD,
            channel: CHANNEL,
            kind: ChannelKind::Text,
            what: What::Week,
            due_at: today,
            expires_at: today,
            outcome: PostOutcome::Skipped(Skipped::Paused),
            words: None,
        };
        let mut writing = bot.posting.store.write().await.expect("a transaction");
        assert!(writing.insert_post(&ahead_of_time).await.expect("kept"));
        writing.commit().await.expect("committed");
        let manner = Manner { quiet: true, ..Manner::default() };
        let next = edited(&bot, &read, Edit { manner, ..nothing(&read) }).await;
        assert_eq!(next.next_due_at, Some(at("2026-11-24T08:00:00Z")));
    }

    async fn an_edit_unblocks_and_leaves_a_pause(database: &Database) {
        let bot = Bot::start(database).await;
        bot.schedule("mondays 9:00").await;
        bot.hand.advance(hours(1));
        bot.channels.fates(CHANNEL, [Fate::Refused(RefusedReason::NoChannel)]);
        bot.step().await;
        let blocked = bot.posting.list(GUILD).await.expect("listed").remove(0);
        assert_eq!(blocked.state, ScheduleState::Blocked(RefusedReason::NoChannel));
        assert_eq!(bot.notices().await.len(), 1);
        let unblocked = edited(&bot, &blocked, moved(&blocked)).await;
        assert_eq!(unblocked.state, ScheduleState::Active);
        assert_eq!(unblocked.next_due_at, Some(at("2026-11-30T08:00:00Z")));
        assert_eq!(bot.notices().await, []);
        let paused = bot.posting.pause(GUILD, blocked.id).await.expect("paused");
        let still = edited(&bot, &paused, at_times(&paused, "daily 9:00")).await;
        assert_eq!((still.state, still.next_due_at), (ScheduleState::Paused, None));
    }

    async fn a_schedule_that_awaits_its_tag_posts_once_it_has_it(database: &Database) {
        let bot = Bot::start(database).await;
        let first = bot.schedule("mondays 9:00").await;
        let manner = Manner { kind: ChannelKind::Forum, ..Manner::default() };
        let held = edited(&bot, &first, Edit { manner, start: Start::Held, ..moved(&first) }).await;
        assert_eq!((&held.state, held.next_due_at), (&ScheduleState::Paused, None));
        bot.hand.advance(hours(1));
        bot.step().await;
        assert_eq!(bot.outcomes().await, []);
        let tags = [TagId::new(1), TagId::new(2)];
        let manner = Manner { tags: tags.to_vec(), ..held.manner.clone() };
        let edit = Edit { manner, start: Start::Now, ..nothing(&held) };
        let started = edited(&bot, &held, edit).await;
        assert_eq!((started.state, started.manner.tags), (ScheduleState::Active, tags.to_vec()));
        assert_eq!(started.next_due_at, Some(at("2026-11-30T08:00:00Z")));
    }

    async fn a_pause_to_an_instant_outlasts_an_edit(database: &Database) {
        let bot = Bot::start(database).await;
        let first = bot.schedule("daily 9:00").await;
        let until = at("2026-11-26T08:00:00Z");
        let resting = Schedule {
            resting_until: Some(until),
            after_at: until - TimeDelta::milliseconds(1),
            next_due_at: Some(until),
            ..first
        };
        let mut writing = bot.posting.store.write().await.expect("a transaction");
        assert!(writing.change_schedule(&resting).await.expect("kept"));
        writing.commit().await.expect("committed");
        let read = bot.again(resting.id).await;
        let after = edited(&bot, &read, at_times(&read, "daily 10:00")).await;
        assert_eq!(after.resting_until, Some(until));
        assert_eq!(after.next_due_at, Some(at("2026-11-26T09:00:00Z")));
    }
}
