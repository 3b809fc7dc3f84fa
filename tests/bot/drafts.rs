//! What was written into the form is kept or comes back, whole, whatever fails.

use sqlx::Connection as _;

use crate::{
    garden::{Garden, shown},
    looking::{form, private, refuse_reflections, stored_about},
};

const AFFIRMATION: &str = "/affirmation topic:trauma";

/// 4,000 characters with whatever Markdown and mentions there are.
fn awkward() -> String {
    let piece = "**a** _b_ ~~c~~ ||d|| `e` ```f``` > g # h - i <@1> <@&2> <#3> @everyone @here \
        [j](https://example.com) https://example.com \\* </k:4> <t:5:R> <:l:6> 🌻👩‍👩‍👧‍👦 \u{202e}m\u{202c} ẑ̃\n\n";
    let mut text: String = piece.chars().cycle().take(3_999).collect();
    text.push('.');
    text
}

/// What came back, from an embed or a file.
fn given_back(garden: &Garden, answer: &sunflower::sandbox::driver::Shown) -> String {
    assert!(answer.is_private(), "{}", answer.as_text());
    assert!(
        answer.as_text().contains("Not kept"),
        "{}",
        answer.as_text()
    );
    if answer.files().is_empty() {
        let embed = answer.raw().embeds.get(1).expect("the words");
        embed["description"].as_str().unwrap_or_default().to_owned()
    } else {
        crate::looking::file_text(garden, answer)
    }
}

#[tokio::test]
async fn four_thousand_characters_of_any_kind_come_back_whole() {
    let mut garden = Garden::open().await;
    garden.expect_error("could not answer");
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    garden.reflect(&maya, &affirmation, "The first.").await;
    refuse_reflections(&garden).await;
    for text in [
        awkward(),
        "@".repeat(4_000),
        "\u{202e}".repeat(3_999) + "a",
        "💛".repeat(2_500),
    ] {
        let answer = garden.reflect(&maya, &affirmation, &text).await;
        assert!(
            given_back(&garden, &answer) == text,
            "{} characters",
            text.chars().count()
        );
        let mentions = &answer.raw().mentions;
        assert!(mentions.users.is_empty() && mentions.roles.is_empty() && !mentions.everyone);
    }
    garden.close().await;
}

#[tokio::test]
async fn a_draft_comes_back_when_the_database_can_not_even_be_read() {
    let mut garden = Garden::open().await;
    garden.expect_error("could not answer");
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    garden.reflect(&maya, &post, "The first.").await;
    let form = form(maya.click(&post, "Reflect").await);
    let mut database = crate::looking::database(&garden).await;
    sqlx::query("ALTER TABLE posts RENAME TO posts_elsewhere")
        .execute(&mut database)
        .await
        .expect("renamed");
    let answer = private(maya.fill(&form, &[("text", &awkward())]).await);
    assert_eq!(given_back(&garden, &answer), awkward());
    sqlx::query("ALTER TABLE posts_elsewhere RENAME TO posts")
        .execute(&mut database)
        .await
        .expect("renamed");
    database.close().await.expect("it closes");
    garden.close().await;
}

#[tokio::test]
async fn a_draft_comes_back_when_its_post_is_forgotten_meanwhile() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    garden.reflect(&maya, &post, "The first.").await;
    let form = form(maya.click(&post, "Reflect").await);
    let mut database = crate::looking::database(&garden).await;
    sqlx::query("DELETE FROM posts")
        .execute(&mut database)
        .await
        .expect("deleted");
    let answer = private(maya.fill(&form, &[("text", &awkward())]).await);
    assert_eq!(given_back(&garden, &answer), awkward());
    assert_eq!(
        stored_about(&garden, "maya").await[1].1,
        1,
        "the first alone"
    );
    garden.close().await;
}

#[tokio::test]
async fn a_draft_comes_back_at_the_limit_of_a_day_and_when_consent_is_gone() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    for number in 0..20 {
        garden
            .reflect(&maya, &affirmation, &number.to_string())
            .await;
    }
    let answer = garden.reflect(&maya, &affirmation, &awkward()).await;
    assert_eq!(given_back(&garden, &answer), awkward());
    let form = form(maya.click(&affirmation, "Reflect").await);
    let asked = shown(maya.slash("/reflections withdraw").await);
    shown(maya.click(&asked, "Yes, withdraw").await);
    let answer = private(maya.fill(&form, &[("text", &awkward())]).await);
    assert_eq!(given_back(&garden, &answer), awkward());
    garden.close().await;
}
