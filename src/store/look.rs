//! Looking at an SQLite file before anything is done to it: whether it holds a database of ours, and of
//! which schema. Not a byte of it is changed, and nothing is left beside it.

use std::{collections::HashSet, path::Path};

use sqlx::{AnyConnection, ConnectOptions, Connection, Row, any::AnyConnectOptions};

use super::{
    DatabaseUrl, Result,
    open::{MIGRATIONS, OpenError, connect_error},
    with_suffix,
};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing yet: no file, or one without a table.
    Nothing,
    /// A database of ours, whose schema is up to this migration.
    Schema(i64),
}

/// The schema of this program.
pub(super) fn newest_schema() -> i64 {
    let versions = MIGRATIONS.iter().map(|migration| migration.version);
    versions.max().unwrap_or_default()
}

/// Looks at an SQLite file.
///
/// # Errors
///
/// A sentence for the operator, if it is no database, another program's, or a newer one's.
pub(super) async fn look(path: &Path) -> Result<Found, OpenError> {
    let database = DatabaseUrl::file(path);
    let failed = |cause| connect_error(&database, cause);
    match std::fs::metadata(path) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(cause) => return Err(failed(cause.into())),
        Ok(file) if file.len() == 0 => return Ok(Found::Nothing),
        Ok(_) => {}
    }
    let mut connection = connect_to_read(&database).await.map_err(failed)?;
    let read = read(&mut connection).await;
    connection.close().await.map_err(failed)?;
    let (tables, applied) = read.map_err(failed)?;
    if tables == 0 {
        return Ok(Found::Nothing);
    }
    let Some(applied) = applied else {
        return Err(OpenError::NotOurs(database));
    };
    let ours: HashSet<i64> = MIGRATIONS.iter().map(|ours| ours.version).collect();
    if applied.iter().any(|version| !ours.contains(version)) {
        return Err(OpenError::NewerSchema(database));
    }
    Ok(Found::Schema(applied.into_iter().max().unwrap_or_default()))
}

/// A connection that can only read. Without a log beside it the file is all there is, and is taken as
/// it is: SQLite would make a log to read by.
pub(super) async fn connect_to_read(database: &DatabaseUrl) -> Result<AnyConnection> {
    let has_log = database
        .path()
        .is_some_and(|path| with_suffix(path, "-wal").exists());
    let options = if has_log {
        "mode=ro"
    } else {
        "mode=ro&immutable=true"
    };
    connect(database, options).await
}

/// A connection of its own, past the pool, with these options of SQLite's.
pub(super) async fn connect(database: &DatabaseUrl, options: &str) -> Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    let url = database.with_options(options)?;
    AnyConnectOptions::from_url(&url)?
        .disable_statement_logging()
        .connect()
        .await
}

/// How many tables there are, and which migrations made them, if ours did.
async fn read(connection: &mut AnyConnection) -> Result<(usize, Option<Vec<i64>>)> {
    let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(&mut *connection)
        .await?;
    let mut migrated = false;
    for table in &tables {
        migrated |= table.try_get::<&str, _>(0)? == MIGRATIONS.table_name;
    }
    if !migrated {
        return Ok((tables.len(), None));
    }
    let applied = sqlx::query("SELECT version FROM _sqlx_migrations")
        .fetch_all(connection)
        .await?;
    let applied: Result<_> = applied.iter().map(|row| row.try_get(0)).collect();
    Ok((tables.len(), Some(applied?)))
}
