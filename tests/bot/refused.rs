//! The weekly post where the bot may not post any more: said once, by the permission's name, and taken
//! up again when a moderator resumes.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{driver::Shown, faults::Fault, world::Permissions};

use crate::{
    garden::{Garden, at},
    moderating::{POST, asked, channel, history_says, list, posts_in, server, tries},
};

/// Mondays at nine, and it is nine, but something was taken from the bot in #wellbeing before.
async fn nine_oclock_without(taken: Permissions) -> Garden {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let wellbeing = channel(&garden, "wellbeing");
    garden.sandbox.deny_bot(wellbeing, taken);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden
}

#[tokio::test]
async fn a_permission_taken_away_is_named_and_given_back_the_next_post_goes_out() {
    let garden = nine_oclock_without(Permissions::SEND_MESSAGES).await;
    let said = history_says(&garden, "❌").await;
    assert_snapshot!("no_permission_in_history", said);
    assert_snapshot!("no_permission_in_list", list(&garden).await);
    // It is stopped: the next Monday nobody is asked again.
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    assert!(list(&garden).await.contains("Stopped"));
    assert_eq!(tries(&garden, 1).await.len(), 1);
    garden.sandbox.allow_bot(channel(&garden, "wellbeing"));
    let resumed = asked(&garden, "/schedule resume schedule:1").await;
    assert!(resumed.as_text().contains("Resumed, from now on."));
    let listed = list(&garden).await;
    assert!(!listed.contains("⚠️"), "{listed}");
    garden.hand.move_to(at("2026-12-07T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    garden.close().await;
}

#[tokio::test]
async fn each_permission_is_named_as_discords_settings_name_it() {
    for (taken, name) in [
        (Permissions::VIEW_CHANNEL, "**View Channel**"),
        (Permissions::SEND_MESSAGES, "**Send Messages**"),
        (Permissions::EMBED_LINKS, "**Embed Links**"),
    ] {
        let garden = nine_oclock_without(taken).await;
        let said = history_says(&garden, "❌").await;
        assert!(said.contains(name), "{said}");
        let listed = list(&garden).await;
        assert!(listed.contains(name), "{listed}");
        garden.close().await;
    }
}

#[tokio::test]
async fn without_the_history_a_post_in_time_still_goes_out() {
    let garden = nine_oclock_without(Permissions::READ_MESSAGE_HISTORY).await;
    history_says(&garden, "✅").await;
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn resumed_too_early_it_is_stopped_again() {
    let garden = nine_oclock_without(Permissions::EMBED_LINKS).await;
    history_says(&garden, "❌").await;
    asked(&garden, "/schedule resume schedule:1").await;
    assert!(!list(&garden).await.contains("Stopped"));
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    tries(&garden, 2).await;
    history_says(&garden, "**30 November 2026 09:00** #wellbeing\n│ ❌").await;
    let listed = list(&garden).await;
    assert!(listed.contains("Stopped"), "{listed}");
    assert_eq!(listed.matches("This needs you").count(), 1, "{listed}");
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_was_deleted_is_said_to_be_gone() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.sandbox.delete_channel(channel(&garden, "wellbeing"));
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let said = history_says(&garden, "❌").await;
    let gone = "the channel is gone, or I can't see it.";
    assert!(said.contains(gone), "{said}");
    let listed = list(&garden).await;
    assert!(listed.contains(gone), "{listed}");
    assert!(
        listed.contains("pick another channel with `/schedule edit`"),
        "{listed}"
    );
    let sure: Shown = asked(&garden, "/schedule delete schedule:1").await;
    crate::looking::updated(garden.moderator().click(&sure, "Yes, delete it").await);
    assert!(!list(&garden).await.contains("⚠️"), "nothing left to mend");
    garden.close().await;
}

#[tokio::test]
async fn a_bot_that_is_thrown_out_does_no_harm_and_can_come_back() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.sandbox.remove_bot(server(&garden));
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    tries(&garden, 1).await;
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(1));
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.sandbox.add_bot(server(&garden));
    history_says(&garden, "❌ Not posted").await;
    asked(&garden, "/schedule resume schedule:1").await;
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    garden.post_in("wellbeing", 1).await;
    // Where it joins it also says hello, elsewhere.
    let wellbeing = format!("/{}/", channel(&garden, "wellbeing"));
    let sent = garden.sandbox.record().of(POST);
    let here = sent.iter().filter(|one| one.path.contains(&wellbeing));
    assert_eq!(here.count(), 2);
    garden.close().await;
}

#[tokio::test]
async fn a_message_that_discord_does_not_take_is_the_operators_to_mend() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let invalid = Fault::refusal(400, 50035, "Invalid Form Body");
    garden.sandbox.faults().on(POST).once(invalid);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let said = history_says(&garden, "❌").await;
    assert_snapshot!("invalid", said);
    assert!(list(&garden).await.contains("Stopped"));
    garden.close().await;
}

#[tokio::test]
async fn one_channel_that_refuses_leaves_the_others_alone() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(
        &garden,
        "/schedule create channel:#general when:mondays 9:00",
    )
    .await;
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::SEND_MESSAGES);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    garden.post_in("general", 1).await;
    let said = history_says(&garden, "❌").await;
    assert!(said.contains("✅"), "{said}");
    garden.close().await;
}
