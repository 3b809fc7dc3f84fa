//! Whose shares wait for the moderators, and what those decide, be it by deleting a message. Nobody learns whose they are: a hold is a
//! keyed hash, and the queue says no reason.

use super::{journal::Journal, model::ShareId, shares::Shared};
use crate::store::ids::{ChannelId, GuildId, MessageId, PostId};

impl Journal {
    /// Has the further shares of whoever shared this wait for the moderators: those with a name, if this
    /// bears one, else those without. Returns whether anybody knows whose it is.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn hold(&self, guild: GuildId, id: ShareId) -> anyhow::Result<bool> {
        let Some(share) = self.store.share(guild, id).await? else {
            return Ok(false);
        };
        let Some(writer) = self.writer(&share).await? else {
            return Ok(false);
        };
        let held = self.hold_of(writer.user, guild, share.signed);
        let mut writing = self.store.write().await?;
        writing.hold(guild, &held).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Follows the deleting of messages: what was shared as one of them stays down. Returns how many did.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_deleted(&self, messages: &[MessageId]) -> anyhow::Result<u64> {
        let shares = self.store.shares_at(messages).await?;
        self.deleted(&shares).await
    }

    /// The same of a channel or thread with all that was shared in it.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shares_deleted_in(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> anyhow::Result<u64> {
        let shares = self.store.shares_in(guild, channel).await?;
        self.deleted(&shares).await
    }

    async fn deleted(&self, shares: &[ShareId]) -> anyhow::Result<u64> {
        let mut deleted = 0;
        if shares.is_empty() {
            return Ok(deleted);
        }
        let mut writing = self.store.write().await?;
        for share in shares {
            let settled = writing.settle_share_deleted(*share, self.clock.now());
            deleted += u64::from(settled.await?);
        }
        writing.commit().await?;
        Ok(deleted)
    }

    /// Holds nobody's shares any more in a server.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn release_holds(&self, guild: GuildId) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
        writing.release_holds(guild).await?;
        Ok(writing.commit().await?)
    }

    /// The `nth` share that waits for a server's moderators, how many there are, and whether anybody's are
    /// held at all. Of one that can't be read there are no words.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn queue(&self, guild: GuildId, nth: u32) -> anyhow::Result<Queue> {
        let waiting = self.store.held_shares(guild, self.clock.now()).await?;
        let count = u32::try_from(waiting.len())?;
        let nth = nth.min(count.saturating_sub(1));
        let first = match waiting.get(nth as usize) {
            Some(share) => Some(Waiting {
                id: share.id,
                post: share.post,
                shared: self.read_share(share).await?,
            }),
            None => None,
        };
        Ok(Queue {
            nth,
            count,
            holds: self.store.has_holds(guild).await?,
            shown: first,
        })
    }

    /// Lets a share that waits through, or does not. Returns whether it waited.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn decide(&self, guild: GuildId, id: ShareId, through: bool) -> anyhow::Result<bool> {
        let Some(share) = self.store.share(guild, id).await? else {
            return Ok(false);
        };
        let mut writing = self.store.write().await?;
        let goes_at = if through {
            Some(self.goes_at(&mut writing, share.post, share.signed).await?)
        } else {
            None
        };
        let decided = writing.decide_share(guild, id, goes_at).await?;
        writing.commit().await?;
        self.sharing.notify_one();
        Ok(decided)
    }
}

/// A share that waits for moderators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: ShareId,
    /// The post that it answers.
    pub post: PostId,
    /// What it says, if that can be read.
    pub shared: Option<Shared>,
}

/// What waits for moderators, one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Which one this is, from 0: the last if a later one was asked for.
    pub nth: u32,
    /// How many wait.
    pub count: u32,
    /// Whether anybody's shares are held.
    pub holds: bool,
    /// The one.
    pub shown: Option<Waiting>,
}
