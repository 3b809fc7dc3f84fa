//! When the last copy of what was deleted is gone: backups hold it until they are deleted themselves.

use chrono::{DateTime, TimeDelta, Utc};

use crate::discord::render::text;

/// Where the database's files are not cleared at once.
pub const POSTGRES: &str =
    "\nThe database's own files are cleared of it later, when it tidies up (VACUUM).";

/// After something was deleted at this time, where backups are kept for so many days at most.
#[must_use]
pub fn after(backup_keep_days: Option<u16>, now: DateTime<Utc>) -> String {
    match backup_keep_days {
        None => "Backups made before may still hold it, sealed. \
            Whoever runs this bot has not said how long those are kept."
            .into(),
        Some(0) => "There are no backups that could still hold it.".into(),
        Some(days) => format!(
            "Backups made before may still hold it, sealed: the last of them is deleted by {}.",
            text::day(now + TimeDelta::days(days.into()))
        ),
    }
}

/// How long backups hold what somebody deletes.
#[must_use]
pub fn in_general(backup_keep_days: Option<u16>) -> String {
    match backup_keep_days {
        None => "Backups made before may hold it, sealed, for as long as they are kept: \
            whoever runs this bot has not said how long that is."
            .into(),
        Some(0) => "No backups are made that could hold it.".into(),
        Some(1) => "Backups made before hold it, sealed, for at most a day.".into(),
        Some(days) => format!("Backups made before hold it, sealed, for at most {days} days."),
    }
}
