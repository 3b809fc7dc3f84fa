//! A member reflects by replying to the week's post: kept if they agreed, and shown by a sign; what else
//! is said in a channel is nobody's reflection.

use serde_json::json;
use sunflower::{
    posting::model::{ChannelKind, Manner},
    sandbox::{
        driver::{Member, Shown},
        world::{Draft, Id, Upload, World},
    },
};

use crate::{
    every_channel::scheduled,
    garden::{Garden, at, shown},
    looking::{
        self, exported, form, id_of, private, refuse_reflections, rows_that_hold, stored_about,
        updated,
    },
    missed_replies::edited_unheard,
};

pub const WORDS: &str = "I said no to a request on Tuesday, and nothing fell down.";
pub const KEPT: &str = "🌻";
pub const UNREAD: &str = "🔕";
pub const TOO_MUCH: &str = "⏳";

/// Monday's post, and Maya, who has agreed.
pub async fn agreed() -> (Garden, Member, Shown) {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    agree(&maya, &post).await;
    (garden, maya, post)
}

pub async fn agree(member: &Member, post: &Shown) {
    let asked = private(member.click(post, "Reflect").await);
    form(member.click(&asked, "I agree").await);
}

/// The signs that a message bears now.
pub fn signs(garden: &Garden, message: &Shown) -> Vec<String> {
    garden.sandbox.read(|world| {
        let message = world.message(message.channel(), message.id());
        let reactions = message.map(|message| message.reactions.iter());
        let signs = reactions.into_iter().flatten();
        signs.map(|one| one.emoji.clone()).collect()
    })
}

/// Waits until a message bears these signs, and no others.
pub async fn bears_all(garden: &Garden, message: &Shown, expected: &[&str]) {
    let (channel, id) = (message.channel(), message.id());
    let signed = garden.sandbox.until(|world| {
        let reactions = world.message(channel, id)?.reactions.iter();
        reactions
            .map(|one| one.emoji.as_str())
            .eq(expected.iter().copied())
            .then_some(())
    });
    let signed = signed.await.is_ok();
    assert!(signed, "{:?}: {}", signs(garden, message), garden.log());
}

/// Waits until a message bears this sign, and sees that it bears no other.
pub async fn bears(garden: &Garden, message: &Shown, sign: &str) {
    let (channel, id) = (message.channel(), message.id());
    let signed = garden.sandbox.until(|world| {
        let reactions = &world.message(channel, id)?.reactions;
        (!reactions.is_empty()).then_some(())
    });
    assert!(signed.await.is_ok(), "no sign; the log:\n{}", garden.log());
    assert_eq!(signs(garden, message), [sign]);
}

/// The texts of a member's reflections, newest first.
pub async fn kept(garden: &Garden, member: &Member) -> Vec<String> {
    let export = shown(member.slash("/reflections export").await);
    let file = exported(garden, &export);
    let all = file["reflections"].as_array().cloned().unwrap_or_default();
    let texts = all
        .iter()
        .map(|one| one["text"].as_str().map(str::to_owned));
    texts.collect::<Option<_>>().expect("they can be read")
}

/// Waits until these are all that is kept of a member.
pub async fn keeps(garden: &Garden, member: &Member, texts: &[&str]) {
    let mut found = Vec::new();
    for _ in 0..300 {
        found = kept(garden, member).await;
        if found == texts {
            return;
        }
    }
    panic!("{found:?} instead of {texts:?}; the log:\n{}", garden.log());
}

/// How often what was missed was read to the end.
pub fn readings(garden: &Garden) -> usize {
    garden.log().matches("read what was missed").count()
}

/// Waits until what was missed was read more often than this.
pub async fn reads(garden: &Garden, more_than: usize) {
    for _ in 0..500 {
        if readings(garden) > more_than {
            return;
        }
        // A look at Discord's side, then at the log again.
        let looking = garden.sandbox.until(|_| None::<()>);
        let _not_yet = tokio::time::timeout(std::time::Duration::from_millis(20), looking).await;
    }
    panic!("nothing was read; the log:\n{}", garden.log());
}

/// Starts the bot again, and waits until it has read what it missed.
pub async fn read_anew(garden: &mut Garden) {
    garden.stop_bot().await;
    let before = readings(garden);
    garden.start_bot().await;
    reads(garden, before).await;
}

/// A message that the bot is not told of.
pub fn unheard(
    garden: &Garden,
    author: Id,
    channel: Id,
    (to, text): (Option<&Shown>, &str),
    uploads: &[Upload],
) -> Id {
    let mut body = json!({
        "content": text, "allowed_mentions": {"parse": ["users"], "replied_user": true}});
    if let Some(to) = to {
        body["message_reference"] = json!({"message_id": to.id()});
    }
    let written = |world: &mut World| {
        world.post(Draft {
            channel,
            author,
            body: &body,
            uploads,
            interaction: None,
            ephemeral_to: None,
            flags: 0,
        })
    };
    garden.sandbox.change(written).id
}

/// Whoever is a member sees this message.
pub fn seen(member: &Member, channel: Id, message: Id) -> Shown {
    let all = member.in_channel_id(channel).reads_here();
    let mut all = all.expect("they see the channel").into_iter();
    all.find(|shown| shown.id() == message)
        .expect("it is there")
}

/// Replies of these words, each of which is kept by then.
pub async fn replies_kept(
    garden: &Garden,
    member: &Member,
    post: &Shown,
    texts: &[&str],
) -> Vec<Shown> {
    let mut replies = Vec::new();
    for text in texts {
        let reply = member.replies(post, text, true).expect("they may write");
        bears(garden, &reply, KEPT).await;
        replies.push(reply);
    }
    replies
}

/// Deletes the newest of the member's own, as it is shown to them.
pub async fn deletes_the_newest(member: &Member) {
    let page = shown(member.slash("/reflections view").await);
    let asked = updated(member.click(&page, "Delete this one").await);
    updated(member.click(&asked, "Yes, delete it").await);
}

#[tokio::test]
async fn a_reply_to_the_weeks_post_is_kept_with_its_question() {
    let (garden, maya, post) = agreed().await;
    garden.advance(chrono::TimeDelta::hours(5));
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    let view = shown(maya.slash("/reflections view").await);
    assert!(view.as_text().contains(WORDS), "{}", view.as_text());
    let prompt = form(maya.click(&post, "Reflect").await).fields[0]
        .placeholder
        .clone();
    let start: String = prompt.unwrap_or_default().chars().take(40).collect();
    assert!(
        view.as_text().contains(&start),
        "{}\n{start}",
        view.as_text()
    );
    assert_eq!(
        stored_about(&garden, "maya").await,
        [("consents".to_owned(), 1), ("reflections".to_owned(), 1)]
    );
    assert!(rows_that_hold(&garden, "on Tuesday").await.is_empty());
    let messages = garden.theo().reads("wellbeing").expect("he sees it");
    assert_eq!(messages.len(), 2, "nobody is answered in words");
    garden.close().await;
}

#[tokio::test]
async fn the_export_says_which_message_it_was() {
    let (garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    garden.reflect(&maya, &post, "In the form.").await;
    let export = shown(maya.slash("/reflections export").await);
    let file = exported(&garden, &export);
    let all = file["reflections"].as_array().expect("a list");
    let of = |text: &str| {
        all.iter()
            .find(|one| one["text"] == text)
            .expect("it is there")
    };
    assert_eq!(of("In the form.")["reply"], json!(null));
    let replied = &of(WORDS)["reply"];
    assert_eq!(replied["channel_id"], reply.channel().to_string());
    assert_eq!(replied["message_id"], reply.id().to_string());
    assert_eq!(of(WORDS)["written_at"], "2026-11-23T09:00:00Z");
    garden.close().await;
}

#[tokio::test]
async fn who_has_not_agreed_is_neither_stored_nor_answered() {
    let (mut garden, maya, post) = agreed().await;
    let theo = garden.theo();
    let heard = theo
        .replies(&post, "Mine, with a ping.", true)
        .expect("he may");
    let unread = theo
        .replies(&post, "Mine, without.", false)
        .expect("he may");
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    assert!(signs(&garden, &heard).is_empty() && signs(&garden, &unread).is_empty());
    assert!(stored_about(&garden, "theo").await.is_empty());
    assert_eq!(garden.rows().await["replies"], 1);
    // Nor is it once they agree: it was written before.
    garden.advance(chrono::TimeDelta::seconds(1));
    agree(&theo, &post).await;
    theo.edits(&heard, "Mine, edited.").expect("it is his");
    read_anew(&mut garden).await;
    assert!(kept(&garden, &theo).await.is_empty());
    assert!(signs(&garden, &heard).is_empty() && signs(&garden, &unread).is_empty());
    garden.close().await;
}

#[tokio::test]
async fn a_reply_that_does_not_ping_can_not_be_read_and_says_so() {
    let (garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, false).expect("she may write");
    bears(&garden, &reply, UNREAD).await;
    assert!(kept(&garden, &maya).await.is_empty());
    // Once it names the bot it can be read.
    let bot = garden.sandbox.read(World::bot);
    let again = format!("{WORDS} <@{bot}>");
    maya.edits(&reply, &again).expect("it is hers");
    keeps(&garden, &maya, &[&again]).await;
    bears_all(&garden, &reply, &[KEPT]).await;
    garden.close().await;
}

#[tokio::test]
async fn only_replies_to_a_post_of_the_bots_count() {
    let (garden, maya, post) = agreed().await;
    let bot = garden.sandbox.read(World::bot);
    let there = maya.in_channel("wellbeing");
    there
        .says(&format!("<@{bot}> hello there"))
        .expect("she may write");
    let theos = garden
        .theo()
        .in_channel("wellbeing")
        .says("What a week.")
        .expect("he may");
    maya.replies(&theos, &format!("<@{bot}> to Theo"), true)
        .expect("she may write");
    let shared = shown(there.slash("/affirmation topic:rest share:true").await);
    maya.replies(&shared, "to an affirmation", true)
        .expect("she may write");
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

/// The thread on Monday's post.
pub async fn thread_on(garden: &Garden, post: &Shown) -> Id {
    let opened = garden.sandbox.until(|world| {
        world
            .thread_from(post.channel(), post.id())
            .map(|thread| thread.id)
    });
    opened.await.expect("a thread was opened")
}

pub async fn agreed_with_thread() -> (Garden, Member, Shown, Id) {
    let manner = Manner {
        thread: true,
        ..Manner::default()
    };
    let garden = scheduled("wellbeing", manner).await;
    let post = garden.mondays_post().await;
    let thread = thread_on(&garden, &post).await;
    let maya = garden.maya();
    agree(&maya, &post).await;
    (garden, maya, post, thread)
}

#[tokio::test]
async fn in_the_posts_thread_replies_to_the_bot_count_and_others_do_not() {
    let (garden, maya, _post, thread) = agreed_with_thread().await;
    let bot = garden.sandbox.read(World::bot);
    let theos = garden
        .theo()
        .in_channel_id(thread)
        .says("What a week.")
        .expect("he may");
    maya.replies(&theos, &format!("<@{bot}> to Theo"), true)
        .expect("she may");
    let bots = unheard(&garden, bot, thread, (None, "A word of the bot's."), &[]);
    let bots = seen(&maya, thread, bots);
    let reply = maya.replies(&bots, WORDS, true).expect("she may");
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn in_a_forum_replies_to_the_post_count() {
    let manner = Manner {
        kind: ChannelKind::Forum,
        ..Manner::default()
    };
    let garden = scheduled("open-garden", manner).await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let forum = garden
        .sandbox
        .read(|world| world.channel("open-garden").expect("it").id);
    let opened = garden.sandbox.until(|world| {
        let thread = world.threads_in(forum).find(|one| {
            one.thread
                .as_ref()
                .is_some_and(|thread| thread.owner == world.bot())
        })?;
        world.message(thread.id, thread.id).map(|first| first.id)
    });
    let thread = opened.await.expect("a post in the forum");
    let maya = garden.maya();
    let post = seen(&maya, thread, thread);
    agree(&maya, &post).await;
    let reply = maya.replies(&post, WORDS, true).expect("she may");
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.sandbox.delete_channel(forum);
    keeps(&garden, &maya, &[]).await;
    garden.close().await;
}

#[tokio::test]
async fn the_twenty_first_reply_of_a_day_is_not_kept_and_says_so() {
    let (mut garden, maya, post) = agreed().await;
    for number in 1..=20 {
        let reply = maya
            .replies(&post, &format!("Number {number}."), true)
            .expect("she may");
        bears(&garden, &reply, KEPT).await;
    }
    let more = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &more, TOO_MUCH).await;
    assert_eq!(kept(&garden, &maya).await.len(), 20);
    let messages = garden.theo().reads("wellbeing").expect("he sees it");
    assert_eq!(messages.len(), 22, "nobody is answered in words");
    // It stays what it was said to be.
    garden.advance(chrono::TimeDelta::days(2));
    read_anew(&mut garden).await;
    assert_eq!(kept(&garden, &maya).await.len(), 20);
    assert_eq!(signs(&garden, &more), [TOO_MUCH]);
    let tomorrow = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &tomorrow, KEPT).await;
    garden.close().await;
}

#[tokio::test]
async fn one_that_was_too_much_stays_so_unless_it_is_edited() {
    let (mut garden, maya, post) = agreed().await;
    let mut replies = Vec::new();
    for number in 1..=20 {
        let reply = maya
            .replies(&post, &format!("Number {number}."), true)
            .expect("she may");
        bears(&garden, &reply, KEPT).await;
        replies.push(reply);
    }
    let more = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &more, TOO_MUCH).await;
    for reply in &replies {
        maya.deletes(reply).expect("it is hers");
    }
    keeps(&garden, &maya, &[]).await;
    read_anew(&mut garden).await;
    assert!(kept(&garden, &maya).await.is_empty());
    assert_eq!(signs(&garden, &more), [TOO_MUCH]);
    garden.stop_bot().await;
    garden.advance(chrono::TimeDelta::minutes(1));
    edited_unheard(&garden, &more, "Less.", true);
    read_anew(&mut garden).await;
    keeps(&garden, &maya, &["Less."]).await;
    bears_all(&garden, &more, &[KEPT]).await;
    garden.close().await;
}

#[tokio::test]
async fn of_a_reply_with_a_picture_the_words_are_kept_alone() {
    let (mut garden, maya, post) = agreed().await;
    garden.stop_bot().await;
    let picture = Upload {
        number: "0".to_owned(),
        filename: "sunset.png".to_owned(),
        content_type: Some("image/png".to_owned()),
        bytes: b"a sunset behind the shed".to_vec(),
    };
    let author = id_of(&garden, "maya");
    let pictures = std::slice::from_ref(&picture);
    let both = unheard(
        &garden,
        author,
        post.channel(),
        (Some(&post), WORDS),
        pictures,
    );
    let alone = unheard(&garden, author, post.channel(), (Some(&post), ""), pictures);
    garden.start_bot().await;
    bears(&garden, &seen(&maya, post.channel(), both), KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    for trace in ["sunset", "behind the shed"] {
        assert!(rows_that_hold(&garden, trace).await.is_empty(), "{trace}");
    }
    let alone = seen(&maya, post.channel(), alone);
    assert!(
        signs(&garden, &alone).is_empty(),
        "there is nothing to keep"
    );
    let help = shown(maya.slash("/help").await);
    assert!(
        help.as_text()
            .contains("Pictures and other files are not kept")
    );
    garden.close().await;
}

#[tokio::test]
async fn the_signs_are_explained_and_how_a_reply_is_read() {
    let garden = Garden::open().await;
    let help = shown(garden.maya().slash("/help").await);
    for said in [
        KEPT,
        UNREAD,
        TOO_MUCH,
        "📜 says that what you agreed to has changed",
        "only messages that mention me",
        "20 a day, 4000 characters",
    ] {
        assert!(help.as_text().contains(said), "{said}: {}", help.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn what_could_not_be_kept_bears_no_sign_and_is_kept_at_the_next_session() {
    let (mut garden, maya, post) = agreed().await;
    garden.expect_error("a reply could not be followed");
    refuse_reflections(&garden).await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    for _ in 0..100 {
        if garden.log().contains("a reply could not be followed") {
            break;
        }
        shown(maya.slash("/help").await);
    }
    assert!(
        garden.log().contains("a reply could not be followed"),
        "{}",
        garden.log()
    );
    assert!(!garden.log().contains("Tuesday"), "{}", garden.log());
    assert!(signs(&garden, &reply).is_empty());
    let mut database = looking::database(&garden).await;
    sqlx::query("DROP TRIGGER full_disk")
        .execute(&mut database)
        .await
        .expect("room again");
    garden.restart_bot().await;
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn the_log_says_nothing_of_who_replied_in_which_words() {
    let (garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    maya.edits(&reply, "Other words, about Wednesday.")
        .expect("it is hers");
    keeps(&garden, &maya, &["Other words, about Wednesday."]).await;
    maya.deletes(&reply).expect("it is hers");
    keeps(&garden, &maya, &[]).await;
    let log = garden.log();
    let ids = [id_of(&garden, "maya").to_string(), reply.id().to_string()];
    for trace in ["Tuesday", "Wednesday", "maya", &ids[0], &ids[1]] {
        assert!(!log.contains(trace), "{trace}: {log}");
    }
    garden.close().await;
}

#[tokio::test]
async fn deleting_and_withdrawing_take_replies_too_and_they_do_not_come_back() {
    let (mut garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    deletes_the_newest(&maya).await;
    assert_eq!(garden.rows().await["replies"], 0);
    // The message is still there; she may even edit it.
    maya.edits(&reply, "The same message.").expect("it is hers");
    read_anew(&mut garden).await;
    assert!(kept(&garden, &maya).await.is_empty());

    let second = maya.replies(&post, WORDS, true).expect("she may write");
    keeps(&garden, &maya, &[WORDS]).await;
    bears(&garden, &second, KEPT).await;
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    updated(maya.click(&sure, "Yes, delete all").await);
    read_anew(&mut garden).await;
    assert!(kept(&garden, &maya).await.is_empty());
    assert_eq!(garden.rows().await["replies"], 0);
    garden.close().await;
}
