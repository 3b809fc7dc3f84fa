//! A moderator makes a schedule by typing, holds the clock, and the post comes.

use crate::{
    program::Program,
    window::{DESK, Window},
};

/// Makes a schedule in #wellbeing: what is suggested is picked.
pub async fn schedules(window: &Window, when: &str) {
    let options = [
        ("channel", "wellb", "#wellbeing"),
        ("when", when, ""),
        ("zone", "lond", "Europe/London"),
    ];
    window.composes("/schedule create", &options).await;
    window.sees("Planned").await;
}

#[tokio::test]
async fn a_schedule_is_typed_with_what_is_suggested_and_its_post_comes_on_time() {
    Window::lent("schedule", DESK, async |window| {
    let program = Program::start();
    window.goes(&program.address().await).await;
    window.presses("button", "No tour, thanks").await;
    schedules(window, "every day at 9:00").await;
    window.sees("Europe/London").await;
    window.picture("planned").await;
    let before = window.script(NOW, vec![]).await;
    window.presses("button", "To the next post").await;
    window.finds("article", "Sunflower, 9:00").await;
    let after = window.script(NOW, vec![]).await;
    assert_ne!(before, after);
    assert!(after.as_str().unwrap().contains(", 9:00:"), "{after}");
    window.picture("posted").await;
    window.presses("button", "+1 day").await;
    window.until("return document.querySelectorAll('#messages .is-private').length === 1 && document.querySelectorAll('#messages > li').length === 3").await;
    window.picture("a-day-later").await;
    program.close();
    }).await;
}

const NOW: &str = "return document.getElementById('now').textContent";
