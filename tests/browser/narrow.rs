//! On a phone, 375 pixels wide: nothing to be scrolled sideways, everything within reach.

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    program::Program,
    window::{PHONE, Window},
};

/// What sticks out of the window, or lies under something else, of all that can be used; what scrolls in a box
/// of its own is scrolled to first.
const OUT_OF_REACH: &str = "
    const out = [];
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth) out.push(`the page is ${page.scrollWidth} wide`);
    const root = document.querySelector('dialog[open]') ?? document;
    const usable = [...root.querySelectorAll('button, input, textarea, a[href], [role=option], [role=menuitem]')]
      .filter((node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest('[inert]'));
    for (const node of usable) {
      if (arguments[0] && !arguments[0].split(',').some((part) => node.closest(part))) continue;
      node.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
      const { left, right, top, bottom, width } = node.getBoundingClientRect();
      if (width === 0) continue;
      const what = `${node.tagName} ${node.getAttribute('aria-label') ?? node.textContent}`;
      if (left < -0.5 || right > innerWidth + 0.5) out.push(`${what} from ${left} to ${right}`);
      const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!there || !(node.contains(there) || there.contains(node))) out.push(`${what} under ${there?.outerHTML.slice(0, 90)}`);
    }
    document.getElementById('log').scrollTop = 0;
    return out;";

const STILL: &str =
    "return document.getAnimations().every(({ playState }) => playState !== 'running')";

impl Window {
    /// Everything here can be reached, or everything in these parts.
    async fn is_within_reach(&self, parts: &str, step: &str) {
        self.until(STILL).await;
        let out = self.script(OUT_OF_REACH, vec![json!(parts)]).await;
        assert_eq!(out, json!([]), "{step}");
        self.picture(step).await;
    }
}

#[tokio::test]
async fn a_phone_shows_all_of_it_without_scrolling_sideways() {
    Window::lent("phone", PHONE, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.sees("Set up the weekly post").await;
        window.is_within_reach("", "first-look").await;
        window.commands("/setup").await;
        window.chooses("Pick a channel", "wellbeing").await;
        window.sees("Step 2 of 3").await;
        window.is_within_reach("", "setup").await;
        window.presses("button", "Pick a time").await;
        window.is_within_reach(".popup", "menu").await;
        window.presses("option", "18:30").await;
        window.sees("Mondays, 18:30").await;
        window.presses("button", "Go on").await;
        window.chooses("Pick a place near you", "London").await;
        window.presses("button", "Make it").await;
        window.sees("You hold the clock").await;
        window.presses("button", "To the next post").await;
        window.sees("There it is.").await;
        window.is_within_reach("", "post").await;
        window.presses_on_newest("button", "Reflect").await;
        window.presses_on_newest("button", "I agree").await;
        window.finds("textbox", "Your reflection").await;
        window.is_within_reach("", "form").await;
        window.presses("button", "Cancel").await;
        window.presses("button", "Channels").await;
        window.finds("button", "open-garden").await;
        window.is_within_reach("#sidebar", "channels").await;
        window.presses("button", "open-garden").await;
        window.sees("There are no posts yet.").await;
        window.is_within_reach("", "forum").await;
        window.presses("button", "What the bot does").await;
        window.sees("Make something go wrong").await;
        window.is_within_reach("#drawer", "drawer").await;
        program.close();
    })
    .await;
}

#[tokio::test]
async fn the_list_of_channels_takes_the_focus_and_escape_closes_it() {
    Window::lent("channels", PHONE, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.presses("button", "No tour, thanks").await;
        window.presses("button", "Channels").await;
        window
            .until("return document.getElementById('sidebar').contains(document.activeElement)")
            .await;
        window.hits(Key::Escape).await;
        window
            .until("return document.activeElement.id === 'open-sidebar' && !document.body.classList.contains('sidebar-open')")
            .await;
        program.close();
    })
    .await;
}
