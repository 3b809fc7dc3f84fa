//! What the bot will do by itself, asked anew after changes.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};

use crate::sandbox::{Planned, core::Core};

/// It is asked for no more often than this, in real time, however much changes.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// Keeps `planned` up to date.
pub(super) async fn follow(core: Arc<Core>, planned: watch::Sender<Vec<Planned>>) {
    let mut changes = core.changes();
    let mut pace = interval(AT_MOST_EVERY);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        pace.tick().await;
        changes.mark_unchanged();
        let now = core.stage.planned().await;
        planned.send_if_modified(|known| {
            let is_new = *known != now;
            *known = now;
            is_new
        });
        if changes.changed().await.is_err() {
            return;
        }
    }
}
