//! Moving the clock: to the next that is planned, or to a time by way of all that is planned until then. On the
//! way the bot gets to do it at its own time: a clock that leaps over it makes the bot late.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Instant, timeout};

use super::core::Core;

/// How long, in real time, the bot has for what is planned at one time.
const FOR_ONE: Duration = Duration::from_secs(2);
/// Whether it is done is looked at after each change, and after this.
const A_LOOK: Duration = Duration::from_millis(5);
/// How often it may need longer on one way, and how long all of a way may take. What does not fit in is leapt
/// over, and late. A year of daily posts takes half a minute.
const IN_VAIN: usize = 4;
const FOR_ALL: Duration = Duration::from_mins(1);

/// Moves the clock to the next that is planned, and waits for the bot to do it. Says whether anything is planned.
pub(super) async fn to_next(core: &Core) -> bool {
    let _one_at_a_time = core.moving.lock().await;
    let Some(at) = planned_next(core).await else {
        return false;
    };
    let _late = goes_to(core, at).await;
    true
}

/// Moves the clock by a while, to either side.
pub(super) async fn by(core: &Core, step: TimeDelta) {
    let _one_at_a_time = core.moving.lock().await;
    by_way_of_plans(core, core.stage.now() + step).await;
}

/// Moves the clock on to this time, if it is not later by then.
pub(super) async fn to(core: &Core, until: DateTime<Utc>) {
    let _one_at_a_time = core.moving.lock().await;
    if core.stage.now() < until {
        by_way_of_plans(core, until).await;
    }
}

async fn by_way_of_plans(core: &Core, until: DateTime<Utc>) {
    let is_back = until < core.stage.now();
    let latest = Instant::now() + FOR_ALL;
    let mut in_vain = 0;
    while in_vain < IN_VAIN && Instant::now() < latest {
        let Some(at) = planned_next(core).await.filter(|at| *at <= until) else {
            break;
        };
        if !goes_to(core, at).await {
            in_vain += 1;
        }
    }
    // A clock that runs may be there already.
    if is_back || core.stage.now() < until {
        set(core, until);
    }
}

/// Sets the clock to `at`, and says whether the bot did in time what is planned for then. It must have written
/// that down, too: it does so by the same clock.
async fn goes_to(core: &Core, at: DateTime<Utc>) -> bool {
    set(core, at);
    let mut changes = core.changes();
    let done = async {
        while !core.stage.is_done().await {
            let _either = timeout(A_LOOK, changes.changed()).await;
        }
    };
    timeout(FOR_ONE, done).await.is_ok()
}

/// The next time for which anything is planned.
async fn planned_next(core: &Core) -> Option<DateTime<Utc>> {
    let planned = core.stage.planned().await;
    let now = core.stage.now();
    planned.iter().map(|one| one.at).find(|at| *at > now)
}

/// Sets the clock, whatever is planned.
pub(super) fn set(core: &Core, at: DateTime<Utc>) {
    core.stage.move_to(at);
    core.touch();
}
