//! A damaged row shows as unreadable and is kept; the rest works.

use chrono::TimeDelta;
use sunflower::reflection::{Journal, ReflectionId, Scope, model::Retention, retention};
use sunflower::store::ids::GuildId;

use crate::{
    exporting::faults,
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, erased, noon, open_agreed, texts, write},
    rotating::{retire, rotate},
    support::database::{Database, on_both_databases},
};

/// What a bit that falls over makes of a text: none, on SQLite. PostgreSQL takes in no such text, and reads
/// this as ones and zeroes.
pub const NO_TEXT: &str = "CAST(x'41C1' AS TEXT)";

const SHORE: GuildId = GuildId::new(72_000_000_000_000_003);

/// Ana's three, of which she can read the first and the last, and this is that in the middle.
async fn three(database: &Database) -> (Journal, ReflectionId) {
    let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
    write(&journal, ANA, HARBOUR, "the sea").await;
    hand.advance(TimeDelta::minutes(1));
    let damaged = write(&journal, ANA, HARBOUR, "the hills").await;
    hand.advance(TimeDelta::minutes(1));
    write(&journal, ANA, HARBOUR, "a boat").await;
    (journal, damaged)
}

/// All but the one in the middle can be read, exported, found and sealed anew.
async fn the_rest_works(database: &Database, journal: &Journal) {
    let shown = [Some("a boat".into()), None, Some("the sea".into())];
    assert_eq!(texts(journal, ANA, IN_HARBOUR).await, shown);
    assert_eq!(texts(journal, ANA, Scope::Everywhere).await, shown);
    let export = journal.export(ANA, IN_HARBOUR).await.unwrap();
    let readable: Vec<bool> = export
        .reflections
        .iter()
        .map(|each| each.readable)
        .collect();
    assert_eq!(readable, [true, false, true]);
    let file = serde_json::from_slice(&export.to_json()).unwrap();
    assert_eq!(faults(&file), Vec::<String>::new());
    let found = journal.find(ANA, IN_HARBOUR, "SEA", 0).await.unwrap();
    assert_eq!((found.total, found.place, found.unreadable), (1, 2, 1));
    let rotated = rotate(database).await;
    assert_eq!((rotated.resealed, rotated.unreadable), (2, 1));
    assert_eq!(
        retire(database).await.needed,
        rotated.old,
        "it may open again"
    );
    assert_eq!(texts(journal, ANA, IN_HARBOUR).await, shown);
}

on_both_databases! {
    async fn a_damaged_row_shows_as_unreadable_and_is_kept_and_the_rest_works(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        for rubbish in ["", "AAAA", "not base64 at all!", &"QUJD".repeat(100)] {
            hand.advance(chrono::TimeDelta::minutes(1));
            let id = write(&journal, ANA, HARBOUR, "the hills").await;
            database.raw(format!("UPDATE reflections SET sealed = '{rubbish}' WHERE id = '{id}'")).await;
        }
        let mut expected = vec![None; 4];
        expected.push(Some("the sea".into()));
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, expected);

        let export = journal.export(ANA, IN_HARBOUR).await.unwrap();
        let readable: Vec<bool> = export.reflections.iter().map(|each| each.readable).collect();
        assert_eq!(readable, [false, false, false, false, true]);
        hand.advance(chrono::TimeDelta::minutes(1));
        write(&journal, ANA, HARBOUR, "still writing").await;

        let damaged = &journal.page(ANA, IN_HARBOUR, 1).await.unwrap().entries[0];
        assert_eq!(damaged.words, None);
        let deleted = journal.delete_one(ANA, &damaged.id.unwrap()).await.unwrap();
        assert_eq!(deleted, Some(erased(1, 0)), "its writer can still delete it");
    }

    async fn one_whose_words_are_no_text_any_more_stops_no_other(database: &Database) {
        let (journal, damaged) = three(database).await;
        database.raw(format!("UPDATE reflections SET sealed = {NO_TEXT} WHERE id = '{damaged}'")).await;
        the_rest_works(database, &journal).await;
        let shown = &journal.page(ANA, IN_HARBOUR, 1).await.unwrap().entries[0];
        assert_eq!(shown.id, Some(damaged));
        assert_eq!(journal.delete_one(ANA, &damaged).await.unwrap(), Some(erased(1, 0)));
    }

    async fn one_whose_id_is_another_text_stops_no_other_and_goes_with_all(database: &Database) {
        let (journal, damaged) = three(database).await;
        database.raw(format!("UPDATE reflections SET id = 'rubbish' WHERE id = '{damaged}'")).await;
        the_rest_works(database, &journal).await;
        let shown = &journal.page(ANA, IN_HARBOUR, 1).await.unwrap().entries[0];
        assert_eq!(shown.id, None);
        assert_eq!(journal.delete_all(ANA, IN_HARBOUR).await.unwrap(), erased(3, 0));
    }

    async fn one_whose_id_is_no_text_any_more_stops_no_other_and_goes_with_the_consent(database: &Database) {
        let (journal, damaged) = three(database).await;
        let garbled = format!("UPDATE reflections SET id = {NO_TEXT}, post_id = {NO_TEXT} WHERE id = '{damaged}'");
        database.raw(garbled).await;
        the_rest_works(database, &journal).await;
        assert_eq!(journal.withdraw(ANA, Scope::Everywhere).await.unwrap(), erased(3, 1));
    }

    async fn one_whose_id_can_not_be_read_ends_when_its_time_comes(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        database.raw(format!("UPDATE reflections SET id = {NO_TEXT}")).await;
        hand.advance(Retention::Year.time());
        assert_eq!(retention::sweep_once(&journal).await.unwrap(), erased(1, 0));
    }

    async fn one_from_before_or_after_all_times_stops_no_other(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, MEADOW)]).await;
        let first = write(&journal, ANA, HARBOUR, "the sea").await;
        let last = write(&journal, ANA, HARBOUR, "a boat").await;
        write(&journal, BEN, MEADOW, "the hills").await;
        for (id, at) in [(first, i64::MIN + noon().timestamp_millis()), (last, i64::MAX)] {
            database.raw(format!("UPDATE reflections SET written_at = {at} WHERE id = '{id}'")).await;
        }
        let shown = [Some("a boat".into()), Some("the sea".into())];
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, shown);
        let about = journal.stored_about(ANA, Scope::Everywhere).await.unwrap();
        assert_eq!(about.reflections, 2);
        let export = journal.export(ANA, Scope::Everywhere).await.unwrap();
        let file = serde_json::from_slice(&export.to_json()).unwrap();
        assert_eq!(faults(&file), Vec::<String>::new());
        write(&journal, ANA, HARBOUR, "still writing").await;

        hand.advance(Retention::Year.time());
        let swept = retention::sweep_once(&journal).await.unwrap();
        assert_eq!(swept, erased(3, 0), "what ended, and what seems to have");
        assert_eq!(journal.delete_all(ANA, IN_HARBOUR).await.unwrap(), erased(1, 0));
        assert_eq!(journal.withdraw(ANA, IN_HARBOUR).await.unwrap(), erased(0, 1));
    }

    async fn a_server_whose_time_can_not_be_read_stops_no_other_from_being_swept(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (ANA, SHORE)]).await;
        for server in [HARBOUR, MEADOW, SHORE] {
            write(&journal, ANA, server, "the sea").await;
        }
        journal.retain(MEADOW, Retention::Month).await.unwrap();
        database.raw("UPDATE settings SET retention_days = 31").await;
        hand.advance(Retention::Year.time());
        let failed = retention::sweep_once(&journal).await.unwrap_err();
        assert!(failed.to_string().contains(&MEADOW.to_string()), "{failed}");
        for server in [HARBOUR, SHORE] {
            assert!(texts(&journal, ANA, Scope::Guild(server)).await.is_empty());
        }
        assert_eq!(journal.delete_all(ANA, Scope::Guild(MEADOW)).await.unwrap(), erased(1, 0));
    }

    async fn a_row_under_a_key_nobody_has_shows_as_unreadable(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        database.raw("INSERT INTO keys (key_id, sealed_check, made_at) SELECT 'lost', sealed_check, made_at FROM keys").await;
        database.raw("UPDATE reflections SET key_id = 'lost'").await;
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [None]);
        write(&journal, ANA, HARBOUR, "still writing").await;
    }
}
