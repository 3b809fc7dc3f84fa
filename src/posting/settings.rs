//! What moderators set for their server and posts follow: its zone, and the articles it draws from.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::{Channel, Posting, model::Schedule};
use crate::{
    content::{Library, Slug},
    store::{self, ids::GuildId},
};

/// Why articles were not switched.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// Nothing of the library would be left.
    #[error("at least one article has to stay on")]
    NothingLeft,
    /// The database broke.
    #[error(transparent)]
    Failed(#[from] store::Error),
}

impl<C: Channel> Posting<C> {
    /// Sets a server's zone. Schedules keep theirs; which week a post is in follows it.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn set_zone(&self, guild: GuildId, zone: Tz) -> store::Result<()> {
        let mut writing = self.store.write().await?;
        writing.set_zone(guild, zone).await?;
        writing.commit().await
    }

    /// The articles that are switched off in a server. On SQLite no read: it is remembered.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn switched_off(&self, guild: GuildId) -> store::Result<BTreeSet<Slug>> {
        self.switched.off(&self.store, guild).await
    }

    /// Switches articles off and on in a server. Nothing is switched if nothing would be left.
    ///
    /// # Errors
    ///
    /// If nothing would be left, or the database refuses.
    pub async fn switch(
        &self,
        guild: GuildId,
        off: &[Slug],
        on: &[Slug],
    ) -> Result<(), SwitchError> {
        let library = self.shelf.library();
        let _asked_afterwards = self.switched.forgotten().await;
        let mut writing = self.store.write().await?;
        for article in off {
            writing.switch_off(guild, article).await?;
        }
        for article in on {
            writing.switch_on(guild, article).await?;
        }
        let now_off = writing.switched_off(guild).await?;
        let left = library.articles().iter();
        if !off.is_empty() && left.clone().all(|one| now_off.contains(&one.slug)) {
            return Err(SwitchError::NothingLeft);
        }
        Ok(writing.commit().await?)
    }

    /// Has something done that changes servers past this, and forgets what is remembered of them.
    pub async fn past_it<T>(&self, work: impl Future<Output = T>) -> T {
        let _asked_afterwards = self.switched.forgotten().await;
        let done = work.await;
        self.wake();
        done
    }

    /// The schedules of a server that find nothing on their topics, as the articles are switched now.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn bare(&self, guild: GuildId, off: &BTreeSet<Slug>) -> store::Result<Vec<Schedule>> {
        let left: Library = self.shelf.library().without(off);
        let mut schedules = self.list(guild).await?;
        schedules.retain(|schedule| left.on_topics(schedule.topics.as_slice()).is_empty());
        Ok(schedules)
    }
}
