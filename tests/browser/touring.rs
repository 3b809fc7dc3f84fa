//! The tour, from the first look to a reflection's form.

use serde_json::json;

use crate::{
    program::Program,
    window::{DESK, PHONE, Window},
};

/// What lies under the hint of all that is needed.
const COVERED: &str = "
    const hint = document.querySelector('.hint');
    const { left, right, top, bottom } = hint.getBoundingClientRect();
    const covered = new Set();
    for (let x = left; x <= right; x += 4)
      for (let y = top; y <= bottom; y += 4)
        for (const node of document.elementsFromPoint(x, y)) {
          const needed = node.closest('button, a, input, textarea, h2, .embed, .topic, #line, .is-pointed-at');
          if (needed && !hint.contains(needed)) covered.add(needed.outerHTML.slice(0, 90));
        }
    return hint.hidden ? ['there is no hint'] : [...covered];";

impl Window {
    /// Waits for a hint, which covers nothing that is needed.
    async fn is_hinted(&self, words: &str, step: &str) {
        self.sees(words).await;
        self.picture(step).await;
        let covered = self.script(COVERED, vec![]).await;
        assert_eq!(covered, json!([]), "{step}");
    }
}

#[tokio::test]
async fn the_tour_leads_from_setup_to_the_next_post_to_reflect() {
    tours("tour", DESK, "light").await;
}

#[tokio::test]
async fn the_tour_is_in_nobodys_way_on_a_small_desk() {
    tours("tour-small", (1024, 768), "dark").await;
}

#[tokio::test]
async fn the_tour_is_in_nobodys_way_on_a_phone() {
    tours("tour-phone", PHONE, "light").await;
}

async fn tours(name: &'static str, size: (u32, u32), scheme: &str) {
    Window::lent(name, size, async |window| {
        window.prefers(scheme).await;
        let program = Program::start();
        window.goes(&program.address().await).await;
        window
            .is_hinted("Set up the weekly post: type /setup", "first-look")
            .await;
        window.commands("/setup").await;
        window.sees("Step 1 of 3").await;
        window
            .is_hinted("Pick a channel, a time and a place.", "setup")
            .await;
        window.chooses("Pick a channel", "wellbeing").await;
        window.sees("Step 2 of 3").await;
        window.presses("button", "Go on").await;
        window.sees("Step 3 of 3").await;
        window.chooses("Pick a place near you", "London").await;
        window
            .is_hinted("Does it look right? Press Make it.", "summary")
            .await;
        window.presses("button", "Make it").await;
        window.is_hinted("You hold the clock", "planned").await;
        window.presses("button", "To the next post").await;
        window.is_hinted("There it is. Press Reflect", "post").await;
        window.presses_on_newest("button", "Reflect").await;
        window.finds("button", "I agree").await;
        window.is_hinted("That was all of it.", "done").await;
        window.presses("button", "I agree").await;
        window.finds("dialog", "").await;
        window.picture("reflect").await;
        program.close();
    })
    .await;
}
