//! A database for one test: an SQLite file in a folder of its own, or a schema of its own on the
//! PostgreSQL server of `TEST_POSTGRES_URL`; gone when the test is over, however it ends.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures_util::FutureExt;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, PgConnection};
use sunflower::store::{DatabaseUrl, Store};

/// One test's database.
pub struct Database {
    url: DatabaseUrl,
    /// Also the place for whatever else the test keeps, such as a key.
    pub folder: tempfile::TempDir,
    /// The server's address and the schema, on PostgreSQL.
    schema: Option<(String, String)>,
}

impl Database {
    /// A new SQLite file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            url: DatabaseUrl::file(folder.path().join("sunflower.db")),
            folder,
            schema: None,
        }
    }

    /// A new schema on the server that the tests may use, if there is one.
    #[expect(clippy::disallowed_methods, reason = "only this test setting")]
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            eprintln!("TEST_POSTGRES_URL is not set: not run on PostgreSQL");
            return None;
        };
        let schema = format!("test_{:032x}", rand::random::<u128>());
        on_server(&server, format!("CREATE SCHEMA {schema}")).await;
        let address = postgres_address(&server, &schema);
        Some(Self {
            url: address.parse().expect("an address of a database"),
            folder: tempfile::tempdir().expect("a temporary folder"),
            schema: Some((server, schema)),
        })
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Opens it, as the bot does at its start.
    pub async fn open(&self) -> Store {
        Store::open(self.url()).await.expect("the store opens")
    }

    /// Its address for sqlx, for what no method of the store does.
    pub fn address(&self) -> String {
        match &self.schema {
            None => format!(
                "sqlite://{}",
                self.folder.path().join("sunflower.db").display()
            ),
            Some((server, schema)) => postgres_address(server, schema),
        }
    }

    /// A connection past the store.
    pub async fn connect(&self) -> AnyConnection {
        connect(&self.address()).await
    }

    /// Runs SQL that no method of the store has, as a thief or a failing disk would.
    pub async fn raw(&self, sql: impl Into<String>) {
        raw(&self.address(), sql).await;
    }

    async fn remove(self) {
        if let Some((server, schema)) = self.schema {
            on_server(&server, format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }
}

/// A connection to whatever database is at this address.
pub async fn connect(address: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(address).await.expect("a connection")
}

/// Runs SQL on whatever database is at this address.
pub async fn raw(address: &str, sql: impl Into<String>) {
    let mut connection = connect(address).await;
    connection
        .execute(AssertSqlSafe(sql.into()))
        .await
        .expect("the database obeys");
    connection.close().await.expect("it closes");
}

fn postgres_address(server: &str, schema: &str) -> String {
    let mut url: url::Url = server.parse().expect("TEST_POSTGRES_URL is an address");
    url.query_pairs_mut()
        .append_pair("options[search_path]", schema);
    url.into()
}

async fn on_server(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server)
        .await
        .expect("the PostgreSQL server answers");
    connection
        .execute(AssertSqlSafe(sql))
        .await
        .expect("the server does as it is told");
    connection.close().await.expect("it closes");
}

/// Runs a test on its database, which it removes even if the test fails.
pub async fn run_on(database: Option<Database>, test: impl AsyncFnOnce(&Database)) {
    let Some(database) = database else { return };
    let ended = AssertUnwindSafe(test(&database)).catch_unwind().await;
    database.remove().await;
    if let Err(panic) = ended {
        resume_unwind(panic);
    }
}

/// Makes of each function two tests, `name::on_sqlite` and `name::on_postgres`.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($database:ident: &Database) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            use super::*;
            use $crate::support::database::run_on;

            async fn test($database: &Database) $body

            #[tokio::test]
            async fn on_sqlite() {
                run_on(Some(Database::sqlite()), test).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                run_on(Database::postgres().await, test).await;
            }
        }
    )+};
}
pub(crate) use on_both_databases;
