//! Whoever only replies, when the text that they agreed to has changed: no new words of theirs are kept
//! before they agree anew, and a sign asks them to.

use sunflower::sandbox::driver::{Member, Shown};

use crate::{
    consent_text::the_text_changed,
    garden::Garden,
    looking::{private, stored_about},
    missed_replies::edited_unheard,
    replying::{
        KEPT, WORDS, agree, agreed, bears, bears_all, deletes_the_newest, keeps, kept, read_anew,
        signs,
    },
};

const CHANGED: &str = "📜";
const REACT: &str = "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me";

/// Somebody agrees to the text as it is now, a while later.
async fn agree_later(garden: &Garden, member: &Member, post: &Shown) {
    garden.advance(chrono::TimeDelta::minutes(1));
    agree(member, post).await;
    garden.advance(chrono::TimeDelta::minutes(1));
}

#[tokio::test]
async fn a_reply_after_the_text_changed_is_not_kept_and_asks_to_agree_anew() {
    let (garden, maya, post) = agreed().await;
    the_text_changed(&garden).await;
    let theos = garden.theo().replies(&post, "Mine.", true).expect("he may");
    let mayas = maya.replies(&post, WORDS, true).expect("she may write");
    let unread = maya.replies(&post, WORDS, false).expect("she may write");
    bears(&garden, &mayas, CHANGED).await;
    bears(&garden, &unread, CHANGED).await;
    assert!(signs(&garden, &theos).is_empty(), "he never agreed");
    assert!(stored_about(&garden, "theo").await.is_empty());
    assert!(kept(&garden, &maya).await.is_empty());
    agree_later(&garden, &maya, &post).await;
    let again = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &again, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_missed_reply_after_the_text_changed_is_asked_about_once() {
    let (mut garden, maya, post) = agreed().await;
    garden.stop_bot().await;
    the_text_changed(&garden).await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    garden.start_bot().await;
    bears(&garden, &reply, CHANGED).await;
    read_anew(&mut garden).await;
    assert_eq!(garden.sandbox.record().of(REACT).len(), 1);
    // It was written before she agreed anew.
    agree_later(&garden, &maya, &post).await;
    read_anew(&mut garden).await;
    assert!(kept(&garden, &maya).await.is_empty());
    assert_eq!(signs(&garden, &reply), [CHANGED]);
    garden.close().await;
}

#[tokio::test]
async fn a_reply_that_its_writer_deleted_is_not_asked_about() {
    let (mut garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    deletes_the_newest(&maya).await;
    the_text_changed(&garden).await;
    read_anew(&mut garden).await;
    assert_eq!(signs(&garden, &reply), [KEPT]);
    garden.close().await;
}

#[tokio::test]
async fn an_edit_after_the_text_changed_is_kept_only_once_its_writer_agreed_anew() {
    let (mut garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    the_text_changed(&garden).await;
    garden.advance(chrono::TimeDelta::minutes(1));
    maya.edits(&reply, "New words.").expect("it is hers");
    bears_all(&garden, &reply, &[KEPT, CHANGED]).await;
    assert_eq!(kept(&garden, &maya).await, [WORDS]);
    // Nor is it read up, neither before she agrees nor later.
    read_anew(&mut garden).await;
    assert_eq!(kept(&garden, &maya).await, [WORDS]);
    agree_later(&garden, &maya, &post).await;
    read_anew(&mut garden).await;
    assert_eq!(kept(&garden, &maya).await, [WORDS]);
    assert_eq!(signs(&garden, &reply), [KEPT, CHANGED]);
    maya.edits(&reply, "Newer words.").expect("it is hers");
    keeps(&garden, &maya, &["Newer words."]).await;
    bears_all(&garden, &reply, &[KEPT]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_missed_edit_after_the_text_changed_is_not_kept_and_an_older_reply_is_left_in_peace() {
    let (mut garden, maya, post) = agreed().await;
    let edited = maya.replies(&post, WORDS, true).expect("she may write");
    garden.advance(chrono::TimeDelta::minutes(1));
    let left = maya.replies(&post, "As it was.", true).expect("she may");
    for reply in [&edited, &left] {
        bears(&garden, reply, KEPT).await;
    }
    garden.stop_bot().await;
    the_text_changed(&garden).await;
    garden.advance(chrono::TimeDelta::hours(1));
    edited_unheard(&garden, &edited, "New words.", true);
    read_anew(&mut garden).await;
    bears_all(&garden, &edited, &[KEPT, CHANGED]).await;
    assert_eq!(signs(&garden, &left), [KEPT]);
    assert_eq!(kept(&garden, &maya).await, ["As it was.", WORDS]);
    let asked = private(maya.click(&post, "Reflect").await);
    assert!(asked.has_button("I agree"), "{}", asked.as_text());
    garden.close().await;
}
