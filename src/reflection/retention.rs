//! How long a reflection is kept, server by server, and the sweep that deletes what ended. The list of
//! erasures gets no entry of each: a backup that is put back is swept at its first start, by the shorter of
//! the time that it knows and the one that the list says was chosen since.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    erasures::Erasure,
    journal::Journal,
    model::{Erased, Retention, Scope},
};
use crate::store::ids::{GuildId, UserId};

/// How many are deleted in one transaction, so that nobody waits long for their turn to write.
pub const BATCH: u32 = 50;

/// What instants are counted in.
const A_MOMENT: TimeDelta = TimeDelta::milliseconds(1);

impl Journal {
    /// How long a server keeps reflections.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn retention(&self, guild: GuildId) -> anyhow::Result<Retention> {
        Ok(self.store.retention(guild).await?)
    }

    /// Sets how long a server keeps reflections, from the next sweep on those it has, too.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then nothing changed.
    pub async fn retain(&self, guild: GuildId, retention: Retention) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
        let before = writing.retention(guild).await?;
        if retention > before {
            // What had ended under the shorter time ends under no longer one again; what nobody has swept yet
            // is saved.
            let ended = self.clock.now() - before.time();
            let oldest = writing.oldest_in(guild).await?;
            let ended = oldest.map_or(ended, |oldest| ended.min(oldest - A_MOMENT));
            self.announce_at(ended, vec![Erasure::Ended(guild)]).await?;
        }
        if retention != before {
            self.announce(vec![Erasure::Retention(guild, retention)])
                .await?;
        }
        writing.set_retention(guild, retention).await?;
        Ok(writing.commit().await?)
    }

    /// How long a member's servers keep reflections.
    pub(super) async fn retentions(
        &self,
        user: UserId,
        scope: Scope,
    ) -> anyhow::Result<Retentions> {
        Ok(Retentions(self.store.retentions(user, scope).await?))
    }
}

/// How long some servers keep reflections.
pub(super) struct Retentions(Vec<(GuildId, Retention)>);

impl Retentions {
    /// How long this one does.
    pub(super) fn of(&self, guild: GuildId) -> Retention {
        let own = self.0.iter().find(|(of, _)| *of == guild);
        own.map_or_else(Retention::default, |(_, retention)| *retention)
    }
}

/// Deletes every reflection whose time has ended.
///
/// # Errors
///
/// If the database fails, after all servers had their turn; what was deleted stays deleted.
pub async fn sweep_once(journal: &Journal) -> anyhow::Result<Erased> {
    let mut reflections = 0;
    let mut failed = None;
    for (server, oldest) in journal.store.oldest_by_server().await? {
        if let Err(error) = sweep(journal, server, oldest, &mut reflections).await {
            failed = Some(error.context(format!("in the server {server}")));
        }
    }
    let erased = journal.erased(reflections, 0).await;
    failed.map_or(Ok(erased), Err)
}

async fn sweep(
    journal: &Journal,
    server: GuildId,
    oldest: DateTime<Utc>,
    reflections: &mut u64,
) -> anyhow::Result<()> {
    if oldest > journal.clock.now() - journal.retention(server).await?.time() {
        return Ok(());
    }
    loop {
        let deleted = sweep_batch(journal, server).await?;
        *reflections += deleted;
        if deleted < u64::from(BATCH) {
            return Ok(());
        }
    }
}

/// Deletes a batch of a server's reflections whose time has ended, in one transaction: so long others wait
/// for their turn to write. Returns how many that were.
///
/// # Errors
///
/// If the database fails; then none are.
pub async fn sweep_batch(journal: &Journal, server: GuildId) -> anyhow::Result<u64> {
    let mut writing = journal.store.write().await?;
    // As it is now: moderators may have changed their mind.
    let until = journal.clock.now() - writing.retention(server).await?.time();
    let deleted = writing.delete_written_until(server, until, BATCH).await?;
    journal.commit(writing, deleted).await?;
    Ok(deleted)
}
