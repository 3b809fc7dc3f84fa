//! Two people at once, each in a window: what is private to one the other never sees.

use crate::{
    program::Program,
    window::{DESK, Window},
};

const PRIVATE: &str = "Only you can see this";

#[tokio::test]
async fn two_people_talk_and_neither_sees_the_others_private_answers() {
    Window::lent("two", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.sees("Welcome to #wellbeing").await;
        let rowans = window.driver.window().await.unwrap();
        window.presses("button", "Be someone else").await;
        window.picture("who").await;
        window.presses("menuitem", "Maya").await;
        let mayas = window.other_than(&rowans).await;

        window.turns_to(&mayas).await;
        window.finds("button", "Maya").await;
        window.commands("/affirmation").await;
        window.sees(PRIVATE).await;
        window.says("Good morning, everyone").await;
        window.picture("maya").await;

        window.turns_to(&rowans).await;
        window.sees("Good morning, everyone").await;
        let seen = window.text().await;
        assert!(
            !seen.contains(PRIVATE) && !seen.contains("/affirmation"),
            "{seen}"
        );
        window.commands("/schedule list").await;
        window.sees(PRIVATE).await;
        window.says("Good morning, Maya").await;
        window.picture("rowan").await;

        window.turns_to(&mayas).await;
        window.sees("Good morning, Maya").await;
        let seen = window.text().await;
        assert!(!seen.contains("/schedule list"), "{seen}");
        window.presses("button", "Dismiss message").await;
        window.sees_no_more(PRIVATE).await;
        program.close();
    })
    .await;
}
