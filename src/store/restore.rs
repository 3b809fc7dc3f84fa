//! Putting a backup back: it is copied to a file in the making, cleared there of what members erased
//! since, marked as put back, and only then given the database's name.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sqlx::{AnyConnection, Connection, Row};

use super::{
    DatabaseLock, DatabaseUrl, OpenError, RestoreStamp, Result, Store, Writing,
    backup::copy_into,
    columns::{maybe_instant, near_instant},
    damaged::has_readable_id,
    ids::{GuildId, MessageId, UserId},
    look::{Found, connect_to_read, look},
    open::missing_folder,
    part::{BESIDE, Part},
    said, with_suffix,
};

/// Why a backup was not put back, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// It is not SQLite.
    #[error(
        "{0} is on PostgreSQL, which has a program of its own for this: pg_restore. It knows nothing of the list \
         of erasures, so what members erased since that backup would be there again"
    )]
    Postgres(DatabaseUrl),
    /// There is a database, or what is left of one.
    #[error(
        "{} is there, and restore overwrites nothing: stop the bot, and move it away, with {database}-wal and \
         {database}-shm if they are there",
        there.display(), database = database.display()
    )]
    AlreadyThere {
        /// What is there.
        there: PathBuf,
        /// The database's file.
        database: PathBuf,
    },
    /// There is no such file.
    #[error("there is no {}", .0.display())]
    NotThere(PathBuf),
    /// The file holds nothing.
    #[error("{} holds nothing of Sunflower's: give a file that `sunflower backup` made", .0.display())]
    Nothing(PathBuf),
    /// The file is damaged.
    #[error("{} is no SQLite database, or is damaged ({what}): take another backup", file.display())]
    Damaged {
        /// The backup.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The backup, or where it is to go, can't be used.
    #[error(transparent)]
    Unusable(#[from] OpenError),
    /// It could not be put back.
    #[error("{} can't be put back, and there is no database yet: {}", file.display(), said(cause))]
    Failed {
        /// The backup.
        file: PathBuf,
        /// What went wrong.
        cause: super::Error,
    },
}

/// A backup that is being put back. Dropped before it is finished, nothing is left of it.
#[derive(Debug)]
pub struct Restoring {
    // Dropped before the file is removed.
    store: Store,
    part: Part,
    file: PathBuf,
}

impl Restoring {
    /// Takes a copy of the backup in `file` and brings it up to this program's schema.
    ///
    /// # Errors
    ///
    /// A sentence for the operator; then nothing has changed.
    pub async fn begin(
        database: &DatabaseUrl,
        _of: &DatabaseLock,
        file: &Path,
    ) -> Result<Self, RestoreError> {
        let Some(path) = database.path() else {
            return Err(RestoreError::Postgres(database.clone()));
        };
        if let Some(folder) = missing_folder(database) {
            return Err(OpenError::NoFolder(folder).into());
        }
        let beside = BESIDE.map(|end| with_suffix(path, end));
        let mut places = beside.iter().map(PathBuf::as_path).chain([path]);
        if let Some(there) = places.find(|path| path.symlink_metadata().is_ok()) {
            return Err(RestoreError::AlreadyThere {
                there: there.to_owned(),
                database: path.to_owned(),
            });
        }
        must_be_sound(file).await?;
        let failed = |cause| failed(file, cause);
        let part = Part::begin_anew(path).map_err(|cause| failed(cause.into()))?;
        let source = connect_to_read(&DatabaseUrl::file(file)).await;
        copy_into(source.map_err(failed)?, &part)
            .await
            .map_err(failed)?;
        let store = Store::open_and_migrate(&DatabaseUrl::file(part.path())).await?;
        let file = file.to_owned();
        Ok(Self { store, part, file })
    }

    /// What is being put back.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Marks it as put back, and says since when it does not know what happened.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn stamp(&self, restored_at: DateTime<Utc>) -> Result<RestoreStamp, RestoreError> {
        let stamped = async {
            let mut writing = self.store.write().await?;
            let backup_at = writing.knows_until().await?.unwrap_or(restored_at);
            let stamp = RestoreStamp {
                backup_at,
                restored_at,
            };
            writing.stamp_restored(stamp).await?;
            writing.commit().await?;
            Ok(stamp)
        };
        stamped.await.map_err(|cause| failed(&self.file, cause))
    }

    /// Has it written to disk and gives it the database's name.
    ///
    /// # Errors
    ///
    /// If it can't be; then there is no database.
    pub async fn finish(self) -> Result<(), RestoreError> {
        let Self { store, part, file } = self;
        // The last connection folds the log into the file, and removes it.
        store.close().await;
        drop(store);
        part.finish().map_err(|cause| failed(&file, cause.into()))
    }
}

fn failed(file: &Path, cause: super::Error) -> RestoreError {
    let file = file.to_owned();
    RestoreError::Failed { file, cause }
}

/// The file must be there, whole, and a database of ours.
async fn must_be_sound(file: &Path) -> Result<(), RestoreError> {
    if !file.exists() {
        return Err(RestoreError::NotThere(file.to_owned()));
    }
    let damaged = |what: String| RestoreError::Damaged {
        file: file.to_owned(),
        what,
    };
    match look(file).await {
        Ok(Found::Schema(_)) => {}
        Ok(Found::Nothing) => return Err(RestoreError::Nothing(file.to_owned())),
        Err(OpenError::NotADatabase(_)) => return Err(damaged("its pages make no sense".into())),
        Err(error) => return Err(error.into()),
    }
    let broken = |cause: super::Error| damaged(cause.to_string());
    let mut connection = connect_to_read(&DatabaseUrl::file(file))
        .await
        .map_err(broken)?;
    let checked = check(&mut connection).await;
    connection.close().await.map_err(broken)?;
    match checked.map_err(broken)? {
        said if said == "ok" => Ok(()),
        said => Err(damaged(said)),
    }
}

/// What SQLite says about all its pages: the first thing that is wrong, or `ok`.
async fn check(connection: &mut AnyConnection) -> Result<String> {
    sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(connection)
        .await
}

impl Writing {
    /// Up to when the ledger of a database that was put back certainly knows all that was sent: when its
    /// copy was begun, or what it last did itself. A copy of a database that was itself put back knows no
    /// more than that one, as long as a schedule has not sent enough since. `None` if it never did anything.
    async fn knows_until(&mut self) -> Result<Option<DateTime<Utc>>> {
        let noted = self.take_backup_at().await?;
        let known = match noted {
            Some(at) => Some(at),
            None => self.last_did().await?,
        };
        Ok(match self.restore_stamp().await? {
            Some(before) if self.some_unsure_since(before.restored_at).await? => {
                Some(known.map_or(before.backup_at, |at| at.min(before.backup_at)))
            }
            _ => known,
        })
    }

    /// The last thing that the ledger says was done.
    async fn last_did(&mut self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT MAX(at) FROM (SELECT MAX(sent_at) AS at FROM posts
             UNION ALL SELECT MAX(first_attempt_at) FROM posts
             UNION ALL SELECT MAX(created_at) FROM schedules) AS instants",
        )
        .fetch_one(self.connection())
        .await?;
        maybe_instant(&row, 0)
    }

    /// Whether a schedule was there then and has not sent enough since.
    async fn some_unsure_since(&mut self, at: DateTime<Utc>) -> Result<bool> {
        let unsure = sqlx::query(
            "SELECT 1 FROM schedules WHERE created_at <= $1 AND $3 >
             (SELECT COUNT(*) FROM (SELECT message_id FROM posts
              WHERE posts.schedule_id = schedules.id AND posts.state = 'sent'
              ORDER BY posts.due_at DESC LIMIT $3) AS newest
              WHERE message_id >= $2) LIMIT 1",
        )
        .bind(at.timestamp_millis())
        .bind(MessageId::first_at(at).to_db())
        .bind(i64::from(RestoreStamp::SURE_AFTER))
        .fetch_optional(self.connection())
        .await?;
        Ok(unsure.is_some())
    }

    /// Whose consents there are, in which server, and since when.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn all_consents(&mut self) -> Result<Vec<(UserId, GuildId, DateTime<Utc>)>> {
        let rows = sqlx::query("SELECT user_id, guild_id, agreed_at FROM consents")
            .fetch_all(self.connection())
            .await?;
        rows.iter()
            .map(|row| {
                let user = UserId::from_db(row.try_get(0)?);
                let guild = GuildId::from_db(row.try_get(1)?);
                Ok((user, guild, near_instant(row, 2)?))
            })
            .collect()
    }

    /// Whether anybody agreed to anything or wrote anything.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn holds_members(&mut self) -> Result<bool> {
        for any in [
            "SELECT 1 FROM consents LIMIT 1",
            "SELECT 1 FROM reflections LIMIT 1",
        ] {
            let found = sqlx::query(any).fetch_optional(self.connection()).await?;
            if found.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Who wrote, and in which server.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn writers(&mut self) -> Result<Vec<(UserId, GuildId)>> {
        let rows = sqlx::query("SELECT DISTINCT user_id, guild_id FROM reflections")
            .fetch_all(self.connection())
            .await?;
        rows.iter()
            .map(|row| {
                let user = UserId::from_db(row.try_get(0)?);
                Ok((user, GuildId::from_db(row.try_get(1)?)))
            })
            .collect()
    }

    /// Deletes what a member wrote in a server then or before.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn delete_written_by(
        &mut self,
        user: UserId,
        guild: GuildId,
        until: DateTime<Utc>,
    ) -> Result<u64> {
        let deleted = sqlx::query(
            "DELETE FROM reflections WHERE user_id = $1 AND guild_id = $2 AND written_at <= $3",
        )
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(until.timestamp_millis())
        .execute(self.connection())
        .await?;
        Ok(deleted.rows_affected())
    }

    /// The reflections after this one by their ids, as these stand there, and whose they are: at most
    /// `limit`. Those whose id can't be read are left out.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reflections_after(
        &mut self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<(String, UserId)>> {
        let rows = sqlx::query(concat!(
            "SELECT id, user_id FROM reflections WHERE id > $1 AND ",
            has_readable_id!(),
            " ORDER BY id LIMIT $2"
        ))
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, UserId::from_db(row.try_get(1)?))))
            .collect()
    }
}
