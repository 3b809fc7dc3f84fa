//! Whoever made a schedule can have that forgotten. It stays forgotten in a backup that is put back.

use sunflower::reflection::Scope;

use crate::{
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, list_path, noon, open, raw_text},
    support::database::{Database, on_both_databases},
};

/// A schedule that somebody made at noon, with a notice that they were told of alone.
async fn made(database: &Database, id: &str, guild: u64, maker: u64) {
    let at = noon().timestamp_millis();
    database
        .raw(format!(
            "INSERT INTO schedules (id, guild_id, channel_id, rule, zone, topics, state, after_at,
                 catch_up_ms, created_at, made_by)
             VALUES ('{id}', {guild}, 5, 'x', 'UTC', '', 'active', 0, 0, {at}, {maker})"
        ))
        .await;
    database.raw(format!(
            "INSERT INTO notices (id, fault, kind, guild_id, channel_id, schedule_id, post_id, opened_at,
                 maker_channel_id, maker_message_id)
             VALUES ('n{id}', '{id}', 'x', {guild}, 5, '{id}', 'p', {at}, {maker}1, {maker}2)"
        ),
    )
    .await;
}

/// What the database knows of makers.
async fn known(database: &Database) -> String {
    let count = "(SELECT COUNT(*) FROM schedules WHERE made_by IS NOT NULL)";
    let told = "(SELECT COUNT(*) FROM notices WHERE maker_channel_id IS NOT NULL OR maker_message_id IS NOT NULL)";
    raw_text(
        database,
        format!("SELECT CAST({count} AS TEXT) || ' ' || CAST({told} AS TEXT)"),
    )
    .await
}

const FIRST: &str = "AAAAAAAAAAAAAAAAAAAAAA";
const SECOND: &str = "BAAAAAAAAAAAAAAAAAAAAA";
const THIRD: &str = "CAAAAAAAAAAAAAAAAAAAAA";

async fn with_three(database: &Database) {
    made(database, FIRST, HARBOUR.get(), ANA.get()).await;
    made(database, SECOND, MEADOW.get(), ANA.get()).await;
    made(database, THIRD, HARBOUR.get(), BEN.get()).await;
}

on_both_databases! {
    async fn the_maker_is_forgotten_here_or_everywhere_and_nobody_elses(database: &Database) {
        let (journal, _hand) = open(database).await;
        with_three(database).await;
        assert_eq!(known(database).await, "3 3");
        assert_eq!(journal.forget_maker(ANA, IN_HARBOUR).await.unwrap(), 1);
        assert_eq!(known(database).await, "2 2");
        assert_eq!(journal.forget_maker(ANA, Scope::Everywhere).await.unwrap(), 1);
        assert_eq!(known(database).await, "1 1");
        assert_eq!(journal.forget_maker(ANA, Scope::Everywhere).await.unwrap(), 0);
        assert_eq!(journal.forget_maker(BEN, IN_HARBOUR).await.unwrap(), 1);
        assert_eq!(known(database).await, "0 0");
    }

    async fn whoever_tells_the_maker_this_moment_cant_note_where_any_more(database: &Database) {
        let (journal, _hand) = open(database).await;
        with_three(database).await;
        database.raw("UPDATE notices SET told_state = 'telling', tell_attempts = 1").await;
        journal.forget_maker(ANA, Scope::Everywhere).await.unwrap();
        // A settlement names its attempt.
        let theirs = "SELECT CAST(COUNT(*) AS TEXT) FROM notices WHERE tell_attempts = 1";
        assert_eq!(raw_text(database, theirs).await, "1", "that of Ben's alone");
    }

    async fn it_is_on_the_list_of_erasures_and_nothing_is_when_there_is_nothing(database: &Database) {
        let (journal, _hand) = open(database).await;
        with_three(database).await;
        let lines = || std::fs::read_to_string(list_path(database)).unwrap().lines().count();
        let before = lines();
        assert_eq!(journal.forget_maker(ANA, Scope::Everywhere).await.unwrap(), 2);
        assert_eq!(lines(), before + 1, "one line for all");
        assert_eq!(journal.forget_maker(ANA, Scope::Everywhere).await.unwrap(), 0);
        assert_eq!(lines(), before + 1, "none for nothing");
    }
}
