//! The clock on the wall: the bots are other processes, which can't be told another.

use std::{future::Future, pin::Pin, time::Instant};

use chrono::{DateTime, Utc};
use sunflower::{clock::Clock, sandbox::Stage};

/// The sandbox goes by the system's clock.
pub struct OnTheWall(pub Clock);

impl Stage for OnTheWall {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn move_to(&self, _at: DateTime<Utc>) {
        unreachable!("nobody here moves the clock");
    }

    fn sleep_until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.0.sleep_until(at))
    }
}

/// Now, to measure from.
#[expect(
    clippy::disallowed_methods,
    reason = "how long something takes is real time"
)]
pub fn now() -> Instant {
    Instant::now()
}
