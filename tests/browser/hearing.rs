//! What is told to whoever hears the page, and where the focus is after a form.

use serde_json::{Value, json};

use crate::{
    program::Program,
    stand_in::StandIn,
    window::{DESK, Window},
};

impl Window {
    async fn hears(&self, line: &str) {
        self.until(&format!(
            "return document.getElementById('heard').textContent === {line:?}"
        ))
        .await;
    }
}

#[tokio::test]
async fn a_new_message_is_told_in_a_line_and_what_was_there_is_not_read_again() {
    Window::lent("hearing", DESK, async |window| {
        let stand_in = StandIn::open().await;
        let maya = stand_in.sandbox.member("maya").in_channel("wellbeing");
        let earlier = maya.says("A robin sings.").unwrap();
        window.goes(&stand_in.page.address()).await;
        window.sees("A robin sings.").await;
        window.hears("").await;
        stand_in.puts(
            &json!({"embeds": [{"title": "This **week**", "description": "Long.\nVery."}]}),
            &[],
        );
        window.hears("Sunflower: This week").await;
        maya.reacts(&earlier, "🌻").unwrap();
        window.sees("🌻").await;
        window.hears("Sunflower: This week").await;
        maya.says("And a wren.\nLoudly.").unwrap();
        window.hears("Maya: And a wren.").await;
        let live = "return document.getElementById('log').getAttribute('aria-live')";
        assert_eq!(window.script(live, vec![]).await, "off");
    })
    .await;
}

#[tokio::test]
async fn a_form_is_sent_once_however_often_it_is_pressed_and_the_focus_is_somewhere_after_it() {
    Window::lent("twice", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.presses("button", "What the bot does").await;
        window.commands("/reflect").await;
        window.presses_on_newest("button", "I agree").await;
        window.finds("textbox", "Your reflection").await;
        window.types("A robin").await;
        window.script(TWICE, vec![]).await;
        window.sees("Kept, for you alone").await;
        let focused = "return document.activeElement !== document.body";
        window.until(focused).await;
        window.commands("/reflections view").await;
        window.sees("A robin").await;
        let sent = window.script(SENT, vec![]).await;
        assert_eq!(sent, Value::from(1));
        program.close();
    })
    .await;
}

const TWICE: &str = "
    const submit = [...document.querySelectorAll('dialog button')].find((one) => one.textContent === 'Submit');
    submit.click();
    submit.click();";
/// How often the bot was told of a form, as the drawer has it.
const SENT: &str = "
    const rows = [...document.querySelectorAll('.traffic .told')];
    const bodies = rows.map((row) => { row.firstChild.open = true; row.firstChild.dispatchEvent(new Event('toggle')); return row.textContent; });
    return bodies.filter((text) => /\"type\": 5,/.test(text) && text.includes('INTERACTION_CREATE')).length;";
