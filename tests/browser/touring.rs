//! The tour, from the first look to a reflection's form.

use crate::{
    program::Program,
    window::{DESK, Window},
};

#[tokio::test]
async fn the_tour_leads_from_setup_to_the_next_post_to_reflect() {
    Window::lent("tour", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.sees("Set up the weekly post: type /setup").await;
        window.picture("first-look").await;
        window.commands("/setup").await;
        window.sees("Step 1 of 3").await;
        window.sees("Pick a channel, a time and a place.").await;
        window.picture("setup").await;
        window.chooses("Pick a channel", "wellbeing").await;
        window.sees("Step 2 of 3").await;
        window.presses("button", "Go on").await;
        window.sees("Step 3 of 3").await;
        window.chooses("Pick a place near you", "London").await;
        window.sees("Does it look right? Press Make it.").await;
        window.picture("summary").await;
        window.presses("button", "Make it").await;
        window.sees("You hold the clock").await;
        window.picture("planned").await;
        window.presses("button", "To the next post").await;
        window.sees("There it is. Press Reflect").await;
        window.picture("post").await;
        window.presses_on_newest("button", "Reflect").await;
        window.sees("That was all of it.").await;
        window.presses("button", "I agree").await;
        window.finds("dialog", "").await;
        window.picture("reflect").await;
        program.close();
    })
    .await;
}
