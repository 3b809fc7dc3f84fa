//! What the database knows about itself: single values by name.

use chrono::{DateTime, Utc};
use sqlx::{AnyConnection, Row};

use super::{Result, Store, Writing, columns::garbled};

impl Store {
    /// Whether this is a backup that `restore` has not put back.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn is_backup(&self) -> Result<bool> {
        Ok(self.meta(BACKUP_AT).await?.is_some())
    }

    /// The value kept under this name.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn meta(&self, name: &str) -> Result<Option<String>> {
        sqlx::query("SELECT value FROM meta WHERE name = $1")
            .bind(name)
            .fetch_optional(self.reading())
            .await?
            .map(|row| row.try_get(0))
            .transpose()
    }

    /// Writes a mark and commits it, to find out whether the database can be written.
    ///
    /// # Errors
    ///
    /// If it can't.
    pub async fn try_writing(&self, at: DateTime<Utc>) -> Result<()> {
        let mut writing = self.write().await?;
        let tried_at = at.timestamp_millis().to_string();
        writing.set_meta(TRIED_AT, &tried_at).await?;
        writing.commit().await
    }
}

/// When somebody last tried whether the database can be written.
const TRIED_AT: &str = "tried_at";

impl Writing {
    /// Keeps a value under this name, in place of the one before.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn set_meta(&mut self, name: &str, value: &str) -> Result<()> {
        set(self.connection(), name, value).await
    }
}

async fn set(connection: &mut AnyConnection, name: &str, value: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO meta (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(connection)
    .await
    .map(drop)
}

const BACKUP_AT: &str = "backup_at";

/// Notes in a copy when it was begun.
pub(super) async fn set_backup_at(copy: &mut AnyConnection, at: DateTime<Utc>) -> Result<()> {
    set(copy, BACKUP_AT, &at.timestamp_millis().to_string()).await
}

impl Writing {
    /// When the copy that this database was put back from was begun, if it was noted. It is not noted
    /// any more afterwards: a copy of this one is another.
    pub(super) async fn take_backup_at(&mut self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("DELETE FROM meta WHERE name = $1 RETURNING value")
            .bind(BACKUP_AT)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let value: &str = row.try_get(0)?;
        let at = value.parse().ok().and_then(DateTime::from_timestamp_millis);
        at.map(Some)
            .ok_or_else(|| garbled("when the backup was begun", value))
    }
}

/// Says that the database was put back from a backup: what happened between the two instants, it does
/// not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestoreStamp {
    /// When the backup was made.
    pub backup_at: DateTime<Utc>,
    /// When it was put back.
    pub restored_at: DateTime<Utc>,
}

impl RestoreStamp {
    /// How many posts in a row a schedule must have sent since, before no later one can be there already.
    /// Moderators may have skipped some since the backup and posted others ahead, and the ledger knows of
    /// neither: one that was skipped is sent after all, and says nothing of those behind it.
    pub const SURE_AFTER: u32 = 4;
}

const RESTORE_STAMP: &str = "restored";

impl Writing {
    /// Marks the database as put back from a backup.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn stamp_restored(&mut self, stamp: RestoreStamp) -> Result<()> {
        let RestoreStamp {
            backup_at,
            restored_at,
        } = stamp;
        let value = format!(
            "{} {}",
            backup_at.timestamp_millis(),
            restored_at.timestamp_millis()
        );
        self.set_meta(RESTORE_STAMP, &value).await
    }

    /// The mark of the last restore, if there was one.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn restore_stamp(&mut self) -> Result<Option<RestoreStamp>> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1")
            .bind(RESTORE_STAMP)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let value: &str = row.try_get(0)?;
        let instants = value.split_once(' ').and_then(|(backup, restored)| {
            Some(RestoreStamp {
                backup_at: DateTime::from_timestamp_millis(backup.parse().ok()?)?,
                restored_at: DateTime::from_timestamp_millis(restored.parse().ok()?)?,
            })
        });
        instants
            .map(Some)
            .ok_or_else(|| garbled("a restore stamp", value))
    }
}
