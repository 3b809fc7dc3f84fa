//! A post of which nobody knows whether it arrived: *Post it again*, or *It is there*. Never a second
//! message unless a person wants it.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{driver::Shown, faults::Fault, world::Permissions};

use crate::{
    garden::{Garden, at},
    looking::{carried, private, without_ids},
    mending::{forged, notice, there, without_post},
    moderating::{POST, asked, channel, deny, history, history_says, in_time, posts_in, tries},
};

/// Mondays at nine, and the answer to Monday's request was lost; the history is hidden since.
async fn nobody_knows(fault: Fault) -> (Garden, Shown) {
    let garden = Garden::open().await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    garden.schedule_mondays().await;
    garden.sandbox.faults().on(POST).once(fault);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    tries(&garden, 1).await;
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::READ_MESSAGE_HISTORY);
    in_time(&garden, TimeDelta::minutes(1), "Perhaps posted").await;
    let notice = notice(&garden, "This needs you").await;
    (garden, notice)
}

#[tokio::test]
async fn posted_again_it_goes_out_days_later_though_the_history_is_hidden() {
    let (mut garden, told) = nobody_knows(Fault::DropBefore).await;
    // How often the request is sent again blindly, within the nonce's window, is not this test's.
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    assert_snapshot!("unsure", without_post(&told));
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(2));
    let again = private(there(&garden).click(&told, "Post it again").await);
    assert_snapshot!("posted_again", again.as_text());
    garden.post_in("wellbeing", 1).await;
    notice(&garden, "Mended").await;
    let id = carried(&told, "Post it again");
    let twice = forged(&garden, &told, &id);
    let twice = twice.await;
    assert!(
        twice.as_text().contains("mended already"),
        "{}",
        twice.as_text()
    );
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn posted_again_it_is_not_doubled_where_the_bot_can_look() {
    let (garden, told) = nobody_knows(Fault::DropAfter).await;
    garden.sandbox.allow_bot(channel(&garden, "wellbeing"));
    garden.advance(TimeDelta::hours(1));
    private(there(&garden).click(&told, "Post it again").await);
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn who_may_not_write_there_has_nothing_written_there() {
    let (garden, told) = nobody_knows(Fault::DropBefore).await;
    let wellbeing = channel(&garden, "wellbeing");
    deny(&garden, "rowan", wellbeing, Permissions::SEND_MESSAGES);
    let refused = private(there(&garden).click(&told, "Post it again").await);
    assert_snapshot!("may_not_write", refused.as_text());
    assert!(history(&garden).await.contains("Perhaps posted"));
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}

#[tokio::test]
async fn it_is_there_closes_it_and_nothing_is_sent() {
    let (garden, told) = nobody_knows(Fault::DropAfter).await;
    let there_it_is = private(there(&garden).click(&told, "It is there").await);
    assert_snapshot!("it_is_there", there_it_is.as_text());
    assert_snapshot!("it_is_there_in_history", history(&garden).await);
    notice(&garden, "Mended").await;
    let id = carried(&told, "Post it again");
    let late = forged(&garden, &told, &id);
    assert!(late.await.as_text().contains("mended already"));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn it_is_there_and_seen_the_history_leads_to_it() {
    let (garden, told) = nobody_knows(Fault::DropAfter).await;
    garden.sandbox.allow_bot(channel(&garden, "wellbeing"));
    private(there(&garden).click(&told, "It is there").await);
    let said = without_ids(&history(&garden).await);
    assert!(
        said.contains("✅ [Posted](https://discord.com/channels/"),
        "{said}"
    );
    garden.close().await;
}

#[tokio::test]
async fn a_button_that_such_a_notice_never_had_does_nothing() {
    let (garden, told) = nobody_knows(Fault::DropBefore).await;
    let again = carried(&told, "Post it again");
    for verb in ["try", "move", "pause"] {
        let never = again.replace("again", verb);
        let never = forged(&garden, &told, &never).await;
        let text = never.as_text();
        assert!(text.contains("I know nothing of that any more"), "{text}");
    }
    assert!(history(&garden).await.contains("Perhaps posted"));
    garden.close().await;
}

#[tokio::test]
async fn while_the_schedule_is_paused_it_is_not_posted_again() {
    let (garden, told) = nobody_knows(Fault::DropBefore).await;
    asked(&garden, "/schedule pause schedule:1").await;
    let paused = private(there(&garden).click(&told, "Post it again").await);
    assert!(
        paused.as_text().contains("This schedule is paused"),
        "{}",
        paused.as_text()
    );
    asked(&garden, "/schedule resume schedule:1").await;
    private(there(&garden).click(&told, "Post it again").await);
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}
