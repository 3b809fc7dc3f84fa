//! Hands that reach for schedules that are not theirs to change: members, moderators of yesterday, and
//! moderators of another server.

use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::Failure,
    world::{Permissions, World},
};

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, private, with_the_harbour},
    moderating::{asked, schedule_id, server},
};

#[tokio::test]
async fn members_are_not_offered_the_command() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    for name in ["maya", "theo", "wren"] {
        let member = garden.sandbox.member(name);
        let offered = member.commands().expect("commands");
        assert!(!offered.contains(&"schedule".to_owned()), "{offered:?}");
        for command in ["/schedule list", "/schedule delete schedule:1"] {
            let refused = member.slash(command).await.expect_err("it is not for them");
            assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
        }
        let refused = member.complete("/schedule pause schedule:").await;
        assert!(matches!(refused, Err(Failure::NotAllowed { .. })));
    }
    let alone = garden.moderator().in_dm().slash("/schedule list").await;
    alone.expect_err("there are no schedules in direct messages");
    garden.close().await;
}

#[tokio::test]
async fn a_member_who_forges_a_moderators_button_is_refused_and_changes_nothing() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    let yes = carried(&sure, "Yes, delete it");
    let theo = garden.theo();
    let his = shown(theo.slash("/help").await);
    for forged in [
        &yes,
        yes.trim_end_matches(":sure"),
        "schedules:0",
        "history:0",
        "post:removable:0",
        "post:remove:AAECAwQFBgcICQoLDA0ODw",
        "post:now:AAECAwQFBgcICQoLDA0ODw:1795420800",
    ] {
        for (channel, message) in [(sure.channel(), sure.id()), (his.channel(), his.id())] {
            let answer = shown(theo.forge_press(channel, message, forged).await);
            assert!(answer.is_private());
            let text = answer.as_text();
            assert!(text.contains("This is for moderators"), "{forged}: {text}");
            assert!(!text.contains("Mondays"), "{forged}: {text}");
        }
    }
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn who_moderates_no_longer_cant_press_what_they_were_asked_then() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    let server = server(&garden);
    garden.sandbox.change(|world| {
        let rowan = world.user("rowan").expect("rowan").id;
        world.add_member(server, rowan, &[]);
    });
    let answer = shown(garden.moderator().click(&sure, "Yes, delete it").await);
    assert_snapshot!("not_a_moderator", answer.as_text());
    garden.mondays_post().await;
    garden.close().await;
}

/// The harbour, where garden_keeper moderates too, and theo moderates alone.
fn with_a_moderator_in_the_harbour(world: &mut World) {
    with_the_harbour(world);
    let harbour = world.guild("The Harbour").expect("the harbour").id;
    let theo = world.user("theo").expect("theo").id;
    let role = world.add_role(
        harbour,
        "Pilots",
        Permissions::SEND_MESSAGES | Permissions::MANAGE_MESSAGES,
    );
    world.add_member(harbour, theo, &[role]);
}

#[tokio::test]
async fn another_servers_moderators_dont_reach_a_schedule_by_its_id() {
    let garden = Garden::open_with(with_a_moderator_in_the_harbour).await;
    garden.schedule_mondays().await;
    let id = schedule_id(&garden).await;
    let pilot = garden.theo().in_channel("quay");
    for verb in [
        "preview", "skip", "post-now", "pause", "resume", "delete", "history",
    ] {
        let answer = shown(
            pilot
                .slash(&format!("/schedule {verb} schedule:{id}"))
                .await,
        );
        let text = answer.as_text();
        assert!(text.contains("There is no such schedule"), "{verb}: {text}");
        assert!(!text.contains("Mondays"), "{verb}: {text}");
    }
    let listed = shown(pilot.slash("/schedule list").await);
    for forged in [
        format!("delete-schedule:{id}"),
        format!("delete-schedule:{id}:sure"),
        format!("post:now:{id}:{}", at("2026-11-23T09:00:00Z").timestamp()),
    ] {
        let pressed = pilot.forge_press(listed.channel(), listed.id(), &forged);
        let answer = shown(pressed.await);
        assert!(answer.as_text().contains("There is no such schedule"));
    }
    let offered = pilot.complete("/schedule preview schedule:").await;
    assert!(offered.expect("suggestions").is_empty());
    garden.mondays_post().await;
    let forged = format!("history:0:{id}");
    let pressed = pilot.forge_press(listed.channel(), listed.id(), &forged);
    let answer = shown(pressed.await);
    assert!(!answer.as_text().contains("Posted"), "{}", answer.as_text());
    // Nor does the harbour take the garden's zone.
    let create = "/schedule create channel:#quay when:daily 9:00";
    let answer = private(pilot.slash(create).await);
    assert!(answer.as_text().contains("Which time zone"));
    garden.close().await;
}
