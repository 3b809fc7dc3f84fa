//! When deleted really is gone: SQLite keeps the old pages in its write-ahead log until that is cut.

use sqlx::{Connection, Row};

use super::{Backend, Result, Store};

impl Store {
    /// Folds SQLite's write-ahead log into the file and cuts it to nothing, so that no deleted page is
    /// left in it. `false` if a reader held it back. On PostgreSQL there is nothing to do here: what
    /// VACUUM leaves, and until when, is the operator's to say.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn cut_log(&self) -> Result<bool> {
        if self.backend == Backend::Postgres {
            return Ok(true);
        }
        let _turn = match &self.writer {
            Some(writer) => Some(writer.lock().await),
            None => None,
        };
        // Who waits long for readers holds up whoever writes. A connection of its own, closed
        // afterwards: its short patience must not go back to the pool.
        let mut connection = self.pool.acquire().await?.detach();
        sqlx::query("PRAGMA busy_timeout = 100")
            .execute(&mut connection)
            .await?;
        let answer = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut connection)
            .await?;
        let busy: i64 = answer.try_get(0)?;
        connection.close().await?;
        Ok(busy == 0)
    }
}
