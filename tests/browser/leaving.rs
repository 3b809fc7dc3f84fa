//! Going back, loading the page anew, and a sandbox that is gone meanwhile.

use crate::{
    program::Program,
    window::{DESK, Window},
};

#[tokio::test]
async fn the_browser_goes_back_to_the_channel_before_and_stays_where_one_was() {
    Window::lent("back", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.sees("Welcome to #wellbeing").await;
        window.presses("button", "general (text channel").await;
        window.sees("Welcome to #general").await;
        window.presses("button", "Sunflower (direct messages").await;
        window
            .sees("Your direct messages with Sunflower begin here.")
            .await;
        window.driver.back().await.unwrap();
        window.sees("Welcome to #general").await;
        window.driver.back().await.unwrap();
        window.sees("Welcome to #wellbeing").await;
        window.driver.forward().await.unwrap();
        window.sees("Welcome to #general").await;
        window.driver.refresh().await.unwrap();
        window.sees("Welcome to #general").await;
        program.close();
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_open_when_the_page_was_loaded_anew_can_be_opened_again() {
    Window::lent("anew", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.commands("/reflect").await;
        window.presses_on_newest("button", "I agree").await;
        window.finds("textbox", "Your reflection").await;
        window.types("A robin").await;
        window.driver.refresh().await.unwrap();
        window.sees("Welcome to #wellbeing").await;
        window.commands("/reflect").await;
        window.finds("textbox", "Your reflection").await;
        window.types("A robin").await;
        window.presses("button", "Submit").await;
        window.sees("Kept, for you alone").await;
        program.close();
    })
    .await;
}

#[tokio::test]
async fn a_sandbox_that_was_stopped_is_said_to_be_gone_and_that_another_one_is_there() {
    Window::lent("gone", DESK, async |window| {
        let program = Program::start();
        let address = program.address().await;
        window.goes(&address).await;
        window.sees("Welcome to #wellbeing").await;
        program.close();
        window.sees("The sandbox does not answer.").await;
        window.picture("stopped").await;

        let port = address.split(['/', ':']).nth(4).unwrap();
        let program = Program::start_with(&["--port", port]);
        window.sees("This run of the sandbox is over").await;
        window.picture("over").await;
        window.goes(&program.address().await).await;
        window.sees("Welcome to #wellbeing").await;
        program.close();
    })
    .await;
}
