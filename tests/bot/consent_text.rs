//! The text that members agree to is the program's own, and asks again when it has changed.

use std::{fs, path::Path};

use sunflower::reflection::consent;

use crate::{
    garden::{Garden, shown},
    looking::{database, form, private, rows_that_hold, stored_about, updated},
};

/// The whole library, with another text to agree to.
fn library_with_its_own_consent(folder: &Path) {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    fs::create_dir(folder.join("articles")).expect("a folder");
    for article in fs::read_dir(content.join("articles")).expect("the articles") {
        let article = article.expect("an article").path();
        let name = article.file_name().expect("a name");
        fs::copy(&article, folder.join("articles").join(name)).expect("copied");
    }
    fs::copy(content.join("support.toml"), folder.join("support.toml")).expect("copied");
    fs::write(folder.join("consent.md"), "You agree to everything.").expect("written");
}

#[tokio::test]
async fn the_text_to_agree_to_is_never_taken_from_another_library() {
    let library = tempfile::tempdir().expect("a folder");
    library_with_its_own_consent(library.path());
    let mut garden = Garden::without_bot(|_world| {}).await;
    let mut config = garden.config();
    config.content_dir = Some(library.path().to_owned());
    garden.start_bot_with(config).await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    let asked = private(maya.click(&affirmation, "Reflect").await);
    let said = asked.raw().embeds[0]["description"].as_str();
    assert_eq!(said, Some(consent::text("a year").as_str()));
    garden.reflect(&maya, &affirmation, "Only this.").await;
    assert_eq!(
        rows_that_hold(&garden, consent::version()).await,
        [("consents".to_owned(), 1)]
    );
    garden.close().await;
}

/// As if the text had been another one when everyone agreed.
pub async fn the_text_changed(garden: &Garden) {
    let mut database = database(garden).await;
    let older = sqlx::query("UPDATE consents SET version = '0123456789abcdef'");
    older.execute(&mut database).await.expect("done");
}

#[tokio::test]
async fn a_changed_text_asks_again_before_the_next_one_and_what_was_kept_stays() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden
        .reflect(&maya, &affirmation, "Under the old text.")
        .await;
    let opened = form(maya.click(&affirmation, "Reflect").await);
    the_text_changed(&garden).await;

    // Even a form that was opened before keeps nothing now.
    let field = opened.fields[0].label.clone();
    let not_kept = shown(maya.fill(&opened, &[(&field, "Too late.")]).await);
    assert!(
        not_kept.as_text().contains("it has changed since"),
        "{}",
        not_kept.as_text()
    );
    let asked = private(maya.click(&affirmation, "Reflect").await);
    updated(maya.click(&asked, "Not now").await);
    let page = shown(maya.slash("/reflections view").await);
    assert!(
        page.as_text().contains("Under the old text."),
        "{}",
        page.as_text()
    );
    assert!(page.as_text().contains("1 of 1"), "{}", page.as_text());
    let both = [("consents".to_owned(), 1), ("reflections".to_owned(), 1)];
    assert_eq!(stored_about(&garden, "maya").await, both);
    let privacy = shown(maya.slash("/privacy").await);
    assert!(
        privacy.as_text().contains("the text has changed since"),
        "{}",
        privacy.as_text()
    );

    let asked = private(maya.click(&affirmation, "Reflect").await);
    let opened = form(maya.click(&asked, "I agree").await);
    let kept = shown(maya.fill(&opened, &[(&field, "Under the new one.")]).await);
    assert!(kept.as_text().contains("Kept"), "{}", kept.as_text());
    let page = shown(maya.slash("/reflections view").await);
    assert!(page.as_text().contains("1 of 2"), "{}", page.as_text());
    garden.close().await;
}
