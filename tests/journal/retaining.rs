//! A reflection ends by itself after its time.

use chrono::TimeDelta;
use sunflower::reflection::{
    model::{Retention, Scope},
    retention, worker,
};
use tokio_util::sync::CancellationToken;

use crate::{
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, erased, noon, open_agreed, texts, write},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn what_ended_is_swept_and_what_has_a_moment_left_stays(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        hand.advance(TimeDelta::milliseconds(1));
        write(&journal, ANA, HARBOUR, "the hills").await;
        assert_eq!(retention::sweep_once(&journal).await.unwrap(), erased(0, 0));

        let ends_at = journal.page(ANA, IN_HARBOUR, 1).await.unwrap().entries[0].ends_at;
        assert_eq!(ends_at, noon() + Retention::Year.time());
        hand.move_to(ends_at);
        assert_eq!(retention::sweep_once(&journal).await.unwrap(), erased(1, 0));
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("the hills".into())]);
        assert!(journal.has_consented(ANA, HARBOUR).await.unwrap(), "consent does not end");
    }

    async fn each_server_keeps_as_long_as_it_chose(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        for (who, place) in [(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)] {
            write(&journal, who, place, "the sea").await;
        }
        journal.retain(HARBOUR, Retention::TwoYears).await.unwrap();
        let everywhere = journal.stored_about(ANA, Scope::Everywhere).await.unwrap();
        assert_eq!(everywhere.first_ends_at, Some(noon() + Retention::Year.time()));
        assert_eq!(everywhere.last_ends_at, Some(noon() + Retention::TwoYears.time()));
        assert_eq!(everywhere.retention, None);
        let here = journal.stored_about(ANA, IN_HARBOUR).await.unwrap();
        assert_eq!(here.first_ends_at, Some(noon() + Retention::TwoYears.time()));
        assert_eq!(here.retention, Some(Retention::TwoYears));

        hand.advance(Retention::Year.time());
        assert_eq!(retention::sweep_once(&journal).await.unwrap(), erased(1, 0));
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await.len(), 1);
        journal.retain(HARBOUR, Retention::Month).await.unwrap();
        assert_eq!(retention::sweep_once(&journal).await.unwrap(), erased(2, 0));
        assert!(texts(&journal, BEN, IN_HARBOUR).await.is_empty());
    }

    async fn the_worker_sweeps_every_day_until_it_is_told_to_stop(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        let shutdown = CancellationToken::new();
        let watch = async {
            while !texts(&journal, ANA, IN_HARBOUR).await.is_empty() {
                hand.advance(TimeDelta::days(1));
            }
            let now = journal.stored_about(ANA, IN_HARBOUR).await.unwrap();
            assert_eq!((now.consents.len(), now.reflections), (1, 0));
            shutdown.cancel();
        };
        tokio::join!(worker::run(&journal, shutdown.clone()), watch);
    }
}
