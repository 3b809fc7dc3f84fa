//! What became of posts is counted when it is true: once it is committed, and once.

use std::str::FromStr;

use sunflower::{
    posting::model::{Counts, Ending, Missed, PostOutcome, RefusedReason, Schedule, Skipped},
    store::{Queue, Store, ids::MessageId},
    tally::Tally,
};

use crate::{
    made_up::{claim, minutes, nine, post, schedule, settle, write},
    support::database::{Database, on_both_databases},
};

async fn counting(database: &Database) -> (Store, Tally, Schedule) {
    let tally = Tally::kept();
    let store = database.open().await.counted_by(tally.clone());
    let schedule = schedule();
    write(&store, async |writing| {
        writing.insert_schedule(&schedule).await.expect("kept");
    })
    .await;
    (store, tally, schedule)
}

/// The value of a series.
fn counted<T: FromStr>(tally: &Tally, series: &str) -> Option<T> {
    let text = tally.render();
    let line = text.lines().find_map(|line| line.strip_prefix(series));
    line.and_then(|value| value.trim().parse().ok())
}

fn posts(tally: &Tally, outcome: &str) -> u32 {
    let series = format!("sunflower_posts_total{{outcome=\"{outcome}\"}}");
    counted(tally, &series).expect("it is counted from the start")
}

fn attempts(tally: &Tally, ending: &str) -> u32 {
    let series = format!("sunflower_post_attempts_total{{ending=\"{ending}\"}}");
    counted(tally, &series).expect("it is counted from the start")
}

on_both_databases! {
    async fn what_is_not_committed_is_not_counted_and_what_is_there_already_not_twice(database: &Database) {
        let (store, tally, schedule) = counting(database).await;
        let mut missed = post(&schedule, nine());
        missed.outcome = PostOutcome::Missed(Missed::Blocked);
        let mut writing = store.write().await.expect("begun");
        assert!(writing.insert_post(&missed).await.expect("kept"));
        drop(writing);
        assert_eq!(posts(&tally, "missed"), 0);
        for _ in 0..2 {
            write(&store, async |writing| {
                writing.insert_post(&missed).await.expect("kept, once")
            })
            .await;
        }
        assert_eq!(posts(&tally, "missed"), 1);
    }

    async fn a_message_that_is_gone_is_counted_once_besides_its_sending(database: &Database) {
        let (store, tally, schedule) = counting(database).await;
        let gone = [nine() - minutes(60), nine()].map(|due_at| post(&schedule, due_at));
        write(&store, async |writing| {
            for post in &gone {
                writing.insert_post(post).await.expect("kept");
            }
        })
        .await;
        for claimed in claim(&store).await {
            // One was deleted before it was found, the other is deleted later.
            let at = nine() + minutes(2);
            let sent = Ending::Sent {
                message: Some(MessageId::new(1)),
                at,
                removed_at: (claimed.post == gone[0].id).then_some(at),
            };
            assert!(settle(&store, &claimed, sent).await);
        }
        assert_eq!((posts(&tally, "sent"), posts(&tally, "removed")), (2, 1));
        for expected in [true, false] {
            let mut noted = None;
            write(&store, async |writing| {
                noted = Some(writing.note_removed(gone[1].id, nine()).await.expect("noted"));
            })
            .await;
            assert_eq!(noted, Some(expected));
        }
        assert_eq!((posts(&tally, "sent"), posts(&tally, "removed")), (2, 2));
    }

    async fn an_attempt_that_lost_its_post_counts_nothing(database: &Database) {
        let (store, tally, schedule) = counting(database).await;
        let due = post(&schedule, nine());
        write(&store, async |writing| writing.insert_post(&due).await.expect("kept")).await;
        let [claimed] = &claim(&store).await[..] else {
            panic!("one is due");
        };
        let sent = Ending::Sent {
            message: Some(MessageId::new(1)),
            at: nine() + minutes(2),
            removed_at: None,
        };
        assert!(settle(&store, claimed, sent.clone()).await);
        assert!(!settle(&store, claimed, sent).await);
        assert_eq!((posts(&tally, "sent"), attempts(&tally, "sent")), (1, 1));
        let late = "sunflower_post_lateness_seconds";
        assert_eq!(counted(&tally, &format!("{late}_sum")), Some(120));
        assert_eq!(counted(&tally, &format!("{late}_bucket{{le=\"60\"}}")), Some(0));
        assert_eq!(counted(&tally, &format!("{late}_bucket{{le=\"300\"}}")), Some(1));
    }

    async fn every_ending_of_an_attempt_is_counted_as_what_it_is(database: &Database) {
        let (store, tally, schedule) = counting(database).await;
        let at = nine() + minutes(1);
        let endings = [
            (Ending::Again { ready_at: at, counts: Counts::No }, "no permit", None),
            (Ending::Again { ready_at: at, counts: Counts::Yes }, "again", None),
            (Ending::Wait { until: at, uncertain_at: at, counts: Counts::Yes }, "wait", None),
            (Ending::Unsure { at }, "unsure", Some("unsure")),
            (
                Ending::Refused { reason: RefusedReason::NoChannel, uncertain: false, at },
                "refused",
                Some("failed"),
            ),
            (
                Ending::Closed(PostOutcome::Skipped(Skipped::Paused)),
                "closed",
                Some("skipped"),
            ),
        ];
        for (nth, (ending, attempt, outcome)) in (0..).zip(endings) {
            let due = post(&schedule, nine() - minutes(nth));
            write(&store, async |writing| writing.insert_post(&due).await.expect("kept")).await;
            let claimed = claim(&store).await;
            let claimed = claimed.iter().find(|one| one.post == due.id).expect("it is due");
            let before = attempts(&tally, attempt);
            assert!(settle(&store, claimed, ending).await, "{attempt}");
            assert_eq!(attempts(&tally, attempt), before + 1, "{attempt}");
            if let Some(outcome) = outcome {
                assert_eq!(posts(&tally, outcome), 1, "{outcome}");
            }
        }
    }

    async fn posts_given_up_together_are_counted_each(database: &Database) {
        let (store, tally, schedule) = counting(database).await;
        write(&store, async |writing| {
            for nth in 0..3 {
                let due = post(&schedule, nine() + minutes(nth));
                assert!(writing.insert_post(&due).await.expect("kept"));
            }
        })
        .await;
        let waiting = store.queue().await.expect("counted");
        assert_eq!(waiting, Queue { due: 3, sending: 0 });
        let one = claim(&store).await.len();
        assert_eq!(one, 1, "only that of nine");
        assert_eq!(store.queue().await.expect("counted"), Queue { due: 2, sending: 1 });
        write(&store, async |writing| {
            let given_up = writing.miss_due_posts(schedule.id, None, Missed::Blocked);
            given_up.await.expect("written");
        })
        .await;
        assert_eq!(posts(&tally, "missed"), 2);
        assert_eq!(store.queue().await.expect("counted"), Queue { due: 0, sending: 1 });
    }

    async fn a_database_that_can_be_written_says_so_again_and_again(database: &Database) {
        let store = database.open().await;
        for minute in 0..3 {
            let tried = store.try_writing(nine() + minutes(minute)).await;
            tried.expect("it can be written");
        }
    }
}
