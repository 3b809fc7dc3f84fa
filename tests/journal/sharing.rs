//! Shares, on both databases: made, sent, taken back and held, against threads that remember what they hold.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    app,
    clock::{Clock, Hand, Pace},
    reflection::{
        Journal, KeyFile, NewReflection, ReflectionId, Scope,
        export::Export,
        model::{Place, ShareState, StoredShare},
        replies::{NewReply, Received},
        rotate::{self, Rotation},
        shared::{self, ThreadError, Threads},
        shares::{ShareError, Shared},
    },
    store::{
        Reply, ReportedShare, backup,
        ids::{ChannelId, MessageId, PostId, ScheduleId, UserId},
    },
};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, answer, key_path, noon, open_agreed, raw_text,
    },
    rotating::rotate,
    support::database::{Database, on_both_databases},
    unreadable::NO_TEXT,
};

/// Threads of which one says what it does next; otherwise it does as it is told.
#[derive(Default)]
struct Held {
    shown: Mutex<Vec<(String, String)>>,
    fault: Mutex<Option<ThreadError>>,
}

impl Held {
    fn texts(&self) -> Vec<String> {
        let shown = self.shown.lock().unwrap();
        shown.iter().map(|(_, text)| text.clone()).collect()
    }

    fn fails(&self, error: ThreadError) {
        *self.fault.lock().unwrap() = Some(error);
    }

    fn place(&self, id: &str) -> Option<Place> {
        let shown = self.shown.lock().unwrap();
        let nth = shown.iter().position(|(of, _)| of == id)?;
        Some(Place {
            channel: ChannelId::new(7),
            message: MessageId::new(nth as u64),
        })
    }
}

impl Threads for Held {
    async fn show(&self, share: &StoredShare, said: &Shared) -> Result<Place, ThreadError> {
        let (id, text) = (share.id.to_string(), said.words.text.clone());
        match self.fault.lock().unwrap().take() {
            // Performed, and its answer lost.
            Some(ThreadError::Unknown) => {
                self.shown.lock().unwrap().push((id, text));
                return Err(ThreadError::Unknown);
            }
            Some(error) => return Err(error),
            None => self.shown.lock().unwrap().push((id.clone(), text)),
        }
        self.place(&id).ok_or(ThreadError::Unknown)
    }

    async fn find(
        &self,
        share: &StoredShare,
        _since: DateTime<Utc>,
    ) -> Result<Option<Place>, ThreadError> {
        Ok(self.place(&share.id.to_string()))
    }

    async fn remove(&self, place: Place) -> Result<(), ThreadError> {
        let nth = usize::try_from(place.message.get()).unwrap();
        self.shown.lock().unwrap()[nth].1.clear();
        Ok(())
    }

    fn settled(&self) {}
}

fn post() -> PostId {
    PostId::of(
        "AAECAwQFBgcICQoLDA0ODw".parse::<ScheduleId>().unwrap(),
        noon(),
    )
}

async fn written(journal: &Journal, user: UserId, text: &str) -> ReflectionId {
    let new = NewReflection {
        post: Some(post()),
        ..answer(user, HARBOUR, text)
    };
    journal.keep(&new).await.unwrap()
}

async fn share(journal: &Journal, user: UserId, id: ReflectionId, signed: bool) -> bool {
    let offer = journal.offer(id, post()).await.unwrap();
    let shared = journal.share(user, HARBOUR, id, &offer.proof, signed);
    shared.await.unwrap()
}

/// All that is ready is done.
async fn done(journal: &Journal, threads: &Held) {
    while shared::once(journal, threads).await.unwrap() > 0 {}
}

/// Ana and four more who reflected on the post.
async fn of_five(database: &Database) -> (Journal, Hand, ReflectionId) {
    let others = (1..5).map(|nth| UserId::new(500 + nth));
    let agreed: Vec<_> = others
        .clone()
        .chain([ANA, BEN])
        .map(|user| (user, HARBOUR))
        .collect();
    let (journal, hand) = open_agreed(database, &agreed).await;
    for user in others {
        written(&journal, user, "another").await;
    }
    let ana = written(&journal, ANA, "the sea").await;
    (journal, hand, ana)
}

fn state(share: Option<StoredShare>) -> Option<ShareState> {
    share.map(|share| share.state)
}

on_both_databases! {
    async fn a_share_whose_message_is_deleted_stays_down_and_no_other(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let threads = Held::default();
        let mut ids = Vec::new();
        for (user, text) in [(ANA, "the sea"), (BEN, "the shore"), (BEN, "the sky")] {
            let id = written(&journal, user, text).await;
            share(&journal, user, id, true).await;
            done(&journal, &threads).await;
            ids.push(id);
        }
        let states = async || {
            let mut states = Vec::new();
            for id in &ids {
                states.push(state(journal.shared(id).await.unwrap()).unwrap());
            }
            states
        };
        let unknown = journal.shares_deleted(&[MessageId::new(9)]).await.unwrap();
        assert_eq!(unknown + journal.shares_deleted_in(MEADOW, ChannelId::new(7)).await.unwrap(), 0);
        assert_eq!(journal.shares_deleted(&[MessageId::new(1), MessageId::new(9)]).await.unwrap(), 1);
        assert_eq!(states().await, [ShareState::Shown, ShareState::Down, ShareState::Shown]);
        assert!(!journal.take_back(BEN, &ids[1]).await.unwrap(), "as if moderators had decided");
        assert_eq!(journal.shares_deleted_in(HARBOUR, ChannelId::new(7)).await.unwrap(), 2);
        assert_eq!(states().await, [ShareState::Down; 3]);
    }

    async fn under_a_new_key_a_share_still_knows_its_writer_and_the_old_key_can_go(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let id = written(&journal, ANA, "the sea").await;
        share(&journal, ANA, id, true).await;
        let file = KeyFile::required(key_path(database));
        let begun = Rotation::begin(database.open().await, &file, noon()).await;
        let mut rotation = begun.unwrap();
        while rotation.step().await.unwrap().is_none() {}
        drop(rotation);
        let retired = rotate::retire(&database.open().await, &file, noon()).await.unwrap();
        assert_eq!((retired.gone.len(), retired.needed.len()), (1, 0));
        let threads = Held::default();
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), ["the sea"]);
    }

    async fn damaged_shares_stop_no_other(database: &Database) {
        let (journal, _hand, ana) = of_five(database).await;
        let ben = written(&journal, BEN, "the hills").await;
        for (user, id) in [(ANA, ana), (BEN, ben)] {
            share(&journal, user, id, true).await;
        }
        let no_text = format!("sealed = {NO_TEXT}");
        let no_instant = format!("tried_at = {}", i64::MAX);
        let damages = ["post_id = 'rubbish'", "state = 'rubbish'", &no_instant, &no_text];
        let owners = (501..505).map(UserId::new);
        for (user, damage) in owners.clone().zip(damages) {
            let id = journal.page(user, IN_HARBOUR, 0).await.unwrap().entries[0].id.unwrap();
            share(&journal, user, id, true).await;
            let share = journal.shared(&id).await.unwrap().expect("a share").id;
            database.raw(format!("UPDATE shares SET {damage} WHERE id = '{share}'")).await;
        }
        let threads = Held::default();
        done(&journal, &threads).await;
        let shown = || {
            let mut shown = threads.texts();
            shown.sort_unstable();
            shown
        };
        assert_eq!(shown(), ["the hills", "the sea"]);
        let rotated = rotate(database).await;
        let under = format!("SELECT CAST(COUNT(*) AS TEXT) FROM shares WHERE key_id = '{}'", rotated.key_id);
        assert_eq!(raw_text(database, under).await, "2");

        database.raw(format!("DELETE FROM reflections WHERE user_id = {BEN}")).await;
        journal.take_orphans_back().await.unwrap();
        done(&journal, &threads).await;
        assert_eq!(shown(), ["", "the sea"]);
        assert!(journal.take_back(ANA, &ana).await.unwrap());
        done(&journal, &threads).await;
        assert_eq!(shown(), ["", ""]);
        for user in owners {
            let export = journal.export(user, IN_HARBOUR).await.unwrap();
            assert_eq!(export.reflections.len(), 1);
            let gone = journal.delete_all(user, IN_HARBOUR).await.unwrap();
            assert_eq!(gone.reflections, 1);
        }
        let known = "SELECT CAST(COUNT(*) AS TEXT) FROM shares WHERE origin IS NOT NULL OR sealed IS NOT NULL";
        assert_eq!(raw_text(database, known).await, "0", "nobody knows whose they were");
    }

    async fn an_export_says_what_is_shared(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let shared = written(&journal, ANA, "the sea").await;
        let _kept = written(&journal, ANA, "the hills").await;
        share(&journal, ANA, shared, true).await;
        let threads = Held::default();
        for (state, message) in [("on its way", None), ("shown", Some("0"))] {
            let export = journal.export(ANA, IN_HARBOUR).await.unwrap();
            let (with, without): (Vec<_>, Vec<_>) =
                export.reflections.iter().partition(|one| one.share.is_some());
            assert_eq!((with.len(), without.len()), (1, 1));
            assert_eq!(with[0].id, Some(shared.to_string()));
            let share = with[0].share.as_ref().unwrap();
            assert_eq!((share.signed, share.state), (true, state));
            let shown = share.message.as_ref().map(|message| message.message_id.as_str());
            assert_eq!(shown, message);
            done(&journal, &threads).await;
        }
    }

    async fn who_replied_in_the_open_is_nobody_to_hide_among(database: &Database) {
        let agreed: Vec<_> = (1..=6).map(|nth| (UserId::new(nth), HARBOUR)).collect();
        let (journal, _hand) = open_agreed(database, &agreed).await;
        let mut last = None;
        for nth in 1..=4 {
            last = Some(written(&journal, UserId::new(nth), "in the form").await);
        }
        let message = MessageId::new(MessageId::first_at(noon()).get() + 1);
        let reply = NewReply {
            reflection: NewReflection { post: Some(post()), ..answer(UserId::new(5), HARBOUR, "a reply") },
            reply: Reply { message, channel: ChannelId::new(7), parent: None },
            written_at: message.sent_at(),
            edited_at: None,
        };
        assert_eq!(journal.keep_reply(&reply).await.unwrap(), Received::Kept);
        let offer = journal.offer(last.unwrap(), post()).await.unwrap();
        assert!(!offer.unsigned, "four wrote where nobody saw it");
        let refused = journal.share(UserId::new(4), HARBOUR, offer.reflection, &offer.proof, false);
        assert!(matches!(refused.await, Err(ShareError::TooFew)));
        let fifth = written(&journal, UserId::new(6), "in the form").await;
        assert!(journal.offer(fifth, post()).await.unwrap().unsigned);
    }

    async fn deleting_says_what_leaves_its_thread_and_does_not_delay_what_leaves_already(
        database: &Database
    ) {
        let (journal, hand, ana) = of_five(database).await;
        let threads = Held::default();
        share(&journal, ANA, ana, false).await;
        let hills = written(&journal, ANA, "the hills").await;
        share(&journal, ANA, hills, true).await;
        hand.advance(TimeDelta::minutes(10));
        done(&journal, &threads).await;
        written(&journal, ANA, "kept").await;
        let id = journal.shared(&ana).await.unwrap().unwrap().id;
        let mut writing = database.open().await.write().await.unwrap();
        assert!(writing.take_share_down(HARBOUR, id, noon() + TimeDelta::minutes(10)).await.unwrap());
        writing.commit().await.unwrap();
        let erased = journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
        assert_eq!((erased.reflections, erased.shares), (3, 1), "what moderators took down is not hers");
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), ["", ""], "at once, as the moderators wanted it");
    }

    async fn an_export_says_it_of_each_of_many_and_of_nobody_elses(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let mut shared = Vec::new();
        for nth in 0..103 {
            // A day takes twenty.
            hand.advance(TimeDelta::hours(2));
            let id = written(&journal, ANA, "the sea").await;
            if [0, 50, 99, 102].contains(&nth) {
                share(&journal, ANA, id, true).await;
                shared.push(Some(id.to_string()));
            }
        }
        let bens = written(&journal, BEN, "a boat").await;
        share(&journal, BEN, bens, true).await;
        let said = |export: Export| {
            let reflections = export.reflections.into_iter().rev();
            let shared = reflections.filter(|one| one.share.is_some());
            shared.map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(said(journal.export(ANA, IN_HARBOUR).await.unwrap()), shared);
        // A damaged one takes nothing along.
        database.raw("UPDATE shares SET state = 'rubbish'").await;
        assert!(said(journal.export(ANA, IN_HARBOUR).await.unwrap()).is_empty());
    }

    async fn what_is_shared_is_sent_once_and_taken_back(database: &Database) {
        let (journal, hand, ana) = of_five(database).await;
        let threads = Held::default();
        assert!(!share(&journal, ANA, ana, true).await);
        let offer = journal.offer(ana, post()).await.unwrap();
        let again = journal.share(ANA, HARBOUR, ana, &offer.proof, false).await;
        assert!(matches!(again, Err(ShareError::Already)));
        let elsewhere = journal.share(ANA, MEADOW, ana, &offer.proof, true).await;
        assert!(matches!(elsewhere, Err(ShareError::NotTheirs)));
        let stranger = journal.share(BEN, HARBOUR, ana, &offer.proof, true).await;
        assert!(matches!(stranger, Err(ShareError::NotTheirs)));
        threads.fails(ThreadError::Unknown);
        done(&journal, &threads).await;
        assert_eq!(state(journal.shared(&ana).await.unwrap()), Some(ShareState::Sending));
        hand.advance(TimeDelta::minutes(10));
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), ["the sea"]);
        assert_eq!(state(journal.shared(&ana).await.unwrap()), Some(ShareState::Shown));
        assert!(!journal.take_back(BEN, &ana).await.unwrap());
        assert!(journal.take_back(ANA, &ana).await.unwrap());
        assert_eq!(journal.shared(&ana).await.unwrap(), None, "whose it was is forgotten at once");
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), [""]);
    }

    async fn what_is_taken_back_while_nobody_knows_whether_it_arrived_is_looked_for_and_removed(
        database: &Database
    ) {
        let (journal, hand, ana) = of_five(database).await;
        let threads = Held::default();
        share(&journal, ANA, ana, true).await;
        threads.fails(ThreadError::Unknown);
        done(&journal, &threads).await;
        journal.delete_all(ANA, IN_HARBOUR).await.unwrap();
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), ["the sea"], "it may still be on its way");
        hand.advance(TimeDelta::minutes(10));
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), [""]);
    }

    async fn what_was_certainly_not_sent_is_tried_again_and_what_is_refused_can_be_shared_anew(
        database: &Database
    ) {
        let (journal, hand, ana) = of_five(database).await;
        let threads = Held::default();
        share(&journal, ANA, ana, true).await;
        threads.fails(ThreadError::Later { retry_after: None });
        done(&journal, &threads).await;
        assert_eq!(state(journal.shared(&ana).await.unwrap()), Some(ShareState::Waiting));
        threads.fails(ThreadError::Refused { code: Some(50013) });
        hand.advance(TimeDelta::minutes(1));
        done(&journal, &threads).await;
        assert_eq!(state(journal.shared(&ana).await.unwrap()), Some(ShareState::Refused));
        share(&journal, ANA, ana, false).await;
        hand.advance(TimeDelta::minutes(10));
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), ["the sea"]);
    }

    async fn what_is_shared_of_a_reflection_that_is_no_more_is_taken_back(database: &Database) {
        let (journal, _hand, ana) = of_five(database).await;
        let threads = Held::default();
        share(&journal, ANA, ana, true).await;
        done(&journal, &threads).await;
        // As the sweep does, which knows of no share.
        let mut writing = database.open().await.write().await.unwrap();
        writing.delete_written_until(HARBOUR, noon(), 100).await.unwrap();
        writing.commit().await.unwrap();
        journal.take_orphans_back().await.unwrap();
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), [""]);
    }

    async fn moderators_take_down_hold_and_decide(database: &Database) {
        let (journal, hand, ana) = of_five(database).await;
        let threads = Held::default();
        share(&journal, ANA, ana, false).await;
        assert!(threads.texts().is_empty());
        hand.advance(TimeDelta::minutes(10));
        done(&journal, &threads).await;
        let store = database.open().await;
        let id = journal.shared(&ana).await.unwrap().unwrap().id;
        let mut writing = store.write().await.unwrap();
        let told = writing.report_share(HARBOUR, id).await.unwrap();
        assert!(matches!(told, ReportedShare::Now { post: of, .. } if of == post()));
        assert_eq!(writing.report_share(HARBOUR, id).await.unwrap(), ReportedShare::Before);
        assert_eq!(writing.report_share(MEADOW, id).await.unwrap(), ReportedShare::Gone);
        assert!(!writing.take_share_down(MEADOW, id, noon()).await.unwrap());
        assert!(writing.take_share_down(HARBOUR, id, noon()).await.unwrap());
        writing.commit().await.unwrap();
        assert!(!journal.hold(MEADOW, id).await.unwrap());
        assert!(journal.hold(HARBOUR, id).await.unwrap());
        done(&journal, &threads).await;
        assert_eq!(threads.texts(), [""]);
        assert_eq!(state(journal.shared(&ana).await.unwrap()), Some(ShareState::Down));
        assert!(!journal.take_back(ANA, &ana).await.unwrap(), "what was decided stays");

        for (text, through) in [("let in", true), ("kept out", false)] {
            let next = written(&journal, ANA, text).await;
            assert!(share(&journal, ANA, next, false).await, "it waits");
            hand.advance(TimeDelta::minutes(10));
            let queue = journal.queue(HARBOUR, 9).await.unwrap();
            assert_eq!((queue.nth, queue.count, queue.holds), (0, 1, true));
            let first = queue.shown.unwrap();
            let said = first.shared.unwrap();
            assert_eq!((said.by, said.words.text.as_str()), (None, text));
            assert!(!journal.decide(MEADOW, first.id, through).await.unwrap());
            assert!(journal.decide(HARBOUR, first.id, through).await.unwrap());
            assert!(!journal.decide(HARBOUR, first.id, true).await.unwrap(), "once");
            hand.advance(TimeDelta::minutes(10));
            done(&journal, &threads).await;
        }
        assert_eq!(threads.texts(), ["", "let in"]);
        let signed = written(&journal, ANA, "signed").await;
        assert!(!share(&journal, ANA, signed, true).await);
        journal.withdraw(ANA, Scope::Everywhere).await.unwrap();
        assert!(journal.queue(HARBOUR, 0).await.unwrap().holds, "a hold outlasts that");
        journal.release_holds(HARBOUR).await.unwrap();
        assert!(!journal.queue(HARBOUR, 0).await.unwrap().holds);
    }
}

#[tokio::test]
async fn after_a_restore_what_was_on_its_way_is_not_sent_and_what_is_erased_is_removed() {
    let database = Database::sqlite();
    let (journal, hand, ana) = of_five(&database).await;
    let threads = Held::default();
    share(&journal, ANA, ana, true).await;
    done(&journal, &threads).await;
    let waiting = written(&journal, BEN, "on its way").await;
    share(&journal, BEN, waiting, false).await;
    let copy = database.folder.path().join("backup.db");
    backup(database.url(), &copy, noon()).await.unwrap();
    // It is sent after the backup; and Ana deletes hers, which the backup still has.
    hand.advance(TimeDelta::minutes(10));
    done(&journal, &threads).await;
    assert_eq!(threads.texts(), ["the sea", "on its way"]);
    journal.delete_all(ANA, Scope::Everywhere).await.unwrap();
    drop(journal);
    for end in ["", "-wal", "-shm"] {
        let from = database.folder.path().join(format!("sunflower.db{end}"));
        let _gone = std::fs::rename(&from, from.with_extension("old"));
    }
    let (clock, _hand): (Clock, Hand) =
        Clock::movable(noon() + TimeDelta::hours(1), Pace::Standing);
    app::restore(database.url(), &key_path(&database), &copy, &clock)
        .await
        .unwrap();
    let (journal, hand) = crate::fixture::open(&database).await;
    hand.advance(TimeDelta::hours(1));
    journal.take_orphans_back().await.unwrap();
    done(&journal, &threads).await;
    assert_eq!(threads.texts(), ["", ""]);
}
