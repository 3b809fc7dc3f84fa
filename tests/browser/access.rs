//! axe-core finds no violation of level A or AA, in light and dark, at both widths, in each of the page's states.
//! It comes from npm (`npm ci` here); where that was not done, this is not run.

use std::{fs, path::Path};

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    chromium::not_run,
    program::Program,
    scheduling::schedules,
    window::{DESK, PHONE, Window},
};

const AXE: &str = "tests/browser/node_modules/axe-core/axe.min.js";
const CHECK: &str = "
    const done = arguments[0];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const told = ({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => [html.slice(0, 200), failureSummary]) });
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
      .then(({ violations, passes }) => done({ violations: violations.map(told), passes: passes.length }), (error) => done(String(error)));";

fn axe() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
    let script = fs::read_to_string(path).ok();
    if script.is_none() {
        not_run("no axe-core here, see tests/browser/package.json");
    }
    script
}

impl Window {
    /// No violation as the page is now, in either scheme.
    async fn is_open_to_all(&self, state: &str) {
        for scheme in ["light", "dark"] {
            self.prefers(scheme).await;
            let checked = self.script_that_waits(CHECK, vec![]).await;
            assert_eq!(
                checked["violations"],
                json!([]),
                "{state}, {scheme}: {checked:#}"
            );
            assert!(
                checked["passes"].as_u64().unwrap() > 5,
                "{state}: {checked}"
            );
            self.picture(&format!("{state}-{scheme}")).await;
        }
    }
}

#[tokio::test]
async fn nothing_shuts_anyone_out_at_a_desk() {
    through_all_states("axe-desk", DESK).await;
}

#[tokio::test]
async fn nothing_shuts_anyone_out_on_a_phone() {
    through_all_states("axe-phone", PHONE).await;
}

async fn through_all_states(name: &'static str, size: (u32, u32)) {
    let Some(axe) = axe() else { return };
    Window::lent(name, size, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.sees("Set up the weekly post").await;
        window.script(&axe, vec![]).await;
        window.is_open_to_all("tour").await;
        window.presses("button", "No tour, thanks").await;
        window.presses("combobox", "Message ").await;
        window.types("/").await;
        window.finds("option", "/practice").await;
        window.is_open_to_all("commands").await;
        window.types("schedule create ").await;
        window.types("wellb").await;
        window.finds("option", "#wellbeing").await;
        window.is_open_to_all("options").await;
        window.hits(Key::Escape).await;
        schedules(window, "mondays 9:00").await;
        window.presses("button", "To the next post").await;
        window.presses_long("article", "Sunflower, 9:00").await;
        window.finds("menu", "Message").await;
        window.is_open_to_all("message").await;
        window.presses("menuitem", "Add a reaction").await;
        window.finds("dialog", "Add a reaction").await;
        window.is_open_to_all("emoji").await;
        window.presses("button", "🌻").await;
        window.finds("button", "🌻, 1 reaction").await;
        window.commands("/setup").await;
        window.presses("button", "Pick a channel").await;
        window.finds("option", "general").await;
        window.is_open_to_all("menu").await;
        window.hits(Key::Escape).await;
        window.commands("/reflect").await;
        window.presses("button", "I agree").await;
        window.finds("textbox", "Your reflection").await;
        window.presses("button", "Submit").await;
        window.sees("This field is required.").await;
        window.is_open_to_all("form").await;
        window.presses("button", "Cancel").await;
        window.presses("button", "Be someone else").await;
        window.finds("menu", "Who you are").await;
        window.is_open_to_all("people").await;
        window.hits(Key::Escape).await;
        window.enters("open-garden (forum").await;
        window.sees("There are no posts yet.").await;
        window.is_open_to_all("forum").await;
        window.enters("Sunflower (direct messages").await;
        window
            .sees("Your direct messages with Sunflower begin here.")
            .await;
        window.is_open_to_all("direct").await;
        window.presses("button", "What the bot does").await;
        window.presses("switch", "Discord is slow").await;
        window
            .until("return document.querySelectorAll('.traffic > li').length > 5")
            .await;
        window.until(OPEN_A_BODY).await;
        window.is_open_to_all("drawer").await;
        window.presses("button", "Close").await;
        window.goes("about:blank").await;
        let address = program.address().await;
        let (page, _secret) = address.split_once('#').unwrap();
        window.driver.delete_all_cookies().await.unwrap();
        window.goes(&format!("{page}#of-another-run")).await;
        window.sees("The sandbox is not open here").await;
        window.script(&axe, vec![]).await;
        window.is_open_to_all("shut").await;
        program.close();
    })
    .await;
}

const OPEN_A_BODY: &str = "
    const one = document.querySelector('.traffic details');
    one.open = true;
    return one.children.length > 1;";
