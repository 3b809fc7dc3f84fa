//! The only SQL: one concrete `Store` over SQLite or PostgreSQL, one file per table family.
//!
//! What only reads is a method of [`Store`]; what is part of a writing transaction is a method of
//! [`Writing`], so that what must be true together is visibly written together.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use sqlx::{Any, AnyConnection, AnyPool, Transaction};
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::Instant,
};

use self::outcomes::Told;
use crate::tally::Tally;

mod ahead;
mod aside;
mod attempts;
mod backup;
mod beside;
mod codes;
mod columns;
mod consents;
mod copies;
mod damaged;
mod follow_ups;
mod guilds;
mod hearing;
mod history;
mod holds;
pub mod ids;
mod keys;
mod lock;
mod look;
mod makers;
mod mending;
mod meta;
mod notices;
mod open;
mod outcomes;
mod own_id;
mod own_shares;
mod part;
pub(crate) mod place;
mod posts;
pub(crate) mod private_file;
mod questions;
mod queue;
mod reading;
mod reflections;
mod replies;
mod restore;
mod rotation;
mod schedules;
mod servers;
mod settings;
mod shares;
mod showing;
mod tellings;
mod traces;
mod url;
mod waiting;
mod week_counts;
mod weeks;

use self::place::Place;
use self::reading::Reading;
pub use self::{
    ahead::Ahead,
    attempts::{Expired, Lease},
    backup::{BackupError, backup},
    columns::is_garbled,
    copies::delete_copies_made_until,
    holds::ReportedShare,
    lock::{DatabaseLock, LockError},
    mending::Doubtful,
    meta::RestoreStamp,
    open::OpenError,
    outcomes::Queue,
    replies::{Answerable, Asking, Reply, StoredReply},
    restore::{RestoreError, Restoring},
    rotation::SealedRow,
    shares::{NewShare, ShareRow},
    url::{Backend, DatabaseUrl, DatabaseUrlError},
    waiting::Waiting,
    week_counts::{People, WeekCount},
};

/// What the database answers when something broke. Never shown to people.
pub type Error = sqlx::Error;

/// The result of whatever asks the database.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The database. Cheap to clone: all clones share one pool.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    backend: Backend,
    /// SQLite has one writer at a time. Whoever writes waits here, in order, rather than in SQLite's
    /// busy handler, which naps and has no order.
    writer: Option<Arc<Mutex<()>>>,
    tally: Tally,
    /// The file, on SQLite.
    place: Option<Place>,
}

impl Store {
    /// The same database, whose work is counted.
    #[must_use]
    pub fn counted_by(self, tally: Tally) -> Self {
        Self { tally, ..self }
    }

    /// Which of the two databases this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Begins a writing transaction: `BEGIN IMMEDIATE` on SQLite, `BEGIN` on PostgreSQL. It ends by
    /// [`Writing::commit`]; dropped, it leaves no trace.
    ///
    /// On SQLite there is one at a time: whoever holds one must not begin another.
    ///
    /// # Errors
    ///
    /// If the database can't be reached, stays locked by another process, or its file was replaced.
    pub async fn write(&self) -> Result<Writing> {
        let asked_at = Instant::now();
        let turn = match &self.writer {
            Some(writer) => Some(Arc::clone(writer).lock_owned().await),
            None => None,
        };
        let begun = self.begin().await;
        Ok(Writing {
            transaction: begun.inspect_err(|_| self.tally.write_failed())?,
            told: Vec::new(),
            opens_notices: false,
            tally: self.tally.clone(),
            asked_at,
            begun_at: Instant::now(),
            turn,
        })
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>> {
        if let Some(place) = &self.place {
            place.must_be_as_it_was()?;
        }
        match self.backend {
            Backend::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Backend::Postgres => self.pool.begin().await,
        }
    }

    /// The pool, for reading.
    fn reading(&self) -> Reading<'_> {
        Reading {
            pool: &self.pool,
            tally: &self.tally,
        }
    }

    /// Closes every connection; on SQLite the last one folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A writing transaction.
#[derive(Debug)]
pub struct Writing {
    // Dropped before the turn is given up.
    transaction: Transaction<'static, Any>,
    /// What became of posts, to be told once it is true.
    told: Vec<Told>,
    opens_notices: bool,
    tally: Tally,
    /// Real time: it is about the disk.
    asked_at: Instant,
    begun_at: Instant,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Writing {
    /// Makes everything written in it true together.
    ///
    /// # Errors
    ///
    /// If the database refuses; then nothing of it is written.
    pub async fn commit(self) -> Result<()> {
        let committed = self.transaction.commit().await;
        if committed.is_err() {
            self.tally.write_failed();
            return committed;
        }
        self.tally
            .wrote(self.begun_at - self.asked_at, self.begun_at.elapsed());
        // Nobody waits for the log.
        drop(self.turn);
        for told in self.told {
            told.tell(&self.tally);
        }
        Ok(())
    }

    /// The connection that the transaction runs on.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
}

/// A file beside this one, of the same name with this at its end.
fn with_suffix(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// What went wrong, for the operator. sqlx takes every fault of a file for one of a connection.
fn said(cause: &Error) -> String {
    match cause {
        Error::Io(cause) => cause.to_string(),
        cause => cause.to_string(),
    }
}
