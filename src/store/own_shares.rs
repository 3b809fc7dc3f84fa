//! What was shared of many reflections at once: whoever takes theirs along is not asked about one by one.

use std::collections::HashMap;

use sqlx::{Any, Executor, Row};

use super::{
    Result, Store, Writing,
    damaged::{maybe_id, readable_id},
    shares::rows,
};
use crate::{
    reflection::model::{ReflectionId, Scope, StoredShare},
    store::ids::UserId,
};

/// How many are asked about in one statement. What is left over is NULL, which is no origin.
const AT_ONCE: usize = 50;

const OF_ORIGINS: &str = "SELECT origin, id, guild_id, post_id, signed, state, key_id, sealed, channel_id,
         message_id, attempt, tried_at FROM shares
     WHERE origin IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
         $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
         $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)";

impl Store {
    /// The member's reflections on posts. One whose id can't be read was never shared.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn answers_to_posts(&self, user: UserId, scope: Scope) -> Result<Vec<ReflectionId>> {
        answers(self.reading(), user, scope).await
    }

    /// What was shared of these origins, by origin. A damaged one is left out: the log is told.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_of(&self, origins: &[String]) -> Result<HashMap<String, StoredShare>> {
        let mut shares = HashMap::new();
        for some in origins.chunks(AT_ONCE) {
            let mut asked = sqlx::query(OF_ORIGINS);
            for nth in 0..AT_ONCE {
                asked = asked.bind(some.get(nth));
            }
            let found = self.reading().fetch_whole(asked).await?;
            for (row, share) in found.iter().zip(rows(&found)?) {
                if let Some(share) = share.whole {
                    shares.insert(row.try_get("origin")?, share);
                }
            }
        }
        Ok(shares)
    }
}

impl Writing {
    /// The member's reflections on posts, as they are in this transaction.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn answers_to_posts(
        &mut self,
        user: UserId,
        scope: Scope,
    ) -> Result<Vec<ReflectionId>> {
        answers(self.connection(), user, scope).await
    }
}

async fn answers<'c>(
    database: impl Executor<'c, Database = Any>,
    user: UserId,
    scope: Scope,
) -> Result<Vec<ReflectionId>> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        readable_id!(),
        " FROM reflections
         WHERE user_id = $1 AND guild_id = COALESCE($2, guild_id) AND post_id IS NOT NULL"
    ))
    .bind(user.to_db())
    .bind(scope.to_db())
    .fetch_all(database)
    .await?;
    let ids = rows.iter().filter_map(|row| maybe_id(row).transpose());
    ids.collect()
}
