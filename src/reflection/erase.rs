//! Deleting what a member wrote, and when it is done: first the list of erasures, on disk; then the
//! rows, in one transaction; then SQLite's write-ahead log, which still holds the old pages. Only
//! when that is cut is it called done.

use std::{
    iter,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::{
    erasures::Erasure,
    journal::Journal,
    model::{Erased, ReflectionId, Scope},
};
use crate::store::{Ahead, Writing, ids::UserId};

/// How often the log is tried at once. Each attempt waits a moment for readers by itself.
const ATTEMPTS: u32 = 3;

impl Journal {
    /// Deletes one of the member's reflections; nothing if they have none of this id.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then it is still there.
    pub async fn delete_one(
        &self,
        user: UserId,
        id: &ReflectionId,
    ) -> anyhow::Result<Option<Erased>> {
        let mut writing = self.store.write().await?;
        if !writing.has_reflection(user, id).await? {
            return Ok(None);
        }
        self.announce(vec![Erasure::One(*id)]).await?;
        let shares = self.take_back_with(&mut writing, &[*id]).await?;
        let reflections = writing.delete_reflection(user, id).await?;
        self.commit(writing, reflections).await?;
        if reflections == 0 {
            return Ok(None);
        }
        let erased = self.erased(reflections, 0).await;
        Ok(Some(Erased { shares, ..erased }))
    }

    /// Deletes all of the member's reflections. Their consent stays.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then all are still there.
    pub async fn delete_all(&self, user: UserId, scope: Scope) -> anyhow::Result<Erased> {
        let mut writing = self.store.write().await?;
        let ahead = Ahead {
            // Their consent stays.
            consents: Vec::new(),
            ..writing.ahead_of(user, scope, self.clock.now()).await?
        };
        self.announce(with_ahead(Erasure::All(user, scope), ahead))
            .await?;
        let shares = self.take_all_back(&mut writing, user, scope).await?;
        let reflections = writing.delete_reflections(user, scope).await?;
        self.commit(writing, reflections).await?;
        let erased = self.erased(reflections, 0).await;
        Ok(Erased { shares, ..erased })
    }

    /// Takes back the member's consent and deletes all of their reflections with it.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then nothing changed.
    pub async fn withdraw(&self, user: UserId, scope: Scope) -> anyhow::Result<Erased> {
        let mut writing = self.store.write().await?;
        let ahead = writing.ahead_of(user, scope, self.clock.now()).await?;
        self.announce(with_ahead(Erasure::Withdrawal(user, scope), ahead))
            .await?;
        let shares = self.take_all_back(&mut writing, user, scope).await?;
        let reflections = writing.delete_reflections(user, scope).await?;
        let consents = writing.delete_consents(user, scope).await?;
        self.commit(writing, reflections + consents).await?;
        let erased = self.erased(reflections, consents).await;
        Ok(Erased { shares, ..erased })
    }

    /// Cuts the traces that erasing left in the database's files. `false` if a reader holds them back.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn finish_erasing(&self) -> anyhow::Result<bool> {
        let Some(left) = self.traces.unfinished() else {
            return Ok(true);
        };
        for _ in 0..ATTEMPTS {
            if self.store.cut_log().await? {
                self.traces.gone(left);
                return Ok(true);
            }
        }
        self.traces.wake.notify_one();
        Ok(false)
    }

    /// Puts what is to be erased on the list, on disk.
    pub(super) async fn announce(&self, erasures: Vec<Erasure>) -> anyhow::Result<()> {
        self.announce_at(self.clock.now(), erasures).await
    }

    /// The same, of another time than now.
    pub(super) async fn announce_at(
        &self,
        at: DateTime<Utc>,
        erasures: Vec<Erasure>,
    ) -> anyhow::Result<()> {
        let list = Arc::clone(&self.erasures);
        tokio::task::spawn_blocking(move || list.append(&erasures, at))
            .await?
            .context("the list of erasures could not be written, so nothing was deleted or changed")
    }

    /// Commits a transaction that removed rows. Whoever waits for it may go away meanwhile: the worker
    /// is told beforehand.
    pub(super) async fn commit(&self, writing: Writing, removed: u64) -> anyhow::Result<()> {
        if removed > 0 {
            self.traces.left();
            self.traces.wake.notify_one();
        }
        writing.commit().await?;
        // What was shared of it goes, too.
        self.sharing.notify_one();
        Ok(())
    }

    /// What was removed, and whether its last trace is gone.
    pub(super) async fn erased(&self, reflections: u64, consents: u64) -> Erased {
        if reflections + consents > 0 {
            // Again: what was cut before the commit was not this.
            self.traces.left();
        }
        let done = self.finish_erasing().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what was erased could not be cut from the database's log yet");
            self.traces.wake.notify_one();
            false
        });
        Erased {
            reflections,
            consents,
            shares: 0,
            done,
        }
    }
}

/// An erasure of all there is until now, and of what bears a later time, because the clock was set back, each
/// by itself. An entry of that later time would erase all that is written until then.
pub(super) fn with_ahead(all: Erasure, ahead: Ahead) -> Vec<Erasure> {
    let reflections = ahead.reflections.into_iter().map(Erasure::One);
    let consents = ahead.consents.into_iter();
    let consents = consents.map(|(user, guild, at)| Erasure::Consent(user, guild, at));
    iter::once(all).chain(reflections).chain(consents).collect()
}

/// Which erasures still have traces in the database's files.
#[derive(Debug, Default)]
pub(super) struct Traces {
    left: AtomicU64,
    gone: AtomicU64,
    /// Wakes whoever finishes what could not be finished at once.
    pub(super) wake: Notify,
}

impl Traces {
    /// A transaction leaves traces.
    pub(super) fn left(&self) {
        self.left.fetch_add(1, Ordering::SeqCst);
    }

    /// Up to which there are traces now, if there are any.
    fn unfinished(&self) -> Option<u64> {
        let left = self.left.load(Ordering::SeqCst);
        (left > self.gone.load(Ordering::SeqCst)).then_some(left)
    }

    /// The traces up to this one are gone.
    fn gone(&self, left: u64) {
        self.gone.fetch_max(left, Ordering::SeqCst);
    }
}
