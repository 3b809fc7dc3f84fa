//! The weekly post, exactly once: plan, compose, deliver, settle, recover.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use crate::{clock::Clock, content::Shelf, store::Store};

pub mod acting;
mod attempt;
pub mod channel;
mod claim;
mod crash;
pub mod deliver;
mod edition;
mod flights;
pub mod follow;
mod in_flight;
mod manner;
pub mod mending;
pub mod model;
mod next;
pub mod plan;
mod planner;
pub mod recover;
mod refused;
pub mod reports;
pub mod schedules;
pub mod settings;
mod settle;
mod steps;
mod switched;
pub mod tell;
mod telling;
pub mod worker;

pub use self::{channel::Channel, edition::Preview, planner::Planner};
use self::{in_flight::InFlight, refused::Refusals, settle::Landed, switched::Switched};

/// All that posting works with. One in a process: what it has in flight, it remembers here.
#[derive(Debug)]
pub struct Posting<C> {
    /// Where schedules and posts are kept.
    pub store: Store,
    /// What posts are made of.
    pub shelf: Arc<Shelf>,
    /// What time it is.
    pub clock: Clock,
    /// Where posts go.
    pub channel: C,
    /// Since when this process could have posted.
    started_at: DateTime<Utc>,
    planner: Planner,
    in_flight: InFlight,
    refusals: Refusals,
    switched: Switched,
    /// Attempts that ended and could not be written.
    unsettled: Mutex<Vec<Landed>>,
    wakes: Wakes,
}

/// Whom to wake when there is something to do before the instant that they sleep until.
#[derive(Debug, Default)]
struct Wakes {
    planning: Notify,
    delivering: Notify,
    recovering: Notify,
    telling: Notify,
    following: Notify,
}

impl<C: Channel> Posting<C> {
    /// Posting, from now on.
    pub fn new(store: Store, shelf: Arc<Shelf>, clock: Clock, channel: C) -> Self {
        Self {
            started_at: clock.now(),
            planner: Planner::new(clock.now()),
            store,
            shelf,
            clock,
            channel,
            in_flight: InFlight::default(),
            refusals: Refusals::default(),
            switched: Switched::default(),
            unsettled: Mutex::default(),
            wakes: Wakes::default(),
        }
    }

    /// Whether planning keeps up.
    pub fn planner(&self) -> Planner {
        self.planner.clone()
    }

    /// Wakes whoever tells moderators, because notices changed.
    pub fn wake_telling(&self) {
        self.wakes.telling.notify_one();
    }

    /// Wakes the worker, because a schedule changed: perhaps what Discord refused is mended.
    pub fn wake(&self) {
        self.refusals.forget();
        self.wakes.planning.notify_one();
        self.wakes.delivering.notify_one();
        self.wakes.recovering.notify_one();
        self.wakes.telling.notify_one();
        self.wakes.following.notify_one();
    }
}
