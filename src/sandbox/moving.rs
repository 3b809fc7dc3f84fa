//! Moving the clock: to the next that is planned, or to a time by way of all that is planned until then. On the
//! way the bot gets to do it at its own time: a clock that leaps over it makes the bot late.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Instant, timeout};

use super::{
    Planned,
    core::Core,
    record::{Outcome, Request},
};

/// How long, in real time, the bot has for what is planned at one time.
const FOR_ONE: Duration = Duration::from_secs(2);
/// How often it may need longer on one way, and how long all of a way may take. What does not fit in is leapt
/// over, and late. A year of daily posts takes half a minute.
const IN_VAIN: usize = 4;
const FOR_ALL: Duration = Duration::from_mins(1);

/// What the bot posts by: a message in a channel, or a post in a forum.
const POSTING: [&str; 2] = [
    "/channels/{channel}/messages",
    "/channels/{channel}/threads",
];

/// Moves the clock to the next that is planned, and waits for the bot to do it. Says whether anything is planned.
pub(super) async fn to_next(core: &Core) -> bool {
    let _one_at_a_time = core.moving.lock().await;
    let next = planned_next(core).await;
    let Some(at) = next.first().map(|one| one.at) else {
        return false;
    };
    let _late = goes_to(core, at, &next).await;
    true
}

/// Moves the clock by a while, to either side.
pub(super) async fn by(core: &Core, step: TimeDelta) {
    let _one_at_a_time = core.moving.lock().await;
    by_way_of_plans(core, core.stage.now() + step).await;
}

/// Moves the clock to this time.
pub(super) async fn to(core: &Core, until: DateTime<Utc>) {
    let _one_at_a_time = core.moving.lock().await;
    by_way_of_plans(core, until).await;
}

async fn by_way_of_plans(core: &Core, until: DateTime<Utc>) {
    let is_back = until < core.stage.now();
    let latest = Instant::now() + FOR_ALL;
    let mut in_vain = 0;
    while in_vain < IN_VAIN && Instant::now() < latest {
        let next = planned_next(core).await;
        let Some(at) = next.first().map(|one| one.at).filter(|at| *at <= until) else {
            break;
        };
        if !goes_to(core, at, &next).await {
            in_vain += 1;
        }
    }
    // A clock that runs may be there already.
    if is_back || core.stage.now() < until {
        set(core, until);
    }
}

/// Sets the clock to `at`, and says whether the bot did in time what is planned for then.
async fn goes_to(core: &Core, at: DateTime<Utc>, planned: &[Planned]) -> bool {
    let before = core.record.revision();
    set(core, at);
    let all_done = || {
        let since = core.record.since(before, usize::MAX).requests;
        let done = since
            .iter()
            .filter(|(_, request)| is_done(request, planned));
        done.count() >= planned.len()
    };
    let done = core.until(|_| all_done().then_some(()));
    timeout(FOR_ONE, done).await.is_ok()
}

/// Whether a request did something of what was planned.
fn is_done(request: &Request, planned: &[Planned]) -> bool {
    let posts = request.method == "POST"
        && request
            .route
            .as_deref()
            .is_some_and(|route| POSTING.contains(&route));
    let there = |one: &Planned| {
        request
            .path
            .starts_with(&format!("/channels/{}/", one.channel))
    };
    posts && request.outcome != Outcome::Pending && planned.iter().any(there)
}

/// All that is planned for the next time that anything is.
async fn planned_next(core: &Core) -> Vec<Planned> {
    let mut planned = core.stage.planned().await;
    let now = core.stage.now();
    planned.retain(|one| one.at > now);
    let first = planned.first().map(|one| one.at);
    planned.retain(|one| Some(one.at) == first);
    planned
}

fn set(core: &Core, at: DateTime<Utc>) {
    core.stage.move_to(at);
    core.touch();
}
