//! A sandbox that is kept, stopped and started again: whoever comes back finds all of it.

use crate::{
    program::Program,
    scheduling::schedules,
    window::{DESK, Window},
};

#[tokio::test]
async fn whoever_comes_back_finds_the_messages_and_what_is_planned() {
    Window::lent("keeping", DESK, async |window| {
        let folder = tempfile::tempdir().unwrap();
        let keep = ["--keep", folder.path().to_str().unwrap()];
        let program = Program::start_with(&keep);
        window.goes(&program.address().await).await;
        window.presses("button", "No tour, thanks").await;
        schedules(window, "every day at 9:00").await;
        window.presses("button", "To the next post").await;
        window.finds("article", "Sunflower, 9:00").await;
        window.says("See you tomorrow").await;
        program.close();

        let program = Program::start_with(&keep);
        window.goes(&program.address().await).await;
        window.sees("See you tomorrow").await;
        window.sees("The weekly post in #wellbeing").await;
        assert_eq!(window.script(MESSAGES, vec![]).await, 3);
        window.picture("found-again").await;
        window.presses("button", "To the next post").await;
        window.until(&format!("{MESSAGES} === 4")).await;
        window.picture("a-day-later").await;
        program.close();
    })
    .await;
}

const MESSAGES: &str = "return document.querySelectorAll('#messages > li').length";
