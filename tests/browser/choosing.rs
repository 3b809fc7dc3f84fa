//! Menus that take several, and buttons that are pressed twice at once.

use fantoccini::key::Key;

use crate::{
    program::Program,
    window::{DESK, PHONE, Window},
};

/// Whether each tick stands beside its name.
const BESIDE: &str = "
    const middle = (node) => { const { top, bottom } = node.getBoundingClientRect(); return (top + bottom) / 2; };
    return [...document.querySelectorAll('.option')].every((one) => {
      const { top, bottom } = one.querySelector('.option-name').getBoundingClientRect();
      const at = middle(one.querySelector('.check'));
      return at > top && at < bottom;
    });";
const TWICE: &str = "
    const next = [...document.querySelectorAll('.button')].findLast((one) => one.textContent === 'Next step');
    next.click();
    next.click();";

#[tokio::test]
async fn several_are_chosen_from_a_menu_and_sent_together() {
    for (name, size) in [("several", DESK), ("several-phone", PHONE)] {
        Window::lent(name, size, async |window| {
            let program = Program::start();
            window.goes(&program.address().await).await;
            window.presses("button", "No tour, thanks").await;
            window.commands("/settings library").await;
            window.presses("button", "Tick").await;
            window.hits(Key::Enter).await;
            window.hits(Key::Down).await;
            window.hits(Key::Enter).await;
            window.picture("ticked").await;
            assert_eq!(window.script(BESIDE, vec![]).await, true);
            window.presses("button", "Done").await;
            window.sees("10 of 12 articles are on").await;
            window
                .sees("A Fair Word for Yourself, A Request With a Handle")
                .await;
            program.close();
        })
        .await;
    }
}

#[tokio::test]
async fn a_button_that_is_pressed_twice_at_once_is_pressed_once() {
    Window::lent("pressed-twice", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.commands("/practice").await;
        window.chooses("Choose a practice", "").await;
        window.sees("Step 1 of").await;
        window.script(TWICE, vec![]).await;
        window.sees("Step 2 of").await;
        window.commands("/affirmation").await;
        window.presses_on_newest("button", "Another").await;
        window.sees("Step 2 of").await;
        program.close();
    })
    .await;
}
