//! What the sandbox needs of whoever runs it: a clock that everyone shares, and what the bot will do when.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::world::Id;

/// Something that the bot will do by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// When.
    pub at: DateTime<Utc>,
    /// What, in a few words.
    pub what: String,
    /// Where.
    pub channel: Id,
}

/// The clock that the sandbox and the bot go by. The bot's side implements it.
pub trait Stage: Send + Sync + 'static {
    /// What time it is.
    fn now(&self) -> DateTime<Utc>;

    /// Sets the clock, forwards or back.
    fn move_to(&self, at: DateTime<Utc>);

    /// Waits until the clock shows `at` or later, because it was moved or because it runs.
    fn sleep_until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// Whether the clock goes on by itself.
    fn is_running(&self) -> bool {
        false
    }

    /// Whether the bot is done with all that was due by now, as far as that is known.
    fn is_done(&self) -> Pin<Box<dyn Future<Output = bool> + Send + '_>> {
        Box::pin(std::future::ready(true))
    }

    /// The next that the bot will do by itself, soonest first, as far as that is known.
    fn planned(&self) -> Pin<Box<dyn Future<Output = Vec<Planned>> + Send + '_>> {
        Box::pin(std::future::ready(Vec::new()))
    }
}
