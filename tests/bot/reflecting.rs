//! A member reflects: asked first, then by a form; what was kept, what was not, and that their words
//! always come back.

use insta::assert_snapshot;
use sunflower::sandbox::driver::{Member, Shown};

use crate::{
    garden::{Garden, shown},
    looking::{
        carried, form, id_of, private, refuse_reflections, rows_that_hold, says_where_help_is,
        stored_about, updated,
    },
};

/// The question of the trauma article's first prompt; *Reflect* on an affirmation's first step asks it.
const AFFIRMATION: &str = "/affirmation topic:trauma";
const WORDS: &str = "I said no to a request on Tuesday, and nothing fell down.";

#[tokio::test]
async fn before_anything_is_kept_a_member_reads_what_that_means() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let consent = private(maya.click(&affirmation, "Reflect").await);
    assert_snapshot!("consent", consent.as_text());
    let text = consent.as_text();
    let whole = include_str!("../../content/consent.md").trim();
    let whole = whole.replace("{how long}", "a year");
    let description = consent.raw().embeds[0]["description"].as_str();
    assert_eq!(description, Some(whole.as_str()), "the whole text");
    for named in [
        "What is kept",
        "For a year",
        "whoever runs this bot holds that key",
        "/reflections withdraw",
        "even after you have left",
        "/support",
    ] {
        assert!(text.contains(named), "no {named:?} in:\n{text}");
    }
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn not_now_stores_nothing_and_everything_else_still_works() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let consent = private(maya.click(&affirmation, "Reflect").await);
    let declined = updated(maya.click(&consent, "Not now").await);
    assert_snapshot!("consent_declined", declined.as_text());
    assert!(declined.buttons().is_empty());
    assert!(stored_about(&garden, "maya").await.is_empty());
    // The affirmation is as it was, and asks again.
    updated(maya.click(&affirmation, "Another").await);
    private(maya.click(&affirmation, "Reflect").await);
    garden.close().await;
}

#[tokio::test]
async fn agreeing_opens_the_form_and_what_is_written_is_kept() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let consent = private(maya.click(&affirmation, "Reflect").await);
    let form = form(maya.click(&consent, "I agree").await);
    assert_snapshot!("reflection_form", form.as_text());
    let [field] = form.fields.as_slice() else {
        panic!("one field");
    };
    assert!(field.is_paragraph && field.required && field.value.is_none());
    assert_eq!(field.max_length, 4000);
    let kept = shown(maya.fill(&form, &[("Your reflection", WORDS)]).await);
    assert!(kept.is_private());
    assert_eq!(kept.id(), consent.id(), "in place of the question");
    assert_snapshot!("reflection_kept", kept.as_text());
    garden.close().await;
}

#[tokio::test]
async fn agreeing_without_sending_the_form_stores_the_consent_alone() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let consent = private(maya.click(&affirmation, "Reflect").await);
    form(maya.click(&consent, "I agree").await);
    let stored = stored_about(&garden, "maya").await;
    assert_eq!(stored, [("consents".to_owned(), 1)]);
    garden.close().await;
}

#[tokio::test]
async fn who_has_agreed_is_not_asked_again() {
    let mut garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, WORDS).await;
    garden.restart_bot().await;
    garden.advance(chrono::TimeDelta::days(30));
    let form = form(maya.click(&affirmation, "Reflect").await);
    let kept = private(maya.fill(&form, &[("text", "A month later.")]).await);
    assert!(kept.as_text().contains("Kept, for you alone"));
    // The affirmation it began from is still there.
    updated(maya.click(&affirmation, "Another").await);
    garden.close().await;
}

#[tokio::test]
async fn each_member_is_asked_even_on_a_shared_affirmation() {
    let garden = Garden::open().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let shared = shown(maya.slash("/affirmation topic:trauma share:true").await);
    garden.reflect(&maya, &shared, WORDS).await;
    let asked = private(theo.click(&shared, "Reflect").await);
    assert!(asked.has_button("I agree"));
    assert!(stored_about(&garden, "theo").await.is_empty());
    let after = theo.looks_again(&shared).expect("it is still there");
    assert_eq!(after.as_text(), shared.as_text());
    let seen = theo.reads_here().expect("his channel");
    assert!(seen.iter().all(|one| !one.as_text().contains(WORDS)));
    garden.close().await;
}

#[tokio::test]
async fn the_words_are_nowhere_in_the_database_to_be_read() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, WORDS).await;
    assert!(
        rows_that_hold(&garden, "request on Tuesday")
            .await
            .is_empty()
    );
    let stored = stored_about(&garden, "maya").await;
    let [consents, reflections] = stored.as_slice() else {
        panic!("{stored:?}");
    };
    assert_eq!(consents, &("consents".to_owned(), 1));
    assert_eq!(reflections, &("reflections".to_owned(), 1));
    let mut files = garden.database().into_os_string();
    for suffix in ["", "-wal"] {
        files.push(suffix);
        let bytes = std::fs::read(&files).unwrap_or_default();
        let found = bytes
            .windows(18)
            .any(|window| window == b"request on Tuesday");
        assert!(!found, "in {}", files.display());
    }
    garden.close().await;
}

#[tokio::test]
async fn the_twenty_first_of_a_day_is_given_back_whole() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    for number in 1..=20 {
        let kept = garden
            .reflect(&maya, &affirmation, &format!("Number {number}."))
            .await;
        assert!(kept.as_text().contains("Kept"), "{}", kept.as_text());
    }
    let given_back = garden.reflect(&maya, &affirmation, WORDS).await;
    assert!(given_back.is_private());
    assert_snapshot!("twenty_first_of_the_day", given_back.as_text());
    garden.advance(chrono::TimeDelta::hours(24));
    let kept = garden.reflect(&maya, &affirmation, WORDS).await;
    assert!(kept.as_text().contains("Kept"), "{}", kept.as_text());
    garden.close().await;
}

/// Maya has agreed and reflects on an affirmation, and the database takes no reflection any more.
async fn nothing_can_be_saved() -> (Garden, Member, Shown) {
    let mut garden = Garden::open().await;
    garden.expect_error("could not answer");
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, "The first.").await;
    refuse_reflections(&garden).await;
    (garden, maya, affirmation)
}

#[tokio::test]
async fn words_that_could_not_be_saved_are_given_back_whole() {
    let (garden, maya, affirmation) = nothing_can_be_saved().await;
    let awkward = format!(
        "{WORDS}\n\n> @everyone `code` *and* ||more|| <@{}>",
        id_of(&garden, "theo")
    );
    let given_back = garden.reflect(&maya, &affirmation, &awkward).await;
    assert!(given_back.is_private());
    let text = given_back.as_text();
    assert!(text.contains("Not kept: here are your words"), "{text}");
    assert!(text.contains("/support"), "{text}");
    let words = given_back.raw().embeds[1]["description"].as_str();
    assert_eq!(words, Some(awkward.as_str()));
    let pinged = &given_back.raw().mentions;
    assert!(pinged.users.is_empty() && !pinged.everyone);
    assert!(!garden.log().contains("Tuesday"), "{}", garden.log());
    garden.close().await;
}

#[tokio::test]
async fn words_longer_than_one_embed_come_back_as_a_file() {
    let (garden, maya, affirmation) = nothing_can_be_saved().await;
    let long = "🌻".repeat(4000);
    let given_back = garden.reflect(&maya, &affirmation, &long).await;
    assert_eq!(crate::looking::file_text(&garden, &given_back), long);
    assert!(
        given_back.as_text().contains("/support"),
        "{}",
        given_back.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_consent_withdrawn_while_the_form_was_open_keeps_nothing_and_gives_the_words_back() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, "The first.").await;
    let form = form(maya.click(&affirmation, "Reflect").await);
    let asked = shown(maya.slash("/reflections withdraw").await);
    updated(maya.click(&asked, "Yes, withdraw").await);
    let given_back = private(maya.fill(&form, &[("text", WORDS)]).await);
    assert_snapshot!("no_consent_any_more", given_back.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn a_form_with_nothing_to_see_in_it_keeps_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    for nothing in ["   ", "\u{200b}", "\n\n"] {
        let answer = garden.reflect(&maya, &affirmation, nothing).await;
        assert!(
            answer.as_text().contains("There was nothing to keep yet"),
            "{nothing:?}: {}",
            answer.as_text()
        );
        says_where_help_is(&answer);
    }
    let view = shown(maya.slash("/reflections view").await);
    assert!(view.as_text().contains("I keep no reflections of yours"));
    garden.close().await;
}

#[tokio::test]
async fn the_button_to_agree_does_not_name_who_was_asked() {
    let garden = Garden::open().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let asked = private(maya.click(&affirmation, "Reflect").await);
    // Theo, with a modified client, presses what only Maya sees: it speaks of himself.
    let agree = carried(&asked, "I agree");
    let forged = form(theo.forge_press(asked.channel(), asked.id(), &agree).await);
    assert!(stored_about(&garden, "maya").await.is_empty());
    assert_eq!(
        stored_about(&garden, "theo").await,
        [("consents".to_owned(), 1)]
    );
    shown(theo.fill(&forged, &[("text", "Mine.")]).await);
    let view = shown(maya.slash("/reflections view").await);
    assert!(!view.as_text().contains("Mine."));
    garden.close().await;
}
