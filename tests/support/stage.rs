//! A clock for the sandbox and the bot in it that stands until a test moves it.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, Utc};
use sunflower::{
    clock::{Clock, Hand, Pace},
    sandbox::Stage,
};

pub struct Standing {
    pub clock: Clock,
    pub hand: Hand,
}

impl Standing {
    /// It shows `at`.
    pub fn at(at: DateTime<Utc>) -> Self {
        let (clock, hand) = Clock::movable(at, Pace::Standing);
        Self { clock, hand }
    }
}

impl Stage for Standing {
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
