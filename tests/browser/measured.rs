//! What is measured: the page's weight, a thousand messages that scroll, how soon an event is seen.

use serde_json::json;

use crate::{
    stand_in::StandIn,
    waiting::clock,
    window::{DESK, Window},
};

/// 150 KiB.
const HEAVIEST: u64 = 153_600;
const LOADED: &str = "
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const files = all.filter(({ name }) => name.startsWith(location.origin) && !name.endsWith('/enter'));
    return files.map(({ name, decodedBodySize }) => [new URL(name).pathname, decodedBodySize]);";

#[tokio::test]
async fn the_page_weighs_less_than_150_kib() {
    Window::lent("weight", DESK, async |window| {
        let stand_in = StandIn::open().await;
        window.goes(&stand_in.page.address()).await;
        window.sees("Welcome to #wellbeing").await;
        let loaded = window.script(LOADED, vec![]).await;
        let files = loaded.as_array().unwrap();
        let weight: u64 = files.iter().map(|file| file[1].as_u64().unwrap()).sum();
        for file in ["/", "/page.css", "/js/main.js", "/js/tour.js"] {
            assert!(
                files
                    .iter()
                    .any(|one| one[0] == file && one[1].as_u64() > Some(500)),
                "{loaded}"
            );
        }
        assert!(weight < HEAVIEST, "{weight} bytes: {loaded}");
    })
    .await;
}

/// As many as a busy channel has in a few weeks.
const MANY: usize = 1_000;
/// The time that a frame has on a screen of 60 Hz. The thread's own: others that work meanwhile don't count.
const FRAME_WORK: f64 = 16.0;
/// Two frames: half of all are sooner, however busy the machine is.
const FRAME: f64 = 34.0;
const SOON: f64 = 100.0;

/// Scrolls up until all are there.
const READ_ALL: &str = "
    const [many, done] = arguments;
    const log = document.getElementById('log');
    const list = document.getElementById('messages');
    const go = () => {
      if (list.children.length >= many) done(list.children.length);
      else requestAnimationFrame(go);
      log.scrollTop = -log.scrollHeight;
    };
    go();";
/// Scrolls through all of them, down and up again, and tells how long each frame was.
const SCROLL: &str = "
    const [frames, done] = arguments;
    const log = document.getElementById('log');
    const height = log.scrollHeight - log.clientHeight;
    const times = [];
    const frame = (at) => {
      times.push(at);
      const way = times.length / frames;
      log.scrollTop = -height * Math.abs(1 - 2 * way);
      if (times.length <= frames) requestAnimationFrame(frame);
      else done({ deltas: times.slice(1).map((time, nth) => time - times[nth]), height });
    };
    requestAnimationFrame(frame);";
/// Notes when each new message was on the screen, by the clock of this machine.
const NOTE: &str = "
    window.noted = {};
    const note = () => {
      const text = document.querySelector('#messages > li:last-child .markdown').textContent;
      requestAnimationFrame(() => setTimeout(() => { window.noted[text] ??= performance.timeOrigin + performance.now(); }));
    };
    new MutationObserver(note).observe(document.getElementById('messages'), { childList: true });";

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

impl Window {
    /// How long the page has worked so far, in milliseconds of its thread's own time.
    async fn worked(&self) -> f64 {
        let metrics = self.devtools("Performance.getMetrics", json!({})).await;
        let all = metrics["metrics"].as_array().unwrap();
        let work = all.iter().find(|one| one["name"] == "TaskDuration");
        work.unwrap()["value"].as_f64().unwrap() * 1_000.0
    }
}

#[tokio::test]
async fn a_thousand_messages_scroll_and_the_next_is_seen_at_once() {
    Window::lent_alone("many", DESK, async |window| {
        let stand_in = StandIn::open().await;
        let people = ["maya", "theo", "rowan"]
            .map(|one| stand_in.sandbox.member(one).in_channel("wellbeing"));
        for nth in 0..MANY {
            let text = format!(
                "**{nth}** of them. {}",
                "A robin sings in the hedge; `listen`. ".repeat(nth % 9)
            );
            people[nth / 4 % 3].says(&text).unwrap();
        }
        window.goes(&stand_in.page.address()).await;
        window.sees("999 of them.").await;
        let read = window.script_that_waits(READ_ALL, vec![json!(MANY)]).await;
        assert_eq!(read, json!(MANY));

        let by_its_thread = json!({"timeDomain": "threadTicks"});
        window.devtools("Performance.enable", by_its_thread).await;
        let before = window.worked().await;
        let scrolled = window.script_that_waits(SCROLL, vec![json!(240)]).await;
        let work = (window.worked().await - before) / 240.0;
        let deltas = scrolled["deltas"].as_array().unwrap().iter();
        let frame = median(deltas.map(|delta| delta.as_f64().unwrap()).collect());
        assert!(scrolled["height"].as_f64().unwrap() > 30_000.0);
        println!("scrolling: {work:.1} ms of work a frame, {frame:.1} ms from frame to frame");
        assert!(work < FRAME_WORK, "{work} ms of work a frame");
        assert!(frame < FRAME, "{frame} ms from frame to frame");

        window.script(NOTE, vec![]).await;
        let mut waits = Vec::new();
        for nth in 0..10 {
            let text = format!("The next, {nth}");
            let said = clock();
            people[nth % 3].says(&text).unwrap();
            window
                .until(&format!("return {text:?} in window.noted"))
                .await;
            let noted = window
                .script("return window.noted[arguments[0]]", vec![json!(text)])
                .await;
            waits.push(noted.as_f64().unwrap() - said);
        }
        let wait = median(waits);
        println!("an event is seen after {wait:.1} ms");
        assert!(wait < SOON, "{wait} ms until it is seen");
    })
    .await;
}
