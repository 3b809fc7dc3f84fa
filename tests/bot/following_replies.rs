//! A reply that is kept follows its message: edited with it, and gone with it, however it goes.

use sunflower::{
    posting::model::{ChannelKind, Manner},
    sandbox::{faults::Fault, world::World},
};

use crate::{
    every_channel::scheduled,
    garden::{at, shown},
    missed_replies::edited_unheard,
    replying::{KEPT, WORDS, agree, agreed, agreed_with_thread, bears, keeps, kept, seen, unheard},
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
    let mut replies = Vec::new();
    for text in ["One.", "Two.", "Three."] {
        let reply = maya.replies(&post, text, true).expect("she may write");
        bears(&garden, &reply, KEPT).await;
        replies.push(reply);
    }
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
