//! Where no channel can be told of what is wrong: whoever made the schedule reads it in direct messages,
//! if they still moderate; and if nobody can be told, the next moderator who gives a command reads it first.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::{Member, PATIENCE, Shown},
    world::Permissions,
};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at, shown},
    looking::{database, id_of, rows_that_hold, updated, with_sage},
    mending::{notice, without_post},
    moderating::{asked, channel, list, mondays_post_is_refused, posts_in, role, server},
};

/// What Rowan has in direct messages with the bot.
fn alone(garden: &Garden) -> Vec<Shown> {
    let rowan = garden.moderator().in_dm();
    rowan.reads_here().unwrap_or_default()
}

/// The only direct message to Rowan, once it says this.
async fn told_alone(garden: &Garden, words: &str) -> Shown {
    let comes = async {
        loop {
            let mut messages = alone(garden);
            assert!(messages.len() < 2, "once is enough");
            match messages.pop() {
                Some(one) if one.as_text().contains(words) => return one,
                _ => tokio::task::yield_now().await,
            }
        }
    };
    let came = timeout(PATIENCE, comes).await;
    came.unwrap_or_else(|_| panic!("nothing was told; the log:\n{}", garden.log()))
}

/// Waits until the bot has found that nobody can be told of the one notice there is.
async fn nobody_can_be_told(garden: &Garden) {
    are(garden, 1, "refused").await;
}

fn close_direct_messages(garden: &Garden, username: &str) {
    let user = id_of(garden, username);
    garden.sandbox.change(|world| {
        let user = world.users.get_mut(&user).expect("somebody");
        user.accepts_direct_messages = false;
    });
}

/// Waits until it is noted that a moderator read the one notice there is.
async fn it_is_noted(garden: &Garden) {
    are(garden, 1, "heard").await;
}

/// Waits until this many notices are told like this.
async fn are(garden: &Garden, wanted: i64, told: &str) {
    let all = async {
        let mut database = database(garden).await;
        loop {
            let count = "SELECT COUNT(*) FROM notices WHERE told_state = $1";
            let count = sqlx::query_scalar::<_, i64>(count).bind(told);
            if count.fetch_one(&mut database).await.expect("an answer") == wanted {
                return;
            }
        }
    };
    let came = timeout(PATIENCE, all).await;
    assert!(
        came.is_ok(),
        "not {wanted} {told}; the log:\n{}",
        garden.log()
    );
}

/// What a command answers, once what must be read first stands above it.
async fn told_first(member: &Member, command: &str) -> Shown {
    let comes = async {
        loop {
            let answer = shown(member.slash(command).await);
            if answer.as_text().contains("This needs you") {
                return answer;
            }
        }
    };
    timeout(PATIENCE, comes).await.expect("it is told first")
}

#[tokio::test]
async fn without_a_channel_whoever_made_the_schedule_is_told_alone_and_once() {
    let mut garden = Garden::open().await;
    mondays_post_is_refused(&garden).await;
    let told = told_alone(&garden, "This needs you").await;
    assert_snapshot!("told_alone", without_post(&told));
    assert!(told.buttons().is_empty());
    garden.restart_bot().await;
    garden.advance(TimeDelta::days(2));
    let zone = asked(&garden, "/settings zone").await;
    assert!(!zone.as_text().contains("This needs you"), "they know");
    garden.sandbox.allow_bot(channel(&garden, "wellbeing"));
    asked(&garden, "/schedule resume schedule:1").await;
    assert_snapshot!("mended", told_alone(&garden, "Mended").await.as_text());
    // Once it is deleted, nothing of theirs is left.
    let id = id_of(&garden, "rowan").to_string();
    assert_eq!(
        rows_that_hold(&garden, &id).await,
        [("schedules".to_owned(), 1)]
    );
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    updated(garden.moderator().click(&sure, "Yes, delete it").await);
    assert_eq!(rows_that_hold(&garden, &id).await, []);
    let direct = alone(&garden)[0].channel().to_string();
    let forgotten = async { while !rows_that_hold(&garden, &direct).await.is_empty() {} };
    let forgotten = timeout(PATIENCE, forgotten).await;
    forgotten.expect("where they were told is forgotten");
    garden.close().await;
}

#[tokio::test]
async fn where_the_channel_refuses_the_maker_is_told() {
    let garden = Garden::open().await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    let shed = channel(&garden, "potting-shed");
    garden.sandbox.deny_bot(shed, Permissions::SEND_MESSAGES);
    mondays_post_is_refused(&garden).await;
    told_alone(&garden, "This needs you").await;
    garden.advance(TimeDelta::days(2));
    list(&garden).await;
    assert_eq!(posts_in(&garden, "potting-shed"), 0);
    // Set anew, the channel hears of it, too, and both say so when it is mended.
    garden.sandbox.allow_bot(shed);
    asked(&garden, "/settings notices channel:#potting-shed").await;
    notice(&garden, "This needs you").await;
    garden.sandbox.allow_bot(channel(&garden, "wellbeing"));
    asked(&garden, "/schedule resume schedule:1").await;
    told_alone(&garden, "Mended").await;
    notice(&garden, "Mended").await;
    garden.close().await;
}

#[tokio::test]
async fn who_takes_no_direct_messages_reads_it_above_the_next_answer_and_once() {
    let garden = Garden::open().await;
    close_direct_messages(&garden, "rowan");
    mondays_post_is_refused(&garden).await;
    nobody_can_be_told(&garden).await;
    let rowan = garden.moderator();
    let told = told_first(&rowan, "/settings zone").await;
    assert_snapshot!("told_first", told.as_text());
    it_is_noted(&garden).await;
    let again = asked(&garden, "/settings zone").await;
    assert!(
        !again.as_text().contains("This needs you"),
        "{}",
        again.as_text()
    );
    assert!(
        list(&garden).await.contains("This needs you"),
        "the list still shows it"
    );
    assert!(alone(&garden).is_empty());
    garden.close().await;
}

#[tokio::test]
async fn who_is_refused_reads_it_too_and_members_never_do() {
    let garden = Garden::open().await;
    close_direct_messages(&garden, "rowan");
    mondays_post_is_refused(&garden).await;
    nobody_can_be_told(&garden).await;
    let theirs = shown(garden.maya().slash("/affirmation").await);
    assert!(!theirs.as_text().contains("This needs you"));
    let refused = told_first(&garden.moderator(), "/schedule preview schedule:9").await;
    let text = refused.as_text();
    assert!(text.contains("There is no such schedule here"), "{text}");
    garden.close().await;
}

#[tokio::test]
async fn who_no_longer_moderates_is_told_nothing_and_another_moderator_is_told_first() {
    let garden = Garden::open_with(with_sage).await;
    garden.schedule_mondays().await;
    let (guild, rowan) = (server(&garden), id_of(&garden, "rowan"));
    let moderators = role(&garden, "Moderators");
    garden.sandbox.take_role(guild, rowan, moderators);
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::SEND_MESSAGES);
    garden.hand.move_to(at("2026-11-23T09:00:00Z"));
    nobody_can_be_told(&garden).await;
    let sage = garden.sandbox.member("sage");
    told_first(&sage, "/setup").await;
    it_is_noted(&garden).await;
    let show = shown(sage.slash("/schedule show schedule:1").await);
    assert!(!show.as_text().contains("This needs you"));
    assert!(alone(&garden).is_empty());
    garden.close().await;
}

#[tokio::test]
async fn who_reads_it_in_the_list_is_not_told_first() {
    let garden = Garden::open().await;
    close_direct_messages(&garden, "rowan");
    mondays_post_is_refused(&garden).await;
    nobody_can_be_told(&garden).await;
    let listed = asked(&garden, "/schedule list").await;
    assert_eq!(listed.as_text().matches("This needs you").count(), 1);
    it_is_noted(&garden).await;
    let zone = asked(&garden, "/settings zone").await;
    assert!(
        !zone.as_text().contains("This needs you"),
        "{}",
        zone.as_text()
    );
    garden.close().await;
}

/// The first schedule is well; the post of the second is refused, and nobody can be told.
async fn the_second_of_two_is_stopped() -> Garden {
    let garden = Garden::open().await;
    close_direct_messages(&garden, "rowan");
    let first = "/schedule create channel:#general when:\"fridays 9:00\" zone:Europe/London";
    asked(&garden, first).await;
    garden.advance(TimeDelta::minutes(1));
    mondays_post_is_refused(&garden).await;
    nobody_can_be_told(&garden).await;
    garden
}

#[tokio::test]
async fn who_reads_what_became_of_one_schedule_is_first_told_of_the_others() {
    let garden = the_second_of_two_is_stopped().await;
    let history = asked(&garden, "/schedule history schedule:1").await;
    assert_snapshot!("told_first_above_history", history.as_text());
    it_is_noted(&garden).await;
    let again = asked(&garden, "/schedule history schedule:1").await;
    assert!(
        !again.as_text().contains("This needs you"),
        "{}",
        again.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn who_reads_it_in_what_became_of_its_schedule_is_not_told_first() {
    let garden = the_second_of_two_is_stopped().await;
    let history = asked(&garden, "/schedule history schedule:2").await;
    let text = history.as_text();
    assert_eq!(text.matches("This needs you").count(), 1, "{text}");
    assert!(!text.contains("I tell you now"), "{text}");
    it_is_noted(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn a_list_too_short_for_all_that_is_open_has_the_rest_above_it() {
    let garden = Garden::open().await;
    close_direct_messages(&garden, "rowan");
    for _ in 0..5 {
        let more = "/schedule create channel:#wellbeing when:\"mondays 9:00\" zone:Europe/London";
        asked(&garden, more).await;
    }
    mondays_post_is_refused(&garden).await;
    are(&garden, 6, "refused").await;
    let listed = asked(&garden, "/schedule list").await;
    let text = listed.as_text();
    assert_eq!(text.matches("Give them back to me").count(), 6, "{text}");
    assert!(text.contains("I tell you now"), "{text}");
    are(&garden, 6, "heard").await;
    garden.close().await;
}

#[tokio::test]
async fn privacy_says_which_schedules_somebody_made_until_they_are_deleted() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let rowan = garden.moderator();
    let privacy = async || shown(rowan.slash("/privacy").await).as_text().to_owned();
    assert_snapshot!("privacy_of_a_maker", privacy().await);
    let everywhere = shown(rowan.in_dm().slash("/privacy").await);
    assert!(everywhere.as_text().contains("Schedules that you made"));
    let theirs = shown(garden.maya().slash("/privacy").await);
    assert!(
        theirs
            .as_text()
            .contains("nothing about you in this server")
    );
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    updated(rowan.click(&sure, "Yes, delete it").await);
    assert!(privacy().await.contains("nothing about you in this server"));
    garden.close().await;
}
