//! A notice in the moderators' channel, and its buttons: try again, move, pause. Each once, whoever presses,
//! for nobody more than they may do themselves.

use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::{Member, PATIENCE, Shown},
    world::Permissions,
};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, private, updated, without_ids},
    moderating::{asked, channel, deny, list, mondays_post_is_refused, posts_in},
};

/// The notice in #potting-shed, once it says this; the post's own id is another each time.
pub async fn notice(garden: &Garden, words: &str) -> Shown {
    let moderator = garden.moderator();
    let seen = moderator.sees("potting-shed", |shown| {
        !shown.is_private() && shown.as_text().contains(words)
    });
    let seen = seen.await;
    seen.unwrap_or_else(|_| panic!("nothing was told; the log:\n{}", garden.log()))
}

/// The text of a notice without the id of its post.
pub fn without_post(shown: &Shown) -> String {
    let lines = shown.as_text().lines();
    let lines = lines.map(|line| match line.split_once("— Post ") {
        Some((before, id)) => {
            assert_eq!(id.trim().len(), 22, "{line}");
            format!("{before}— Post …")
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The moderator in #potting-shed, where the notice is.
pub fn there(garden: &Garden) -> Member {
    garden.moderator().in_channel("potting-shed")
}

/// A button pressed that is gone from the notice by now.
pub async fn forged(garden: &Garden, notice: &Shown, custom_id: &str) -> Shown {
    let moderator = there(garden);
    let pressed = moderator.forge_press(notice.channel(), notice.id(), custom_id);
    private(pressed.await)
}

/// What the menu of channels answers.
async fn chosen(garden: &Garden, menu: &Shown, channel: &str) -> Shown {
    let moderator = there(garden);
    shown(moderator.choose(menu, "Choose a channel", &[channel]).await)
}

/// Monday's post is refused, and that is told in #potting-shed.
async fn a_refusal_is_told() -> (Garden, Shown) {
    let garden = Garden::open().await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    mondays_post_is_refused(&garden).await;
    let notice = notice(&garden, "This needs you").await;
    (garden, notice)
}

fn give_back(garden: &Garden) {
    garden.sandbox.allow_bot(channel(garden, "wellbeing"));
}

#[tokio::test]
async fn tried_again_too_early_it_says_what_is_missing_and_then_the_post_goes_out() {
    let (mut garden, told) = a_refusal_is_told().await;
    assert_snapshot!("refused", without_post(&told));
    let early = private(there(&garden).click(&told, "Try again").await);
    assert_snapshot!("still_missing", early.as_text());
    assert!(
        list(&garden).await.contains("Stopped"),
        "nothing is changed"
    );
    give_back(&garden);
    garden.restart_bot().await;
    let tried = private(there(&garden).click(&told, "Try again").await);
    assert_snapshot!("tried_again", tried.as_text());
    garden.post_in("wellbeing", 1).await;
    let mended = notice(&garden, "Mended").await;
    assert_snapshot!("mended", mended.as_text());
    assert!(mended.buttons().is_empty());
    assert_eq!(posts_in(&garden, "potting-shed"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_button_pressed_once_more_does_no_harm() {
    let (garden, told) = a_refusal_is_told().await;
    give_back(&garden);
    let (one, other) = tokio::join!(
        async { private(there(&garden).click(&told, "Try again").await) },
        async { private(there(&garden).click(&told, "Try again").await) },
    );
    let already = "That is mended already";
    let both = [one.as_text(), other.as_text()];
    assert_eq!(
        both.iter().filter(|text| text.contains(already)).count(),
        1,
        "{both:?}"
    );
    garden.post_in("wellbeing", 1).await;
    for label in ["Try again", "Move to another channel", "Pause"] {
        let id = carried(&told, label);
        let late = forged(&garden, &told, &id);
        let late = late.await;
        assert!(late.as_text().contains(already), "{}", late.as_text());
    }
    assert!(!list(&garden).await.contains("Paused"));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn moved_the_schedule_and_the_refused_post_go_to_the_channel_chosen() {
    let (garden, told) = a_refusal_is_told().await;
    let menu = private(there(&garden).click(&told, "Move to another channel").await);
    assert_snapshot!("where_to", menu.as_text());
    let moderator = there(&garden);
    let moved = moderator.choose(&menu, "Choose a channel", &["general"]);
    let moved = updated(moved.await);
    assert_snapshot!("moved", moved.as_text());
    garden.post_in("general", 1).await;
    notice(&garden, "Mended").await;
    let again = moderator.choose(&menu, "Choose a channel", &["wellbeing"]);
    assert!(again.await.is_err(), "the menu is gone");
    let listed = list(&garden).await;
    assert!(listed.contains("#general"), "{listed}");
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}

#[tokio::test]
async fn into_a_forum_the_post_goes_in_a_forums_words() {
    let (garden, told) = a_refusal_is_told().await;
    let menu = private(there(&garden).click(&told, "Move to another channel").await);
    let forum = channel(&garden, "open-garden");
    let moved = chosen(&garden, &menu, "open-garden");
    let moved = moved.await;
    assert!(
        moved.as_text().contains("goes out in #open-garden now"),
        "{}",
        moved.as_text()
    );
    let comes = garden.sandbox.until(|world| {
        let threads = world.channels.values().filter(|one| {
            one.thread
                .as_ref()
                .is_some_and(|thread| thread.parent == forum)
        });
        let ours = threads.filter(|one| world.messages_in(one.id).any(|m| m.author == world.bot()));
        (ours.count() == 1).then_some(())
    });
    comes.await.expect("it is posted in the forum");
    garden.close().await;
}

#[tokio::test]
async fn into_a_forum_that_wants_a_tag_it_goes_once_one_is_chosen() {
    let (garden, told) = a_refusal_is_told().await;
    let menu = private(there(&garden).click(&told, "Move to another channel").await);
    let asks = chosen(&garden, &menu, "weekly-garden").await;
    assert_snapshot!("moved_and_tag_asked", asks.as_text());
    assert!(
        list(&garden).await.contains("Paused"),
        "nothing goes out without one"
    );
    let moderator = there(&garden);
    let planned = moderator.choose(&asks, "Choose tags", &["Questions"]);
    let planned = updated(planned.await);
    assert!(
        planned.as_text().contains("goes out in #weekly-garden now"),
        "{}",
        planned.as_text()
    );
    let forum = channel(&garden, "weekly-garden");
    let comes = garden.sandbox.until(|world| {
        let threads = world
            .channels
            .values()
            .filter_map(|one| one.thread.as_ref());
        let mut ours = threads.filter(|one| one.parent == forum && one.owner == world.bot());
        ours.next().map(|thread| thread.applied_tags.len())
    });
    assert_eq!(comes.await.expect("it is posted in the forum"), 1);
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_is_gone_can_only_be_moved_from() {
    let garden = Garden::open().await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    garden.schedule_mondays().await;
    garden.sandbox.delete_channel(channel(&garden, "wellbeing"));
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let told = notice(&garden, "This needs you").await;
    let tried = private(there(&garden).click(&told, "Try again").await);
    assert_snapshot!("channel_gone", without_ids(tried.as_text()));
    let menu = private(there(&garden).click(&told, "Move to another channel").await);
    chosen(&garden, &menu, "general").await;
    garden.post_in("general", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn nothing_moves_to_where_the_moderator_or_the_bot_may_not_post() {
    let (garden, told) = a_refusal_is_told().await;
    let general = channel(&garden, "general");
    deny(&garden, "rowan", general, Permissions::SEND_MESSAGES);
    let menu = private(there(&garden).click(&told, "Move to another channel").await);
    let theirs = chosen(&garden, &menu, "general");
    let theirs = theirs.await;
    assert!(
        theirs
            .as_text()
            .contains("You need **Send Messages** in #general yourself"),
        "{}",
        theirs.as_text()
    );
    let back = chosen(&garden, &menu, "wellbeing");
    let back = back.await;
    assert!(
        back.as_text()
            .contains("I need **Send Messages** and **Embed Links** in #wellbeing"),
        "{}",
        back.as_text()
    );
    assert!(
        list(&garden).await.contains("Stopped"),
        "nothing is changed"
    );
    garden.close().await;
}

#[tokio::test]
async fn paused_the_notice_is_mended_and_nothing_goes_out() {
    let (garden, told) = a_refusal_is_told().await;
    let paused = private(there(&garden).click(&told, "Pause").await);
    assert_snapshot!("paused", paused.as_text());
    notice(&garden, "Mended").await;
    give_back(&garden);
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    assert!(list(&garden).await.contains("Paused"));
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}

#[tokio::test]
async fn who_may_not_manage_messages_mends_nothing() {
    let (garden, told) = a_refusal_is_told().await;
    give_back(&garden);
    for label in ["Try again", "Move to another channel", "Pause"] {
        let id = carried(&told, label);
        let theirs = garden.maya().in_channel("general").slash("/help").await;
        let theirs = shown(theirs);
        let press = garden.maya().in_channel("general");
        let refused = shown(press.forge_press(theirs.channel(), theirs.id(), &id).await);
        assert!(
            refused.as_text().contains("Manage Messages"),
            "{}",
            refused.as_text()
        );
    }
    assert!(list(&garden).await.contains("Stopped"));
    garden.close().await;
}

#[tokio::test]
async fn of_a_schedule_that_was_deleted_nothing_is_left_to_mend() {
    let (garden, told) = a_refusal_is_told().await;
    let try_again = carried(&told, "Try again");
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    updated(garden.moderator().click(&sure, "Yes, delete it").await);
    let late = forged(&garden, &told, &try_again);
    let late = late.await;
    assert!(
        late.as_text().contains("mended already"),
        "{}",
        late.as_text()
    );
    let unknown = "notice:try:AAECAwQFBgcICQoLDA0ODw";
    let unknown = forged(&garden, &told, unknown);
    assert_snapshot!("no_notice", unknown.await.as_text());
    garden.close().await;
}

#[tokio::test]
async fn the_only_notice_can_be_seen_to_in_the_list() {
    let (garden, _) = a_refusal_is_told().await;
    give_back(&garden);
    let list = asked(&garden, "/schedule list").await;
    assert_snapshot!("list_with_buttons", list.as_text());
    updated(garden.moderator().click(&list, "Try again").await);
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn a_fault_that_comes_back_is_told_again_and_one_that_goes_on_is_not() {
    let (garden, first) = a_refusal_is_told().await;
    asked(&garden, "/schedule resume schedule:1").await;
    notice(&garden, "Mended").await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    let comes = async {
        while posts_in(&garden, "potting-shed") < 2 {
            list(&garden).await;
        }
    };
    timeout(PATIENCE, comes).await.expect("it is told again");
    for week in ["2026-12-07T09:00:00Z", "2026-12-14T09:00:00Z"] {
        garden.hand.move_to(at(week));
        list(&garden).await;
    }
    assert_eq!(posts_in(&garden, "potting-shed"), 2);
    let second = notice(&garden, "This needs you").await;
    assert_ne!(second.id(), first.id());
    garden.close().await;
}
