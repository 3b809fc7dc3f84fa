//! Nothing is stored before *I agree*, and a changed text asks again.

use sunflower::reflection::{KeepError, Scope, consent};

use crate::{
    fixture::{
        ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, answer, erased, noon, open, open_agreed, texts,
        write,
    },
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn nothing_is_stored_before_a_member_agrees(database: &Database) {
        let (journal, _hand) = open(database).await;
        assert!(!journal.has_consented(ANA, HARBOUR).await.unwrap());
        let refused = journal.keep(&answer(ANA, HARBOUR, "the sea")).await;
        assert!(matches!(refused, Err(KeepError::NoConsent)), "{refused:?}");
        let about = journal.stored_about(ANA, Scope::Everywhere).await.unwrap();
        assert_eq!((about.consents.len(), about.reflections), (0, 0));
    }

    async fn agreeing_in_one_server_says_nothing_of_another_or_of_anyone_else(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        assert!(journal.has_consented(ANA, HARBOUR).await.unwrap());
        assert!(!journal.has_consented(ANA, MEADOW).await.unwrap());
        assert!(!journal.has_consented(BEN, HARBOUR).await.unwrap());
        let refused = journal.keep(&answer(ANA, MEADOW, "the sea")).await;
        assert!(matches!(refused, Err(KeepError::NoConsent)), "{refused:?}");
    }

    async fn a_changed_text_asks_again_and_what_was_kept_under_the_old_one_stays(database: &Database) {
        let (journal, hand) = open(database).await;
        let journal = journal.with_consent_version("an older text");
        journal.agree(ANA, HARBOUR).await.unwrap();
        write(&journal, ANA, HARBOUR, "the sea").await;

        let journal = journal.with_consent_version(consent::version());
        assert!(!journal.has_consented(ANA, HARBOUR).await.unwrap());
        let refused = journal.keep(&answer(ANA, HARBOUR, "the hills")).await;
        assert!(matches!(refused, Err(KeepError::NoConsent)), "{refused:?}");
        assert_eq!(texts(&journal, ANA, IN_HARBOUR).await, [Some("the sea".into())]);
        let about = journal.stored_about(ANA, IN_HARBOUR).await.unwrap();
        assert!(!about.consents[0].1, "it is to an older text");

        hand.advance(chrono::TimeDelta::hours(1));
        journal.agree(ANA, HARBOUR).await.unwrap();
        write(&journal, ANA, HARBOUR, "the hills").await;
        let (consent, current) = journal.stored_about(ANA, IN_HARBOUR).await.unwrap().consents.remove(0);
        assert!(current);
        assert_eq!(consent.version, consent::version());
        assert_eq!(consent.agreed_at, noon() + chrono::TimeDelta::hours(1));
    }

    async fn agreeing_twice_keeps_the_first_time(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        hand.advance(chrono::TimeDelta::hours(1));
        journal.agree(ANA, HARBOUR).await.unwrap();
        let about = journal.stored_about(ANA, IN_HARBOUR).await.unwrap();
        assert_eq!(about.consents.len(), 1);
        assert_eq!(about.consents[0].0.agreed_at, noon());
    }

    async fn withdrawing_takes_consent_and_reflections_of_that_server_alone(database: &Database) {
        let (journal, _hand) =
            open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        write(&journal, ANA, MEADOW, "the hills").await;
        write(&journal, BEN, HARBOUR, "a boat").await;

        assert_eq!(journal.withdraw(ANA, IN_HARBOUR).await.unwrap(), erased(1, 1));
        assert!(!journal.has_consented(ANA, HARBOUR).await.unwrap());
        assert!(journal.has_consented(ANA, MEADOW).await.unwrap());
        let left = texts(&journal, ANA, Scope::Everywhere).await;
        assert_eq!(left, [Some("the hills".into())]);
        assert_eq!(texts(&journal, BEN, IN_HARBOUR).await, [Some("a boat".into())]);

        assert_eq!(journal.withdraw(ANA, Scope::Everywhere).await.unwrap(), erased(1, 1));
        let about = journal.stored_about(ANA, Scope::Everywhere).await.unwrap();
        assert_eq!((about.consents.len(), about.reflections), (0, 0));
    }

    async fn withdrawing_while_writing_leaves_no_reflection_without_consent(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        for round in 0..10 {
            journal.agree(ANA, HARBOUR).await.unwrap();
            let new = answer(ANA, HARBOUR, &format!("round {round}"));
            let (kept, withdrawn) =
                tokio::join!(journal.keep(&new), journal.withdraw(ANA, IN_HARBOUR));
            withdrawn.unwrap();
            assert!(matches!(kept, Ok(_) | Err(KeepError::NoConsent)), "{kept:?}");
            assert!(texts(&journal, ANA, IN_HARBOUR).await.is_empty());
        }
    }
}
