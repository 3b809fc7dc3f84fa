//! Everything of a server deleted: when an administrator wants it, and two weeks after the bot left; and
//! never by a moderator, an outage or another bot's token.

use std::{future::pending, time::Duration};

use chrono::TimeDelta;
use insta::assert_snapshot;
use sqlx::{Connection as _, Executor as _};
use sunflower::sandbox::{
    driver::{Form, Member, PATIENCE, Shown},
    faults::Fault,
    world::Id,
};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, database, form, pressed, rows_that_hold, updated, with_the_harbour},
    moderating::{asked, history_says, server},
    sharing::{in_thread, nothing_left, of_four, on_monday, share},
};

const ERASE: &str = "/settings erase";
const YES: &str = "Type the name and delete it";
const NAME: &str = "The server's name, to be sure";

/// A server with a past, and another one in which Maya keeps something, too.
async fn two_servers() -> Garden {
    let garden = Garden::open_with(with_the_harbour).await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    history_says(&garden, "✅").await;
    garden
        .reflect(&garden.maya(), &post, "In the garden.")
        .await;
    asked(&garden, "/settings zone zone:Asia/Tokyo").await;
    asked(&garden, "/settings notices channel:#general").await;
    let at_sea = garden.maya().in_channel("quay");
    let affirmation = shown(at_sea.slash("/affirmation topic:trauma").await);
    garden
        .reflect(&at_sea, &affirmation, "In the harbour.")
        .await;
    garden
}

fn keeper(garden: &Garden) -> Member {
    garden.sandbox.member("garden_keeper").in_channel("general")
}

async fn of_server(garden: &Garden, server: Id) -> Vec<(String, i64)> {
    let mut rows = rows_that_hold(garden, &server.to_string()).await;
    rows.retain(|(table, _)| table != "gone_servers");
    rows
}

async fn is_there(garden: &Garden) {
    let rows = of_server(garden, server(garden)).await;
    let tables: Vec<_> = rows.iter().map(|(table, _)| table.as_str()).collect();
    for table in ["schedules", "posts", "reflections", "consents", "guilds"] {
        assert!(tables.contains(&table), "{table}: {rows:?}");
    }
}

/// Nothing of the garden is left anywhere, and all that was kept in the harbour is.
async fn is_gone(garden: &Garden) {
    assert_eq!(of_server(garden, server(garden)).await, []);
    for table in ["posts", "follow_ups", "notices", "weeks"] {
        assert_eq!(garden.rows().await[table], 0, "{table}");
    }
    let mine = shown(garden.maya().in_dm().slash("/reflections view").await);
    let text = mine.as_text();
    assert!(text.contains("In the harbour."), "{text}");
    assert!(!text.contains("In the garden."), "{text}");
}

async fn becomes_gone(garden: &Garden) {
    let gone = async {
        while !of_server(garden, server(garden)).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, gone).await.expect("it is deleted");
    is_gone(garden).await;
}

async fn name_form(garden: &Garden) -> (Shown, Form) {
    let sure = shown(keeper(garden).slash(ERASE).await);
    let name = form(keeper(garden).click(&sure, YES).await);
    (sure, name)
}

/// Some days, one by one, as far as the bot keeps up.
async fn days(garden: &Garden, days: i64) {
    for _ in 0..days {
        garden.advance(TimeDelta::days(1));
        let _kept_up = timeout(Duration::from_millis(50), pending::<()>()).await;
    }
}

#[tokio::test]
async fn an_administrator_is_asked_twice_and_then_nothing_of_the_server_is_left() {
    let garden = two_servers().await;
    let (sure, name) = name_form(&garden).await;
    assert!(sure.is_private());
    assert_snapshot!("erase_asked", sure.as_text());
    assert_snapshot!("erase_name", name.as_text());
    is_there(&garden).await;
    let done = updated(
        keeper(&garden)
            .fill(&name, &[(NAME, " The Quiet Garden ")])
            .await,
    );
    assert_snapshot!("erase_done", done.as_text());
    is_gone(&garden).await;
    // The bot is still there, and knows nothing of before.
    let listed = asked(&garden, "/schedule list").await;
    assert!(
        listed.as_text().contains("no schedule here yet"),
        "{}",
        listed.as_text()
    );
    garden.hand.move_to(at("2026-11-30T09:00:00Z"));
    days(&garden, 1).await;
    assert_eq!(garden.rows().await["posts"], 0);
    garden.close().await;
}

/// Deletes everything, and what is said then.
async fn said_when_erased(garden: &Garden) -> String {
    let (_sure, name) = name_form(garden).await;
    let keeper = keeper(garden);
    let done = keeper.fill(&name, &[(NAME, "The Quiet Garden")]);
    updated(done.await).as_text().to_owned()
}

#[tokio::test]
async fn how_much_four_people_wrote_is_not_said_though_a_fifth_has_agreed() {
    let (garden, post) = of_four().await;
    let maya = garden.maya();
    let consent = shown(maya.click(&post, "Reflect").await);
    form(maya.click(&consent, "I agree").await);
    assert_eq!(garden.rows().await["consents"], 5);
    let said = said_when_erased(&garden).await;
    let few = "what fewer than five members, perhaps none, had kept here";
    assert!(said.contains(few), "{said}");
    garden.close().await;
}

#[tokio::test]
async fn how_much_five_people_wrote_is_said_of_those_who_wrote() {
    let (garden, post) = of_four().await;
    garden.reflect(&garden.maya(), &post, "The fifth.").await;
    garden.reflect(&garden.maya(), &post, "And more.").await;
    let theo = garden.theo();
    let consent = shown(theo.click(&post, "Reflect").await);
    form(theo.click(&consent, "I agree").await);
    let said = said_when_erased(&garden).await;
    assert!(said.contains("6 reflections of 5 members"), "{said}");
    garden.close().await;
}

#[tokio::test]
async fn what_members_shared_leaves_its_thread_with_the_server() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    for words in ["One.", "Two."] {
        let kept = garden.reflect(&maya, &post, words).await;
        share(&maya, &kept, "Share with my name").await;
        garden.advance(TimeDelta::minutes(1));
    }
    in_thread(&garden, &post, 2).await;
    let said = said_when_erased(&garden).await;
    assert!(said.contains("leaves its threads within minutes"), "{said}");
    in_thread(&garden, &post, 0).await;
    nothing_left(&garden).await;
    assert_eq!(of_server(&garden, server(&garden)).await, []);
    garden.close().await;
}

#[tokio::test]
async fn another_name_or_a_no_deletes_nothing() {
    let garden = two_servers().await;
    let (sure, name) = name_form(&garden).await;
    for wrong in ["the quiet garden", "The Harbour", "Delete it"] {
        let refused = shown(keeper(&garden).fill(&name, &[(NAME, wrong)]).await);
        let text = refused.as_text();
        assert!(text.contains("called **The Quiet Garden**"), "{text}");
    }
    let kept = updated(keeper(&garden).click(&sure, "No, keep everything").await);
    assert!(kept.as_text().contains("Nothing was deleted."));
    is_there(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn a_moderator_or_a_member_can_not_by_any_door() {
    let garden = two_servers().await;
    let refusal = "needs the **Administrator** permission";
    let refused = asked(&garden, ERASE).await;
    assert!(refused.as_text().contains(refusal), "{}", refused.as_text());
    let (sure, name) = name_form(&garden).await;
    let press = carried(&sure, YES);
    let forged = pressed(&garden.moderator(), &press).await;
    assert!(forged.as_text().contains(refusal), "{}", forged.as_text());
    for person in [garden.moderator(), garden.maya()] {
        let forged = shown(person.fill(&name, &[(NAME, "The Quiet Garden")]).await);
        assert!(forged.as_text().contains(refusal), "{}", forged.as_text());
    }
    is_there(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn two_weeks_after_the_bot_was_removed_nothing_of_the_server_is_left() {
    let garden = two_servers().await;
    garden.sandbox.remove_bot(server(&garden));
    days(&garden, 13).await;
    is_there(&garden).await;
    days(&garden, 2).await;
    becomes_gone(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn removed_while_it_was_offline_it_is_the_same_and_coming_back_in_time_keeps_all() {
    let mut garden = two_servers().await;
    garden.stop_bot().await;
    garden.sandbox.remove_bot(server(&garden));
    garden.start_bot().await;
    days(&garden, 13).await;
    // Back while it was offline, too.
    garden.stop_bot().await;
    garden.sandbox.add_bot(server(&garden));
    garden.advance(TimeDelta::days(30));
    garden.start_bot().await;
    days(&garden, 3).await;
    is_there(&garden).await;
    assert_eq!(garden.rows().await["gone_servers"], 0);
    garden.sandbox.remove_bot(server(&garden));
    days(&garden, 15).await;
    becomes_gone(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn what_discord_does_not_say_deletes_nothing() {
    let garden = two_servers().await;
    garden.sandbox.remove_bot(server(&garden));
    let down = "GET /guilds/{guild}";
    garden.sandbox.faults().on(down).always(Fault::down(503));
    days(&garden, 20).await;
    is_there(&garden).await;
    garden.sandbox.faults().clear();
    days(&garden, 1).await;
    becomes_gone(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn another_applications_token_deletes_nothing() {
    let mut garden = two_servers().await;
    garden.stop_bot().await;
    let mut raw = database(&garden).await;
    raw.execute("UPDATE meta SET value = '1' WHERE name = 'application_id'")
        .await
        .expect("changed");
    raw.close().await.expect("closed");
    garden.sandbox.remove_bot(server(&garden));
    garden.start_bot().await;
    days(&garden, 20).await;
    is_there(&garden).await;
    assert_eq!(garden.rows().await["gone_servers"], 0);
    assert!(garden.log().contains("begun by another application"));
    garden.close().await;
}
