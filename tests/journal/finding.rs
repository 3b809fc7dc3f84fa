//! Looking for a reflection by its words: all of them, in any order, in what the member wrote or was
//! asked; and never in anybody else's.

use chrono::TimeDelta;
use sunflower::reflection::Scope;

use crate::{
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, open_agreed, write},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn all_words_are_looked_for_in_any_order_and_in_capitals_or_not(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "The Swifts are back").await;
        hand.advance(TimeDelta::days(1));
        write(&journal, ANA, HARBOUR, "ÄPFEL in the rain, and swifts").await;
        for (words, total) in [
            ("swifts", 2), ("SWIFTS", 2), ("swifts rain", 1), ("rain \n swifts", 1), ("äpfel", 1),
            ("swift", 2), ("swallows", 0), ("swifts swallows", 0), ("%", 0), ("_", 0),
            // The question: "What helped you this week?"
            ("helped", 2), ("helped apfel", 0), ("helped back", 1),
        ] {
            let found = journal.find(ANA, IN_HARBOUR, words, 0).await.unwrap();
            assert_eq!((found.total, found.entry.is_some()), (total, total > 0), "{words}");
        }
    }

    async fn one_after_the_other_is_shown_from_the_newest_on_with_its_place_among_all(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        for text in ["one sea", "no hills", "two sea", "three sea"] {
            write(&journal, ANA, HARBOUR, text).await;
            hand.advance(TimeDelta::hours(25));
        }
        for (asked, nth, place, text) in [
            (0, 0, 0, "three sea"), (1, 1, 1, "two sea"), (2, 2, 3, "one sea"), (9, 2, 3, "one sea"),
        ] {
            let found = journal.find(ANA, IN_HARBOUR, "sea", asked).await.unwrap();
            assert_eq!((found.nth, found.place, found.total), (nth, place, 3));
            let entry = found.entry.expect("one is found");
            assert_eq!(entry.words.expect("it is readable").text, text);
            let page = journal.page(ANA, IN_HARBOUR, place).await.unwrap();
            assert_eq!(page.entries[0].id, entry.id, "its place among all");
        }
    }

    async fn nobody_finds_anothers_nor_one_of_another_server(database: &Database) {
        let (journal, _hand) =
            open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        write(&journal, ANA, MEADOW, "the sea of grass").await;
        for (user, scope, total) in [
            (ANA, IN_HARBOUR, 1), (ANA, Scope::Guild(MEADOW), 1), (ANA, Scope::Everywhere, 2),
            (BEN, IN_HARBOUR, 0), (BEN, Scope::Everywhere, 0),
        ] {
            assert_eq!(journal.find(user, scope, "sea", 0).await.unwrap().total, total);
        }
    }

    async fn one_that_cant_be_read_is_counted_and_keeps_no_other_from_being_found(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let damaged = write(&journal, ANA, HARBOUR, "the sea").await;
        write(&journal, ANA, HARBOUR, "the sea again").await;
        database.raw(format!("UPDATE reflections SET sealed = 'x' WHERE id = '{damaged}'")).await;
        let found = journal.find(ANA, IN_HARBOUR, "sea", 0).await.unwrap();
        assert_eq!((found.total, found.unreadable), (1, 1));
    }

    async fn years_of_them_are_looked_through(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the very first").await;
        for _day in 0..11 {
            hand.advance(TimeDelta::hours(25));
            for _ in 0..10 {
                write(&journal, ANA, HARBOUR, "another").await;
            }
        }
        let found = journal.find(ANA, IN_HARBOUR, "first", 0).await.unwrap();
        assert_eq!((found.total, found.place), (1, 110));
    }
}
