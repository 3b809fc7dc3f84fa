//! Whoever made a schedule, and perhaps moderates no more, has that forgotten; the schedule goes on.

use insta::assert_snapshot;

use crate::{
    garden::{Garden, shown},
    looking::{carried, id_of, stored_about},
    moderating::list,
};

const FORGET: &str = "Forget that I made them";

#[tokio::test]
async fn who_moderates_no_more_is_forgotten_as_the_maker_and_the_schedule_goes_on() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let rowan = id_of(&garden, "rowan");
    garden.sandbox.change(|world| {
        let mut servers = world.guilds.values_mut();
        let server = servers.find(|server| server.members.contains_key(&rowan));
        server.expect("the server").members.remove(&rowan);
        world.application.installed_by.push(rowan);
    });
    let alone = garden.moderator().in_dm();
    let privacy = shown(alone.slash("/privacy").await);
    let forgotten = shown(alone.click(&privacy, FORGET).await);
    assert_snapshot!("maker_forgotten", forgotten.as_text());
    assert!(stored_about(&garden, "rowan").await.is_empty());
    let privacy = shown(alone.slash("/privacy").await);
    assert!(!privacy.has_button(FORGET), "{}", privacy.as_text());
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn nobody_is_forgotten_by_anothers_press() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let privacy = shown(garden.moderator().slash("/privacy").await);
    let forget = carried(&privacy, FORGET);
    let theo = garden.theo();
    let own = shown(theo.slash("/privacy").await);
    assert!(!own.has_button(FORGET));
    let nothing = shown(theo.forge_press(own.channel(), own.id(), &forget).await);
    assert!(
        nothing.as_text().contains("no schedule as made by you"),
        "{}",
        nothing.as_text()
    );
    assert_eq!(
        stored_about(&garden, "rowan").await,
        [("schedules".to_owned(), 1)]
    );
    assert!(list(&garden).await.contains("wellbeing"));
    garden.close().await;
}
