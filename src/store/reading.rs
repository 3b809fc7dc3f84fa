//! Reading: the pool, whose every answer is timed if anybody counts.

use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::BoxStream};
use sqlx::{Any, AnyConnection, AnyPool, Either, Execute, Executor, SqlStr, any};
use tokio::time::Instant;

use super::{Result, columns::is_garbled};
use crate::tally::Tally;

/// Whatever reads outside a transaction asks this.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'s> {
    pub(super) pool: &'s AnyPool,
    pub(super) tally: &'s Tally,
}

/// A read under way. Its time is counted when it ends, however it does.
struct UnderWay {
    tally: Tally,
    began: Instant,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.tally.read(self.began.elapsed());
    }
}

impl Reading<'_> {
    /// The rows of a query, as [`fetch_whole`] takes them.
    pub(super) async fn fetch_whole<'q>(
        self,
        query: impl Execute<'q, Any> + 'q,
    ) -> Result<Vec<any::AnyRow>> {
        let _under_way = self.begins();
        let mut connection = self.pool.acquire().await?;
        fetch_whole(&mut connection, query).await
    }

    fn begins(self) -> Option<UnderWay> {
        self.tally.counts().then(|| UnderWay {
            tally: self.tally.clone(),
            began: Instant::now(),
        })
    }
}

/// The rows of a query but those that sqlx does not hand over, for a text in them is none any more: they keep
/// no other waiting, and the log is told.
pub(super) async fn fetch_whole<'q>(
    connection: &mut AnyConnection,
    query: impl Execute<'q, Any> + 'q,
) -> Result<Vec<any::AnyRow>> {
    let mut rows = connection.fetch(query);
    let mut whole = Vec::new();
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => whole.push(row),
            Err(why) if is_garbled(&why) => {
                tracing::error!(%why, "a row can't be read any more; it is left as it is");
            }
            Err(why) => return Err(why),
        }
    }
    Ok(whole)
}

impl<'s> Executor<'s> for Reading<'s> {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<any::AnyQueryResult, any::AnyRow>>>
    where
        's: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let under_way = self.begins();
        let answers = self.pool.fetch_many(query);
        // It is dropped with the stream.
        answers
            .inspect(move |_| {
                let _ = &under_way;
            })
            .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<any::AnyRow>>>
    where
        's: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let under_way = self.begins();
        let answer = self.pool.fetch_optional(query);
        answer.inspect(move |_| drop(under_way)).boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [any::AnyTypeInfo],
    ) -> BoxFuture<'e, Result<any::AnyStatement>>
    where
        's: 'e,
    {
        self.pool.prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<sqlx::Describe<Any>>>
    where
        's: 'e,
    {
        self.pool.describe(sql)
    }
}
