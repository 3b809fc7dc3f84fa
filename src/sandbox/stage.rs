//! What the sandbox needs of whoever runs it: a clock that everyone shares.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, Utc};

/// The clock that the sandbox and the bot go by. The bot's side implements it.
pub trait Stage: Send + Sync + 'static {
    /// What time it is.
    fn now(&self) -> DateTime<Utc>;

    /// Sets the clock, forwards or back.
    fn move_to(&self, at: DateTime<Utc>);

    /// Waits until the clock shows `at` or later, because it was moved or because it runs.
    fn sleep_until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
