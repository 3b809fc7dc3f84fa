//! A whole copy of an SQLite database, while others read and write it: SQLite's `VACUUM INTO`, which
//! copies what is there at one moment, holds up nobody, and takes no deleted page along.

use std::{
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use sqlx::{AnyConnection, Connection, Executor};

use super::{
    Backend, DatabaseUrl, OpenError, Result,
    look::{Found, connect, look, newest_schema},
    meta,
    part::Part,
    said, with_suffix,
};

/// Another process may have the file to itself for a moment: while it starts, or ends.
const PATIENCE: &str = "PRAGMA busy_timeout = 5000";

/// The copy is synced as a whole when it is done, and nobody misses it if it is not.
const IN_THE_MAKING: &str = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF";

/// What stands between the database's name and the schema that a copy was made before.
pub(super) const BEFORE: &str = ".before-";

/// Why there is no backup, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is not SQLite.
    #[error(
        "{0} is on PostgreSQL, which has a program of its own for this: pg_dump --format=custom --file=FILE"
    )]
    Postgres(DatabaseUrl),
    /// There is nothing to copy.
    #[error(
        "{0} is not there, so there is nothing to back up. DATABASE_URL says where the database is"
    )]
    NotThere(DatabaseUrl),
    /// There is something of the copy's name.
    #[error("{} is there already, and a backup overwrites nothing: give it another name", .0.display())]
    AlreadyThere(PathBuf),
    /// There is something of the name under which the copy is made.
    #[error(
        "{} is there already: another backup is being made, or one was cut off. If none is being made, remove it",
        .0.display()
    )]
    BeingMade(PathBuf),
    /// The database can't be used.
    #[error(transparent)]
    Unusable(#[from] OpenError),
    /// The copy can't be made.
    #[error("{} can't be made: {}", file.display(), said(cause))]
    Failed {
        /// The copy.
        file: PathBuf,
        /// What went wrong.
        cause: super::Error,
    },
}

/// Copies the database to `file`, which is not there yet, as it is `at` this moment or a little later.
/// The copy is for this user alone.
///
/// # Errors
///
/// A sentence for the operator; then there is no copy.
pub async fn backup(
    database: &DatabaseUrl,
    file: &Path,
    at: DateTime<Utc>,
) -> Result<(), BackupError> {
    let Some(path) = database.path() else {
        return Err(BackupError::Postgres(database.clone()));
    };
    if look(path).await? == Found::Nothing {
        return Err(BackupError::NotThere(database.clone()));
    }
    let failed = |cause| BackupError::Failed {
        file: file.to_owned(),
        cause,
    };
    let not_there = || {
        let there = file.symlink_metadata().is_ok();
        there.then(|| BackupError::AlreadyThere(file.to_owned()))
    };
    not_there().map_or(Ok(()), Err)?;
    let part = Part::begin(file).map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => BackupError::BeingMade(Part::path_for(file)),
        _ => failed(cause.into()),
    })?;
    let source = connect(database, "mode=rw").await.map_err(failed)?;
    copy_into(source, &part).await.map_err(failed)?;
    stamp(&part, at).await.map_err(failed)?;
    not_there().map_or(Ok(()), Err)?;
    part.finish().map_err(|cause| failed(cause.into()))
}

/// Copies what the connection sees into an empty file.
pub(super) async fn copy_into(mut source: AnyConnection, part: &Part) -> Result<()> {
    let copied = async {
        let into = std::path::absolute(part.path())?;
        let into = into.to_str().ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "the path is not valid UTF-8")
        })?;
        source.execute(PATIENCE).await?;
        sqlx::query("VACUUM INTO $1")
            .bind(into)
            .execute(&mut source)
            .await
            .map(drop)
    };
    let copied = copied.await;
    source.close().await?;
    copied
}

/// Has the copy know when it was begun.
async fn stamp(part: &Part, at: DateTime<Utc>) -> Result<()> {
    let mut copy = connect(&DatabaseUrl::file(part.path()), "mode=rw").await?;
    let stamped = async {
        copy.execute(IN_THE_MAKING).await?;
        meta::set_backup_at(&mut copy, at).await
    };
    let stamped = stamped.await;
    copy.close().await?;
    stamped
}

/// Before an older schema is brought up to date, the database is copied beside itself: a program that
/// turns out not to be wanted can be exchanged for the one before. Says where the copy is, if one was
/// made. Only for whoever holds the database's lock.
///
/// # Errors
///
/// If the database can't be used, or the copy can't be made: then nothing is changed.
pub(super) async fn before_migrating(database: &DatabaseUrl) -> Result<Option<PathBuf>, OpenError> {
    let (Backend::Sqlite, Some(path)) = (database.backend(), database.path()) else {
        return Ok(None);
    };
    let newest = newest_schema();
    let schema = match look(path).await? {
        Found::Schema(schema) if schema < newest => schema,
        _ => return Ok(None),
    };
    let copy = with_suffix(path, &format!("{BEFORE}{newest:04}"));
    let failed = |cause| OpenError::NoCopy {
        database: database.clone(),
        copy: copy.clone(),
        cause,
    };
    // One that a start before this made: of the same schema it is made anew, since the database may
    // have been used since; of an older one it is from before an attempt that was cut off half-way.
    match look(&copy).await {
        Ok(Found::Nothing) => {}
        Ok(Found::Schema(of)) if of < schema => return Ok(None),
        Ok(Found::Schema(of)) if of == schema => {}
        Ok(Found::Schema(_)) | Err(_) => return Err(OpenError::CopyInTheWay(copy)),
    }
    let part = Part::begin_anew(&copy).map_err(|cause| failed(cause.into()))?;
    let source = connect(database, "mode=rw").await.map_err(failed)?;
    copy_into(source, &part).await.map_err(failed)?;
    part.finish().map_err(|cause| failed(cause.into()))?;
    Ok(Some(copy))
}
