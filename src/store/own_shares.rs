//! What was shared of many reflections at once: whoever takes theirs along is not asked about one by one.

use std::collections::HashMap;

use sqlx::{Any, Executor, Row};

use super::{
    Result, Store, Writing,
    columns::is_garbled,
    damaged::{maybe_id, readable_id},
    shares::read,
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
            match asked.fetch_all(self.reading()).await {
                // One of them is damaged. Each by itself, then.
                Err(why) if is_garbled(&why) => {
                    for origin in some {
                        keep(&mut shares, origin, self.share_of(origin).await)?;
                    }
                }
                rows => {
                    for row in rows? {
                        keep(&mut shares, row.try_get("origin")?, read(&row).map(Some))?;
                    }
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

/// Keeps what was found of an origin. What is damaged is left out.
fn keep(
    shares: &mut HashMap<String, StoredShare>,
    origin: &str,
    found: Result<Option<StoredShare>>,
) -> Result<()> {
    match found {
        Ok(found) => shares.extend(found.map(|share| (origin.to_owned(), share))),
        Err(why) if is_garbled(&why) => {
            tracing::error!(%why, "a share can't be read any more; it is left as it is");
        }
        Err(why) => return Err(why),
    }
    Ok(())
}
