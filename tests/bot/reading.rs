//! Members read an article: named or picked, page by page, with its note first; and reading in direct
//! messages and where the bot was brought along by a person.

use insta::assert_snapshot;
use sunflower::{content::Library, sandbox::driver::Shown};

use crate::{
    garden::{Garden, shown},
    looking::{id_of, private, updated, with_the_orchard},
};

const HEALING: &str = "Healing From Relational Trauma: Strategies for Recovery and Growth";
const VULNERABILITY: &str = "How Vulnerability Can Bring You and Your Partner Closer";

fn description(shown: &Shown) -> &str {
    shown.raw().embeds[0]["description"].as_str().expect("text")
}

#[tokio::test]
async fn an_article_is_read_page_by_page_with_its_note_first() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    for (title, name) in [(HEALING, "healing"), (VULNERABILITY, "vulnerability")] {
        let mut page = shown(maya.slash(&format!("/article title:{title}")).await);
        assert!(page.is_private());
        assert!(description(&page).starts_with("**Before you read**"));
        assert!(!page.has_button("Previous page"));
        let mut number = 1;
        loop {
            assert_snapshot!(format!("article_{name}_{number}"), page.as_text());
            if !page.has_button("Next page") {
                break;
            }
            page = updated(maya.click(&page, "Next page").await);
            number += 1;
        }
        assert!(page.as_text().contains("Where this comes from"));
        assert!(page.as_text().contains("Melody Wright, LMFT"));
        for _ in 1..number {
            page = updated(maya.click(&page, "Previous page").await);
        }
        assert!(description(&page).starts_with("**Before you read**"));
    }
    garden.close().await;
}

#[tokio::test]
async fn an_original_is_credited_once_as_written_for_this_library() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let original = shown(maya.slash("/article title:request-with-a-handle").await);
    let said = original.as_text();
    assert_snapshot!("article_original", said);
    assert_eq!(said.matches("Sunflower").count(), 1);
    assert!(said.contains("Written for this library by the Sunflower project"));
    assert!(!said.contains("Retold"));
    garden.close().await;
}

#[tokio::test]
async fn without_a_title_there_is_a_menu_of_all_articles() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let picker = shown(maya.slash("/article").await);
    assert_snapshot!("article_picker", picker.as_text());
    let chosen = maya.choose(&picker, "Choose an article", &[HEALING]).await;
    let article = updated(chosen);
    assert!(article.as_text().contains(HEALING));
    garden.close().await;
}

#[tokio::test]
async fn an_article_leads_to_its_practices_and_affirmations() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let article = shown(
        maya.slash("/article title:vulnerability-with-your-partner")
            .await,
    );
    let practices = updated(maya.click(&article, "Practices").await);
    assert_snapshot!("article_practices", practices.as_text());
    let library = Library::embedded().expect("the library is sound");
    let slug = "vulnerability-with-your-partner".parse().expect("a slug");
    let of_it = &library.article(&slug).expect("it is there").practices;
    assert_eq!(practices.menus()[0].options.len(), of_it.len());
    let chosen = maya
        .choose(&practices, "Choose a practice", &[&of_it[1].name])
        .await;
    let practice = updated(chosen);
    assert!(practice.as_text().contains(&of_it[1].name));
    let article = updated(maya.click(&practice, "Read the article").await);
    let affirmation = updated(maya.click(&article, "Affirmations").await);
    assert!(affirmation.as_text().contains(VULNERABILITY));
    garden.close().await;
}

#[tokio::test]
async fn a_shared_article_is_turned_by_each_alone() {
    let garden = Garden::open().await;
    let command = format!("/article title:{HEALING} share:true");
    let shared = shown(garden.maya().slash(&command).await);
    assert!(!shared.is_private());
    let theo = garden.theo();
    let page = private(theo.click(&shared, "Next page").await);
    assert!(page.as_text().contains("Page 2 of"));
    for button in ["Practices", "Affirmations"] {
        private(theo.click(&shared, button).await);
    }
    let still = theo.looks_again(&shared).expect("it is still there");
    assert_eq!(still.as_text(), shared.as_text());
    garden.close().await;
}

#[tokio::test]
async fn everything_to_read_works_in_direct_messages() {
    let garden = Garden::open().await;
    let maya = garden.maya().in_dm();
    let affirmation = shown(maya.slash("/affirmation").await);
    assert!(
        !affirmation.has_button("Reflect"),
        "a reflection needs a server"
    );
    let affirmation = shown(maya.click(&affirmation, "Another").await);
    shown(maya.click(&affirmation, "Read the article").await);
    let practice = shown(maya.slash("/practice").await);
    let chosen = maya
        .choose(&practice, "Choose a practice", &["Make room for self-care"])
        .await;
    let practice = shown(chosen);
    shown(maya.click(&practice, "Next step").await);
    shown(maya.slash(&format!("/article title:{HEALING}")).await);
    for command in ["/support", "/privacy", "/help"] {
        shown(maya.slash(command).await);
    }
    garden.close().await;
}

#[tokio::test]
async fn who_installed_the_bot_reads_in_servers_without_it_but_reflects_only_with_it() {
    let garden = Garden::open_with(with_the_orchard).await;
    let maya = garden.maya().in_channel("brook");
    let affirmation = shown(maya.slash("/affirmation").await);
    assert!(!affirmation.has_button("Reflect"), "the bot is no member");
    let affirmation = shown(maya.click(&affirmation, "Another").await);
    shown(maya.click(&affirmation, "Read the article").await);
    // Even if such a button stood there.
    let forged = "reflect:article:healing-from-relational-trauma:0";
    let refused = maya
        .forge_press(affirmation.channel(), affirmation.id(), forged)
        .await;
    let refused = private(refused);
    assert_snapshot!("reflect_where_the_bot_is_not", refused.as_text());
    shown(maya.slash("/reflections view").await);
    let id = id_of(&garden, "maya").to_string();
    let stored = crate::looking::rows_that_hold(&garden, &id).await;
    assert!(stored.is_empty(), "{stored:?}");
    garden.close().await;
}
