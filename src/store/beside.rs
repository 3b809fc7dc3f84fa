//! Opening the database beside a bot that may be running on it: nothing is made, and no schema is changed
//! under its feet.

use sqlx::Row;

use super::{
    Backend, DatabaseUrl, OpenError, Result, Store,
    look::{Found, connect, look, newest_schema},
    open::connect_error,
};

/// PostgreSQL's code for a table that is not there.
const NO_SUCH_TABLE: &str = "42P01";

impl Store {
    /// Opens a database that is there and has the schema of this program.
    ///
    /// # Errors
    ///
    /// A sentence for the operator, if it is not, or can't be reached; then nothing of it has changed.
    pub async fn open_beside(database: &DatabaseUrl) -> Result<Self, OpenError> {
        let found = match (database.backend(), database.path()) {
            (Backend::Sqlite, Some(path)) => look(path).await?,
            _ => on_a_server(database)
                .await
                .map_err(|cause| connect_error(database, cause))?,
        };
        match found {
            Found::Nothing => Err(OpenError::NotThere(database.clone())),
            Found::Schema(schema) if schema < newest_schema() => {
                Err(OpenError::OlderSchema(database.clone()))
            }
            // A newer one is refused where the migrations are compared.
            Found::Schema(_) => Self::open_and_migrate(database).await,
        }
    }
}

async fn on_a_server(database: &DatabaseUrl) -> Result<Found> {
    let mut connection = connect(database, "").await?;
    let applied = sqlx::query("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await;
    match applied {
        Ok(row) => {
            let newest: Option<i64> = row.try_get(0)?;
            Ok(newest.map_or(Found::Nothing, Found::Schema))
        }
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(NO_SUCH_TABLE) => {
            Ok(Found::Nothing)
        }
        Err(error) => Err(error),
    }
}
