//! Consents, sealed reflections and the checks of keys.

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    reflection::{
        ReflectionId, Scope,
        model::{KeyId, Sealed, Tally},
    },
    store::{
        Store,
        ids::{GuildId, PostId, ScheduleId, UserId},
    },
};

use crate::support::database::{Database, on_both_databases};

const ANA: UserId = UserId::new(1);
/// As large as an id can be, for the sign of BIGINT.
const BEN: UserId = UserId::new(u64::MAX);
const HARBOUR: GuildId = GuildId::new(10);
const MEADOW: GuildId = GuildId::new(20);

fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00.125Z".parse().expect("an instant")
}

fn sealed(byte: u8) -> Sealed {
    Sealed {
        key_id: KeyId::from_db("first".into()),
        nonce: [byte; 24],
        ciphertext: vec![byte; 300],
    }
}

/// A store in which two members agreed in two servers, and a key is known.
async fn agreed(database: &Database) -> Store {
    let store = database.open().await;
    let mut writing = store.write().await.expect("a transaction");
    writing
        .insert_key_check(&sealed(0), noon())
        .await
        .expect("written");
    for (user, guild) in [(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)] {
        writing
            .upsert_consent(user, guild, "v1", noon())
            .await
            .expect("written");
    }
    writing.commit().await.expect("committed");
    store
}

/// Keeps one reflection of each day, oldest first.
async fn insert(store: &Store, rows: &[(UserId, GuildId)]) -> Vec<ReflectionId> {
    let mut ids = Vec::new();
    let mut writing = store.write().await.expect("a transaction");
    for ((user, guild), day) in rows.iter().zip(0..) {
        let id = ReflectionId::random();
        let at = noon() + TimeDelta::days(i64::from(day));
        writing
            .insert_reflection(&id, *user, *guild, None, &sealed(day), at)
            .await
            .expect("written");
        ids.push(id);
    }
    writing.commit().await.expect("committed");
    ids
}

async fn ids(store: &Store, user: UserId, scope: Scope) -> Vec<ReflectionId> {
    let rows = store.reflections(user, scope, 0, 100).await.expect("read");
    rows.into_iter().filter_map(|row| row.id).collect()
}

on_both_databases! {
    async fn a_check_of_a_key_is_kept_once_and_never_written_over(database: &Database) {
        let store = agreed(database).await;
        let mut writing = store.write().await.expect("a transaction");
        writing.insert_key_check(&sealed(9), noon()).await.expect("no fault");
        let second = Sealed { key_id: KeyId::from_db("a-second".into()), ..sealed(1) };
        writing.insert_key_check(&second, noon() + TimeDelta::seconds(1)).await.expect("written");
        writing.commit().await.expect("committed");
        let checks = store.key_checks().await.expect("read");
        let expected = [sealed(0), second].map(|check| (check.key_id.clone(), Some(check)));
        assert_eq!(checks, expected);
        store.close().await;
    }

    async fn a_consent_is_of_one_member_in_one_server_to_one_version(database: &Database) {
        let store = agreed(database).await;
        let later = noon() + TimeDelta::days(1);
        let mut writing = store.write().await.expect("a transaction");
        writing.upsert_consent(ANA, HARBOUR, "v1", later).await.expect("no change");
        writing.upsert_consent(ANA, MEADOW, "v2", later).await.expect("renewed");
        assert!(writing.hold_consent(ANA, MEADOW, "v2").await.expect("read"));
        assert!(!writing.hold_consent(ANA, MEADOW, "v1").await.expect("read"));
        assert!(!writing.hold_consent(BEN, MEADOW, "v1").await.expect("read"));
        writing.commit().await.expect("committed");

        let version = |user, guild| store.consent_version(user, guild);
        assert_eq!(version(BEN, HARBOUR).await.expect("read").as_deref(), Some("v1"));
        assert_eq!(version(BEN, MEADOW).await.expect("read"), None);
        let all = store.consents(ANA, Scope::Everywhere).await.expect("read");
        let all: Vec<_> = all.iter().map(|c| (c.guild, c.version.as_str(), c.agreed_at)).collect();
        assert_eq!(all, [(HARBOUR, "v1", noon()), (MEADOW, "v2", later)]);
        assert_eq!(store.consents(ANA, Scope::Guild(MEADOW)).await.expect("read").len(), 1);
        store.close().await;
    }

    async fn a_reflection_comes_back_as_it_was_kept(database: &Database) {
        let store = agreed(database).await;
        let (id, post) = (ReflectionId::random(), PostId::of(ScheduleId::random(), noon()));
        let mut writing = store.write().await.expect("a transaction");
        writing
            .insert_reflection(&id, BEN, HARBOUR, Some(post), &sealed(7), noon())
            .await
            .expect("written");
        writing.commit().await.expect("committed");
        let row = store.reflections(BEN, Scope::Everywhere, 0, 1).await.expect("read").remove(0);
        assert_eq!((row.id, row.user, row.guild), (Some(id), BEN, HARBOUR));
        assert_eq!((row.post, row.written_at), (Some(post), noon()));
        assert_eq!(row.sealed, Some(sealed(7)));
        store.close().await;
    }

    async fn a_reflection_without_consent_or_known_key_is_refused_by_the_database_itself(database: &Database) {
        let store = agreed(database).await;
        let unknown = Sealed { key_id: KeyId::from_db("unknown".into()), ..sealed(1) };
        for (guild, sealed) in [(MEADOW, sealed(1)), (HARBOUR, unknown)] {
            let mut writing = store.write().await.expect("a transaction");
            let id = ReflectionId::random();
            let refused = writing.insert_reflection(&id, BEN, guild, None, &sealed, noon()).await;
            assert!(refused.is_err());
        }
        assert!(ids(&store, BEN, Scope::Everywhere).await.is_empty());
        store.close().await;
    }

    async fn reflections_are_listed_and_counted_for_one_member_newest_first(database: &Database) {
        let store = agreed(database).await;
        let made = insert(&store, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR), (ANA, HARBOUR)]).await;
        let all = [&made[3], &made[1], &made[0]].map(Clone::clone);
        assert_eq!(ids(&store, ANA, Scope::Everywhere).await, all);
        assert_eq!(ids(&store, ANA, Scope::Guild(MEADOW)).await, [made[1]]);
        let second = store.reflections(ANA, Scope::Everywhere, 1, 1).await.expect("read");
        assert_eq!(second[0].id, Some(made[1]));

        let tally = store.tally(ANA, Scope::Guild(HARBOUR)).await.expect("read");
        let newest_at = Some(noon() + TimeDelta::days(3));
        assert_eq!(tally, Tally { reflections: 2, oldest_at: Some(noon()), newest_at });
        assert_eq!(store.tally(ANA, Scope::Everywhere).await.expect("read").reflections, 3);
        let none = store.tally(BEN, Scope::Guild(MEADOW)).await.expect("read");
        assert_eq!(none, Tally { reflections: 0, oldest_at: None, newest_at: None });

        let mut writing = store.write().await.expect("a transaction");
        let since = writing.written_since(ANA, noon(), 10).await.expect("read");
        assert_eq!(since, [3, 1].map(|day| noon() + TimeDelta::days(day)), "later than then");
        assert_eq!(writing.written_since(ANA, noon(), 1).await.expect("read").len(), 1);
        drop(writing);
        store.close().await;
    }

    async fn deleting_touches_nothing_of_another_member_or_server(database: &Database) {
        let store = agreed(database).await;
        let made = insert(&store, &[(ANA, HARBOUR), (ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        let mut writing = store.write().await.expect("a transaction");
        assert!(writing.has_reflection(ANA, &made[0]).await.expect("read"));
        assert!(!writing.has_reflection(BEN, &made[0]).await.expect("read"));
        assert_eq!(writing.delete_reflection(BEN, &made[0]).await.expect("no fault"), 0);
        assert_eq!(writing.delete_reflection(ANA, &made[0]).await.expect("deleted"), 1);
        assert_eq!(writing.delete_reflections(ANA, Scope::Guild(HARBOUR)).await.expect("deleted"), 1);
        writing.commit().await.expect("committed");
        assert_eq!(ids(&store, ANA, Scope::Everywhere).await, [made[2]]);
        assert_eq!(ids(&store, BEN, Scope::Everywhere).await, [made[3]]);

        let mut writing = store.write().await.expect("a transaction");
        assert_eq!(writing.delete_reflections(ANA, Scope::Everywhere).await.expect("deleted"), 1);
        assert_eq!(writing.delete_consents(ANA, Scope::Guild(HARBOUR)).await.expect("deleted"), 1);
        assert_eq!(writing.delete_consents(ANA, Scope::Everywhere).await.expect("deleted"), 1);
        assert_eq!(writing.delete_consents(BEN, Scope::Everywhere).await.expect("deleted"), 1);
        writing.commit().await.expect("committed");
        let left = ids(&store, BEN, Scope::Everywhere).await;
        assert!(left.is_empty(), "no reflection is left without its consent");
        store.close().await;
    }

    async fn what_ended_is_deleted_oldest_first_in_batches(database: &Database) {
        let store = agreed(database).await;
        let made = insert(&store, &[(ANA, HARBOUR), (BEN, HARBOUR), (ANA, HARBOUR), (ANA, HARBOUR)]).await;
        let until = noon() + TimeDelta::days(2);
        assert_eq!(store.oldest_by_server().await.expect("asked"), [(HARBOUR, noon())]);
        let mut writing = store.write().await.expect("a transaction");
        assert_eq!(writing.delete_written_until(HARBOUR, until, 2).await.expect("deleted"), 2);
        assert_eq!(writing.delete_written_until(HARBOUR, until, 2).await.expect("deleted"), 1);
        assert_eq!(writing.delete_written_until(HARBOUR, until, 2).await.expect("nothing left"), 0);
        writing.commit().await.expect("committed");
        assert_eq!(ids(&store, ANA, Scope::Everywhere).await, [made[3]]);
        store.close().await;
    }

    async fn the_log_is_cut_when_nobody_reads(database: &Database) {
        let store = agreed(database).await;
        assert!(store.cut_log().await.expect("no fault"));
        store.close().await;
    }
}
