//! How long a reflection is kept, and the sweep that deletes what ended. The list of erasures gets no
//! entry of these: a restored backup is swept by the same rule at its first start.

use chrono::TimeDelta;

use super::{journal::Journal, model::Erased};

/// How long a reflection is kept, unless its writer deletes it before.
pub const DEFAULT: TimeDelta = TimeDelta::days(365);

/// How many are deleted in one transaction, so that nobody waits long for their turn to write.
const BATCH: u32 = 500;

/// Deletes every reflection whose time has ended.
///
/// # Errors
///
/// If the database fails; what was deleted until then stays deleted.
pub async fn sweep_once(journal: &Journal) -> anyhow::Result<Erased> {
    let until = journal.clock.now() - journal.retention;
    let mut reflections = 0;
    loop {
        let mut writing = journal.store.write().await?;
        let deleted = writing.delete_written_until(until, BATCH).await?;
        journal.commit(writing, deleted).await?;
        reflections += deleted;
        if deleted < u64::from(BATCH) {
            return Ok(journal.erased(reflections, 0).await);
        }
    }
}
