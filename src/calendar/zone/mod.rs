//! Time zones by name and by city. An unknown name is refused with the nearest ones, and never
//! taken for UTC.

/// The version of the time zone data, such as "2025b". When it changes, next times may.
#[must_use]
pub fn data_version() -> &'static str {
    chrono_tz::IANA_TZDB_VERSION
}
