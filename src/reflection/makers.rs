//! Who made a schedule is kept to tell them of what is wrong with it. They can have that forgotten, and it
//! stays forgotten when a backup is put back.

use std::iter;

use super::{erasures::Erasure, journal::Journal, model::Scope};
use crate::store::ids::UserId;

impl Journal {
    /// Forgets that a person made schedules, which go on as they are. Returns how many that were.
    ///
    /// # Errors
    ///
    /// If it could not be put on the list of erasures, or the database fails: then nothing changed.
    pub async fn forget_maker(&self, user: UserId, scope: Scope) -> anyhow::Result<u64> {
        let mut writing = self.store.write().await?;
        let made: Vec<_> = writing
            .makers(Some(user))
            .await?
            .into_iter()
            .filter(|(_, _, guild, _)| match scope {
                Scope::Guild(here) => here == *guild,
                Scope::Everywhere => true,
            })
            .collect();
        if made.is_empty() {
            return Ok(0);
        }
        let now = self.clock.now();
        let ahead = made.iter().filter(|(_, _, _, made_at)| *made_at > now);
        let ahead = ahead.map(|(schedule, ..)| Erasure::Made(*schedule));
        let all = iter::once(Erasure::Maker(user, scope)).chain(ahead);
        self.announce(all.collect()).await?;
        for (schedule, ..) in &made {
            writing.forget_maker(*schedule).await?;
        }
        let forgotten = made.len() as u64;
        self.commit(writing, forgotten).await?;
        Ok(forgotten)
    }
}
