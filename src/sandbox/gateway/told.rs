//! The newest events that the bot was told of, for whoever looks on. Tokens are not written down.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::sandbox::Stage;

/// How many are kept.
const KEPT: usize = 200;

/// An event that was sent to a session.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// Each has the next number.
    pub number: u64,
    /// When it was sent, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// Its name, such as `MESSAGE_CREATE`.
    pub name: String,
    /// What it brought.
    pub data: Value,
}

/// The newest events.
pub struct Told {
    stage: Arc<dyn Stage>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    events: VecDeque<Event>,
    /// The number of the newest.
    last: u64,
}

impl Told {
    pub(super) fn new(stage: Arc<dyn Stage>) -> Self {
        Self {
            stage,
            kept: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an event down.
    pub(super) fn note(&self, name: &str, data: &Value) {
        let mut data = data.clone();
        if let Some(token) = data.get_mut("token") {
            *token = "{token}".into();
        }
        let mut kept = self.lock();
        kept.last += 1;
        let event = Event {
            number: kept.last,
            at: self.stage.now(),
            name: name.to_owned(),
            data,
        };
        kept.events.push_back(event);
        if kept.events.len() > KEPT {
            kept.events.pop_front();
        }
    }

    /// Starts over; the numbers go on.
    pub fn forget(&self) {
        self.lock().events.clear();
    }

    /// Those after the one with this number, as far as they are kept.
    pub fn since(&self, number: u64) -> Vec<Event> {
        let kept = self.lock();
        let newer = kept.events.iter().filter(|event| event.number > number);
        newer.cloned().collect()
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Told").finish_non_exhaustive()
    }
}
