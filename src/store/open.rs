//! The one function that opens the database: makes the file, sets SQLite's pragmas, brings the schema
//! up to date, and refuses a newer one.

use std::{path::PathBuf, sync::Arc, time::Duration};

use sqlx::{
    AnyConnection, ConnectOptions, Connection, Executor,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::{MigrateError, Migrator},
};
use tokio::sync::Mutex;

use super::{Backend, DatabaseUrl, Store, backup, place::Place, said};
use crate::tally::Tally;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// One writer and a few readers; each is a thread with a page cache of its own.
const SQLITE_CONNECTIONS: u32 = 3;
const POSTGRES_CONNECTIONS: u32 = 8;

/// busy_timeout first: the others may have to wait for another process. FULL, so that a commit
/// survives a power cut; secure_delete, so that what a member erased is overwritten. The cache is
/// in KiB: the whole bot is to stay under 25 MiB.
const PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA cache_size = -1024;
    PRAGMA journal_size_limit = 4194304;
";

/// Each migration is a few commits, none of which waits for the disk: what a power cut takes of them is
/// made again at the next start. The first commit that counts, which is FULL, takes them along.
const WHILE_MIGRATING: &str = "PRAGMA synchronous = NORMAL";

/// Why the database can't be used, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder that the file should be in is not there.
    #[error("the folder {} does not exist: make it, or change DATABASE_URL", .0.display())]
    NoFolder(PathBuf),
    /// The file is something else.
    #[error(
        "{0} is not an SQLite database, or is damaged: restore a backup, or move it away to begin anew"
    )]
    NotADatabase(DatabaseUrl),
    /// Another program's database.
    #[error(
        "{0} is a database of another program's: change DATABASE_URL, or move it away to begin anew"
    )]
    NotOurs(DatabaseUrl),
    /// A newer program has been here.
    #[error(
        "{0} was made by a newer Sunflower: start that one, or restore a backup made before the update"
    )]
    NewerSchema(DatabaseUrl),
    /// The schema is not one that this program made.
    #[error("{database} can't be brought up to date, and nothing was changed: {cause}")]
    Migration {
        /// Which database.
        database: DatabaseUrl,
        /// What went wrong.
        cause: MigrateError,
    },
    /// The copy that is made before the schema changes could not be made.
    #[error(
        "{database} is of an older Sunflower and would be brought up to date, but first it is copied to {}, and \
         that failed, so nothing was changed: {}. Make room there, and start again",
        copy.display(), said(cause)
    )]
    NoCopy {
        /// Which database.
        database: DatabaseUrl,
        /// The copy.
        copy: PathBuf,
        /// What went wrong.
        cause: sqlx::Error,
    },
    /// Something else has the name of that copy.
    #[error(
        "before the database is brought up to date it is copied to {}, but something else is there, so nothing \
         was changed: move it away, and start again",
        .0.display()
    )]
    CopyInTheWay(PathBuf),
    /// There is none.
    #[error("{0} is not there. DATABASE_URL says where the database is")]
    NotThere(DatabaseUrl),
    /// An older program's.
    #[error("{0} is of an older Sunflower: start this one once, which brings it up to date")]
    OlderSchema(DatabaseUrl),
    /// It can't be reached or opened.
    #[error("{database} can't be opened: {cause}")]
    Connect {
        /// Which database.
        database: DatabaseUrl,
        /// What went wrong.
        cause: sqlx::Error,
    },
}

impl Store {
    /// Opens the database, made if it is an SQLite file that is not there, with the schema of this
    /// program. One of an older schema is copied beside itself first.
    ///
    /// # Errors
    ///
    /// A sentence for the operator, if the database can't be reached or is not one of ours; then not a
    /// byte of an SQLite file has changed.
    pub async fn open(database: &DatabaseUrl) -> Result<Self, OpenError> {
        if let Some(folder) = missing_folder(database) {
            return Err(OpenError::NoFolder(folder));
        }
        if let Some(copy) = backup::before_migrating(database).await? {
            let copy = copy.display();
            tracing::warn!(
                %copy,
                "the database is brought up to date; a copy of it as it was is kept as long as backups are, or until you remove it"
            );
        }
        Self::open_and_migrate(database).await
    }

    /// The same, without the copy.
    pub(super) async fn open_and_migrate(database: &DatabaseUrl) -> Result<Self, OpenError> {
        let failed = |cause| connect_error(database, cause);
        sqlx::any::install_default_drivers();
        let url = database.for_sqlx().map_err(|e| failed(e.into()))?;
        let options = AnyConnectOptions::from_url(&url)
            .map_err(failed)?
            .disable_statement_logging();
        let backend = database.backend();
        // Not by the pool, which tries again and again and then speaks of a timeout.
        let mut first = options.connect().await.map_err(failed)?;
        if backend == Backend::Sqlite {
            set_pragmas(&mut first).await.map_err(failed)?;
            first.execute(WHILE_MIGRATING).await.map_err(failed)?;
        }
        MIGRATIONS
            .run_direct(None, &mut first, false)
            .await
            .map_err(|cause| migrate_error(database, cause))?;
        let pool = pool_options(backend).connect_lazy_with(options);
        // Before the first is closed: whichever is a file's last folds the log into it and removes it,
        // for the next to make anew, and each step waits for the disk.
        drop(pool.acquire().await.map_err(failed)?);
        first.close().await.map_err(failed)?;
        let place = database.path().map(Place::of).transpose();
        Ok(Self {
            place: place.map_err(|cause| failed(cause.into()))?,
            pool,
            backend,
            writer: (backend == Backend::Sqlite).then(|| Arc::new(Mutex::new(()))),
            tally: Tally::default(),
        })
    }
}

/// The folder that an SQLite file is to be in, if it is not there.
pub(super) fn missing_folder(database: &DatabaseUrl) -> Option<PathBuf> {
    let folder = database.path()?.parent()?;
    (!folder.as_os_str().is_empty() && !folder.is_dir()).then(|| folder.to_owned())
}

fn pool_options(backend: Backend) -> AnyPoolOptions {
    let options = AnyPoolOptions::new().acquire_timeout(Duration::from_secs(10));
    match backend {
        // A file's connections don't go stale: nothing to reap, nothing to test.
        Backend::Sqlite => options
            .max_connections(SQLITE_CONNECTIONS)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .after_connect(|connection, _| Box::pin(set_pragmas(connection)))
            .after_release(|connection, _| Box::pin(is_free(connection))),
        Backend::Postgres => options.max_connections(POSTGRES_CONNECTIONS),
    }
}

/// Whether no transaction is left on a connection. Where SQLite took one back by itself, as it does when
/// the disk is full, sqlx can't do so any more, and would never begin another on it: it is closed.
async fn is_free(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // A transaction that was dropped is taken back before this is answered.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

async fn set_pragmas(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection.execute(PRAGMAS).await.map(drop)
}

/// SQLite's result code for a file that is no database, and for one whose pages make no sense.
const NOT_A_DATABASE: [&str; 2] = ["26", "11"];

fn is_not_a_database(cause: &sqlx::Error) -> bool {
    let code = cause
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| NOT_A_DATABASE.contains(&&*code))
}

pub(super) fn connect_error(database: &DatabaseUrl, cause: sqlx::Error) -> OpenError {
    if database.backend() == Backend::Sqlite && is_not_a_database(&cause) {
        return OpenError::NotADatabase(database.clone());
    }
    OpenError::Connect {
        database: database.clone(),
        cause,
    }
}

fn migrate_error(database: &DatabaseUrl, cause: MigrateError) -> OpenError {
    match cause {
        MigrateError::VersionMissing(_) => OpenError::NewerSchema(database.clone()),
        MigrateError::Execute(cause) if is_not_a_database(&cause) => connect_error(database, cause),
        cause => OpenError::Migration {
            database: database.clone(),
            cause,
        },
    }
}
