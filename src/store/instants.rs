//! Instants as the database keeps them: unix milliseconds.

use chrono::{DateTime, Utc};
use sqlx::{Row, any::AnyRow};

use super::{Error, Result};

/// The instant in a row's column.
pub(super) fn instant(row: &AnyRow, column: usize) -> Result<DateTime<Utc>> {
    from_db(row.try_get(column)?)
}

/// The instant in a row's column, if there is one.
pub(super) fn maybe_instant(row: &AnyRow, column: usize) -> Result<Option<DateTime<Utc>>> {
    row.try_get::<Option<i64>, _>(column)?
        .map(from_db)
        .transpose()
}

fn from_db(ms: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms)
        .ok_or_else(|| Error::Decode(format!("{ms} ms is no instant").into()))
}
