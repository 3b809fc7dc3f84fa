//! What the list of erasures says of a reply. It is held in memory, so that of the file only what was added
//! since is read for each.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use super::{Journal, erasures::Record, model::ReflectionId};
use crate::store::ids::{GuildId, MessageId, UserId};

/// A list with more entries than this is not held: it would take more than some ten megabytes.
const HELD: usize = 100_000;

/// The list as it was read last, if it is held.
pub(super) type Held = Arc<Mutex<Option<Record>>>;

impl Journal {
    /// Whether a reply that was written then has been erased since, by itself or with all of its writer's.
    ///
    /// # Errors
    ///
    /// If the list of erasures can't be read.
    pub async fn is_reply_erased(
        &self,
        message: MessageId,
        user: UserId,
        guild: GuildId,
        written_at: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let (list, held) = (Arc::clone(&self.erasures), Arc::clone(&self.listed));
        let looking = move || {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            let record = match held.take() {
                Some(mut record) => record.read_on().map(|()| record),
                None => list.read(),
            }?;
            let id = ReflectionId::of_reply(message);
            let erased = record.is_erased(&id, user, guild, written_at);
            *held = (record.entries() <= HELD).then_some(record);
            Ok::<_, std::io::Error>(erased)
        };
        tokio::task::spawn_blocking(looking)
            .await?
            .context("the list of erasures could not be read")
    }
}
