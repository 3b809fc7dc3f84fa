//! Columns to values and back: instants as unix milliseconds, names as text. A row that makes no sense
//! is an error, never a default.

use std::{fmt::Display, str::FromStr};

use chrono::{DateTime, Utc};
use sqlx::{ColumnIndex, Row, any::AnyRow};

use super::{Error, Result};

/// The error of a value that none of ours can be.
pub(super) fn garbled(what: &str, why: impl Display) -> Error {
    Error::Decode(format!("{what}: {why}").into())
}

/// Whether the database answered, but with a value that can't be read.
#[must_use]
pub fn is_garbled(error: &Error) -> bool {
    matches!(error, Error::Decode(_) | Error::ColumnDecode { .. })
}

fn to_instant(millis: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| garbled("an instant", format_args!("{millis} ms")))
}

/// The instant in a row's column.
pub(super) fn instant(row: &AnyRow, column: impl ColumnIndex<AnyRow>) -> Result<DateTime<Utc>> {
    to_instant(row.try_get(column)?)
}

/// The instant in a row's column, if there is one.
pub(super) fn maybe_instant(
    row: &AnyRow,
    column: impl ColumnIndex<AnyRow>,
) -> Result<Option<DateTime<Utc>>> {
    row.try_get::<Option<i64>, _>(column)?
        .map(to_instant)
        .transpose()
}

/// No instant of ours is later: its year has four digits, and what is added to it leaves them.
const LATEST: i64 = 221_845_392_000_000; // the year 9000

/// The instant in the column of a row that must be seen whatever it says: one that can't be is taken for the
/// nearest that can.
pub(super) fn near_instant(
    row: &AnyRow,
    column: impl ColumnIndex<AnyRow>,
) -> Result<DateTime<Utc>> {
    to_instant(near(row.try_get(column)?))
}

/// The same, if there is one.
pub(super) fn maybe_near_instant(
    row: &AnyRow,
    column: impl ColumnIndex<AnyRow>,
) -> Result<Option<DateTime<Utc>>> {
    let millis = row.try_get::<Option<i64>, _>(column)?;
    millis.map(|millis| to_instant(near(millis))).transpose()
}

fn near(millis: i64) -> i64 {
    millis.clamp(0, LATEST)
}

/// An instant that may be none, as the database keeps it.
pub(super) fn millis(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(|at| at.timestamp_millis())
}

/// What the text in a row's column stands for.
pub(super) fn parsed<T: FromStr<Err: Display>>(
    row: &AnyRow,
    column: impl ColumnIndex<AnyRow>,
) -> Result<T> {
    parse(row.try_get(column)?)
}

/// What the text in a row's column stands for, if there is one.
pub(super) fn maybe_parsed<T: FromStr<Err: Display>>(
    row: &AnyRow,
    column: impl ColumnIndex<AnyRow>,
) -> Result<Option<T>> {
    row.try_get::<Option<&str>, _>(column)?
        .map(parse)
        .transpose()
}

fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|why| garbled(text, why))
}

/// The things that a text lists, separated by commas; none if it is empty.
pub(super) fn listed<T: FromStr>(text: &str) -> Result<Vec<T>, T::Err> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(str::parse).collect()
}

/// A number that is never negative.
pub(super) fn count(row: &AnyRow, column: impl ColumnIndex<AnyRow>) -> Result<u32> {
    let count: i64 = row.try_get(column)?;
    u32::try_from(count).map_err(|why| garbled("a count", why))
}
