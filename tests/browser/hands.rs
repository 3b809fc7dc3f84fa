//! A person's hands: on the keys, and on the mouse for what a plain press is not.

use fantoccini::{
    actions::{
        InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction,
    },
    key::Key,
};

use serde_json::json;

use crate::window::Window;

impl Window {
    /// Types into whatever has the focus.
    pub async fn types(&self, text: &str) {
        let keys = text
            .chars()
            .flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.hands(keys).await;
    }

    /// Presses a key.
    pub async fn hits(&self, key: Key) {
        self.types(&char::from(key).to_string()).await;
    }

    /// Presses a key while another is held.
    pub async fn hits_with(&self, held: Key, key: Key) {
        let [held, key] = [held, key].map(char::from);
        let down = [held, key].map(|value| KeyAction::Down { value });
        let up = [key, held].map(|value| KeyAction::Up { value });
        self.hands(down.into_iter().chain(up)).await;
    }

    async fn hands(&self, keys: impl IntoIterator<Item = KeyAction>) {
        let hands = KeyActions::new("hands".to_owned());
        let hands = keys.into_iter().fold(hands, KeyActions::then);
        self.driver.perform_actions(hands).await.unwrap();
    }

    /// Lets the mouse rest on the last text of this class that begins so.
    pub async fn rests_on(&self, class: &str, text: &str) {
        let find = "return [...document.querySelectorAll('.' + arguments[0])]
            .filter((node) => node.textContent.startsWith(arguments[1])).at(-1).getBoundingClientRect()";
        let at = self.script(find, vec![json!(class), json!(text)]).await;
        let [x, top, bottom] = ["x", "top", "bottom"].map(|side| at[side].as_f64().unwrap());
        // Somewhere in the window, as the text may stick out of it.
        let y = f64::midpoint(top.max(300.0), bottom.min(700.0));
        let x = x + 20.0;
        let hand = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveTo {
            duration: None,
            x,
            y,
        });
        self.driver.perform_actions(hand).await.unwrap();
    }

    /// Presses it with the other button, as a long touch does on a phone.
    pub async fn presses_long(&self, role: &str, name: &str) {
        let element = self.finds(role, name).await;
        let press = [
            PointerAction::MoveToElement {
                element,
                duration: None,
                x: 0.0,
                y: 0.0,
            },
            PointerAction::Down {
                button: MOUSE_BUTTON_RIGHT,
            },
            PointerAction::Up {
                button: MOUSE_BUTTON_RIGHT,
            },
        ];
        let hand = MouseActions::new("mouse".to_owned());
        let hand = press.into_iter().fold(hand, MouseActions::then);
        self.driver.perform_actions(hand).await.unwrap();
    }
}
