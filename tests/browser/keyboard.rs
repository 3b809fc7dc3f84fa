//! The keyboard alone: from opening the page to a command sent and a button pressed, the focus always seen.

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    program::Program,
    window::{DESK, Window},
};

/// More than there is to be reached on the page.
const MANY: usize = 60;

/// What has the focus, and whether one can see that it has.
const FOCUSED: &str = "
    const node = document.activeElement;
    const name = node === document.body ? 'the page' : (node.getAttribute('aria-label') ?? node.textContent);
    const outlined = (one, pseudo) => { const { outlineStyle, outlineWidth } = getComputedStyle(one, pseudo); return outlineStyle !== 'none' && outlineWidth !== '0px'; };
    const frames = [node, ...node.matches('input, textarea') ? [node.parentElement, node.closest('#line, .composer, .pill')] : []].filter(Boolean);
    return { name: name.replace(/\\s+/g, ' ').trim(), seen: node === document.body || frames.some((one) => outlined(one) || getComputedStyle(one).boxShadow !== 'none') };";

#[derive(Clone, Copy)]
enum Way {
    On,
    Back,
    Down,
}

impl Window {
    async fn focused(&self) -> String {
        let focused = self.script(FOCUSED, vec![]).await;
        assert_eq!(
            focused["seen"], true,
            "the focus can't be seen on {focused}"
        );
        focused["name"].as_str().unwrap().to_owned()
    }

    /// Goes this way until what is called so has the focus.
    async fn goes_to(&self, way: Way, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..MANY {
            match way {
                Way::On => self.hits(Key::Tab).await,
                Way::Down => self.hits(Key::Down).await,
                Way::Back => self.hits_with(Key::Shift, Key::Tab).await,
            }
            let focused = self.focused().await;
            if focused.contains(name) {
                return;
            }
            passed.push(focused);
        }
        panic!("{name:?} is not reached, only {passed:#?}");
    }
}

#[tokio::test]
async fn the_keyboard_alone_opens_sends_and_presses() {
    Window::lent("keyboard", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.sees("Set up the weekly post").await;

        // The tour goes, the menu of people opens and closes, and the focus comes back to its button.
        window.goes_to(Way::On, "No tour, thanks").await;
        window.hits(Key::Enter).await;
        window.sees_no_more("Set up the weekly post").await;
        window.goes_to(Way::Back, "Be someone else").await;
        window.hits(Key::Enter).await;
        window.finds("menu", "Who you are").await;
        window.hits(Key::Down).await;
        assert_eq!(window.focused().await, "Theo, member");
        window.hits(Key::Escape).await;
        window
            .until("return !document.querySelector('[role=menu]')")
            .await;
        assert!(window.focused().await.contains("Be someone else"));

        // Channels are gone through with the arrows.
        window.goes_to(Way::On, "wellbeing (text channel").await;
        window.goes_to(Way::Down, "general (text channel").await;
        window.hits(Key::Enter).await;
        window.sees("Welcome to #general").await;

        // A command, its answer, and what is under it.
        window
            .until("return document.activeElement.id === 'text'")
            .await;
        window.types("/practice").await;
        window.finds("option", "/practice").await;
        window.picture("command").await;
        window.hits(Key::Enter).await;
        window.finds("group", "/practice").await;
        window.hits(Key::Enter).await;
        window.finds("button", "Choose a practice").await;
        window
            .until("return document.activeElement.id === 'text'")
            .await;
        window.goes_to(Way::Back, "Choose a practice").await;
        window.hits(Key::Enter).await;
        window.finds("listbox", "Choose a practice").await;
        window.hits(Key::Down).await;
        window.hits(Key::Down).await;
        window.picture("menu").await;
        window.hits(Key::Enter).await;
        window.finds("button", "Next step").await;
        window.goes_to(Way::On, "Next step").await;
        window.hits(Key::Enter).await;
        window.sees("Step 2 of").await;
        // It was made anew, and the focus is on it still.
        assert_eq!(window.focused().await, "Next step");
        window.picture("pressed").await;

        // The drawer opens, and Escape closes it.
        window.goes_to(Way::Back, "What the bot does").await;
        window.hits(Key::Enter).await;
        window.sees("Make something go wrong").await;
        window.hits(Key::Escape).await;
        window.sees_no_more("Make something go wrong").await;
        assert!(window.focused().await.contains("What the bot does"));
        assert_eq!(
            window
                .script(
                    "return document.querySelectorAll('dialog, .popup').length",
                    vec![]
                )
                .await,
            json!(0)
        );
        program.close();
    })
    .await;
}

/// Whether the option that is chosen is seen, in a list that covers neither the box nor what is beyond the window.
const LISTED: &str = "
    const [list, option, box] = ['.options', '.option.is-active', '#line']
      .map((one) => document.querySelector(one)?.getBoundingClientRect());
    return list && option && list.top >= 0 && list.bottom <= box.top + 1 && option.top >= list.top
      && option.bottom <= list.bottom + 1 && document.scrollingElement.scrollTop === 0;";

#[tokio::test]
async fn the_list_of_commands_scrolls_to_whichever_is_chosen() {
    Window::lent("list", DESK, async |window| {
        let program = Program::start();
        window.goes(&program.address().await).await;
        window.presses("button", "No tour, thanks").await;
        window.finds("button", "What the bot does").await;
        window.types("/").await;
        window.sees("A kind sentence for right now").await;
        for way in [Key::Up, Key::Up, Key::Down, Key::Down] {
            window.hits(way).await;
            window.until(LISTED).await;
        }
        window.hits(Key::Up).await;
        window.picture("last").await;
        program.close();
    })
    .await;
}
