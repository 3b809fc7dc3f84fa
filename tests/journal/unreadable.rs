//! A damaged row shows as unreadable and is kept; the rest works.

use crate::{
    fixture::{ANA, HARBOUR, IN_HARBOUR, erased, open_agreed, texts, write},
    support::database::{Database, on_both_databases},
};

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
        let deleted = journal.delete_one(ANA, &damaged.id).await.unwrap();
        assert_eq!(deleted, Some(erased(1, 0)), "its writer can still delete it");
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
