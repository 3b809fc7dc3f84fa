//! Moving the clock: to the next that is planned, or by a while. On the way the bot gets to do what is
//! planned at its own time: a clock that leaps over it makes the bot late.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::timeout;

use super::{
    act::{Came, Done},
    refusal::Refusal,
};
use crate::sandbox::{
    Planned,
    core::Core,
    record::{Outcome, Request},
};

/// A clock is moved by this much at most, to either side.
const FARTHEST: TimeDelta = TimeDelta::days(366);
/// How long, in real time, the bot has for what is planned at one time, and for all on the way. What it
/// has not done by then is late.
const FOR_ONE: Duration = Duration::from_secs(2);
const FOR_ALL: Duration = Duration::from_secs(8);

/// What the bot posts by: a message in a channel, or a post in a forum.
const POSTING: [&str; 2] = [
    "/channels/{channel}/messages",
    "/channels/{channel}/threads",
];

/// Moves the clock to the next that is planned.
pub(super) async fn to_next(core: Arc<Core>) -> Done {
    let next = planned_next(&core).await;
    let next = next
        .first()
        .ok_or_else(|| Refusal::new("Nothing is planned yet."))?;
    set(&core, next.at);
    Ok(Came::Nothing)
}

/// Moves the clock by so many minutes, by way of what is planned until then.
pub(super) async fn by(core: Arc<Core>, minutes: i64) -> Done {
    let step = TimeDelta::try_minutes(minutes).filter(|step| step.abs() <= FARTHEST);
    let step =
        step.ok_or_else(|| Refusal::new("The clock goes no farther than a year at once."))?;
    let until = core.stage.now() + step;
    // What does not fit into the time is leapt over.
    let _late = timeout(FOR_ALL, by_way_of_plans(&core, until)).await;
    set(&core, until);
    Ok(Came::Nothing)
}

async fn by_way_of_plans(core: &Core, until: DateTime<Utc>) {
    loop {
        let next = planned_next(core).await;
        let Some(at) = next.first().map(|one| one.at).filter(|at| *at < until) else {
            return;
        };
        let before = core.record.revision();
        set(core, at);
        let all_done = || {
            let since = core.record.since(before, usize::MAX).requests;
            let done = since.iter().filter(|(_, request)| is_done(request, &next));
            done.count() >= next.len()
        };
        let _late = timeout(FOR_ONE, core.until(|_| all_done().then_some(()))).await;
    }
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
