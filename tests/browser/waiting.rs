//! Waiting for what a person would wait for: that something is there.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Looks until there is something; fails with `what` if there never is.
pub async fn until<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let found = seen(look).await;
    found.unwrap_or_else(|| panic!("never: {what}"))
}

/// The same, with nothing if there never is.
#[expect(
    clippy::disallowed_methods,
    reason = "the browser and the program are in other processes, on real time"
)]
pub async fn seen<T>(look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let last = now() + PATIENCE;
    loop {
        if let Some(found) = look().await {
            return Some(found);
        }
        if now() > last {
            return None;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "how long it takes is tested")]
pub fn now() -> Instant {
    Instant::now()
}

/// The clock of this machine, which the browser goes by too, in milliseconds.
#[expect(clippy::disallowed_methods, reason = "how long it takes is tested")]
pub fn clock() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_secs_f64() * 1_000.0
}
