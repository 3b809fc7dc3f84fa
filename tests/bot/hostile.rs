//! Ten thousand hostile inputs through every command, option, suggestion, button, menu, form and message, in
//! a server, a thread and direct messages, by people with every right and with none. After each: no panic,
//! nothing that Discord refuses, nobody pinged, an answer. At the end: nothing is stored of who never agreed,
//! and what the others gave was read again word for word. Set HOSTILE_SEED for other ones, HOSTILE_INPUTS for
//! more.

mod commands;
mod doors;
mod found;
mod ids;
mod inputs;
mod people;
mod scene;
mod siege;
mod stored;
mod texts;
mod verdict;
mod writing;

use std::{panic::resume_unwind, thread};

use self::{doors::Tally, siege::Siege};

const SEED: u64 = 20_261_123;
const INPUTS: usize = 10_000;
/// Each on a thread of its own, in a garden of its own.
const SIEGES: usize = 4;

/// Kinds of buttons and menus that the bot shows sooner or later, whatever is drawn; others come besides.
const SHOWN: &[&str] = &[
    "affirmation",
    "agree article",
    "agree post",
    "agree-to-keep channel",
    "article",
    "choose article",
    "choose country",
    "choose practice",
    "decline",
    "delete-all",
    "delete-all sure",
    "delete-one",
    "delete-one sure",
    "delete-schedule sure",
    "forget-maker",
    "found",
    "history",
    "insights",
    "notice again",
    "notice down",
    "notice hold",
    "notice move",
    "notice move-to",
    "notice pause",
    "notice seen",
    "notice there",
    "notice try",
    "post now",
    "post removable",
    "post remove",
    "practice",
    "practice all",
    "practices",
    "prompt",
    "reflect article",
    "reflect post",
    "reflections",
    "schedules",
    "settings erase",
    "settings kept",
    "settings not-erase",
    "settings off",
    "settings retain",
    "setup channel",
    "setup day",
    "setup make",
    "setup start",
    "setup time",
    "setup when",
    "setup zone",
    "setup zones",
    "share approve",
    "share back",
    "share decline",
    "share named",
    "share private",
    "share queue",
    "share release",
    "share report",
    "share report sure",
    "share unnamed",
    "tags",
    "withdraw sure",
];

#[expect(
    clippy::disallowed_methods,
    reason = "only these settings of the test's"
)]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// One siege, from the first input to the look at what is left.
fn besieged(seed: u64, inputs: usize) -> Tally {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let mut siege = Siege::lay(seed).await;
        siege.withstands(inputs).await;
        siege.leaves_nothing().await
    })
}

#[test]
fn ten_thousand_hostile_inputs_do_no_harm() {
    let seed = setting("HOSTILE_SEED").unwrap_or(SEED);
    let inputs = setting("HOSTILE_INPUTS").and_then(|count| count.try_into().ok());
    let inputs = inputs.unwrap_or(INPUTS);
    println!("HOSTILE_SEED={seed}");
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let sieges: Vec<_> = (0..SIEGES)
            .map(|nth| {
                let seed = seed.wrapping_add(nth as u64);
                scope.spawn(move || besieged(seed, inputs.div_ceil(SIEGES)))
            })
            .collect();
        for siege in sieges {
            match siege.join() {
                Ok(withstood) => tally.add(withstood),
                Err(panic) => resume_unwind(panic),
            }
        }
    });
    println!("{tally}");
    assert!(tally.count() >= inputs, "{} inputs", tally.count());
    let closed = tally.closed();
    assert!(closed.is_empty(), "nothing came through {closed:?}");
    let missing: Vec<_> = SHOWN.iter().filter(|kind| !tally.has(kind)).collect();
    assert!(missing.is_empty(), "never shown: {missing:?}");
    assert!(tally.kept > inputs / 100, "{} kept", tally.kept);
}
