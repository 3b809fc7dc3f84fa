//! Reading: the pool, whose every answer is timed if anybody counts.

use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::BoxStream};
use sqlx::{Any, AnyPool, Either, Execute, Executor, SqlStr, any};
use tokio::time::Instant;

use super::Result;
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
    fn begins(self) -> Option<UnderWay> {
        self.tally.counts().then(|| UnderWay {
            tally: self.tally.clone(),
            began: Instant::now(),
        })
    }
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
