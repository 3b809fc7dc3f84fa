//! `/reflect`: the form, whenever a member wants it, with the week's question while there is one.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::{
    content::Library,
    sandbox::driver::{Form, Member, Seen},
};

use crate::{
    garden::{Garden, shown},
    looking::{form, private, stored_about, with_the_orchard},
    moderating::asked,
};

/// Maya, who has agreed.
async fn who_agreed(garden: &Garden) -> Member {
    let maya = garden.maya();
    let asked = private(maya.slash("/reflect").await);
    form(maya.click(&asked, "I agree").await);
    maya
}

fn placeholder(form: &Form) -> String {
    form.fields[0].placeholder.clone().unwrap_or_default()
}

/// Whether the library asks this.
fn is_of_the_library(question: &str) -> bool {
    let library = Library::embedded().expect("the library is sound");
    library.prompts(None).iter().any(|one| one.text == question)
}

#[tokio::test]
async fn who_has_not_agreed_reads_first_what_is_kept() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let consent = private(maya.slash("/reflect").await);
    let affirmation = shown(maya.slash("/affirmation").await);
    let by_button = private(maya.click(&affirmation, "Reflect").await);
    assert_eq!(consent.as_text(), by_button.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    let form = form(maya.click(&consent, "I agree").await);
    let kept = shown(maya.fill(&form, &[("text", "The kettle sang.")]).await);
    assert!(kept.as_text().contains("Kept, for you alone"));
    garden.close().await;
}

#[tokio::test]
async fn before_any_post_the_library_asks_and_the_form_shows_the_question_whole() {
    let garden = Garden::open().await;
    let maya = who_agreed(&garden).await;
    for _ in 0..5 {
        let form = form(maya.slash("/reflect").await);
        let question = placeholder(&form);
        assert!(is_of_the_library(&question), "{question}");
        let kept = private(maya.fill(&form, &[("text", "Tea.")]).await);
        assert!(kept.as_text().contains(&question), "{}", kept.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn for_eight_days_it_is_the_question_of_the_latest_post() {
    let mut garden = Garden::open().await;
    let schedule = "/schedule create channel:#wellbeing when:\"23 nov 9:00\" zone:Europe/London";
    asked(&garden, schedule).await;
    let post = garden.mondays_post().await;
    // Whatever was still to be written of it is.
    garden.restart_bot().await;
    let maya = who_agreed(&garden).await;
    let by_button = form(maya.click(&post, "Reflect").await);
    let by_command = form(maya.slash("/reflect").await);
    assert_eq!(by_command.as_text(), by_button.as_text());
    assert_snapshot!("reflect_on_the_latest_post", by_command.as_text());
    let kept = private(maya.fill(&by_command, &[("text", "Mine.")]).await);
    assert!(kept.as_text().contains("Kept, for you alone"));
    garden.advance(TimeDelta::days(8));
    let still = form(maya.slash("/reflect").await);
    assert_eq!(still.as_text(), by_button.as_text());
    garden.advance(TimeDelta::minutes(1));
    let after = form(maya.slash("/reflect").await);
    assert!(
        is_of_the_library(&placeholder(&after)),
        "{}",
        after.as_text()
    );
    assert_ne!(after.custom_id, by_button.custom_id);
    garden.close().await;
}

#[tokio::test]
async fn the_form_is_kept_after_a_restart_and_the_days_limit_holds() {
    let mut garden = Garden::open().await;
    let maya = who_agreed(&garden).await;
    let opened = form(maya.slash("/reflect").await);
    garden.restart_bot().await;
    for _ in 0..20 {
        let kept = shown(maya.fill(&opened, &[("text", "Tea.")]).await);
        assert!(kept.as_text().contains("Kept, for you alone"));
    }
    let refused = shown(maya.fill(&opened, &[("text", "One too many.")]).await);
    assert!(refused.as_text().contains("One too many."), "it comes back");
    garden.close().await;
}

#[tokio::test]
async fn where_the_bot_is_no_member_it_says_so() {
    let garden = Garden::open_with(with_the_orchard).await;
    let maya = garden.maya();
    for place in [maya.in_dm(), maya.in_channel("brook")] {
        let refused = shown(place.slash("/reflect").await);
        assert!(refused.is_private());
        let said = refused.as_text();
        assert!(said.contains("in a server that I am a member of"), "{said}");
    }
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn hostile_words_in_the_form_are_kept_as_they_are_and_ping_nobody() {
    let garden = Garden::open().await;
    let maya = who_agreed(&garden).await;
    let opened = form(maya.slash("/reflect").await);
    let hostile = "@everyone **loud** \u{202e}sdrawkcab <@1>";
    shown(maya.fill(&opened, &[("text", hostile)]).await);
    let view = maya.slash("/reflections view").await.expect("an answer");
    let Seen::Message(view) = view else {
        panic!("{}", view.as_text());
    };
    let embeds = &view.raw().embeds;
    let said = embeds[0]["description"].as_str().unwrap_or_default();
    assert!(said.contains(hostile), "{said}");
    assert!(!view.raw().mentions.everyone && view.raw().mentions.users.is_empty());
    garden.close().await;
}
