//! What the sandbox needs of us: the one clock that it and the bot go by, and the hand that moves it.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, Utc};

use crate::{
    clock::{Clock, Hand, Pace},
    sandbox::Stage,
};

/// A clock that the sandbox can move.
#[derive(Clone, Debug)]
pub struct Moved {
    clock: Clock,
    hand: Hand,
}

impl Moved {
    /// A clock that shows `at`.
    #[must_use]
    pub fn new(at: DateTime<Utc>, pace: Pace) -> Self {
        let (clock, hand) = Clock::movable(at, pace);
        Self { clock, hand }
    }

    /// The clock, for the bot.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }
}

impl Stage for Moved {
    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn move_to(&self, at: DateTime<Utc>) {
        self.hand.move_to(at);
    }

    fn sleep_until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.clock.sleep_until(at))
    }
}
