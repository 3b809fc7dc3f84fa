//! The README's pictures, made anew by `cargo test --test browser -- --ignored pictures`. Their emoji are of
//! whatever font there is: Noto's is taken (Debian's fonts-noto-color-emoji).

use std::path::Path;

use crate::{
    program::Program,
    window::{DESK, Window},
};

impl Window {
    async fn pictures(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images");
        self.picture_at(&folder.join(name)).await;
    }
}

#[tokio::test]
#[ignore = "it makes the README's pictures"]
async fn pictures() {
    Window::lent("pictures", DESK, async |window| {
        let program = Program::start();
        window.prefers("light").await;
        window.goes(&program.address().await).await;
        window.commands("/setup").await;
        window.chooses("Pick a channel", "wellbeing").await;
        window.presses("button", "Go on").await;
        window.chooses("Pick a place near you", "London").await;
        window.sees("Does it look right?").await;
        window.pictures("setup.png").await;

        window.presses("button", "Make it").await;
        window.sees("You hold the clock").await;
        let planned = window.script(PLANNED, vec![]).await;
        window.presses("button", "To the next post").await;
        window.sees("There it is.").await;
        window.presses("button", "No tour, thanks").await;
        window.presses("button", "What the bot does").await;
        window.sees("Make something go wrong").await;
        window.until(&format!("{PLANNED} !== {planned}")).await;
        window.pictures("post.png").await;

        window.prefers("dark").await;
        window.presses("button", "Close").await;
        window.presses("button", "Be someone else").await;
        window.presses("menuitem", "Maya, member").await;
        window.finds("button", "Maya").await;
        window.presses_on_newest("button", "Reflect").await;
        window.presses_on_newest("button", "I agree").await;
        window.finds("textbox", "Your reflection").await;
        window
            .types("I said no on Tuesday, kindly. The sky stayed where it was.")
            .await;
        window.pictures("reflect.png").await;
        program.close();
    })
    .await;
}

const PLANNED: &str = "return document.getElementById('planned').textContent";
