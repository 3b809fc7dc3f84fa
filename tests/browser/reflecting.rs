//! A member practises, reflects, takes it along and takes it back.

use std::{fs::File, io::Read as _};

use serde_json::json;
use zip::ZipArchive;

use crate::{
    program::Program,
    waiting::until,
    window::{DESK, Window},
};

const WORDS: &str = "The blackbird sang, and I stood still for a while.";

#[tokio::test]
async fn a_member_practises_reflects_exports_and_erases() {
    Window::lent("reflect", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address_as("maya").await).await;
        window.finds("button", "Maya").await;

        window.commands("/practice").await;
        window
            .chooses("Choose a practice", "Grow a little steadier")
            .await;
        for step in 1..5 {
            window.sees(&format!("Step {step} of 5")).await;
            window.presses_on_newest("button", "Next step").await;
        }
        window.sees("Step 5 of 5").await;
        window.picture("practice").await;

        window.commands("/reflect").await;
        window.sees("Before you write").await;
        window.picture("consent").await;
        window.presses_on_newest("button", "I agree").await;
        window.finds("textbox", "Your reflection").await;
        window.types(WORDS).await;
        window.picture("form").await;
        window.presses("button", "Submit").await;
        window.sees("Kept, for you alone").await;
        window.picture("kept").await;

        let folder = tempfile::tempdir().unwrap();
        let into = json!({"behavior": "allow", "downloadPath": folder.path()});
        window.devtools("Browser.setDownloadBehavior", into).await;
        window.commands("/reflections export").await;
        window.presses("button", "Save my-reflections.zip").await;
        let saved = folder.path().join("my-reflections.zip");
        until("the file is saved", async || saved.exists().then_some(())).await;
        let mut archive = ZipArchive::new(File::open(&saved).unwrap()).unwrap();
        let mut markdown = String::new();
        let mut file = archive.by_name("my-reflections.md").unwrap();
        file.read_to_string(&mut markdown).unwrap();
        assert!(markdown.contains(WORDS), "{markdown}");

        window.commands("/reflections view").await;
        window.sees(WORDS).await;
        window.commands("/reflections withdraw").await;
        window.presses_on_newest("button", "Yes, withdraw").await;
        window.sees("is withdrawn").await;
        window.picture("withdrawn").await;
        window.commands("/reflections view").await;
        window.sees("I keep no reflections of yours").await;
        program.close();
    })
    .await;
}
