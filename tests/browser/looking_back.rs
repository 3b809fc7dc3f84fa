//! With `--seed` there is a year to look back on, from the first moment.

use crate::{
    program::Program,
    window::{DESK, Window},
};

#[tokio::test]
async fn a_moderator_looks_back_on_the_year_and_a_member_reads_hers() {
    Window::lent("looking-back", DESK, async |window| {
        let program = Program::start_with(&["--seed"]);
        window.goes(&program.address().await).await;
        window.sees("Read the article").await;
        window.picture("first-look").await;
        window.presses("button", "No tour, thanks").await;
        window.commands("/schedule history").await;
        window.sees("What was posted").await;
        window.presses_on_newest("button", "Next page").await;
        window
            .until("return !document.querySelector('#messages > li:last-child button[disabled]')")
            .await;
        window.picture("history").await;
        window.commands("/insights").await;
        window.sees("Week by week").await;
        window
            .until(
                "return document.querySelector('#messages > li:last-child img').naturalWidth > 0",
            )
            .await;
        window.picture("insights").await;
        window.presses("button", "What the bot does").await;
        window.sees("Make something go wrong").await;
        window.picture("drawer").await;
        window.presses("button", "Close").await;
        window.presses("button", "Be someone else").await;
        window.presses("menuitem", "Maya, member").await;
        window.finds("button", "Maya").await;
        window.commands("/reflections view").await;
        window.sees("1 of ").await;
        window.presses_on_newest("button", "Next page").await;
        window.sees("2 of ").await;
        window.picture("reflections").await;
        program.close();
    })
    .await;
}
