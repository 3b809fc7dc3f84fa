//! All that is logged here, at the most verbose level, is looked at while it is written: nobody's words are
//! in it, and nobody's id.

use std::{
    io::{self, Write},
    sync::{
        Mutex, MutexGuard, Once, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tracing_subscriber::filter::LevelFilter;

use crate::fixture::{ANA, BEN};

/// Shorter texts may be in any log.
const TELLING: usize = 8;

/// What was written so far.
static TEXTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// What was found in the log, by whichever thread.
static FOUND: Mutex<Option<String>> = Mutex::new(None);
static SEEN: AtomicU64 = AtomicU64::new(0);
static LISTENING: Once = Once::new();

/// Notes what somebody writes, and fails if anything was found until now.
pub fn says(text: &str) {
    LISTENING.call_once(|| {
        let log = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(|| Looking);
        log.with_max_level(LevelFilter::TRACE).init();
        lock(&TEXTS).extend([ANA, BEN].map(|id| id.to_string()));
    });
    let text = text.trim();
    let mut texts = lock(&TEXTS);
    if text.len() >= TELLING && !texts.iter().any(|known| known == text) {
        texts.push(text.to_owned());
    }
    drop(texts);
    let found = lock(&FOUND).clone();
    assert!(found.is_none(), "it is in the log: {found:?}");
}

/// A test that fails leaves the others to theirs.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Looking;

impl Write for Looking {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let logged = String::from_utf8_lossy(line);
        SEEN.fetch_add(1, Ordering::SeqCst);
        if let Some(text) = held(&lock(&TEXTS), &logged) {
            *lock(&FOUND) = Some(format!("{text:?} in {logged}"));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The statements among it are the tests' own, too, with all that is in them; the bot's tests look at those.
fn held<'a>(texts: &'a [String], logged: &str) -> Option<&'a String> {
    let mut texts = texts.iter().filter(|_| !logged.contains(" sqlx::query: "));
    texts.find(|text| logged.contains(*text))
}

#[test]
fn what_is_in_the_log_is_found() {
    says("what somebody wrote");
    let before = SEEN.load(Ordering::SeqCst);
    tracing::trace!("the least of all");
    assert!(SEEN.load(Ordering::SeqCst) > before, "it is listened to");
    let texts = ["what somebody wrote".to_owned()];
    assert_eq!(held(&texts, "an ordinary line"), None);
    assert!(held(&texts, "kept text=what somebody wrote").is_some());
}
