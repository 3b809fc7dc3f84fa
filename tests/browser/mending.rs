//! A moderator makes something go wrong, is told, and mends it.

use crate::{
    program::Program,
    scheduling::schedules,
    window::{DESK, Window},
};

/// Whether one sees that something is made to go wrong while the switches are out of sight.
const IS_MARKED: &str =
    "return getComputedStyle(document.getElementById('open-drawer')).boxShadow !== 'none'";

#[tokio::test]
async fn a_missing_permission_is_told_and_tried_again() {
    Window::lent("mend", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.presses("button", "No tour, thanks").await;
        schedules(window, "mondays 9:00").await;
        window
            .composes(
                "/settings notices",
                &[("channel", "potting", "#potting-shed")],
            )
            .await;
        window.presses("button", "What the bot does").await;
        window.presses("switch", "No permission here").await;
        window.sees("on in #wellbeing").await;
        window.presses("button", "Close").await;
        window.until(IS_MARKED).await;
        window.picture("fault").await;
        window.presses("button", "What the bot does").await;
        window.presses("button", "To the next post").await;
        window
            .finds("button", "potting-shed (text channel, unread)")
            .await;
        window.presses("button", "potting-shed").await;
        window.sees("This needs you").await;
        window.sees("I lack Send Messages").await;
        window.picture("notice").await;
        window.presses("button", "Try again").await;
        window
            .sees("Please give me that in the channel's settings")
            .await;

        window.presses("button", "wellbeing (text channel").await;
        window.sees("Welcome to #wellbeing").await;
        window.presses("switch", "No permission here").await;
        window.sees_no_more("on in #wellbeing").await;
        window.presses("button", "potting-shed").await;
        window.presses("button", "Try again").await;
        window.sees("Mended").await;
        window.picture("mended").await;
        window.presses("button", "wellbeing (text channel").await;
        window.sees("This week's affirmations").await;
        window.presses_on_newest("button", "Reflect").await;
        window.sees("Before you write").await;
        program.close();
    })
    .await;
}
