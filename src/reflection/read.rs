//! What a member sees of their own: pages, newest first, and what is stored about them.

use chrono::{DateTime, Utc};

use super::{
    journal::Journal,
    model::{Entry, Page, Scope, StoredAbout, StoredReflection, Tally},
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
            entries: self.entries(user, scope, stored).await?,
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
        let tallies = self.store.tallies(user, scope).await?;
        let retentions = self.retentions(user, scope).await?;
        let each = |tally: fn(&Tally) -> Option<DateTime<Utc>>| {
            let times = tallies.iter();
            times.filter_map(move |(guild, counted)| Some((*guild, tally(counted)?)))
        };
        let ends = |(guild, at)| at + retentions.of(guild).time();
        Ok(StoredAbout {
            reflections: tallies.iter().map(|(_, tally)| tally.reflections).sum(),
            oldest_at: each(|tally| tally.oldest_at).map(|(_, at)| at).min(),
            newest_at: each(|tally| tally.newest_at).map(|(_, at)| at).max(),
            first_ends_at: each(|tally| tally.oldest_at).map(ends).min(),
            last_ends_at: each(|tally| tally.newest_at).map(ends).max(),
            retention: match scope {
                Scope::Guild(guild) => Some(retentions.of(guild)),
                Scope::Everywhere => None,
            },
            consents: consents
                .into_iter()
                .map(|consent| {
                    let current = consent.version == self.consent_version;
                    (consent, current)
                })
                .collect(),
        })
    }

    /// How many of the member's reflections are shared: in a thread, or on their way.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn count_shares(&self, user: UserId, scope: Scope) -> anyhow::Result<usize> {
        let answers = self.store.answers_to_posts(user, scope).await?;
        let origins: Vec<_> = answers.iter().map(|id| self.origin(id)).collect();
        let shares = self.store.shares_of(&origins).await?;
        Ok(shares.values().filter(|share| share.state.stands()).count())
    }

    /// Stored reflections as their writer sees them.
    pub(super) async fn entries(
        &self,
        user: UserId,
        scope: Scope,
        stored: Vec<StoredReflection>,
    ) -> anyhow::Result<Vec<Entry>> {
        let retentions = self.retentions(user, scope).await?;
        let mut entries = Vec::with_capacity(stored.len());
        for each in stored {
            entries.push(Entry {
                words: self.unseal(&each).await?,
                id: each.id,
                guild: each.guild,
                post: each.post,
                written_at: each.written_at,
                ends_at: each.written_at + retentions.of(each.guild).time(),
            });
        }
        Ok(entries)
    }
}
