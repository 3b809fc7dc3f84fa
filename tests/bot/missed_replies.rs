//! What the bot missed it reads at each new session: replies that nobody told it of, and what became of
//! those it keeps.

use std::time::Duration;

use serde_json::json;
use sunflower::sandbox::{driver::Shown, faults::Fault, world::World};

use crate::{
    following_replies::{keep_from_deleting, let_delete, loses_all_in_time},
    garden::Garden,
    looking::id_of,
    moderating::asked,
    replying::{
        KEPT, UNREAD, WORDS, agree, agreed, agreed_with_thread, bears, keeps, kept, read_anew,
        readings, reads, replies_kept, seen, signs, unheard,
    },
};

const REACT: &str = "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me";
const HISTORY: &str = "GET /channels/{channel}/messages";
const MESSAGE: &str = "GET /channels/{channel}/messages/{message}";

/// Maya's message takes this text without the bot's being told; whoever it replied to is pinged or not.
pub fn edited_unheard(garden: &Garden, message: &Shown, text: &str, pings: bool) {
    let body = json!({"content": text, "allowed_mentions": {"parse": [], "replied_user": pings}});
    let edited = garden.sandbox.change(|world| {
        world
            .edit(message.channel(), message.id(), &body, &[])
            .map(drop)
    });
    edited.expect("it is there");
}

#[tokio::test]
async fn a_reply_given_while_the_bot_was_away_is_kept_once() {
    let (mut garden, maya, post) = agreed().await;
    garden.stop_bot().await;
    garden.advance(chrono::TimeDelta::hours(3));
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    let unread = maya.replies(&post, WORDS, false).expect("she may write");
    garden.advance(chrono::TimeDelta::hours(30));
    garden.start_bot().await;
    bears(&garden, &reply, KEPT).await;
    bears(&garden, &unread, UNREAD).await;
    keeps(&garden, &maya, &[WORDS]).await;
    let signed = garden.sandbox.record().of(REACT).len();
    read_anew(&mut garden).await;
    keeps(&garden, &maya, &[WORDS]).await;
    assert_eq!(
        garden.sandbox.record().of(REACT).len(),
        signed,
        "answered once"
    );
    garden.close().await;
}

#[tokio::test]
async fn each_new_session_reads_and_a_resumed_one_does_not() {
    let (garden, maya, post) = agreed().await;
    let gateway = garden.sandbox.gateway();
    let before = readings(&garden);
    let let_in = gateway.let_in();
    let author = id_of(&garden, "maya");
    let missed = unheard(&garden, author, post.channel(), (Some(&post), WORDS), &[]);
    gateway.reconnect();
    let resumed = garden
        .sandbox
        .until(|_| (gateway.let_in() > let_in).then_some(()));
    resumed.await.expect("it resumes");
    assert!(kept(&garden, &maya).await.is_empty());
    assert_eq!(readings(&garden), before);
    gateway.invalid_session(false);
    tokio::time::timeout(Duration::from_secs(40), reads(&garden, before))
        .await
        .expect("a new session");
    bears(&garden, &seen(&maya, post.channel(), missed), KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn what_became_of_a_reply_meanwhile_is_found_out() {
    let (mut garden, maya, post) = agreed().await;
    let replies = replies_kept(
        &garden,
        &maya,
        &post,
        &["To be deleted.", "To be edited.", "To be muted."],
    )
    .await;
    garden.stop_bot().await;
    garden.advance(chrono::TimeDelta::days(1));
    maya.deletes(&replies[0]).expect("it is hers");
    edited_unheard(&garden, &replies[1], "Edited.", true);
    edited_unheard(&garden, &replies[2], "Edited, and not to be read.", false);
    read_anew(&mut garden).await;
    keeps(&garden, &maya, &["To be muted.", "Edited."]).await;
    garden.close().await;
}

#[tokio::test]
async fn only_an_unknown_message_is_a_deleted_one() {
    let (mut garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    garden.stop_bot().await;
    maya.deletes(&reply).expect("it is hers");
    for fault in [
        Fault::refusal(404, 10003, "Unknown Channel"),
        Fault::refusal(403, 50001, "Missing Access"),
        Fault::down(502),
        Fault::DropBefore,
        Fault::garbled(),
    ] {
        garden.sandbox.faults().on(MESSAGE).once(fault.clone());
        read_anew(&mut garden).await;
        assert_eq!(kept(&garden, &maya).await, [WORDS], "{fault:?}");
    }
    read_anew(&mut garden).await;
    keeps(&garden, &maya, &[]).await;
    garden.close().await;
}

/// Lets minutes go by until this many requests of a kind were made.
async fn a_later_reading(garden: &Garden, of: &str, requests: usize) {
    for _ in 0..100 {
        if garden.sandbox.record().of(of).len() >= requests {
            return;
        }
        garden.advance(chrono::TimeDelta::minutes(1));
        let waited = garden.sandbox.until(|_| None::<()>);
        let _not_yet = tokio::time::timeout(Duration::from_millis(30), waited).await;
    }
    panic!("it is not read again; the log:\n{}", garden.log());
}

#[tokio::test]
async fn a_history_that_could_not_be_read_for_now_is_read_again_in_the_same_session() {
    let (mut garden, maya, post) = agreed().await;
    garden.stop_bot().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    garden.sandbox.record().forget();
    garden
        .sandbox
        .faults()
        .on(HISTORY)
        .times(2, Fault::down(502));
    read_anew(&mut garden).await;
    assert!(kept(&garden, &maya).await.is_empty());
    a_later_reading(&garden, HISTORY, 3).await;
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_message_that_could_not_be_looked_for_closes_no_channel_and_is_looked_for_again() {
    let (mut garden, maya, post) = agreed().await;
    let replies = replies_kept(&garden, &maya, &post, &["First.", "Second."]).await;
    garden.stop_bot().await;
    for reply in &replies {
        maya.deletes(reply).expect("it is hers");
    }
    garden.sandbox.record().forget();
    let of_the_first = garden.sandbox.faults().on(MESSAGE);
    of_the_first
        .about(replies[0].id().to_string())
        .times(2, Fault::down(502));
    read_anew(&mut garden).await;
    assert_eq!(kept(&garden, &maya).await, ["First."]);
    a_later_reading(&garden, MESSAGE, 4).await;
    keeps(&garden, &maya, &[]).await;
    let asked = garden.sandbox.record().of(MESSAGE).len();
    assert_eq!(asked, 4, "the second one is not asked for again");
    garden.close().await;
}

#[tokio::test]
async fn while_discord_is_down_not_every_reply_is_asked_for() {
    let (mut garden, maya, post) = agreed().await;
    for number in 0..9 {
        let reply = maya
            .replies(&post, &number.to_string(), true)
            .expect("she may write");
        bears(&garden, &reply, KEPT).await;
        garden
            .sandbox
            .change(|world| world.remove_message(reply.channel(), reply.id()));
    }
    garden.stop_bot().await;
    garden.sandbox.faults().on(MESSAGE).always(Fault::down(502));
    garden.sandbox.record().forget();
    read_anew(&mut garden).await;
    assert_eq!(garden.sandbox.record().of(MESSAGE).len(), 5);
    garden.sandbox.faults().clear();
    a_later_reading(&garden, MESSAGE, 5 + 9).await;
    keeps(&garden, &maya, &[]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_reply_that_can_not_be_followed_keeps_nobody_from_the_others() {
    let (mut garden, maya, post) = agreed().await;
    garden.expect_error("a missed reply could not be followed");
    let replies = replies_kept(&garden, &maya, &post, &["First.", "Second."]).await;
    garden.stop_bot().await;
    for reply in &replies {
        maya.deletes(reply).expect("it is hers");
    }
    keep_from_deleting(
        &garden,
        "message_id = (SELECT MIN(message_id) FROM replies)",
    )
    .await;
    read_anew(&mut garden).await;
    assert_eq!(kept(&garden, &maya).await, ["First."]);
    let_delete(&garden).await;
    loses_all_in_time(&garden, &maya).await;
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_can_not_be_read_changes_nothing_and_is_not_asked_for_each_reply() {
    let (mut garden, maya, post) = agreed().await;
    for number in 0..3 {
        let reply = maya
            .replies(&post, &number.to_string(), true)
            .expect("she may write");
        bears(&garden, &reply, KEPT).await;
    }
    garden.stop_bot().await;
    let blind = sunflower::sandbox::world::Permissions::READ_MESSAGE_HISTORY;
    garden.sandbox.deny_bot(post.channel(), blind);
    garden.sandbox.record().forget();
    read_anew(&mut garden).await;
    assert_eq!(kept(&garden, &maya).await.len(), 3);
    assert_eq!(garden.sandbox.record().of(MESSAGE).len(), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_was_written_before_its_writer_agreed_is_never_read_up() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    garden.stop_bot().await;
    let early = maya.replies(&post, WORDS, true).expect("she may write");
    let early_unread = maya.replies(&post, WORDS, false).expect("she may write");
    garden.start_bot().await;
    garden.advance(chrono::TimeDelta::hours(1));
    agree(&maya, &post).await;
    read_anew(&mut garden).await;
    assert!(kept(&garden, &maya).await.is_empty());
    assert!(signs(&garden, &early).is_empty() && signs(&garden, &early_unread).is_empty());
    garden.close().await;
}

#[tokio::test]
async fn a_thread_is_read_too() {
    let (mut garden, maya, _post, thread) = agreed_with_thread().await;
    garden.stop_bot().await;
    let bot = garden.sandbox.read(World::bot);
    let bots = unheard(&garden, bot, thread, (None, "A word of the bot's."), &[]);
    let bots = seen(&maya, thread, bots);
    let reply = maya.replies(&bots, WORDS, true).expect("she may");
    garden.start_bot().await;
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_busy_channel_is_read_back_to_the_post() {
    let (mut garden, maya, post) = agreed().await;
    garden.stop_bot().await;
    let author = id_of(&garden, "maya");
    let first = unheard(
        &garden,
        author,
        post.channel(),
        (Some(&post), "The first."),
        &[],
    );
    let theo = id_of(&garden, "theo");
    for _ in 0..250 {
        unheard(&garden, theo, post.channel(), (None, "What a week."), &[]);
    }
    garden.advance(chrono::TimeDelta::minutes(1));
    unheard(
        &garden,
        author,
        post.channel(),
        (Some(&post), "The last."),
        &[],
    );
    garden.sandbox.record().forget();
    garden.start_bot().await;
    keeps(&garden, &maya, &["The last.", "The first."]).await;
    bears(&garden, &seen(&maya, post.channel(), first), KEPT).await;
    assert_eq!(garden.sandbox.record().of(HISTORY).len(), 3, "a page each");
    garden.close().await;
}

#[tokio::test]
async fn what_is_not_recent_is_not_asked_for() {
    let (mut garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    asked(&garden, "/schedule pause schedule:1").await;
    garden.stop_bot().await;
    garden.advance(chrono::TimeDelta::days(15));
    garden.sandbox.record().forget();
    read_anew(&mut garden).await;
    assert!(garden.sandbox.record().of(HISTORY).is_empty());
    assert!(garden.sandbox.record().of(MESSAGE).is_empty());
    assert_eq!(kept(&garden, &maya).await, [WORDS]);
    garden.close().await;
}

#[tokio::test]
async fn a_reply_that_is_kept_and_could_not_be_answered_is_answered_later() {
    let (mut garden, maya, post) = agreed().await;
    garden.sandbox.faults().on(REACT).once(Fault::DropBefore);
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    keeps(&garden, &maya, &[WORDS]).await;
    read_anew(&mut garden).await;
    bears(&garden, &reply, KEPT).await;
    keeps(&garden, &maya, &[WORDS]).await;
    garden.close().await;
}

#[tokio::test]
async fn a_sign_that_failed_is_tried_again_in_the_same_session() {
    let (garden, maya, post) = agreed().await;
    garden.sandbox.faults().on(REACT).times(2, Fault::down(502));
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    keeps(&garden, &maya, &[WORDS]).await;
    let answered = |_: &_| (garden.sandbox.record().of(REACT).len() == 3).then_some(());
    for _ in 0..20 {
        garden.advance(chrono::TimeDelta::minutes(1));
        let waited = garden.sandbox.until(answered);
        if tokio::time::timeout(Duration::from_millis(200), waited)
            .await
            .is_ok()
        {
            break;
        }
    }
    bears(&garden, &reply, KEPT).await;
    garden.close().await;
}

#[tokio::test]
async fn where_the_bot_may_not_react_a_reply_is_kept_all_the_same() {
    let (garden, maya, post) = agreed().await;
    let mute = sunflower::sandbox::world::Permissions::ADD_REACTIONS;
    garden.sandbox.deny_bot(post.channel(), mute);
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    keeps(&garden, &maya, &[WORDS]).await;
    assert!(signs(&garden, &reply).is_empty());
    garden.close().await;
}

#[tokio::test]
async fn where_nobody_agreed_nothing_is_read() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.mondays_post().await;
    garden.stop_bot().await;
    garden.sandbox.record().forget();
    read_anew(&mut garden).await;
    assert!(garden.sandbox.record().of(HISTORY).is_empty());
    garden.close().await;
}
