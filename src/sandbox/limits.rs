//! Discord's rate limits: so many requests of a route about one channel, server or webhook, and so many
//! of the bot in all. topics/rate-limits. They are counted on real time, whatever the moved clock shows.
//! Every answer says how things stand; nothing is refused until that is switched on.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How many requests of a kind are taken in how much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allowance {
    requests: u32,
    per: Duration,
}

/// What Discord is seen to allow; its documentation wants no number to be relied on.
const KNOWN: [(&str, Allowance); 4] = [
    ("POST /channels/{channel}/messages", of(5, 5_000)),
    ("PATCH /channels/{channel}/messages/{message}", of(5, 5_000)),
    (
        "DELETE /channels/{channel}/messages/{message}",
        of(5, 1_000),
    ),
    (
        "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me",
        of(1, 250),
    ),
];
/// Of every other route.
const OTHERS: Allowance = of(50, 1_000);
/// "Global Rate Limit": "All bots can make up to 50 requests per second".
const ALL: Allowance = of(50, 1_000);
/// From how many windows on those that are over are forgotten.
const MANY: usize = 1_000;

const fn of(requests: u32, millis: u64) -> Allowance {
    Allowance {
        requests,
        per: Duration::from_millis(millis),
    }
}

/// The limits of one sandbox.
#[derive(Debug, Default)]
pub struct Limits(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    enforced: bool,
    routes: BTreeMap<String, Allowance>,
    all: Option<Allowance>,
    windows: HashMap<String, Window>,
    global: Option<Window>,
}

/// A stretch of time that began with a request.
#[derive(Clone, Copy, Debug)]
struct Window {
    ends: Instant,
    used: u32,
}

/// How a route's limit stands after a request.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
    pub bucket: String,
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// It is performed.
    Taken(Standing),
    /// There were too many of its kind.
    TooManyOfRoute(Standing),
    /// There were too many in all.
    TooManyInAll(Duration),
}

impl Limits {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on requests over a limit are refused (429), or no longer. Counting starts anew.
    pub fn enforce(&self, enforced: bool) {
        let mut state = self.lock();
        state.enforced = enforced;
        state.windows.clear();
        state.global = None;
    }

    /// Sets how many requests of a route (`POST /channels/{channel}/messages`) are taken in how much
    /// time, about each channel, server or webhook.
    pub fn allow(&self, route: &str, requests: u32, per: Duration) {
        let allowance = Allowance { requests, per };
        self.lock().routes.insert(route.to_owned(), allowance);
    }

    /// Sets how many requests are taken in a second in all.
    pub fn allow_in_all(&self, requests: u32) {
        self.lock().all = Some(Allowance { requests, ..ALL });
    }

    /// Counts a request of a route about a channel, server or webhook (`about`), which counts among all
    /// of the bot's unless it answers an interaction.
    pub(super) fn take(&self, route: &str, about: &str, answers_interaction: bool) -> Verdict {
        let mut state = self.lock();
        let set = state.routes.get(route).copied();
        let known = KNOWN.iter().find(|(known, _)| *known == route);
        let allowance = set.or(known.map(|known| known.1)).unwrap_or(OTHERS);
        let standing = |window: Window, now: Instant| Standing {
            limit: allowance.requests,
            remaining: allowance.requests.saturating_sub(window.used),
            reset_after: window.ends - now,
            bucket: bucket(route),
        };
        let now = Instant::now();
        if !state.enforced {
            let window = Window {
                ends: now + allowance.per,
                used: 1,
            };
            return Verdict::Taken(standing(window, now));
        }
        if !answers_interaction {
            let all = state.all.unwrap_or(ALL);
            let global = current(state.global, all, now);
            if global.used >= all.requests {
                return Verdict::TooManyInAll(global.ends - now);
            }
            state.global = Some(used(global));
        }
        if state.windows.len() > MANY {
            state.windows.retain(|_, window| window.ends > now);
        }
        let key = format!("{route} {about}");
        let window = current(state.windows.get(&key).copied(), allowance, now);
        if window.used >= allowance.requests {
            return Verdict::TooManyOfRoute(standing(window, now));
        }
        let window = used(window);
        state.windows.insert(key, window);
        Verdict::Taken(standing(window, now))
    }
}

fn current(window: Option<Window>, allowance: Allowance, now: Instant) -> Window {
    window.filter(|window| window.ends > now).unwrap_or(Window {
        ends: now + allowance.per,
        used: 0,
    })
}

fn used(window: Window) -> Window {
    Window {
        used: window.used + 1,
        ..window
    }
}

/// A name for a route's limit that tells nothing, the same for every channel.
fn bucket(route: &str) -> String {
    let mut hasher = DefaultHasher::new();
    route.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
