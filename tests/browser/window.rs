//! A window with the page in it and a person before it, who finds things by what they are and are called,
//! presses, types and reads.

use std::{
    fs,
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use tokio::sync::RwLock;

use crate::{chromium::browser, devtools::DevTools, waiting::seen};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fantoccini::{
    Client,
    elements::{Element, ElementRef},
    key::Key,
    wd::WindowHandle,
};
use futures_util::FutureExt as _;
use serde_json::{Value, json};

const FINDING: &str = include_str!("finding.js");

/// How large a window is, in CSS's pixels.
pub const DESK: (u32, u32) = (1280, 800);
pub const PHONE: (u32, u32) = (375, 812);

/// What is newest in the channel.
pub const NEWEST: &str = "#messages > li:last-child";

/// The machine that all windows share.
static MACHINE: RwLock<()> = RwLock::const_new(());

pub struct Window {
    pub driver: Client,
    /// What its pictures are called.
    name: &'static str,
    pictures: AtomicUsize,
}

impl Window {
    /// Hands a browser's window to a test, empty yet, and closes it whatever becomes of that. Nothing is done
    /// where there is no browser.
    pub async fn lent(name: &'static str, size: (u32, u32), test: impl AsyncFnOnce(&Self)) {
        let _beside_others = MACHINE.read().await;
        Self::opened(name, size, test).await;
    }

    /// The same while no other window is lent: something is measured.
    pub async fn lent_alone(name: &'static str, size: (u32, u32), test: impl AsyncFnOnce(&Self)) {
        let _alone = MACHINE.write().await;
        Self::opened(name, size, test).await;
    }

    async fn opened(name: &'static str, size: (u32, u32), test: impl AsyncFnOnce(&Self)) {
        let Some(driver) = browser().await else {
            return;
        };
        let window = Self {
            driver,
            name,
            pictures: AtomicUsize::new(0),
        };
        window.sized(size).await;
        let ended = AssertUnwindSafe(test(&window)).catch_unwind().await;
        window.driver.close().await.unwrap();
        if let Err(panic) = ended {
            resume_unwind(panic);
        }
    }

    pub async fn sized(&self, (width, height): (u32, u32)) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Light or dark.
    pub async fn prefers(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
    }

    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let command = DevTools::new(method, &parameters);
        let answer = self.driver.issue_cmd(command).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Goes to an address.
    pub async fn goes(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    /// What a script in the page gives back.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    /// What a script gives back by the last of its arguments.
    pub async fn script_that_waits(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute_async(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    async fn look_for(&self, role: &str, name: &str, within: Option<&str>) -> Option<Element> {
        let arguments = vec![json!(role), json!(name), json!(within)];
        let found = self.script(FINDING, arguments).await;
        // `{"element-6066-…": id}`, or null.
        let id = found.as_object()?.values().next()?.as_str()?;
        let id = ElementRef::from(id.to_owned());
        Some(Element::from_element_id(self.driver.clone(), id))
    }

    /// Waits for something of this role that is called so.
    pub async fn finds(&self, role: &str, name: &str) -> Element {
        let found = seen(async || self.look_for(role, name, None).await).await;
        self.or_show(found, &format!("a {role} {name:?}")).await
    }

    /// Presses it, once nothing is in its way.
    pub async fn presses(&self, role: &str, name: &str) {
        self.presses_in(role, name, None).await;
    }

    /// The same on the newest message alone.
    pub async fn presses_on_newest(&self, role: &str, name: &str) {
        self.presses_in(role, name, Some(NEWEST)).await;
    }

    async fn presses_in(&self, role: &str, name: &str, within: Option<&str>) {
        let pressed = seen(async || {
            let element = self.look_for(role, name, within).await?;
            // It may be made anew at this moment, or something may lie over it.
            element.click().await.ok()
        });
        let what = format!("a {role} {name:?} that can be pressed");
        self.or_show(pressed.await, &what).await;
    }

    /// Chooses from a menu on a message.
    pub async fn chooses(&self, menu: &str, choice: &str) {
        self.presses("button", menu).await;
        self.presses("option", choice).await;
    }

    /// Sends a command without options, as one does who knows it.
    pub async fn commands(&self, command: &str) {
        self.presses("combobox", "Message ").await;
        self.types(command).await;
        self.finds("option", command).await;
        self.hits(Key::Enter).await;
        self.finds("group", command).await;
        self.hits(Key::Enter).await;
    }

    /// Types a command with these options: what is typed for each, and what of the suggestions is taken.
    pub async fn composes(&self, command: &str, options: &[(&str, &str, &str)]) {
        self.presses("combobox", "Message ").await;
        self.types(command).await;
        self.finds("option", command).await;
        self.hits(Key::Enter).await;
        self.finds("group", command).await;
        for (option, typed, taken) in options {
            let focused = format!(
                "return (document.activeElement.getAttribute('aria-label') ?? '').startsWith('{option}: ')"
            );
            if self.script(&focused, vec![]).await != true {
                self.types(&format!("{option}:")).await;
            }
            self.until(&focused).await;
            self.types(typed).await;
            self.finds("option", taken).await;
            self.hits(Key::Enter).await;
        }
        self.until("return document.activeElement.classList.contains('tail')")
            .await;
        self.hits(Key::Enter).await;
    }

    /// Goes into a channel of the list, which a phone must bring out first.
    pub async fn enters(&self, channel: &str) {
        if self.look_for("button", "Channels", None).await.is_some() {
            self.presses("button", "Channels").await;
        }
        self.presses("button", channel).await;
    }

    /// Says something in the channel.
    pub async fn says(&self, words: &str) {
        self.presses("combobox", "Message ").await;
        self.types(words).await;
        self.hits(Key::Enter).await;
        self.sees(words).await;
    }

    /// The window that was opened beside this one.
    pub async fn other_than(&self, one: &WindowHandle) -> WindowHandle {
        let found = seen(async || {
            let all = self.driver.windows().await.unwrap();
            all.into_iter().find(|other| other != one)
        });
        self.or_show(found.await, "another window").await
    }

    /// Goes on in another window, as large as this one.
    pub async fn turns_to(&self, other: &WindowHandle) {
        self.driver.switch_to_window(other.clone()).await.unwrap();
        self.sized(DESK).await;
    }

    /// All the text that stands in front of the person.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]).await;
        let words: Vec<_> = text.as_str().unwrap().split_whitespace().collect();
        words.join(" ")
    }

    /// Waits until these words are there to be read.
    pub async fn sees(&self, words: &str) {
        let found = seen(async || self.text().await.contains(words).then_some(())).await;
        self.or_show(found, &format!("the words {words:?}")).await;
    }

    /// Waits until these words are gone.
    pub async fn sees_no_more(&self, words: &str) {
        let gone = seen(async || (!self.text().await.contains(words)).then_some(())).await;
        self.or_show(gone, &format!("no words {words:?}")).await;
    }

    /// Waits until a script gives back something that is true.
    pub async fn until(&self, script: &str) {
        let so = seen(async || (self.script(script, vec![]).await == true).then_some(())).await;
        self.or_show(so, script).await;
    }

    /// Keeps a picture of this step.
    pub async fn picture(&self, step: &str) {
        let nth = self.pictures.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{nth:02}-{step}.png", self.name);
        self.picture_at(&shown_in().join(name)).await;
    }

    pub async fn picture_at(&self, path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // WebDriver's own way resizes the window for a moment, which closes what is open.
        let taken = self.devtools("Page.captureScreenshot", json!({})).await;
        let picture = STANDARD.decode(taken["data"].as_str().unwrap());
        fs::write(path, picture.unwrap()).unwrap();
    }

    async fn or_show<T>(&self, found: Option<T>, what: &str) -> T {
        if found.is_none() {
            self.picture("failed").await;
            let (name, text) = (self.name, self.text().await);
            panic!("{name}: there never was {what}; there is:\n{text}");
        }
        found.unwrap()
    }
}

fn shown_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser")
}
