//! What members report of what others share, and what moderators do about it without learning whose it is.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::driver::Shown;

use crate::{
    garden::{Garden, shown},
    looking::{carried, id_of, pressed, private, rows_that_hold, updated, without_ids},
    mending::{notice, there, without_post},
    moderating::{asked, posts_in},
    sharing::{A_BATCH, in_thread, of_four, read_thread, rows, share},
};

const WORDS: &str = "Something unkind.";

/// Maya shared without her name, Theo reported it, and the moderators are told in #potting-shed.
async fn reported() -> (Garden, Shown, Shown) {
    let (garden, post) = of_four().await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    let maya = garden.maya();
    let kept = garden.reflect(&maya, &post, WORDS).await;
    share(&maya, &kept, "Share without my name").await;
    garden.advance(A_BATCH);
    let [message] = in_thread(&garden, &post, 1).await.try_into().expect("one");
    let theo = garden.theo().in_channel_id(post.id());
    let asked = private(theo.click(&message, "Report").await);
    assert_snapshot!("report_asked", asked.as_text());
    assert_eq!(posts_in(&garden, "potting-shed"), 0, "asked first");
    let told = updated(theo.click(&asked, "Yes, report it").await);
    assert_snapshot!("report_told", told.as_text());
    let notice = notice(&garden, "asks you to look").await;
    (garden, post, notice)
}

#[tokio::test]
async fn what_is_reported_is_told_to_the_moderators_once_and_taken_down_by_them() {
    let (garden, post, notice_told) = reported().await;
    assert_snapshot!("reported", without_ids(&without_post(&notice_told)));
    let [message] = in_thread(&garden, &post, 1).await.try_into().expect("one");
    assert!(
        notice_told
            .as_text()
            .contains(&format!("{}/{}", post.id(), message.id()))
    );
    for name in ["maya", "theo"] {
        let id = id_of(&garden, name).to_string();
        assert!(!notice_told.as_text().contains(&id), "{name} is not named");
        assert!(
            rows_that_hold(&garden, &id)
                .await
                .iter()
                .all(|(table, _)| table != "notices" && table != "shares")
        );
    }
    // Whoever reports it next is told so, and nobody else.
    let omar = garden.sandbox.member("omar");
    let asked_again = pressed(&omar, &carried(&message, "Report")).await;
    let again = updated(omar.click(&asked_again, "Yes, report it").await);
    assert!(
        again.as_text().contains("know of it already"),
        "{}",
        again.as_text()
    );
    assert_eq!(posts_in(&garden, "potting-shed"), 1);

    // A member who forges the moderators' buttons changes nothing.
    let maya = garden.maya();
    for label in ["Take it down", "Hold the next ones", "Let it stand"] {
        let refused = pressed(&maya, &carried(&notice_told, label)).await;
        assert!(
            refused.as_text().contains("Manage Messages"),
            "{}",
            refused.as_text()
        );
    }
    in_thread(&garden, &post, 1).await;
    let down = private(there(&garden).click(&notice_told, "Take it down").await);
    assert_snapshot!("taken_down", down.as_text());
    in_thread(&garden, &post, 0).await;
    notice(&garden, "Mended").await;
    stays_down(&shown(maya.slash("/reflections view").await));
    garden.close().await;
}

#[tokio::test]
async fn what_moderators_delete_by_hand_stays_down_and_mends_the_notice() {
    let (garden, post, _told) = reported().await;
    let messages = read_thread(&garden, &post);
    let rowan = garden.moderator().in_channel_id(post.id());
    rowan.deletes(&messages[0]).expect("she may");
    notice(&garden, "Mended").await;
    let maya = garden.maya();
    stays_down(&shown(maya.slash("/reflections view").await));
    garden.close().await;
}

#[track_caller]
fn stays_down(view: &Shown) {
    assert!(
        view.as_text()
            .contains("The moderators took it out of the thread"),
        "{}",
        view.as_text()
    );
    assert!(!view.has_button("Take it back") && !view.has_button("Share with my name"));
}

#[tokio::test]
async fn what_goes_with_others_with_its_thread_or_with_its_channel_stays_down() {
    for how in ["others", "thread", "channel"] {
        let (garden, post) = of_four().await;
        let maya = garden.maya();
        for words in [WORDS, "Another."] {
            garden.advance(TimeDelta::minutes(1));
            let kept = garden.reflect(&maya, &post, words).await;
            share(&maya, &kept, "Share with my name").await;
        }
        let messages = in_thread(&garden, &post, 2).await;
        let both: Vec<_> = messages.iter().collect();
        let settled = "SELECT COUNT(*) FROM shares WHERE state = 'shown'";
        while rows(&garden, settled).await != ["2"] {
            asked(&garden, "/schedule list").await;
        }
        match how {
            "others" => garden.moderator().deletes_at_once(&both).expect("she may"),
            "thread" => garden.sandbox.delete_channel(post.id()),
            _ => garden.sandbox.delete_channel(post.channel()),
        }
        let elsewhere = maya.in_channel("general");
        for _ in 0..300 {
            let view = shown(elsewhere.slash("/reflections view").await);
            if view.as_text().contains("took it out of the thread") {
                break;
            }
        }
        let view = shown(elsewhere.slash("/reflections view").await);
        stays_down(&view);
        let older = updated(elsewhere.click(&view, "Next page").await);
        stays_down(&older);
        garden.close().await;
    }
}

#[tokio::test]
async fn what_moderators_let_stand_stays_and_is_not_told_again() {
    let (garden, post, told) = reported().await;
    private(there(&garden).click(&told, "Let it stand").await);
    notice(&garden, "Mended").await;
    let [message] = in_thread(&garden, &post, 1).await.try_into().expect("one");
    let theo = garden.theo();
    let asked_again = pressed(&theo, &carried(&message, "Report")).await;
    updated(theo.click(&asked_again, "Yes, report it").await);
    assert_eq!(posts_in(&garden, "potting-shed"), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_is_taken_back_meanwhile_mends_the_notice() {
    let (garden, post, told) = reported().await;
    let maya = garden.maya();
    let view = shown(maya.slash("/reflections view").await);
    updated(maya.click(&view, "Take it back").await);
    let nobodys = private(there(&garden).click(&told, "Hold the next ones").await);
    assert!(
        nobodys.as_text().contains("took it back"),
        "{}",
        nobodys.as_text()
    );
    garden.advance(A_BATCH);
    in_thread(&garden, &post, 0).await;
    notice(&garden, "Mended").await;
    garden.close().await;
}

/// The notice that something waits, which shows nothing to members.
async fn told_of_the_queue(garden: &Garden) -> Shown {
    let waits = notice(garden, "waits for you to read it first").await;
    assert_snapshot!("waits", without_post(&waits));
    let refused = pressed(&garden.theo(), &carried(&waits, "Show what waits")).await;
    assert!(
        refused.as_text().contains("Manage Messages"),
        "{}",
        refused.as_text()
    );
    waits
}

async fn is_mended(garden: &Garden, told: &Shown) {
    let board = there(garden);
    let mended = board.sees("potting-shed", |shown| {
        shown.id() == told.id() && shown.as_text().contains("Mended")
    });
    mended.await.expect("the notice says so");
}

#[tokio::test]
async fn the_next_ones_of_its_writer_wait_for_the_moderators_who_do_not_learn_whose_they_are() {
    let (mut garden, post, told) = reported().await;
    let nothing = asked(&garden, "/settings shares").await;
    assert_snapshot!("queue_empty", nothing.as_text());
    let held = private(there(&garden).click(&told, "Hold the next ones").await);
    assert_snapshot!("held", held.as_text());
    // Once more says the same, whether they were held or not.
    let again = private(there(&garden).click(&told, "Hold the next ones").await);
    assert_eq!(again.as_text(), held.as_text());
    garden.restart_bot().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    for text in ["Let through.", "Kept out."] {
        garden.advance(TimeDelta::minutes(1));
        let kept = garden.reflect(&maya, &post, text).await;
        let answer = share(&maya, &kept, "Share without my name").await;
        assert!(
            answer.as_text().contains("moderators read it before"),
            "{}",
            answer.as_text()
        );
    }
    let others = garden.reflect(&theo, &post, "Somebody else's.").await;
    share(&theo, &others, "Share without my name").await;
    // Not even when it was shared is seen.
    let early = asked(&garden, "/settings shares").await;
    assert!(!early.has_button("Approve"), "{}", early.as_text());
    let before = posts_in(&garden, "potting-shed");
    garden.advance(A_BATCH);
    in_thread(&garden, &post, 2).await;
    let waits = told_of_the_queue(&garden).await;
    assert_eq!(
        posts_in(&garden, "potting-shed"),
        before + 1,
        "once for both"
    );
    let mut queue = private(there(&garden).click(&waits, "Show what waits").await);
    let id = id_of(&garden, "maya").to_string();
    assert!(!format!("{:?}", queue.raw().embeds).contains(&id));
    assert!(
        rows_that_hold(&garden, &id)
            .await
            .iter()
            .all(|(table, _)| table != "holds" && table != "shares")
    );
    for nth in 0..2 {
        let through = queue.as_text().contains("Let through.");
        let text = queue
            .as_text()
            .replace("Let through.", "…")
            .replace("Kept out.", "…");
        if nth == 0 {
            assert_snapshot!("queue", text);
        }
        let label = if through { "Approve" } else { "Decline" };
        let forged = pressed(&theo, &carried(&queue, label)).await;
        assert!(
            forged.as_text().contains("Manage Messages"),
            "{}",
            forged.as_text()
        );
        queue = updated(garden.moderator().click(&queue, label).await);
    }
    assert!(
        queue
            .as_text()
            .contains("No shared reflection waits for you."),
        "{}",
        queue.as_text()
    );
    is_mended(&garden, &waits).await;
    garden.advance(A_BATCH);
    let shared = in_thread(&garden, &post, 3).await;
    assert!(
        shared
            .iter()
            .any(|one| one.as_text().contains("Let through."))
    );
    let view = shown(maya.slash("/reflections view").await);
    assert!(
        view.as_text().contains("did not let this into the thread"),
        "{}",
        view.as_text()
    );

    // With her name what she shares does not wait: that would say whose the others were.
    garden.advance(TimeDelta::minutes(1));
    let kept = garden.reflect(&maya, &post, "Signed.").await;
    share(&maya, &kept, "Share with my name").await;
    in_thread(&garden, &post, 4).await;

    // It outlasts a withdrawal, and ends when moderators say so.
    let asked_first = shown(maya.slash("/reflections withdraw").await);
    updated(maya.click(&asked_first, "Yes, withdraw").await);
    assert_eq!(garden.rows().await["holds"], 1);
    let queue = asked(&garden, "/settings shares").await;
    updated(
        garden
            .moderator()
            .click(&queue, "Hold nobody any more")
            .await,
    );
    assert_eq!(garden.rows().await["holds"], 0);
    garden.close().await;
}
