//! How long a reflection is kept, server by server, and the sweep that deletes what ended. The list of
//! erasures gets no entry of these: a restored backup is swept by the same rule at its first start.

use super::{
    journal::Journal,
    model::{Erased, Retention, Scope},
};
use crate::store::ids::{GuildId, UserId};

/// How many are deleted in one transaction, so that nobody waits long for their turn to write.
pub const BATCH: u32 = 100;

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
    /// If the database fails.
    pub async fn retain(&self, guild: GuildId, retention: Retention) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
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
/// If the database fails; what was deleted until then stays deleted.
pub async fn sweep_once(journal: &Journal) -> anyhow::Result<Erased> {
    let mut reflections = 0;
    for (server, oldest) in journal.store.oldest_by_server().await? {
        if oldest > journal.clock.now() - journal.store.retention(server).await?.time() {
            continue;
        }
        loop {
            let deleted = sweep_batch(journal, server).await?;
            reflections += deleted;
            if deleted < u64::from(BATCH) {
                break;
            }
        }
    }
    Ok(journal.erased(reflections, 0).await)
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
