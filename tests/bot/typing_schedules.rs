//! What is suggested while a moderator types a schedule: what was understood of its time, zones by
//! city, topics, and the schedules there are.

use chrono::TimeDelta;
use sunflower::sandbox::{driver::Choice, faults::Fault};

use crate::{
    garden::Garden,
    moderating::{asked, schedule_id},
};

const CREATE: &str = "/schedule create channel:#wellbeing";

async fn choices(garden: &Garden, typed: &str) -> Vec<Choice> {
    let choices = garden.moderator().complete(typed).await;
    let choices = choices.expect("suggestions");
    assert!(choices.len() <= 25, "{choices:?}");
    let fit = |one: &Choice| one.name.chars().count() <= 100 && !one.value.is_empty();
    assert!(choices.iter().all(fit), "{choices:?}");
    choices
}

async fn names(garden: &Garden, typed: &str) -> Vec<String> {
    let choices = choices(garden, typed).await;
    choices.into_iter().map(|choice| choice.name).collect()
}

#[tokio::test]
async fn when_is_echoed_as_it_was_understood() {
    let garden = Garden::open().await;
    for (typed, echo) in [
        ("mondays 9:00", "Mondays at 09:00 · next: Mon 23 Nov"),
        ("0 9 * * 1", "Mondays at 09:00 · next: Mon 23 Nov"),
        (
            "every weekday at 18:30",
            "Weekdays at 18:30 · next: Mon 23 Nov",
        ),
        ("1 dec 18:00", "Tue 1 Dec 2026 at 18:00, once"),
    ] {
        let names = names(
            &garden,
            &format!("{CREATE} zone:Europe/London when:{typed}"),
        )
        .await;
        let first = names.first().expect("an echo");
        assert!(first.starts_with(echo), "{typed}: {first}");
    }
    garden.close().await;
}

#[tokio::test]
async fn once_the_server_has_a_zone_the_next_time_is_told_without_it() {
    let garden = Garden::open().await;
    let typed = format!("{CREATE} when:mondays 9:00");
    assert_eq!(names(&garden, &typed).await, ["Mondays at 09:00"]);
    garden.schedule_mondays().await;
    let echo = "Mondays at 09:00 · next: Mon 23 Nov";
    assert_eq!(names(&garden, &typed).await, [echo]);
    garden.close().await;
}

#[tokio::test]
async fn while_typing_phrases_are_offered_and_can_be_sent() {
    let garden = Garden::open().await;
    for typed in ["", "mon", "every"] {
        let there = format!("{CREATE} zone:Europe/London when:{typed}");
        let choices = choices(&garden, &there).await;
        let first = choices.first().expect("a phrase");
        let create = format!("{CREATE} zone:Europe/London when:\"{}\"", first.value);
        let created = asked(&garden, &create).await;
        let said = created.as_text();
        assert!(said.contains("Planned"), "{:?}: {said}", first.value);
    }
    garden.close().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_time_is_said_while_it_is_typed() {
    let garden = Garden::open().await;
    for (typed, wrong) in [
        ("0 9 31 2 *", "never comes"),
        ("* * * * *", "one post an hour"),
        ("1 jan 2020 9:00", "is past"),
        ("mondays 25:00", "is no time of day"),
        ("blursday 9:00", "I can't read \"blursday\""),
        ("0 9 * *", "five fields"),
    ] {
        let names = names(
            &garden,
            &format!("{CREATE} zone:Europe/London when:{typed}"),
        )
        .await;
        let [only] = names.as_slice() else {
            panic!("{typed}: {names:?}");
        };
        assert!(only.contains(wrong), "{typed}: {only}");
    }
    garden.close().await;
}

#[tokio::test]
async fn zones_are_found_by_city_with_the_time_there_now() {
    let garden = Garden::open().await;
    for (typed, first) in [
        ("berl", "Berlin (Europe/Berlin), 13:00 now"),
        ("TOKYO", "Tokyo (Asia/Tokyo), 21:00 now"),
        ("europe/lond", "London (Europe/London), 12:00 now"),
        ("são paulo", "Sao Paulo (America/Sao_Paulo), 09:00 now"),
    ] {
        let names = names(&garden, &format!("{CREATE} when:daily 9:00 zone:{typed}")).await;
        assert_eq!(names.first().map(String::as_str), Some(first), "{typed}");
    }
    garden.advance(TimeDelta::minutes(90));
    let later = names(&garden, &format!("{CREATE} when:daily 9:00 zone:berl")).await;
    assert_eq!(later[0], "Berlin (Europe/Berlin), 14:30 now");
    assert!(
        !names(&garden, &format!("{CREATE} when:daily 9:00 zone:"))
            .await
            .is_empty()
    );
    assert!(
        names(&garden, &format!("{CREATE} when:daily 9:00 zone:qqqq"))
            .await
            .is_empty()
    );
    garden.close().await;
}

#[tokio::test]
async fn topics_are_added_one_after_the_other() {
    let garden = Garden::open().await;
    let typing = |topics: &str| format!("{CREATE} when:daily 9:00 topics:{topics}");
    assert_eq!(names(&garden, &typing("tra")).await, ["trauma"]);
    let both = names(&garden, &typing("trauma, vul")).await;
    assert_eq!(both, ["trauma, vulnerability"]);
    let rest = names(&garden, &typing("trauma,")).await;
    assert!(
        rest.iter().all(|one| one.starts_with("trauma, ")),
        "{rest:?}"
    );
    assert!(!rest.contains(&"trauma, trauma".to_owned()), "{rest:?}");
    assert!(names(&garden, &typing("gardening")).await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn schedules_are_offered_by_number_rule_and_place_for_every_verb() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    garden.advance(TimeDelta::minutes(1));
    asked(
        &garden,
        "/schedule create channel:#general when:daily 18:00 topics:trauma",
    )
    .await;
    for verb in [
        "edit", "show", "preview", "pause", "resume", "delete", "history",
    ] {
        let offered = names(&garden, &format!("/schedule {verb} schedule:")).await;
        assert_eq!(
            offered,
            [
                "1. Mondays at 09:00 (Europe/London) · this channel · From all topics",
                "2. Every day at 18:00 (Europe/London) · #general · From: trauma"
            ]
        );
    }
    let choices = choices(&garden, "/schedule preview schedule:every day").await;
    let [daily] = choices.as_slice() else {
        panic!("{choices:?}");
    };
    let preview = format!("/schedule preview schedule:{}", daily.value);
    assert!(asked(&garden, &preview).await.as_text().contains("18:00"));
    garden.close().await;
}

#[tokio::test]
async fn schedules_are_offered_without_their_channels_names_while_discord_is_down() {
    let garden = Garden::open().await;
    asked(
        &garden,
        "/schedule create channel:#general when:daily 18:00 zone:Europe/London what:A practice alone",
    )
    .await;
    let typed = "/schedule show schedule:";
    let named =
        "1. Every day at 18:00 (Europe/London) · #general · A practice alone · From all topics";
    assert_eq!(names(&garden, typed).await, [named]);
    let faults = garden.sandbox.faults();
    faults
        .on("GET /guilds/{guild}/channels")
        .always(Fault::AnswerLate(std::time::Duration::from_secs(5)));
    let unnamed = "1. Every day at 18:00 (Europe/London) · A practice alone · From all topics";
    assert_eq!(names(&garden, typed).await, [unnamed]);
    faults.clear();
    garden.close().await;
}

#[tokio::test]
async fn while_editing_times_are_echoed_in_the_schedules_own_zone() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(&garden, "/schedule edit schedule:1 zone:Pacific/Auckland").await;
    // It is Monday in Auckland already, past one in the morning.
    let schedule = schedule_id(&garden).await;
    let typed = format!("/schedule edit schedule:{schedule} when:mondays 1:00");
    let echo = "Mondays at 01:00 · next: Mon 30 Nov";
    assert_eq!(names(&garden, &typed).await, [echo]);
    let topics = format!("/schedule edit schedule:{schedule} topics:");
    assert_eq!(names(&garden, &topics).await[0], "all");
    garden.close().await;
}

#[tokio::test]
async fn whatever_is_typed_suggesting_harms_nothing() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let long = "x".repeat(6000);
    for typed in [
        "🌻",
        "\\",
        "%_'--",
        "*",
        "@everyone",
        "0 0 0 0 0 0",
        ",,,",
        &long,
    ] {
        for option in ["when", "zone", "topics"] {
            choices(&garden, &format!("{CREATE} {option}:{typed}")).await;
        }
        choices(&garden, &format!("/schedule pause schedule:{typed}")).await;
    }
    garden.mondays_post().await;
    garden.close().await;
}
