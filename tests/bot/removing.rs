//! A moderator removes a post, found in history: asked first, and the reflections stay.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{driver::Shown, faults::Fault, world::Permissions};

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, pressed, private, updated, without_ids},
    moderating::{asked, channel, history, history_says, posts_in, server},
};

const MENU: &str = "Remove this post";
const DELETE: &str = "DELETE /channels/{channel}/messages/{message}";

async fn posted() -> Garden {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.mondays_post().await;
    history_says(&garden, "✅").await;
    garden
}

/// Chooses the only post there is from the menu under history.
async fn choose(garden: &Garden) -> Shown {
    let page = asked(garden, "/schedule history").await;
    let menus = page.menus();
    let options = &menus[0].options;
    assert_eq!(options.len(), 1, "{options:?}");
    let choice = options[0].name.clone();
    assert_eq!(choice, "Mon 23 Nov 2026, 09:00 (Europe/London)");
    updated(garden.moderator().choose(&page, MENU, &[&choice]).await)
}

#[tokio::test]
async fn a_post_is_removed_after_a_question_and_reflections_on_it_stay() {
    let garden = posted().await;
    let post = garden.theo().reads("wellbeing").expect("seen").remove(0);
    garden
        .reflect(&garden.maya(), &post, "Rest, and a walk.")
        .await;
    let ask = choose(&garden).await;
    assert_snapshot!("remove_asked", without_ids(ask.as_text()));
    let kept = updated(garden.moderator().click(&ask, "No, keep it").await);
    assert!(kept.as_text().contains("✅"));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);

    let ask = choose(&garden).await;
    let done = updated(garden.moderator().click(&ask, "Yes, remove it").await);
    assert_snapshot!("removed", done.as_text());
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    let page = asked(&garden, "/schedule history").await;
    assert_snapshot!("removed_in_history", page.as_text());
    assert!(page.menus().is_empty());
    let mine = shown(garden.maya().slash("/reflections view").await);
    assert!(mine.as_text().contains("Rest, and a walk."));
    garden.close().await;
}

#[tokio::test]
async fn pressed_twice_or_a_year_later_it_says_that_it_is_gone() {
    let mut garden = posted().await;
    let first = choose(&garden).await;
    let second = choose(&garden).await;
    let yes = carried(&first, "Yes, remove it");
    let moderator = garden.moderator();
    updated(moderator.click(&first, "Yes, remove it").await);
    let gone = updated(moderator.click(&second, "Yes, remove it").await);
    assert_snapshot!("removed_already", gone.as_text());
    assert!(!gone.has_button("Yes, remove it"));
    asked(&garden, "/schedule pause schedule:1").await;
    garden.advance(TimeDelta::days(366));
    garden.restart_bot().await;
    let later = pressed(&garden.moderator(), &yes).await;
    assert!(later.as_text().contains("removed already"));
    garden.close().await;
}

#[tokio::test]
async fn what_somebody_else_removed_is_noted_as_removed() {
    let garden = posted().await;
    let ask = choose(&garden).await;
    let post = garden.theo().reads("wellbeing").expect("seen").remove(0);
    garden.sandbox.delete_message(post.channel(), post.id());
    let done = updated(garden.moderator().click(&ask, "Yes, remove it").await);
    assert!(done.as_text().contains("The post is removed."));
    assert!(history(&garden).await.contains("Posted, and removed since"));
    garden.close().await;
}

#[tokio::test]
async fn a_channel_that_is_gone_took_its_posts_with_it() {
    let garden = posted().await;
    let ask = choose(&garden).await;
    let yes = carried(&ask, "Yes, remove it");
    garden.sandbox.delete_channel(channel(&garden, "wellbeing"));
    let elsewhere = garden.moderator().in_channel("general");
    let done = pressed(&elsewhere, &yes).await;
    assert!(
        done.as_text().contains("The post is removed."),
        "{}",
        done.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn where_the_bot_cannot_get_in_it_says_what_to_do_and_tries_again() {
    let garden = posted().await;
    let ask = choose(&garden).await;
    let yes = carried(&ask, "Yes, remove it");
    let place = channel(&garden, "wellbeing");
    garden.sandbox.deny_bot(place, Permissions::VIEW_CHANNEL);
    let elsewhere = garden.moderator().in_channel("general");
    let refused = pressed(&elsewhere, &yes).await;
    assert_snapshot!("remove_no_access", refused.as_text());
    garden.sandbox.allow_bot(place);
    let down = garden.sandbox.faults();
    down.on(DELETE).times(3, Fault::down(503));
    let busy = private(garden.moderator().click(&ask, "Yes, remove it").await);
    assert!(busy.as_text().contains("try again"), "{}", busy.as_text());
    garden.sandbox.faults().clear();
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    updated(garden.moderator().click(&ask, "Yes, remove it").await);
    assert_eq!(posts_in(&garden, "wellbeing"), 0);
    garden.close().await;
}

#[tokio::test]
async fn a_moderator_of_other_channels_does_not_remove_through_the_bot() {
    let garden = posted().await;
    let ask = choose(&garden).await;
    let yes = carried(&ask, "Yes, remove it");
    let (place, home) = (channel(&garden, "wellbeing"), server(&garden));
    garden.sandbox.change(|world| {
        let rowan = world.user("rowan").expect("rowan").id;
        let role = world.add_role(home, "Elsewhere", Permissions::MANAGE_MESSAGES);
        world.add_member(home, rowan, &[role]);
        world.overwrite(
            place,
            role,
            Permissions::from_bits(0),
            Permissions::MANAGE_MESSAGES,
        );
    });
    let elsewhere = garden.moderator().in_channel("general");
    let refused = pressed(&elsewhere, &yes).await;
    assert_snapshot!("remove_not_allowed", refused.as_text());
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    garden.close().await;
}

#[tokio::test]
async fn what_was_never_posted_or_is_made_up_cannot_be_removed() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(&garden, "/schedule skip schedule:1").await;
    let page = asked(&garden, "/schedule history").await;
    assert!(page.menus().is_empty());
    let forged = pressed(&garden.moderator(), "post:remove:AAECAwQFBgcICQoLDA0ODw").await;
    assert!(forged.as_text().contains("There is no such post here."));
    let forged = pressed(&garden.moderator(), "post:removable:0").await;
    assert!(forged.as_text().contains("There is no such post here."));
    garden.close().await;
}

#[tokio::test]
async fn a_late_post_says_how_late_it_was() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.stop_bot().await;
    garden.hand.move_to(at("2026-11-23T12:30:00Z"));
    garden.start_bot().await;
    let said = history_says(&garden, "✅").await;
    assert!(said.contains("3 hours late"), "{said}");
    garden.close().await;
}

#[tokio::test]
async fn in_a_forum_the_link_leads_into_the_posts_thread_and_its_message_is_removed() {
    let garden = Garden::open_with(|world| {
        let wellbeing = world.channel("wellbeing").expect("the channel");
        let home = wellbeing.guild.expect("its server");
        world.add_forum(home, "weekly-talk", &[]);
    })
    .await;
    asked(
        &garden,
        "/schedule create channel:#weekly-talk when:\"mondays 9:00\" zone:Europe/London",
    )
    .await;
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    let said = history_says(&garden, "✅").await;
    let forum = channel(&garden, "weekly-talk");
    let thread = garden.sandbox.read(|world| {
        let mut threads = world.threads_in(forum);
        threads.next().expect("the post's thread").id
    });
    let messages = || {
        garden
            .sandbox
            .read(|world| world.messages_in(thread).count())
    };
    assert_eq!(messages(), 1);
    let link = format!(
        "https://discord.com/channels/{}/{thread}/{thread}",
        server(&garden)
    );
    assert!(said.contains(&link), "{link} in: {said}");
    let ask = choose(&garden).await;
    assert!(ask.as_text().contains(&link), "{}", ask.as_text());
    let done = updated(garden.moderator().click(&ask, "Yes, remove it").await);
    assert!(
        done.as_text().contains("The post is removed."),
        "{}",
        done.as_text()
    );
    assert_eq!(messages(), 0);
    assert!(history(&garden).await.contains("Posted, and removed since"));
    garden.close().await;
}
