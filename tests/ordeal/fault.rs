//! What can befall the bot: drawn from a seed, so that what failed once can be made to fail again.

use std::{collections::BTreeSet, fmt, time::Duration};

use chrono::TimeDelta;
use rand::{RngExt as _, rngs::StdRng, seq::IndexedRandom as _};
use sunflower::sandbox::faults::Fault as Trick;

use crate::scene::Scene;

/// The requests on which Discord plays tricks.
const ROUTES: [&str; 10] = [
    "POST /channels/{channel}/messages",
    "POST /channels/{channel}/messages",
    "POST /channels/{channel}/threads",
    "POST /channels/{channel}/threads",
    "GET /channels/{channel}/messages",
    "GET /guilds/{guild}/threads/active",
    "GET /channels/{channel}/threads/archived/public",
    "POST /channels/{channel}/messages/{message}/crosspost",
    "POST /channels/{channel}/messages/{message}/threads",
    "*",
];

/// One thing that befalls.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It is killed at a point, the so manieth time that it comes by.
    KilledAt(String, u32),
    /// It is killed so long after it was started.
    KilledAfter(Duration),
    /// Discord plays a trick on a request, after so many of its kind.
    Discord(&'static str, u32, Trick),
    /// While it is down, the clock goes this far, or back.
    Jump(TimeDelta),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KilledAt(point, nth) => write!(f, "killed at {point}#{nth}"),
            Self::KilledAfter(time) => write!(f, "killed after {time:?}"),
            Self::Discord(route, after, trick) => write!(f, "{route} after {after}: {trick:?}"),
            Self::Jump(by) => write!(f, "the clock jumps by {} min", by.num_minutes()),
        }
    }
}

impl Fault {
    /// One of all there are.
    pub fn draw(random: &mut StdRng, points: &BTreeSet<String>) -> Self {
        match random.random_range(0..10) {
            0..5 => {
                let at = random.random_range(0..points.len());
                let point = points.iter().nth(at).cloned().unwrap_or_default();
                Self::KilledAt(point, random.random_range(1..=3))
            }
            5 => Self::KilledAfter(Duration::from_millis(random.random_range(1..400))),
            6..9 => {
                let route = ROUTES.choose(random).copied().unwrap_or("*");
                Self::Discord(route, random.random_range(0..3), trick(random))
            }
            _ => Self::Jump(TimeDelta::minutes(
                *[-60, 60, 180].choose(random).unwrap_or(&60),
            )),
        }
    }

    /// Lets it befall what is done from now on, if it is not about how a life ends.
    pub fn befall(&self, scene: &Scene) {
        match self {
            Self::Discord(route, after, trick) => {
                let plan = scene.sandbox.faults().on(route).after(*after);
                plan.once(trick.clone());
            }
            Self::Jump(by) => scene.move_clock_to(scene.clock.now() + *by),
            Self::KilledAt(..) | Self::KilledAfter(_) => {}
        }
    }
}

fn trick(random: &mut StdRng) -> Trick {
    let moment = Duration::from_millis(random.random_range(1..500));
    match random.random_range(0..10) {
        0..2 => Trick::DropBefore,
        2..5 => Trick::DropAfter,
        5 => Trick::Delay(moment),
        6 => Trick::AnswerLate(moment),
        7 => Trick::rate_limit(0.05, random.random_bool(0.5)),
        8 => Trick::refusal(401, 0, "401: Unauthorized"),
        _ => Trick::down(*[500, 502, 503].choose(random).unwrap_or(&503)),
    }
}
