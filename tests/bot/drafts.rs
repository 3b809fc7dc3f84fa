//! What was written into the form is kept or comes back, whole, whatever fails.

use std::{future::pending, time::Duration};

use chrono::TimeDelta;
use sqlx::{Connection as _, Executor as _};
use sunflower::sandbox::{
    driver::Shown,
    faults::Fault,
    record::{Outcome, Request},
};
use tokio::time::timeout;

use crate::{
    garden::{Garden, shown},
    looking::{database, form, private, refuse_reflections, stored_about},
};

const AFFIRMATION: &str = "/affirmation topic:trauma";
const FIRST_ANSWER: &str = "POST /interactions/{interaction}/{token}/callback";
const LATER_ANSWER: &str = "PATCH /webhooks/{application}/{token}/messages/{message}";
const FOLLOW_UP: &str = "POST /webhooks/{application}/{token}";

/// 4,000 characters with whatever Markdown and mentions there are.
fn awkward() -> String {
    let piece = "**a** _b_ ~~c~~ ||d|| `e` ```f``` > g # h - i <@1> <@&2> <#3> @everyone @here \
        [j](https://example.com) https://example.com \\* </k:4> <t:5:R> <:l:6> 🌻👩‍👩‍👧‍👦 \u{202e}m\u{202c} ẑ̃\n\n";
    let mut text: String = piece.chars().cycle().take(3_999).collect();
    text.push('.');
    text
}

/// What came back, from an embed or a file.
fn given_back(garden: &Garden, answer: &Shown) -> String {
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

/// Maya sends the form with her words, and saving them takes so long that Discord is told, and then fails. What
/// she is shown at last, as time goes by.
async fn sent_in_vain(garden: &mut Garden) -> Shown {
    garden.expect_error("could not answer");
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let garden = &*garden;
    garden.reflect(&maya, &affirmation, "The first.").await;
    let form = form(maya.click(&affirmation, "Reflect").await);
    refuse_reflections(garden).await;
    let mut other = database(garden).await;
    other.execute("BEGIN IMMEDIATE").await.expect("it is held");
    let told = first_answers(garden) + 1;
    let words = awkward();
    let fields = [("text", words.as_str())];
    let time_goes_by = async {
        while first_answers(garden) < told {
            a_moment().await;
        }
        other.execute("COMMIT").await.expect("it is let go");
        loop {
            garden.advance(TimeDelta::milliseconds(100));
            a_moment().await;
        }
    };
    tokio::select! {
        answer = maya.fill(&form, &fields) => private(answer),
        () = time_goes_by => unreachable!("time goes by for ever"),
    }
}

/// How often the bot has tried to answer at first, in vain or not.
fn first_answers(garden: &Garden) -> usize {
    let ended = |one: &Request| one.outcome != Outcome::Pending;
    let tries = garden.sandbox.record().of(FIRST_ANSWER);
    tries.iter().filter(|one| ended(one)).count()
}

async fn a_moment() {
    let _a_moment_later = timeout(Duration::from_millis(20), pending::<()>()).await;
}

#[tokio::test]
async fn a_draft_comes_back_though_discord_falters_when_the_promised_answer_is_sent() {
    let mut garden = Garden::open().await;
    let faults = garden.sandbox.faults();
    faults.on(LATER_ANSWER).times(2, Fault::down(502));
    let answer = sent_in_vain(&mut garden).await;
    assert_eq!(given_back(&garden, &answer), awkward());
    let record = garden.sandbox.record();
    assert_eq!(record.of(LATER_ANSWER).len(), 3);
    assert_eq!(record.of(FOLLOW_UP).len(), 0);
    garden.close().await;
}

#[tokio::test]
async fn a_draft_comes_back_in_a_message_of_its_own_if_the_promised_answer_can_not_be_sent() {
    let mut garden = Garden::open().await;
    let faults = garden.sandbox.faults();
    faults.on(LATER_ANSWER).always(Fault::down(502));
    let answer = sent_in_vain(&mut garden).await;
    assert_eq!(given_back(&garden, &answer), awkward());
    garden.close().await;
}

#[tokio::test]
async fn a_draft_comes_back_though_discord_could_not_be_told_that_it_takes_longer() {
    for fault in [Fault::down(502), Fault::DropBefore, Fault::DropAfter] {
        let mut garden = Garden::open().await;
        let faults = garden.sandbox.faults();
        // The affirmation, the consent, the form twice, and what was kept.
        faults.on(FIRST_ANSWER).after(5).once(fault);
        let answer = sent_in_vain(&mut garden).await;
        assert_eq!(given_back(&garden, &answer), awkward());
        assert_eq!(first_answers(&garden), 7, "it is told, and then answered");
        garden.close().await;
    }
}
