//! With `--seed` there is a year to look back on, from the first moment.

use fantoccini::key::Key;

use crate::{
    program::Program,
    window::{DESK, PHONE, Window},
};

/// Whether all of the menu is in the window, and of it what has the focus.
const IN_SIGHT: &str = "
    const menu = document.querySelector('[role=menu]').getBoundingClientRect();
    const item = document.activeElement.getBoundingClientRect();
    return document.activeElement.matches('[role=menuitem]') && menu.top >= 0 && menu.bottom <= innerHeight
      && item.top >= menu.top && item.bottom <= menu.bottom;";

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

        // However many people there are, one can be any of them.
        for size in [DESK, PHONE] {
            window.sized(size).await;
            window.presses("button", "Be someone else").await;
            window.hits(Key::End).await;
            window.until(IN_SIGHT).await;
            window.picture("people").await;
            window.hits(Key::Escape).await;
        }
        program.close();
    })
    .await;
}
