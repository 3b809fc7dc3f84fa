//! Members look for help, ask what is stored about them, and what there is.

use insta::assert_snapshot;
use sunflower::sandbox::driver::Member;

use crate::{
    garden::{Garden, shown},
    looking::{private, updated},
};

/// The member's Discord speaks this language from now on.
fn speaks(garden: &Garden, member: &Member, locale: &str) {
    garden.sandbox.change(|world| {
        let mut users = world.users.values_mut();
        let user = users.find(|user| user.username == member.name());
        locale.clone_into(&mut user.expect("the member").locale);
    });
}

#[tokio::test]
async fn support_guesses_the_country_from_the_language_and_always_shows_the_world() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    for (locale, place, contact) in [
        ("en-US", "United States", "988"),
        ("en-GB", "United Kingdom", "116 123"),
        ("de", "Anywhere in the world", "findahelpline.com"),
        ("es-419", "Anywhere in the world", "findahelpline.com"),
    ] {
        speaks(&garden, &maya, locale);
        let answer = shown(maya.slash("/support").await);
        assert!(answer.is_private());
        let text = answer.as_text();
        for wanted in [place, contact, "Find A Helpline", "Choose a country"] {
            assert!(text.contains(wanted), "{locale}: no {wanted} in:\n{text}");
        }
        assert_eq!(text.contains("guess"), locale.starts_with("en"), "{text}");
        if locale == "en-GB" {
            assert_snapshot!("support_guessed", text);
        }
    }
    garden.close().await;
}

#[tokio::test]
async fn support_for_a_country_that_was_asked_for_guesses_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    for typed in ["AU", "au", "Australia", " australia "] {
        let command = format!("/support country:\"{typed}\"");
        let answer = shown(maya.slash(&command).await);
        let text = answer.as_text();
        assert!(text.contains("13 11 14"), "{typed}: {text}");
        assert!(!text.contains("guess"), "{typed}: {text}");
    }
    garden.close().await;
}

#[tokio::test]
async fn an_unknown_country_gets_the_international_services() {
    let garden = Garden::open().await;
    let answer = shown(garden.maya().slash("/support country:Atlantis").await);
    assert_snapshot!("support_unknown_country", answer.as_text());
    garden.close().await;
}

#[tokio::test]
async fn the_menu_of_countries_changes_the_answer_in_place() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let mut answer = shown(maya.slash("/support").await);
    let countries: Vec<_> = answer.menus()[0]
        .options
        .iter()
        .map(|country| country.name.clone())
        .collect();
    assert!(countries.len() > 5, "{countries:?}");
    for country in countries {
        answer = updated(maya.choose(&answer, "Choose a country", &[&country]).await);
        let text = answer.as_text();
        assert!(text.contains(&format!("**{country}**")), "{text}");
        assert!(text.contains("Last checked on"), "{text}");
    }
    assert_eq!(maya.reads_here().expect("her channel").len(), 1);
    garden.close().await;
}

#[tokio::test]
async fn privacy_says_that_nothing_is_stored_while_nothing_is() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let here = shown(maya.slash("/privacy").await);
    assert!(here.is_private());
    assert_snapshot!("privacy_nothing_here", here.as_text());
    let everywhere = shown(maya.in_dm().slash("/privacy").await);
    assert!(
        everywhere
            .as_text()
            .contains("nothing about you in any server")
    );
    garden.close().await;
}

#[tokio::test]
async fn privacy_says_exactly_what_is_stored_and_until_when() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden.reflect(&maya, &affirmation, "I slept well.").await;
    garden.advance(chrono::TimeDelta::days(3));
    garden.reflect(&maya, &affirmation, "And again.").await;
    let mine = shown(maya.slash("/privacy").await);
    assert_snapshot!("privacy_two_reflections", mine.as_text());
    let theos = shown(garden.theo().slash("/privacy").await);
    assert!(theos.as_text().contains("nothing about you in this server"));
    garden.close().await;
}

#[tokio::test]
async fn help_names_every_command_for_everyone() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let help = private(maya.slash("/help").await);
    let text = help.as_text();
    for command in maya.commands().expect("she sees commands") {
        assert!(text.contains(&format!("`/{command}")), "/{command}: {text}");
    }
    for subcommand in ["view", "export", "delete", "withdraw"] {
        assert!(text.contains(&format!("`/reflections {subcommand}`")));
    }
    assert_snapshot!("help", text);
    garden.close().await;
}
