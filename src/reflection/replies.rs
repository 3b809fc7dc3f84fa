//! Reflections that are replies to a post: kept once, edited and deleted with their message. A reply's id
//! follows from its message, so that the list of erasures knows it: what its writer deleted is not kept
//! again while the message still stands in its channel.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    DAILY_LIMIT, Journal, KeepError,
    erasures::Erasure,
    model::{Erased, NewReflection, ReflectionId, Scope, Words},
    seal::Owner,
    words::{self, CHARACTER_LIMIT, Unfit},
};
use crate::store::{
    Reply, StoredReply,
    ids::{ChannelId, GuildId, MessageId, UserId},
};

/// How many are deleted in one transaction, so that nobody waits long for their turn to write.
const BATCH: u32 = 100;

/// A reply that is to be kept.
#[derive(Debug)]
pub struct NewReply {
    /// What was written, by whom, where, and in answer to what.
    pub reflection: NewReflection,
    /// Which message it is.
    pub reply: Reply,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it was last edited, if ever.
    pub edited_at: Option<DateTime<Utc>>,
}

/// What became of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is kept.
    Kept,
    /// It was kept before.
    Known,
    /// Its writer deleted it, or all of theirs, since they wrote it.
    Erased,
}

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Its words are in place of those from before.
    Edited,
    /// Nothing changed: its words are there already, those of a later edit are, or they can't be kept.
    Unchanged,
    /// Its writer has not agreed to the text as it is now. The words from before stay.
    NotAgreed,
}

/// That a member agreed, in a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was to the text as it is now.
    pub is_current: bool,
}

impl Journal {
    /// When the member agreed in this server, and whether that still holds.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn agreed(&self, user: UserId, guild: GuildId) -> anyhow::Result<Option<Agreed>> {
        let consents = self.store.consents(user, Scope::Guild(guild)).await?;
        Ok(consents.first().map(|consent| Agreed {
            at: consent.agreed_at,
            is_current: consent.version == self.consent_version,
        }))
    }

    /// The reflection that is this message, if there is one.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn reply(&self, message: MessageId) -> anyhow::Result<Option<StoredReply>> {
        Ok(self.store.reply(message).await?)
    }

    /// Keeps a reply, sealed, once.
    ///
    /// # Errors
    ///
    /// [`KeepError`]: then nothing is stored.
    pub async fn keep_reply(&self, new: &NewReply) -> Result<Received, KeepError> {
        let of = &new.reflection;
        let text = words::fit(&of.text).map_err(|unfit| match unfit {
            Unfit::Empty => KeepError::Empty,
            Unfit::TooLong => KeepError::TooLong {
                limit: CHARACTER_LIMIT,
            },
        })?;
        let id = ReflectionId::of_reply(new.reply.message);
        let words = Words {
            prompt: of.prompt.clone(),
            text: text.into(),
        };
        let owner = Owner {
            id: &id,
            user: of.user,
            guild: of.guild,
        };
        let broke = |error: crate::store::Error| KeepError::Failed(error.into());
        let mut writing = self.store.write().await.map_err(broke)?;
        if !writing
            .hold_consent(of.user, of.guild, &self.consent_version)
            .await
            .map_err(broke)?
        {
            return Err(KeepError::NoConsent);
        }
        if writing.has_reflection(of.user, &id).await.map_err(broke)? {
            return Ok(Received::Known);
        }
        // Within the transaction: nobody erases it from here on and overlooks it.
        if self
            .is_reply_erased(new.reply.message, of.user, of.guild, new.written_at)
            .await?
        {
            return Ok(Received::Erased);
        }
        let (at, day) = (new.written_at, TimeDelta::days(1));
        let mut near = writing
            .written_between(of.user, at - day, at + day)
            .await
            .map_err(broke)?;
        near.push(at);
        if is_too_much(&mut near) {
            return Err(KeepError::TooMany {
                limit: DAILY_LIMIT,
                again_at: at + day,
            });
        }
        let sealed = self.seal(&mut writing, &words, owner).await?;
        writing
            .insert_reflection(&id, of.user, of.guild, of.post, &sealed, at)
            .await
            .map_err(broke)?;
        writing
            .insert_reply(&id, &new.reply, new.edited_at)
            .await
            .map_err(broke)?;
        writing.commit().await.map_err(broke)?;
        Ok(Received::Kept)
    }

    /// Puts the words of an edit in place of a reply's. That takes what keeping them would: that their writer
    /// had agreed to the text as it is now.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn edit_reply(
        &self,
        message: MessageId,
        text: &str,
        edited_at: DateTime<Utc>,
    ) -> anyhow::Result<Followed> {
        let Ok(text) = words::fit(text) else {
            return Ok(Followed::Unchanged);
        };
        let Some(stored) = self.store.reply(message).await? else {
            return Ok(Followed::Unchanged);
        };
        if stored.edited_at.is_some_and(|known| known >= edited_at) {
            return Ok(Followed::Unchanged);
        }
        // One that can't be read any more stays: its question is in it.
        let Some(mut words) = self.unseal(&stored.reflection).await? else {
            return Ok(Followed::Unchanged);
        };
        if words.text == text {
            return Ok(Followed::Unchanged);
        }
        text.clone_into(&mut words.text);
        let owner = Owner {
            id: &ReflectionId::of_reply(message),
            user: stored.reflection.user,
            guild: stored.reflection.guild,
        };
        let agreed = self.agreed(owner.user, owner.guild).await?;
        if agreed.is_none_or(|agreed| edited_at < agreed.at) {
            return Ok(Followed::NotAgreed);
        }
        let mut writing = self.store.write().await?;
        if !writing
            .hold_consent(owner.user, owner.guild, &self.consent_version)
            .await?
        {
            return Ok(Followed::NotAgreed);
        }
        let sealed = self.seal(&mut writing, &words, owner).await?;
        let edited = writing.edit_reply(message, &sealed, edited_at).await?;
        // The words before leave traces, as deleted ones do.
        self.commit(writing, u64::from(edited)).await?;
        Ok(if edited {
            Followed::Edited
        } else {
            Followed::Unchanged
        })
    }

    /// Notes that a reply's writer was shown that it is kept.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn mark_reply(&self, message: MessageId) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
        writing.mark_reply(message, self.clock.now()).await?;
        Ok(writing.commit().await?)
    }

    /// Deletes the reflections that are these messages.
    ///
    /// # Errors
    ///
    /// If they could not be put on the list of erasures, or the database fails: then they are still there.
    pub async fn delete_replies(&self, messages: &[MessageId]) -> anyhow::Result<Erased> {
        let mut found = Vec::new();
        for message in messages {
            if self.store.is_reply(*message).await? {
                found.push(*message);
            }
        }
        let reflections = self.delete_found(&found).await?;
        Ok(self.erased(reflections, 0).await)
    }

    /// Deletes the reflections that are replies in a channel or a thread that is gone.
    ///
    /// # Errors
    ///
    /// If they could not be put on the list of erasures, or the database fails: then what was deleted until
    /// then stays deleted.
    pub async fn delete_replies_in(&self, channel: ChannelId) -> anyhow::Result<Erased> {
        let mut reflections = 0;
        loop {
            let found = self.store.replies_in(channel, BATCH).await?;
            let deleted = self.delete_found(&found).await?;
            reflections += deleted;
            if deleted == 0 || found.len() < BATCH as usize {
                return Ok(self.erased(reflections, 0).await);
            }
        }
    }

    async fn delete_found(&self, found: &[MessageId]) -> anyhow::Result<u64> {
        if found.is_empty() {
            return Ok(0);
        }
        let ids = found.iter().map(|message| ReflectionId::of_reply(*message));
        self.announce(ids.map(Erasure::One).collect()).await?;
        let mut deleted = 0;
        let mut writing = self.store.write().await?;
        for message in found {
            deleted += u64::from(writing.delete_reply(*message).await?);
        }
        self.commit(writing, deleted).await?;
        Ok(deleted)
    }
}

/// Whether any 24 hours among these instants hold more than a day takes.
fn is_too_much(written: &mut [DateTime<Utc>]) -> bool {
    written.sort_unstable();
    let more = DAILY_LIMIT as usize + 1;
    written
        .windows(more)
        .any(|some| some[more - 1] - some[0] < TimeDelta::days(1))
}
