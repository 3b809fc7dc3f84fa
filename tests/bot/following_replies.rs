//! A reply that is kept follows its message: edited with it, and gone with it, however it goes.

use sqlx::Connection as _;
use sunflower::{
    posting::model::{ChannelKind, Manner},
    sandbox::{driver::Member, faults::Fault, world::World},
};

use crate::{
    every_channel::scheduled,
    garden::{Garden, at, shown},
    looking::database,
    missed_replies::edited_unheard,
    moderating::asked,
    replying::{
        KEPT, WORDS, agree, agreed, agreed_with_thread, bears, keeps, kept, replies_kept, seen,
        unheard,
    },
};

const REACT: &str = "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me";

#[tokio::test]
async fn an_edit_of_the_message_edits_the_reflection() {
    let (garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    for text in [
        "I said no twice.",
        "  I said no.\n",
        "I said no on *Thursday*. 🌻",
    ] {
        maya.edits(&reply, text).expect("it is hers");
        keeps(&garden, &maya, &[text.trim()]).await;
        garden.advance(chrono::TimeDelta::minutes(1));
    }
    let view = shown(maya.slash("/reflections view").await);
    assert!(view.as_text().contains("1 of 1"), "{}", view.as_text());
    bears(&garden, &reply, KEPT).await;
    garden.close().await;
}

#[tokio::test]
async fn an_edit_that_can_not_be_read_changes_nothing() {
    let (garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    // From now on the message pings nobody, so that its edits carry no words.
    edited_unheard(&garden, &reply, "Not for the bot.", false);
    garden.advance(chrono::TimeDelta::minutes(1));
    maya.edits(&reply, "Not for the bot to read.")
        .expect("it is hers");
    let other = maya
        .replies(&post, "Another.", true)
        .expect("she may write");
    bears(&garden, &other, KEPT).await;
    assert_eq!(kept(&garden, &maya).await, ["Another.", WORDS]);
    bears(&garden, &reply, KEPT).await;
    garden.close().await;
}

#[tokio::test]
async fn a_message_that_is_deleted_takes_the_reflection_along() {
    let (garden, maya, post) = agreed().await;
    let list = garden.config().key_file.with_extension("key.erasures");
    let lines = || std::fs::read_to_string(&list).map_or(0, |text| text.lines().count());
    let first = maya.replies(&post, WORDS, true).expect("she may write");
    let second = maya
        .replies(&post, "The second.", true)
        .expect("she may write");
    for reply in [&first, &second] {
        bears(&garden, reply, KEPT).await;
    }
    let before = lines();
    maya.deletes(&first).expect("it is hers");
    keeps(&garden, &maya, &["The second."]).await;
    assert_eq!(lines(), before + 1, "on the list of erasures");
    // By a moderator, too.
    garden.moderator().deletes(&second).expect("she may");
    keeps(&garden, &maya, &[]).await;
    assert_eq!(garden.rows().await["replies"], 0);
    garden.close().await;
}

#[tokio::test]
async fn messages_that_are_deleted_at_once_take_their_reflections_along() {
    let (garden, maya, post) = agreed().await;
    let replies = replies_kept(&garden, &maya, &post, &["One.", "Two.", "Three."]).await;
    let theos = garden
        .theo()
        .in_channel("wellbeing")
        .says("What a week.")
        .expect("he may");
    let some = [&replies[0], &theos, &replies[2]];
    garden.moderator().deletes_at_once(&some).expect("she may");
    keeps(&garden, &maya, &["Two."]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_thread_that_is_deleted_takes_its_replies_along_and_no_others() {
    let (garden, maya, post, thread) = agreed_with_thread().await;
    let bot = garden.sandbox.read(World::bot);
    let bots = unheard(&garden, bot, thread, (None, "A word of the bot's."), &[]);
    let inside = maya
        .replies(&seen(&maya, thread, bots), "Inside.", true)
        .expect("she may");
    let outside = maya.replies(&post, "Outside.", true).expect("she may");
    for reply in [&inside, &outside] {
        bears(&garden, reply, KEPT).await;
    }
    garden.sandbox.delete_channel(thread);
    keeps(&garden, &maya, &["Outside."]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_is_deleted_takes_its_replies_along_and_those_of_its_threads() {
    let (garden, maya, post, thread) = agreed_with_thread().await;
    let bot = garden.sandbox.read(World::bot);
    let bots = unheard(&garden, bot, thread, (None, "A word of the bot's."), &[]);
    let inside = maya
        .replies(&seen(&maya, thread, bots), "Inside.", true)
        .expect("she may");
    let outside = maya.replies(&post, "Outside.", true).expect("she may");
    for reply in [&inside, &outside] {
        bears(&garden, reply, KEPT).await;
    }
    garden.reflect(&maya, &post, "In the form.").await;
    garden.sandbox.delete_channel(post.channel());
    let elsewhere = maya.in_channel("general");
    keeps(&garden, &elsewhere, &["In the form."]).await;
    garden.close().await;
}

#[tokio::test]
async fn where_the_post_is_in_a_thread_its_channel_takes_the_replies_along_too() {
    let manner = Manner {
        kind: ChannelKind::Thread,
        ..Manner::default()
    };
    let garden = scheduled("compost corner", manner).await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let post = garden.post_in("compost corner", 1).await;
    let maya = garden.maya();
    agree(&maya, &post).await;
    let reply = maya.replies(&post, WORDS, true).expect("she may");
    bears(&garden, &reply, KEPT).await;
    let parent = garden.sandbox.read(|world| {
        let thread = world.channels[&post.channel()].thread.as_ref();
        thread.expect("a thread").parent
    });
    garden.sandbox.delete_channel(parent);
    keeps(&garden, &maya.in_dm(), &[]).await;
    garden.close().await;
}

/// Keeps the bot from writing while it is held.
async fn hold_writing(garden: &Garden) -> sqlx::SqliteConnection {
    let mut database = database(garden).await;
    let held = sqlx::query("BEGIN IMMEDIATE").execute(&mut database);
    held.await.expect("nobody else writes");
    database
}

/// Long enough for the bot to have heard what it was told, and to wait.
async fn a_while(garden: &Garden) {
    let looking = garden.sandbox.until(|_| None::<()>);
    let _not_yet = tokio::time::timeout(std::time::Duration::from_millis(400), looking).await;
}

#[tokio::test]
async fn an_edit_that_comes_while_the_reply_is_being_kept_is_followed() {
    let (garden, maya, post) = agreed().await;
    let held = hold_writing(&garden).await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    a_while(&garden).await;
    maya.edits(&reply, "Edited at once.").expect("it is hers");
    a_while(&garden).await;
    held.close().await.expect("it lets go");
    keeps(&garden, &maya, &["Edited at once."]).await;
    bears(&garden, &reply, KEPT).await;
    garden.close().await;
}

#[tokio::test]
async fn a_thread_that_is_deleted_while_a_reply_is_being_kept_takes_it_along() {
    let (garden, maya, _post, thread) = agreed_with_thread().await;
    let bot = garden.sandbox.read(World::bot);
    let bots = unheard(&garden, bot, thread, (None, "A word of the bot's."), &[]);
    let bots = seen(&maya, thread, bots);
    let held = hold_writing(&garden).await;
    maya.replies(&bots, WORDS, true).expect("she may");
    a_while(&garden).await;
    garden.sandbox.delete_channel(thread);
    a_while(&garden).await;
    held.close().await.expect("it lets go");
    let answered = |_: &_| (!garden.sandbox.record().of(REACT).is_empty()).then_some(());
    garden.sandbox.until(answered).await.expect("it was kept");
    keeps(&garden, &maya, &[]).await;
    garden.close().await;
}

/// Makes the database refuse to delete reflections that are replies of which this is true.
pub async fn keep_from_deleting(garden: &Garden, which: &str) {
    let trigger = format!(
        "CREATE TRIGGER no_deleting BEFORE DELETE ON reflections
         WHEN EXISTS (SELECT 1 FROM replies WHERE reflection_id = OLD.id AND {which})
         BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    );
    let mut database = database(garden).await;
    let made = sqlx::query(sqlx::AssertSqlSafe(trigger)).execute(&mut database);
    made.await.expect("the trigger is made");
}

pub async fn let_delete(garden: &Garden) {
    let mut database = database(garden).await;
    let dropped = sqlx::query("DROP TRIGGER no_deleting").execute(&mut database);
    dropped.await.expect("room again");
}

/// Waits until this is in the log.
async fn is_logged(garden: &Garden, words: &str) {
    for _ in 0..300 {
        if garden.log().contains(words) {
            return;
        }
        let looking = garden.sandbox.until(|_| None::<()>);
        let _not_yet = tokio::time::timeout(std::time::Duration::from_millis(20), looking).await;
    }
    panic!("it is not logged: {words}; the log:\n{}", garden.log());
}

/// Lets minutes go by until nothing is kept of a member.
pub async fn loses_all_in_time(garden: &Garden, member: &Member) {
    for _ in 0..100 {
        if kept(garden, member).await.is_empty() {
            return;
        }
        garden.advance(chrono::TimeDelta::minutes(1));
    }
    panic!("it is still kept; the log:\n{}", garden.log());
}

#[tokio::test]
async fn a_deletion_that_the_database_did_not_take_is_followed_later() {
    let (mut garden, maya, post) = agreed().await;
    garden.expect_error("could not be followed");
    asked(&garden, "/schedule pause schedule:1").await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    // By then it is too old to be looked for.
    garden.advance(chrono::TimeDelta::days(20));
    keep_from_deleting(&garden, "1 = 1").await;
    maya.deletes(&reply).expect("it is hers");
    is_logged(&garden, "a reply could not be followed").await;
    assert_eq!(kept(&garden, &maya).await, [WORDS]);
    let_delete(&garden).await;
    loses_all_in_time(&garden, &maya).await;
    garden.close().await;
}

#[tokio::test]
async fn a_thread_whose_deletion_the_database_did_not_take_takes_its_replies_along_later() {
    let (mut garden, maya, _post, thread) = agreed_with_thread().await;
    garden.expect_error("could not be followed");
    let bot = garden.sandbox.read(World::bot);
    let bots = unheard(&garden, bot, thread, (None, "A word of the bot's."), &[]);
    let bots = seen(&maya, thread, bots);
    let inside = maya.replies(&bots, "Inside.", true).expect("she may");
    bears(&garden, &inside, KEPT).await;
    keep_from_deleting(&garden, "1 = 1").await;
    garden.sandbox.delete_channel(thread);
    is_logged(&garden, "a reply could not be followed").await;
    // The first attempt fails, too.
    garden.advance(chrono::TimeDelta::minutes(1));
    is_logged(&garden, "a missed reply could not be followed").await;
    assert_eq!(kept(&garden, &maya).await, ["Inside."]);
    let_delete(&garden).await;
    loses_all_in_time(&garden, &maya).await;
    garden.close().await;
}

#[tokio::test]
async fn a_message_that_was_gone_before_it_was_kept_is_gone() {
    let (garden, maya, post) = agreed().await;
    let gone = Fault::refusal(404, 10008, "Unknown Message");
    garden.sandbox.faults().on(REACT).once(gone);
    for text in ["Deleted at once.", "Deleted at once, or not."] {
        maya.replies(&post, text, true).expect("she may write");
    }
    for _ in 0..300 {
        if garden.sandbox.record().of(REACT).len() == 2 {
            break;
        }
        kept(&garden, &maya).await;
    }
    for _ in 0..300 {
        if kept(&garden, &maya).await.len() == 1 {
            break;
        }
    }
    assert_eq!(kept(&garden, &maya).await.len(), 1, "the other one");
    garden.close().await;
}
