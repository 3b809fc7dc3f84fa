//! What a member gave is theirs: to read again, to take along, to delete, and to be asked for no more.

use insta::assert_snapshot;
use serde_json::json;
use sunflower::sandbox::driver::{PATIENCE, Shown};

use crate::{
    garden::{Garden, shown},
    looking::{carried, database, exported, private, stored_about, updated},
};

const AFFIRMATION: &str = "/affirmation topic:trauma";

/// Maya keeps these, an hour apart.
async fn kept(garden: &Garden, texts: &[&str]) {
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    for text in texts {
        let answer = garden.reflect(&maya, &affirmation, text).await;
        assert!(answer.as_text().contains("Kept"), "{}", answer.as_text());
        garden.advance(chrono::TimeDelta::hours(1));
    }
}

/// The words of a page of reflections, without the question and the dates.
fn words(shown: &Shown) -> String {
    let embeds = shown.raw().embeds.iter();
    let texts: Vec<_> = embeds
        .filter_map(|embed| embed["description"].as_str())
        .collect();
    let whole = texts.concat();
    let (_question, rest) = whole[2..].split_once("**").expect("the question in bold");
    let (words, _dates) = rest.rsplit_once("Written <t:").expect("the dates");
    words.trim().to_owned()
}

#[tokio::test]
async fn a_member_reads_their_reflections_newest_first() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    kept(&garden, &["The first.", "The second.", "The third."]).await;
    let mut page = shown(maya.slash("/reflections view").await);
    assert!(page.is_private());
    assert_snapshot!("reflections_first_page", page.as_text());
    assert!(!page.has_button("Previous page"));
    for text in ["The second.", "The first."] {
        page = updated(maya.click(&page, "Next page").await);
        assert!(page.as_text().contains(text), "{}", page.as_text());
        assert!(page.as_text().contains("/support"), "{}", page.as_text());
    }
    assert!(!page.has_button("Next page"));
    page = updated(maya.click(&page, "Previous page").await);
    assert!(page.as_text().contains("The second."));
    let theos = shown(garden.theo().slash("/reflections view").await);
    assert_snapshot!("reflections_none", theos.as_text());
    garden.close().await;
}

#[tokio::test]
async fn what_was_just_kept_can_be_viewed_and_deleted_from_there() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let answer = garden.reflect(&maya, &affirmation, "Only this.").await;
    let page = updated(maya.click(&answer, "View mine").await);
    assert!(page.as_text().contains("Only this."));
    let asked = updated(maya.click(&page, "Delete this one").await);
    assert_snapshot!("delete_one_asked", asked.as_text());
    let back = updated(maya.click(&asked, "No, keep it").await);
    assert_eq!(back.as_text(), page.as_text());
    let asked = updated(maya.click(&back, "Delete this one").await);
    let gone = updated(maya.click(&asked, "Yes, delete it").await);
    assert_snapshot!("delete_one_done", gone.as_text());
    let stored = stored_about(&garden, "maya").await;
    assert_eq!(stored, [("consents".to_owned(), 1)]);
    garden.close().await;
}

#[tokio::test]
async fn one_that_has_lost_its_id_is_shown_without_its_words_and_goes_with_all() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    kept(&garden, &["The first."]).await;
    let mut database = database(&garden).await;
    let lost = sqlx::query("UPDATE reflections SET id = CAST(x'41C1' AS TEXT)");
    lost.execute(&mut database).await.expect("changed");
    drop(database);
    kept(&garden, &["The second."]).await;
    let page = shown(maya.slash("/reflections view").await);
    let page = updated(maya.click(&page, "Next page").await);
    assert!(page.as_text().contains("can't read"), "{}", page.as_text());
    assert!(!page.has_button("Delete this one"));
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    updated(maya.click(&sure, "Yes, delete all").await);
    let stored = stored_about(&garden, "maya").await;
    assert_eq!(stored, [("consents".to_owned(), 1)]);
    garden.close().await;
}

#[tokio::test]
async fn the_second_press_of_a_deletion_says_that_it_is_gone() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    kept(&garden, &["The first.", "The second."]).await;
    let page = shown(maya.slash("/reflections view").await);
    let asked = updated(maya.click(&page, "Delete this one").await);
    let sure = carried(&asked, "Yes, delete it");
    updated(maya.click(&asked, "Yes, delete it").await);
    let again = shown(maya.forge_press(asked.channel(), asked.id(), &sure).await);
    assert!(
        again.as_text().contains("already gone"),
        "{}",
        again.as_text()
    );
    let page = shown(maya.slash("/reflections view").await);
    assert!(page.as_text().contains("The first."), "the other stays");
    garden.close().await;
}

#[tokio::test]
async fn deleting_asks_which_and_all_asks_again() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let nothing = shown(maya.slash("/reflections delete").await);
    assert!(nothing.buttons().is_empty(), "{}", nothing.as_text());
    kept(&garden, &["The first.", "The second."]).await;
    let asked = shown(maya.slash("/reflections delete").await);
    assert_snapshot!("delete_asked", asked.as_text());
    let one = updated(maya.click(&asked, "Choose one").await);
    assert!(one.as_text().contains("The second."));

    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    assert_snapshot!("delete_all_asked", sure.as_text());
    updated(maya.click(&sure, "No, keep them").await);
    assert_eq!(stored_about(&garden, "maya").await[1].1, 2, "still there");

    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    let gone = updated(maya.click(&sure, "Yes, delete all").await);
    assert_snapshot!("delete_all_done", gone.as_text());
    let stored = stored_about(&garden, "maya").await;
    assert_eq!(stored, [("consents".to_owned(), 1)]);
    garden.close().await;
}

#[tokio::test]
async fn withdrawing_asks_first_and_leaves_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let nothing = shown(maya.slash("/reflections withdraw").await);
    assert_snapshot!("withdraw_nothing", nothing.as_text());
    assert!(nothing.buttons().is_empty());
    kept(&garden, &["The first.", "The second."]).await;
    let asked = shown(maya.slash("/reflections withdraw").await);
    assert_snapshot!("withdraw_asked", asked.as_text());
    updated(maya.click(&asked, "No, keep them").await);
    assert_eq!(stored_about(&garden, "maya").await.len(), 2, "still there");

    let asked = shown(maya.slash("/reflections withdraw").await);
    let gone = updated(maya.click(&asked, "Yes, withdraw").await);
    assert_snapshot!("withdraw_done", gone.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    // And from now on she is asked again.
    let affirmation = shown(maya.slash(AFFIRMATION).await);
    let asked = private(maya.click(&affirmation, "Reflect").await);
    assert!(asked.has_button("I agree"));
    garden.close().await;
}

#[tokio::test]
async fn the_export_is_a_private_zip_of_all_that_is_stored() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    kept(
        &garden,
        &["The first.", "Ünïcödé 🌻\n\"quoted\" \\ and \u{202e}turned"],
    )
    .await;
    let export = shown(maya.slash("/reflections export").await);
    assert!(export.is_private());
    assert_snapshot!("export", export.as_text());
    assert_eq!(export.files()[0].filename, "my-reflections.zip");
    let file = exported(&garden, &export);
    assert_eq!(file["format"], "sunflower-reflections/2");
    let [second, first] = file["reflections"].as_array().expect("a list").as_slice() else {
        panic!("two reflections: {file}");
    };
    assert_eq!(first["text"], "The first.");
    assert_eq!(first["written_at"], "2026-11-22T12:00:00Z");
    assert_eq!(first["ends_at"], "2027-11-22T12:00:00Z");
    assert_eq!(
        second["text"],
        "Ünïcödé 🌻\n\"quoted\" \\ and \u{202e}turned"
    );
    assert_eq!(second["post_id"], json!(null));
    assert!(
        second["prompt"]
            .as_str()
            .is_some_and(|prompt| prompt.ends_with('?'))
    );
    garden.close().await;
}

#[tokio::test]
async fn an_export_of_nothing_says_so_in_the_file() {
    let garden = Garden::open().await;
    let export = shown(garden.theo().slash("/reflections export").await);
    assert_eq!(exported(&garden, &export)["reflections"], json!([]));
    garden.close().await;
}

#[tokio::test]
async fn four_thousand_awkward_characters_come_back_as_they_were() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let piece = "I said: \"no\" \\o/ ```code``` ||hidden|| <@1> @everyone *ünï* 🌻\n> 引用\t{}[]&<b>\u{0}\u{301}e ";
    let awkward: String = piece.chars().cycle().take(3999).chain(['.']).collect();
    for text in [
        awkward.replace('\u{0}', "0"),
        "🌻".repeat(4000),
        "a".repeat(4000),
    ] {
        assert_eq!(text.chars().count(), 4000);
        kept(&garden, &[&text]).await;
        let page = shown(maya.slash("/reflections view").await);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert!(bare(&words(&page)) == bare(&text), "shown otherwise");
        assert!(page.raw().mentions.users.is_empty());
        let export = shown(maya.slash("/reflections export").await);
        let file = exported(&garden, &export);
        assert!(
            file["reflections"][0]["text"] == text.as_str(),
            "exported otherwise"
        );
    }
    garden.close().await;
}

#[tokio::test]
async fn a_reflection_ends_by_itself_after_a_year() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    kept(&garden, &["A year ago."]).await;
    garden.advance(chrono::TimeDelta::days(366));
    let consent_alone = [("consents".to_owned(), 1)];
    let erased = async { while stored_about(&garden, "maya").await != consent_alone {} };
    let in_time = tokio::time::timeout(PATIENCE, erased).await;
    in_time.expect("it ends by itself");
    let page = shown(maya.slash("/reflections view").await);
    assert!(
        !page.as_text().contains("A year ago."),
        "{}",
        page.as_text()
    );
    garden.close().await;
}
