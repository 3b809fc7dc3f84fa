//! What is switched off in which server, remembered: it is asked with nearly every answer. Only where one
//! process has the database to itself, as on SQLite; elsewhere others may switch, too.

use std::collections::{BTreeSet, HashMap};

use tokio::sync::{RwLock, RwLockWriteGuard};

use crate::{
    content::Slug,
    store::{Backend, Result, Store, ids::GuildId},
};

/// Of the servers that have switched anything off, what. `None` until somebody asks.
type Known = Option<HashMap<GuildId, BTreeSet<Slug>>>;

#[derive(Debug, Default)]
pub(super) struct Switched(RwLock<Known>);

impl Switched {
    /// The articles that are switched off in a server.
    pub(super) async fn off(&self, store: &Store, guild: GuildId) -> Result<BTreeSet<Slug>> {
        if store.backend() == Backend::Postgres {
            return store.switched_off(guild).await;
        }
        if let Some(known) = &*self.0.read().await {
            return Ok(known.get(&guild).cloned().unwrap_or_default());
        }
        let mut known = self.0.write().await;
        let all = known.insert(store.all_switched_off().await?);
        Ok(all.get(&guild).cloned().unwrap_or_default())
    }

    /// Forgets all. Whoever asks waits until what is returned is dropped, and then reads anew: meanwhile
    /// something is switched.
    pub(super) async fn forgotten(&self) -> RwLockWriteGuard<'_, Known> {
        let mut known = self.0.write().await;
        *known = None;
        known
    }
}
