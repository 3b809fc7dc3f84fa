//! A reflection belongs to its writer: nobody else's id or place opens or deletes it.

use sunflower::reflection::Scope;

use crate::{
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, erased, open_agreed, sealed, texts, write},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn someone_elses_reflection_is_neither_read_nor_deleted_by_its_id(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let id = write(&journal, ANA, HARBOUR, "the sea").await;
        assert_eq!(journal.delete_one(BEN, &id).await.unwrap(), None);
        assert_eq!(journal.delete_all(BEN, Scope::Everywhere).await.unwrap(), erased(0, 0));
        assert_eq!(journal.withdraw(BEN, Scope::Everywhere).await.unwrap(), erased(0, 1));
        assert!(texts(&journal, BEN, Scope::Everywhere).await.is_empty());
        assert!(journal.export(BEN, Scope::Everywhere).await.unwrap().reflections.is_empty());
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("the sea".into())]);
    }

    async fn a_row_given_to_another_member_server_or_id_does_not_open(database: &Database) {
        let (journal, _hand) =
            open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        let id = write(&journal, ANA, HARBOUR, "the sea").await;
        let row = format!("WHERE id = '{id}'");

        database.raw(format!("UPDATE reflections SET user_id = {BEN} {row}")).await;
        assert_eq!(texts(&journal, BEN, IN_HARBOUR).await, [None]);
        database.raw(format!("UPDATE reflections SET user_id = {ANA}, guild_id = {MEADOW} {row}")).await;
        assert_eq!(texts(&journal, ANA, Scope::Everywhere).await, [None]);
        let other = "A".repeat(22);
        database.raw(format!("UPDATE reflections SET guild_id = {HARBOUR}, id = '{other}' {row}")).await;
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [None]);
        database.raw(format!("UPDATE reflections SET id = '{id}' WHERE id = '{other}'")).await;
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("the sea".into())], "back in its place");
    }

    async fn the_words_of_one_row_put_in_anothers_do_not_open(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (BEN, HARBOUR)]).await;
        let anas = write(&journal, ANA, HARBOUR, "the sea").await;
        let bens = write(&journal, BEN, HARBOUR, "a boat").await;
        let sealed = sealed(database, &anas).await;
        database.raw(format!("UPDATE reflections SET sealed = '{sealed}' WHERE id = '{bens}'")).await;
        assert_eq!(texts(&journal, BEN, IN_HARBOUR).await, [None]);
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("the sea".into())]);
    }
}
