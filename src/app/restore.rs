//! Puts a backup back: what members erased since goes again, and the bot is told what it can't know.
//! Until the last step there is no database; a stop at any moment leaves none, or the whole one.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::{
    clock::Clock,
    reflection::{ErasedAgain, again::erase_again},
    store::{Backend, DatabaseLock, DatabaseUrl, RestoreError, Restoring},
};

/// What was put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Up to when the database knows what happened.
    pub knows_until: DateTime<Utc>,
    /// What was erased in it again.
    pub erased: ErasedAgain,
}

/// Puts the backup in `file` back where there is no database.
///
/// # Errors
///
/// In words for the operator, what is in the way or wrong; then there is still no database.
pub async fn restore(
    database: &DatabaseUrl,
    key_file: &Path,
    file: &Path,
    clock: &Clock,
) -> anyhow::Result<Restored> {
    if database.backend() == Backend::Postgres {
        return Err(RestoreError::Postgres(database.clone()).into());
    }
    let lock = DatabaseLock::take(database)?;
    let restoring = Restoring::begin(database, &lock, file).await?;
    let now = clock.now();
    let stamp = restoring.stamp(now).await?;
    let erased = erase_again(restoring.store(), key_file, stamp.backup_at, now).await?;
    restoring.finish().await?;
    Ok(Restored {
        knows_until: stamp.backup_at,
        erased,
    })
}
