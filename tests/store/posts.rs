//! Posts, attempts at them, and notices.

use sunflower::{
    posting::model::{
        Claimed, Counts, Ending, Failed, Missed, NoticeKind, PostOutcome, RefusedReason, Schedule,
        ScheduleState, Skipped, Standing,
    },
    store::{RestoreStamp, Store, ids::MessageId},
};

use crate::{
    made_up::{CHANNEL, GUILD, claim, minutes, nine, notice, post, schedule, settle, write},
    support::database::{Database, on_both_databases},
};

/// A store with a schedule whose post of nine o'clock is due.
async fn with_due_post(database: &Database) -> (Store, Schedule) {
    let store = database.open().await;
    let schedule = schedule();
    write(&store, async |writing| {
        writing.insert_schedule(&schedule).await.expect("kept");
        let due = post(&schedule, nine());
        assert!(writing.insert_post(&due).await.expect("kept"));
        assert!(!writing.insert_post(&due).await.expect("not twice"));
    })
    .await;
    (store, schedule)
}

async fn claim_the_post(store: &Store) -> Claimed {
    let mut claimed = claim(store).await;
    assert_eq!(claimed.len(), 1);
    claimed.remove(0)
}

async fn outcome(store: &Store, claimed: &Claimed) -> PostOutcome {
    let post = store.post(claimed.post).await.expect("asked");
    post.expect("it is there").outcome
}

fn sent() -> Ending {
    Ending::Sent {
        message: Some(MessageId::first_at(nine() + minutes(1))),
        at: nine() + minutes(1),
        removed_at: Some(nine() + minutes(2)),
    }
}

on_both_databases! {
    async fn a_post_comes_back_as_it_was_planned(database: &Database) {
        let (store, schedule) = with_due_post(database).await;
        let planned = post(&schedule, nine());
        let words = planned.words.expect("words");
        let read = store.post(planned.id).await.expect("asked").expect("there");
        assert_eq!(read.schedule, schedule.id);
        assert_eq!((read.guild, read.channel, read.due_at), (GUILD, CHANNEL, nine()));
        assert_eq!((read.article, read.prompt), (Some(words.article), words.prompt));
        assert_eq!(read.outcome, PostOutcome::Due);
        assert_eq!(store.next_ready_at().await.expect("asked"), Some(nine()));
        assert_eq!(store.next_lease_until().await.expect("asked"), None);
    }

    async fn every_reason_comes_back_as_it_was_written(database: &Database) {
        let store = database.open().await;
        let schedule = schedule();
        let missing = ["Embed Links"].map(str::to_owned).to_vec();
        let outcomes = [
            PostOutcome::Due,
            PostOutcome::Skipped(Skipped::Paused),
            PostOutcome::Skipped(Skipped::Deleted),
            PostOutcome::Skipped(Skipped::Edited),
            PostOutcome::Skipped(Skipped::Wanted),
            PostOutcome::Missed(Missed::TooLate { earlier: 0 }),
            PostOutcome::Missed(Missed::TooLate { earlier: 8708 }),
            PostOutcome::Missed(Missed::Superseded),
            PostOutcome::Missed(Missed::Blocked),
            PostOutcome::Failed(Failed::Refused(RefusedReason::MissingPermission(missing))),
            PostOutcome::Failed(Failed::Refused(RefusedReason::NoChannel)),
            PostOutcome::Failed(Failed::Refused(RefusedReason::Invalid)),
            PostOutcome::Failed(Failed::Refused(RefusedReason::TagRequired)),
            PostOutcome::Failed(Failed::Refused(RefusedReason::TagGone)),
            PostOutcome::Failed(Failed::Refused(RefusedReason::ThreadLocked)),
            PostOutcome::Failed(Failed::Refused(RefusedReason::WrongKind)),
            PostOutcome::Failed(Failed::OutOfTime),
            PostOutcome::Failed(Failed::NoArticle),
            PostOutcome::Failed(Failed::Unreadable),
            PostOutcome::Unsure,
        ];
        write(&store, async |writing| {
            let mut due_at = nine();
            for outcome in &outcomes {
                let mut planned = post(&schedule, due_at);
                planned.outcome = outcome.clone();
                planned.words = None;
                writing.insert_post(&planned).await.expect("kept");
                due_at += minutes(60);
            }
        })
        .await;
        let all = store.posts(GUILD, Some(schedule.id), 0, 100).await.expect("listed");
        let read: Vec<_> = all.into_iter().rev().flatten().map(|post| post.outcome).collect();
        assert_eq!(read, outcomes);
        assert_eq!(store.count_posts(GUILD, None).await.expect("counted"), 20);
        assert_eq!(store.count_posts(GUILD, Some(schedule.id)).await.expect("counted"), 20);
        let page = store.posts(GUILD, None, 10, 10).await.expect("listed");
        assert_eq!(page.len(), 10);
    }

    async fn a_claim_is_had_by_one_and_settled_by_whoever_has_it(database: &Database) {
        let (store, schedule) = with_due_post(database).await;
        let claimed = claim_the_post(&store).await;
        assert_eq!((claimed.attempt, claimed.uncertain_at), (1, None));
        assert_eq!((claimed.standing, claimed.first_attempt_at), (Standing::Active, nine()));
        assert_eq!(claimed.body, post(&schedule, nine()).words.expect("words").body);
        assert_eq!(outcome(&store, &claimed).await, PostOutcome::Sending);
        let again = write(&store, async |writing| {
            writing.claim_due(nine(), nine(), 50).await.expect("asked")
        });
        assert_eq!(again.await, []);
        assert_eq!(store.next_lease_until().await.expect("asked"), Some(nine() + minutes(1)));

        // Its lease runs out, and another attempt takes it over.
        let taken = write(&store, async |writing| {
            assert_eq!(writing.expired_leases(nine(), 9).await.expect("asked"), []);
            let later = nine() + minutes(1);
            let expired = writing.expired_leases(later, 9).await.expect("asked");
            assert_eq!(expired.len(), 1);
            let lease = later + minutes(1);
            let taken = writing.take_over(&expired[0], later, lease).await.expect("taken");
            let twice = writing.take_over(&expired[0], later, lease).await.expect("asked");
            assert_eq!(twice, None);
            taken.expect("it was to be had")
        })
        .await;
        assert_eq!((taken.attempt, taken.uncertain_at), (2, Some(nine())));
        assert!(!settle(&store, &claimed, sent()).await, "the first has lost it");
        assert!(settle(&store, &taken, sent()).await);
        assert!(!settle(&store, &taken, sent()).await, "once is enough");
        let settled = PostOutcome::Sent {
            message: Some(MessageId::first_at(nine() + minutes(1))),
            at: nine() + minutes(1),
            removed_at: Some(nine() + minutes(2)),
        };
        assert_eq!(outcome(&store, &claimed).await, settled);
    }

    async fn a_post_that_is_due_again_is_claimed_again_when_it_is_ready(database: &Database) {
        let (store, _) = with_due_post(database).await;
        let first = claim_the_post(&store).await;
        let ready_at = nine() + minutes(5);
        let again = Ending::Again { ready_at, counts: Counts::Yes };
        assert!(settle(&store, &first, again).await);
        assert_eq!(store.next_ready_at().await.expect("asked"), Some(ready_at));
        let second = write(&store, async |writing| {
            assert_eq!(writing.claim_due(nine(), nine(), 9).await.expect("asked"), []);
            writing.claim_due(ready_at, ready_at, 9).await.expect("claimed")
        })
        .await;
        assert_eq!((second[0].attempt, second[0].first_attempt_at), (2, nine()));
    }

    async fn an_attempt_that_does_not_count_leaves_no_trace(database: &Database) {
        let (store, _) = with_due_post(database).await;
        let first = claim_the_post(&store).await;
        let again = Ending::Again { ready_at: nine(), counts: Counts::No };
        assert!(settle(&store, &first, again).await);
        assert_eq!(claim_the_post(&store).await, first);
    }

    async fn a_post_that_waits_to_be_looked_for_is_not_due(database: &Database) {
        let (store, _) = with_due_post(database).await;
        let first = claim_the_post(&store).await;
        let until = nine() + minutes(5);
        let wait = Ending::Wait { until, uncertain_at: nine(), counts: Counts::Yes };
        assert!(settle(&store, &first, wait).await);
        assert_eq!(outcome(&store, &first).await, PostOutcome::Sending);
        assert_eq!(store.next_ready_at().await.expect("asked"), None);
        assert_eq!(store.next_lease_until().await.expect("asked"), Some(until));
    }

    async fn every_other_ending_is_an_outcome(database: &Database) {
        let at = nine();
        let no_channel = || RefusedReason::NoChannel;
        let endings = [
            (
                Ending::Refused { reason: no_channel(), uncertain: false, at },
                PostOutcome::Failed(Failed::Refused(no_channel())),
            ),
            (Ending::Refused { reason: no_channel(), uncertain: true, at }, PostOutcome::Unsure),
            (Ending::Unsure { at }, PostOutcome::Unsure),
            (
                Ending::Closed(PostOutcome::Failed(Failed::OutOfTime)),
                PostOutcome::Failed(Failed::OutOfTime),
            ),
        ];
        let store = database.open().await;
        for (ending, wanted) in endings {
            let schedule = schedule();
            write(&store, async |writing| {
                writing.insert_post(&post(&schedule, nine())).await.expect("kept");
            })
            .await;
            let claimed = claim_the_post(&store).await;
            assert_eq!(claimed.standing, Standing::Deleted, "there is no schedule");
            assert!(settle(&store, &claimed, ending).await);
            assert_eq!(outcome(&store, &claimed).await, wanted);
        }
    }

    async fn a_claim_tells_whether_its_schedule_still_posts(database: &Database) {
        let (store, schedule) = with_due_post(database).await;
        let states = [
            (ScheduleState::Paused, Standing::Paused),
            (ScheduleState::Blocked(RefusedReason::Invalid), Standing::Blocked),
        ];
        for ((state, standing), revision) in states.into_iter().zip(schedule.revision..) {
            let changed = Schedule { state, revision, ..schedule.clone() };
            write(&store, async |writing| {
                assert!(writing.change_schedule(&changed).await.expect("written"));
            })
            .await;
            let claimed = claim_the_post(&store).await;
            assert_eq!(claimed.standing, standing);
            let again = Ending::Again { ready_at: nine(), counts: Counts::No };
            assert!(settle(&store, &claimed, again).await);
        }
    }

    async fn only_what_waits_is_withdrawn(database: &Database) {
        let (store, schedule) = with_due_post(database).await;
        let claimed = claim_the_post(&store).await;
        let waiting = [nine() + minutes(60), nine() + minutes(120), nine() + minutes(180)]
            .map(|due_at| post(&schedule, due_at));
        write(&store, async |writing| {
            for post in &waiting {
                writing.insert_post(post).await.expect("kept");
            }
            let before = Some(waiting[1].due_at);
            let why = Missed::Superseded;
            writing.miss_due_posts(schedule.id, before, why).await.expect("missed");
            writing.skip_due_posts(schedule.id, Skipped::Deleted).await.expect("skipped");
            writing.miss_due_posts(schedule.id, None, Missed::Blocked).await.expect("none left");
        })
        .await;
        assert_eq!(outcome(&store, &claimed).await, PostOutcome::Sending);
        let all = store.posts(GUILD, Some(schedule.id), 0, 3).await.expect("listed");
        let outcomes: Vec<_> = all.into_iter().flatten().map(|post| post.outcome).collect();
        let skipped = PostOutcome::Skipped(Skipped::Deleted);
        assert_eq!(outcomes[..2], [skipped.clone(), skipped]);
        assert_eq!(outcomes[2], PostOutcome::Missed(Missed::Superseded));
    }

    async fn turns_are_counted_without_what_was_missed_or_skipped(database: &Database) {
        let (store, schedule) = with_due_post(database).await;
        let mut missed = post(&schedule, nine() + minutes(60));
        missed.outcome = PostOutcome::Missed(Missed::Superseded);
        let failed = post(&schedule, nine() + minutes(120));
        write(&store, async |writing| {
            writing.insert_post(&missed).await.expect("kept");
            writing.insert_post(&failed).await.expect("kept");
            let until = failed.due_at;
            let turns = writing.count_turns(schedule.id, nine(), until).await.expect("counted");
            assert_eq!(turns, 1);
            let until = until + minutes(1);
            let turns = writing.count_turns(schedule.id, nine(), until).await.expect("counted");
            assert_eq!(turns, 2);
        })
        .await;
    }

    async fn whether_something_was_sent_since_an_instant_is_known(database: &Database) {
        let (store, schedule) = with_due_post(database).await;
        let claimed = claim_the_post(&store).await;
        // Found only later, after a restore for instance: it was sent when its id says.
        let found = Ending::Sent {
            message: Some(MessageId::first_at(nine() + minutes(1))),
            at: nine() + minutes(5),
            removed_at: None,
        };
        settle(&store, &claimed, found).await;
        write(&store, async |writing| {
            for (minute, known) in [(0, true), (1, true), (2, false)] {
                let since = nine() + minutes(minute);
                let sent = writing.sent_since(schedule.id, since, 1).await.expect("asked");
                assert_eq!(sent, known, "{since}");
                let two = writing.sent_since(schedule.id, since, 2).await.expect("asked");
                assert!(!two, "it was one");
            }
        })
        .await;
    }

    async fn one_notice_is_open_for_one_fault(database: &Database) {
        let store = database.open().await;
        let schedule = schedule();
        let missing = ["View Channel", "Send Messages"].map(str::to_owned).to_vec();
        let refused = notice(&schedule, NoticeKind::Refused(RefusedReason::MissingPermission(missing)));
        let unsure = notice(&schedule, NoticeKind::Unsure);
        let no_article = notice(&schedule, NoticeKind::NoArticle);
        write(&store, async |writing| {
            for notice in [&refused, &unsure, &no_article] {
                assert!(writing.open_notice(notice).await.expect("opened"));
            }
            let another = notice(&schedule, NoticeKind::Refused(RefusedReason::NoChannel));
            assert!(!writing.open_notice(&another).await.expect("the same fault"));
        })
        .await;
        let mut open = store.open_notices(GUILD).await.expect("listed");
        open.sort_by_key(|notice| format!("{:?}", notice.kind));
        assert_eq!(open, [no_article, refused.clone(), unsure.clone()]);

        write(&store, async |writing| {
            let fault = NoticeKind::refused_fault(schedule.id);
            writing.close_notice(&fault, nine()).await.expect("closed");
            let fault = NoticeKind::no_article_fault(schedule.id);
            writing.close_notice(&fault, nine()).await.expect("closed");
        })
        .await;
        assert_eq!(store.open_notices(GUILD).await.expect("listed"), [unsure]);
        write(&store, async |writing| {
            writing.close_notices_of(GUILD, schedule.id, nine()).await.expect("closed");
            let again = notice(&schedule, refused.kind.clone());
            assert!(writing.open_notice(&again).await.expect("opened anew"));
        })
        .await;
        assert_eq!(store.open_notices(GUILD).await.expect("listed").len(), 1);
    }

    async fn a_restore_leaves_its_stamp(database: &Database) {
        let store = database.open().await;
        let stamp = RestoreStamp { backup_at: nine(), restored_at: nine() + minutes(5) };
        write(&store, async |writing| {
            assert_eq!(writing.restore_stamp().await.expect("asked"), None);
            writing.stamp_restored(stamp).await.expect("stamped");
            assert_eq!(writing.restore_stamp().await.expect("asked"), Some(stamp));
        })
        .await;
    }
}
