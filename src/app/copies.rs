//! The copies that updates leave beside the database go when the operator's backups of their age are gone:
//! members are told that day as the one on which nothing holds any more what they delete.

use std::convert::Infallible;

use chrono::TimeDelta;

use crate::{
    clock::Clock,
    store::{DatabaseUrl, delete_copies_made_until},
};

const EVERY: TimeDelta = TimeDelta::days(1);
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Deletes, once a day, what would be older than this many days before the next time.
pub(super) async fn delete_daily(
    database: &DatabaseUrl,
    keep_days: u16,
    clock: &Clock,
) -> Infallible {
    loop {
        let until = clock.now() + EVERY - TimeDelta::days(keep_days.into());
        let pause = match delete_copies_made_until(database, until) {
            Ok(deleted) => {
                for copy in deleted {
                    let copy = copy.display();
                    tracing::info!(%copy, "deleted the copy from before an update, as old as backups get");
                }
                EVERY
            }
            Err(error) => {
                tracing::error!(%error, "a copy from before an update could not be deleted");
                AGAIN_AFTER
            }
        };
        clock.sleep_until(clock.now() + pause).await;
    }
}
