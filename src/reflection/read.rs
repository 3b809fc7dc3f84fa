//! What a member sees of their own: pages, newest first, and what is stored about them.

use super::{
    journal::Journal,
    model::{Entry, Page, Scope, StoredAbout, StoredReflection},
};
use crate::store::ids::UserId;

/// How many entries are on a page: a single text may fill a whole embed, and each has its own
/// *Delete this one*.
pub const PAGE_SIZE: u32 = 1;

impl Journal {
    /// A page of the member's reflections, newest first, counted from 0. One that can't be read any
    /// more is there without its words.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn page(&self, user: UserId, scope: Scope, page: u32) -> anyhow::Result<Page> {
        let total = self.store.tally(user, scope).await?.reflections;
        let pages = u32::try_from(total.div_ceil(u64::from(PAGE_SIZE)))?;
        let page = page.min(pages.saturating_sub(1));
        let skip = page * PAGE_SIZE;
        let stored = self.store.reflections(user, scope, skip, PAGE_SIZE).await?;
        Ok(Page {
            entries: self.entries(stored).await?,
            page,
            pages,
            total,
        })
    }

    /// Exactly what is stored about the member, now.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn stored_about(&self, user: UserId, scope: Scope) -> anyhow::Result<StoredAbout> {
        let consents = self.store.consents(user, scope).await?;
        let tally = self.store.tally(user, scope).await?;
        Ok(StoredAbout {
            consents: consents
                .into_iter()
                .map(|consent| {
                    let current = consent.version == self.consent_version;
                    (consent, current)
                })
                .collect(),
            reflections: tally.reflections,
            oldest_at: tally.oldest_at,
            newest_at: tally.newest_at,
            first_ends_at: tally.oldest_at.map(|at| at + self.retention),
            last_ends_at: tally.newest_at.map(|at| at + self.retention),
        })
    }

    /// Stored reflections as their writer sees them.
    pub(super) async fn entries(
        &self,
        stored: Vec<StoredReflection>,
    ) -> anyhow::Result<Vec<Entry>> {
        let mut entries = Vec::with_capacity(stored.len());
        for each in stored {
            entries.push(Entry {
                words: self.unseal(&each).await?,
                id: each.id,
                guild: each.guild,
                post: each.post,
                written_at: each.written_at,
                ends_at: each.written_at + self.retention,
            });
        }
        Ok(entries)
    }
}
