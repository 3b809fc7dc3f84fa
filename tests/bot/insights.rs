//! Numbers of weeks that have closed, for moderators: as a picture, for those who can't see it, and as text;
//! never a name, never a word.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::driver::{Failure, PATIENCE, Shown};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, pressed, private, updated, weeks_counted},
    moderating::asked,
};

/// As light as a picture should be on a phone.
const LIGHT: usize = 40 * 1024;

/// The one picture of an answer, decoded: how wide, how high, how many bytes.
fn picture(garden: &Garden, shown: &Shown) -> (u32, u32, usize) {
    let [file] = shown.files() else {
        panic!("not one file on: {}", shown.as_text());
    };
    assert_eq!(file.filename, "weeks.png");
    let bytes = garden
        .sandbox
        .read(|world| world.files.get(&file.id).cloned());
    let bytes = bytes.expect("the file");
    let decoder = png::Decoder::new(std::io::Cursor::new(&bytes));
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("its size")];
    let frame = reader.next_frame(&mut pixels).expect("a whole PNG");
    (frame.width, frame.height, bytes.len())
}

fn alt(shown: &Shown) -> &str {
    shown.files()[0].description.as_deref().expect("alt text")
}

/// What `/insights` says once it says this.
async fn told(garden: &Garden, words: &str) -> Shown {
    let comes = async {
        loop {
            let answer = asked(garden, "/insights").await;
            if answer.as_text().contains(words) {
                return answer;
            }
        }
    };
    timeout(PATIENCE, comes).await.expect("it is counted")
}

#[tokio::test]
async fn before_a_week_has_closed_there_is_a_kind_sentence_and_no_picture() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    garden.reflect(&garden.maya(), &post, "the sea").await;
    let answer = asked(&garden, "/insights").await;
    assert_snapshot!("no_week_yet", answer.as_text());
    assert!(answer.files().is_empty());
    garden.close().await;
}

#[tokio::test]
async fn a_closed_week_is_told_as_a_picture_with_alt_text_and_as_text() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    for name in ["maya", "theo", "wren", "rowan"] {
        let member = garden.sandbox.member(name);
        garden.reflect(&member, &post, "the sea").await;
    }
    garden.hand.move_to(at("2026-11-30T00:00:00Z"));
    let few = told(&garden, "23 November 2026").await;
    assert_snapshot!("a_week_of_four", few.as_text());
    assert_snapshot!("a_week_of_four_alt", alt(&few));
    let (width, _, size) = picture(&garden, &few);
    assert_eq!(width, 800);
    assert!(size < LIGHT, "{size} bytes");
    let own = "garden_keeper";
    for name in ["maya", "theo", "wren", "rowan", own] {
        let member = garden.sandbox.member(name);
        garden.reflect(&member, &post, "the hills").await;
    }
    garden.hand.move_to(at("2026-12-07T00:00:00Z"));
    let many = told(&garden, "30 November 2026").await;
    assert_snapshot!("a_week_of_five", many.as_text());
    assert_snapshot!("a_week_of_five_alt", alt(&many));
    garden.close().await;
}

#[tokio::test]
async fn what_a_member_takes_back_after_a_week_has_closed_changes_no_look_at_it() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    for name in ["maya", "theo", "wren", "rowan", "garden_keeper"] {
        let member = garden.sandbox.member(name);
        garden.reflect(&member, &post, "the sea").await;
    }
    garden.hand.move_to(at("2026-11-30T00:00:00Z"));
    let before = told(&garden, "5 people").await;
    let maya = garden.maya();
    let sure = private(maya.slash("/reflections withdraw").await);
    updated(maya.click(&sure, "Yes, withdraw").await);
    for _ in 0..2 {
        let after = asked(&garden, "/insights").await;
        assert_eq!(after.as_text(), before.as_text());
        assert_eq!(alt(&after), alt(&before));
        garden.restart_bot().await;
        garden.advance(TimeDelta::days(1));
    }
    garden.close().await;
}

#[tokio::test]
async fn a_year_of_weeks_is_turned_page_by_page_each_with_its_own_picture() {
    let garden = Garden::open().await;
    weeks_counted(&garden, 30).await;
    let latest = asked(&garden, "/insights").await;
    assert_snapshot!("latest_weeks", latest.as_text());
    let (_, _, size) = picture(&garden, &latest);
    assert!(size < LIGHT, "{size} bytes");
    assert!(alt(&latest).chars().count() <= 1024);
    let moderator = garden.moderator();
    let earlier = updated(moderator.click(&latest, "Next page").await);
    picture(&garden, &earlier);
    assert_ne!(alt(&earlier), alt(&latest));
    let earliest = updated(moderator.click(&earlier, "Next page").await);
    assert_snapshot!("earliest_weeks", earliest.as_text());
    picture(&garden, &earliest);
    garden.close().await;
}

#[tokio::test]
async fn members_are_not_offered_it_and_a_forged_press_tells_them_nothing() {
    let garden = Garden::open().await;
    weeks_counted(&garden, 13).await;
    let latest = asked(&garden, "/insights").await;
    let next = carried(&latest, "Next page");
    for name in ["maya", "wren"] {
        let member = garden.sandbox.member(name);
        let refused = member.slash("/insights").await;
        assert!(matches!(refused, Err(Failure::NotAllowed { .. })));
        for forged in [&next, "insights:0"] {
            let answer = pressed(&member, forged).await;
            assert!(answer.as_text().contains("This is for moderators"));
            assert!(answer.files().is_empty());
        }
    }
    let alone = garden.moderator().in_dm().slash("/insights").await;
    alone.expect_err("only in a server");
    garden.close().await;
}

#[tokio::test]
async fn asking_for_a_shorter_time_says_the_same_however_many_reflections_are_that_old() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let ask = async || {
        let sure = asked(&garden, "/settings retention time:30 days").await;
        // Above it may stand what needs moderators.
        let question = sure.as_text().split_once("Keep reflections for");
        question.expect("the question").1.to_owned()
    };
    let none = ask().await;
    for name in ["maya", "theo", "wren", "rowan", "garden_keeper"] {
        let member = garden.sandbox.member(name);
        garden.reflect(&member, &post, "the sea").await;
    }
    garden.advance(TimeDelta::days(31));
    assert_eq!(ask().await, none);
    let kept = shown(garden.maya().slash("/reflections view").await);
    assert!(kept.as_text().contains("the sea"), "{}", kept.as_text());
    garden.close().await;
}
