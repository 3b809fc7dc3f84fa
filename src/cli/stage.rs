//! What the sandbox needs of us: the one clock that it and the bot go by, the hand that moves it, and what
//! is planned.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Utc};

use super::plans::Plans;
use crate::{
    clock::{Clock, Hand, Pace},
    sandbox::{Planned, Stage},
};

/// A clock that the sandbox can move.
#[derive(Clone)]
pub struct Moved {
    clock: Clock,
    hand: Hand,
    pace: Pace,
    plans: Arc<OnceLock<Plans>>,
}

impl Moved {
    /// A clock that shows `at`.
    #[must_use]
    pub fn new(at: DateTime<Utc>, pace: Pace) -> Self {
        let (clock, hand) = Clock::movable(at, pace);
        Self {
            clock,
            hand,
            pace,
            plans: Arc::default(),
        }
    }

    /// The clock, for the bot.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// Where to look for what is planned, from now on.
    pub fn look_into(&self, plans: Plans) {
        // They are of one database, whoever opened it first.
        let _there_already = self.plans.set(plans);
    }

    /// Lets go of the database.
    pub async fn close(&self) {
        if let Some(plans) = self.plans.get() {
            plans.close().await;
        }
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

    fn is_running(&self) -> bool {
        self.pace == Pace::Running
    }

    fn is_done(&self) -> Pin<Box<dyn Future<Output = bool> + Send + '_>> {
        Box::pin(async {
            match self.plans.get() {
                Some(plans) => plans.are_done_by(self.clock.now()).await,
                None => true,
            }
        })
    }

    fn planned(&self) -> Pin<Box<dyn Future<Output = Vec<Planned>> + Send + '_>> {
        Box::pin(async {
            match self.plans.get() {
                Some(plans) => plans.next().await,
                None => Vec::new(),
            }
        })
    }
}
