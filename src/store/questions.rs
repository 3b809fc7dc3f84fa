//! The questions that posts asked: the latest of a server, and the one that a message is about.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::{
    Result, Store,
    columns::parsed,
    ids::{GuildId, MessageId, PostId},
};

/// A question that a post asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The post.
    pub post: PostId,
    /// Its question, as it was sent.
    pub prompt: String,
}

impl Store {
    /// The question of the latest post of a server that asked one, was due at `since` or later, and is
    /// in its channel. One indexed read.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn latest_question(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
    ) -> Result<Option<Asked>> {
        sqlx::query(
            "SELECT id, prompt FROM posts
             WHERE guild_id = $1 AND due_at >= $2 AND state = 'sent' AND removed_at IS NULL
                 AND prompt IS NOT NULL
             ORDER BY due_at DESC, id LIMIT 1",
        )
        .bind(guild.to_db())
        .bind(since.timestamp_millis())
        .fetch_optional(self.reading())
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// The question of the post that is this message in a server.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn question_of(&self, guild: GuildId, message: MessageId) -> Result<Option<Asked>> {
        sqlx::query(
            "SELECT id, prompt FROM posts
             WHERE guild_id = $1 AND message_id = $2 AND prompt IS NOT NULL",
        )
        .bind(guild.to_db())
        .bind(message.to_db())
        .fetch_optional(self.reading())
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }
}

fn read(row: &AnyRow) -> Result<Asked> {
    Ok(Asked {
        post: parsed(row, "id")?,
        prompt: parsed(row, "prompt")?,
    })
}
