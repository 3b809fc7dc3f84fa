//! Messages taller than the window, and words wider than it.

use serde_json::json;

use crate::{
    stand_in::StandIn,
    window::{DESK, PHONE, Window},
};

/// Whether what can be done to a message is within the log, and what does not fit beside it.
const TOOLS_SEEN: &str = "
    const tools = document.querySelector('.tools').getBoundingClientRect();
    const log = document.getElementById('log').getBoundingClientRect();
    const first = document.querySelector('.tools button:not([hidden])').getBoundingClientRect();
    const there = document.elementFromPoint(first.left + first.width / 2, first.bottom - 1);
    return tools.height > 0 && tools.top >= log.top && tools.bottom <= log.bottom && Boolean(there?.closest('.tools'));";
const TOO_WIDE: &str = "
    const log = document.getElementById('log');
    return [...document.querySelectorAll('#log *, #box *')].filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5)
      .map((node) => node.outerHTML.slice(0, 90)).concat(log.scrollWidth > log.clientWidth ? ['the log'] : []);";

#[tokio::test]
async fn what_can_be_done_to_a_tall_message_is_where_its_reader_is() {
    for (name, size) in [("tall", DESK), ("tall-phone", PHONE)] {
        Window::lent(name, size, async |window| {
            let stand_in = StandIn::open().await;
            let tall = "A robin sings in the hedge.\n".repeat(60);
            stand_in.puts(&json!({"content": tall}), &[]);
            let rowan = stand_in.sandbox.member("rowan").in_channel("wellbeing");
            rowan.says("Short").unwrap();
            rowan.says("And short").unwrap();
            window.goes(&stand_in.page.address()).await;
            window.presses("button", "No tour, thanks").await;
            window
                .script("document.getElementById('log').scrollTop = -300", vec![])
                .await;
            window.rests_on("paragraph", "A robin").await;
            window.until(TOOLS_SEEN).await;
            window.picture("tools").await;
            window
                .script("document.getElementById('log').scrollTop = 0", vec![])
                .await;
            window.rests_on("paragraph", "And short").await;
            window.until(TOOLS_SEEN).await;
            window.picture("short").await;
        })
        .await;
    }
}

#[tokio::test]
async fn words_that_end_nowhere_and_messages_as_long_as_may_be_stay_inside() {
    for (name, size) in [("wide", (640, 400)), ("wide-phone", PHONE)] {
        Window::lent(name, size, async |window| {
            let stand_in = StandIn::open().await;
            let word = "Dampfschifffahrts".repeat(12);
            let embed = json!({"title": word, "description": word, "footer": {"text": word},
                "fields": [{"name": word, "value": word, "inline": true}]});
            let button =
                json!({"type": 2, "style": 1, "label": "W".repeat(80), "custom_id": "wide"});
            let body = json!({"content": format!("# {word}\n> {word}\n`{word}`"), "embeds": [embed],
                "components": [{"type": 1, "components": [button]}]});
            stand_in.puts(&body, &[]);
            let rowan = stand_in.sandbox.member("rowan").in_channel("wellbeing");
            rowan.says(&"W".repeat(2_000)).unwrap();
            window.goes(&stand_in.page.address()).await;
            window.presses("button", "No tour, thanks").await;
            window.presses("combobox", "Message ").await;
            window.types(&word).await;
            window.picture("words").await;
            let wide = window.script(TOO_WIDE, vec![]).await;
            assert_eq!(wide, json!([]));
        })
        .await;
    }
}
