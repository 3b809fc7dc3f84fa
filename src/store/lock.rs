//! The lock that keeps a second process off one SQLite database: an OS lock on `<db>.lock`, which the
//! system gives up when its holder ends, however it ends. PostgreSQL needs none.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::PathBuf,
};

use super::{DatabaseUrl, with_suffix};

/// Holds the lock until it is dropped.
#[derive(Debug)]
pub struct DatabaseLock {
    _file: Option<File>,
}

/// Why the lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error(
        "another Sunflower is using {} (it holds {}): stop it first, or give this one a database of its own",
        database.display(), lock.display()
    )]
    Held {
        /// The database's file.
        database: PathBuf,
        /// The file that is locked.
        lock: PathBuf,
    },
    /// The lock's file can't be made or locked.
    #[error("the lock {} can't be taken: {cause}", lock.display())]
    Io {
        /// The file that was to be locked.
        lock: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl DatabaseLock {
    /// Takes the lock of this database. Only what posts or replaces the database takes it.
    ///
    /// # Errors
    ///
    /// If another process holds it, or its file can't be made.
    pub fn take(database: &DatabaseUrl) -> Result<Self, LockError> {
        let Some(path) = database.path() else {
            return Ok(Self { _file: None });
        };
        let lock = with_suffix(path, ".lock");
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock);
        let file = match opened {
            Ok(file) => file,
            Err(cause) => return Err(LockError::Io { lock, cause }),
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held {
                database: path.to_owned(),
                lock,
            }),
            Err(TryLockError::Error(cause)) => Err(LockError::Io { lock, cause }),
        }
    }
}
