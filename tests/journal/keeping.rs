//! What can be kept, and how a member finds it again.

use chrono::TimeDelta;
use sunflower::reflection::{CHARACTER_LIMIT, DAILY_LIMIT, KeepError, Scope};

use crate::{
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, answer, noon, open_agreed, texts, write},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn what_was_written_comes_back_as_it_was_with_its_question_and_when_it_ends(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        let text = "Tea.\n\n  *Slowly*, @everyone 🌻\u{202e}\u{0}end";
        let id = write(&journal, ANA, HARBOUR, &format!("\n {text} \t")).await;
        let page = journal.page(ANA, IN_HARBOUR, 0).await.unwrap();
        assert_eq!((page.page, page.pages, page.total), (0, 1, 1));
        let entry = &page.entries[0];
        let words = entry.words.as_ref().expect("it can be read");
        assert_eq!(words.text, text);
        assert_eq!(words.prompt, "What helped you this week?");
        assert_eq!((entry.id, entry.guild), (Some(id), HARBOUR));
        assert_eq!(entry.written_at, noon());
        assert_eq!(entry.ends_at, noon() + TimeDelta::days(365));
    }

    async fn what_shows_nothing_or_is_too_long_is_refused_and_nothing_is_stored(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        for text in ["", " \n ", "\u{200b}\u{2060}", "\u{2800}"] {
            let refused = journal.keep(&answer(ANA, HARBOUR, text)).await;
            assert!(matches!(refused, Err(KeepError::Empty)), "{refused:?}");
        }
        let long = "🌻".repeat(CHARACTER_LIMIT + 1);
        let refused = journal.keep(&answer(ANA, HARBOUR, &long)).await;
        assert!(matches!(refused, Err(KeepError::TooLong { limit: CHARACTER_LIMIT })), "{refused:?}");
        assert!(texts(&journal, ANA, IN_HARBOUR).await.is_empty());
        write(&journal, ANA, HARBOUR, &"🌻".repeat(CHARACTER_LIMIT)).await;
    }

    async fn a_day_takes_so_many_of_a_member_in_all_servers_together(database: &Database) {
        let (journal, hand) =
            open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        write(&journal, ANA, MEADOW, "the first").await;
        hand.advance(TimeDelta::hours(6));
        for number in 1..DAILY_LIMIT {
            write(&journal, ANA, HARBOUR, &format!("number {number}")).await;
        }
        let refused = journal.keep(&answer(ANA, HARBOUR, "one more")).await.expect_err("too many");
        let KeepError::TooMany { limit, again_at } = refused else { panic!("{refused}") };
        assert_eq!((limit, again_at), (DAILY_LIMIT, noon() + TimeDelta::days(1)));
        write(&journal, BEN, HARBOUR, "someone else may").await;

        hand.move_to(again_at);
        write(&journal, ANA, HARBOUR, "one more").await;
        assert!(journal.keep(&answer(ANA, HARBOUR, "and another")).await.is_err());
    }

    async fn pages_go_from_the_newest_to_the_oldest_in_one_server_or_in_all(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW)]).await;
        for (guild, text) in [(HARBOUR, "the sea"), (MEADOW, "the hills"), (HARBOUR, "a boat")] {
            write(&journal, ANA, guild, text).await;
            hand.advance(TimeDelta::days(7));
        }
        let some = |texts: &[&str]| texts.iter().map(|t| Some((*t).to_owned())).collect::<Vec<_>>();
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, some(&["a boat", "the sea"]));
        let all = texts(&journal, ANA, Scope::Everywhere).await;
        assert_eq!(all, some(&["a boat", "the hills", "the sea"]));
        let past = journal.page(ANA, IN_HARBOUR, 99).await.unwrap();
        assert_eq!((past.page, past.pages, past.total), (1, 2, 2), "the last page instead");

        let about = journal.stored_about(ANA, Scope::Everywhere).await.unwrap();
        let week = TimeDelta::days(7);
        assert_eq!(about.reflections, 3);
        assert_eq!(about.oldest_at, Some(noon()));
        assert_eq!(about.newest_at, Some(noon() + week * 2));
        assert_eq!(about.first_ends_at, Some(noon() + TimeDelta::days(365)));
        assert_eq!(about.last_ends_at, Some(noon() + week * 2 + TimeDelta::days(365)));
    }

    async fn nobodys_journal_is_empty_and_not_an_error(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[]).await;
        let page = journal.page(ANA, Scope::Everywhere, 3).await.unwrap();
        assert_eq!((page.entries.len(), page.page, page.pages, page.total), (0, 0, 0, 0));
    }
}
