//! Everything of a server deleted: because its administrators want it, or because the bot has not been
//! there for two weeks.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    erase::with_ahead,
    erasures::Erasure,
    journal::Journal,
    model::{Erased, ServerErased},
    retention::BATCH,
};
use crate::store::{Writing, ids::GuildId};

/// How long everything of a server that is gone waits for it to come back.
pub const GONE_FOR: TimeDelta = TimeDelta::days(14);

impl Journal {
    /// Begins to delete everything of a server, with what members wrote: there may be very much of that,
    /// and others wait for one batch of it at most. Says how much there was of everything.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then the rest is still there.
    pub async fn empty_server(&self, guild: GuildId) -> anyhow::Result<ServerErased> {
        let all = self.store.count_server(guild).await?;
        let mut writing = self.store.write().await?;
        self.announce_server(&mut writing, guild).await?;
        loop {
            let all_times = DateTime::<Utc>::MAX_UTC;
            let deleted = writing
                .delete_written_until(guild, all_times, BATCH)
                .await?;
            self.commit(writing, deleted).await?;
            if deleted < u64::from(BATCH) {
                return Ok(all);
            }
            writing = self.store.write().await?;
        }
    }

    async fn announce_server(&self, writing: &mut Writing, guild: GuildId) -> anyhow::Result<()> {
        let ahead = writing.ahead_in(guild, self.clock.now()).await?;
        self.announce(with_ahead(Erasure::Server(guild), ahead))
            .await
    }

    /// Deletes everything that there is of a server yet, and says whether its last trace is gone. What is shared
    /// in its threads is removed from there after.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then it is still there.
    pub async fn erase_server(&self, guild: GuildId) -> anyhow::Result<Erased> {
        self.erase_rest(guild, Some(self.clock.now())).await
    }

    /// The same of a server that the bot is in no longer, where it can remove nothing.
    ///
    /// # Errors
    ///
    /// As [`Self::erase_server`].
    pub async fn erase_gone_server(&self, guild: GuildId) -> anyhow::Result<Erased> {
        self.erase_rest(guild, None).await
    }

    async fn erase_rest(
        &self,
        guild: GuildId,
        remove_at: Option<DateTime<Utc>>,
    ) -> anyhow::Result<Erased> {
        let mut writing = self.store.write().await?;
        // Once more: somebody may have written since it was begun.
        self.announce_server(&mut writing, guild).await?;
        let all = writing.erase_server(guild, remove_at).await?;
        let (reflections, consents) = (u64::from(all.reflections), u64::from(all.consents));
        self.commit(writing, reflections + consents).await?;
        Ok(self.erased(reflections, consents).await)
    }

    /// Notes that the bot is in a server no longer.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn server_is_gone(&self, guild: GuildId) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
        writing.note_gone(guild, self.clock.now()).await?;
        Ok(writing.commit().await?)
    }

    /// Notes that the bot is in a server, if it was gone.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn server_is_there(&self, guild: GuildId) -> anyhow::Result<()> {
        if self.store.gone_since(guild).await?.is_none() {
            return Ok(());
        }
        let mut writing = self.store.write().await?;
        writing.note_back(guild).await?;
        Ok(writing.commit().await?)
    }

    /// The servers of which anything is stored.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn servers(&self) -> anyhow::Result<Vec<GuildId>> {
        Ok(self.store.servers().await?)
    }

    /// The servers that have been gone for [`GONE_FOR`].
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn servers_long_gone(&self) -> anyhow::Result<Vec<GuildId>> {
        Ok(self.store.gone_at(self.clock.now() - GONE_FOR).await?)
    }
}
