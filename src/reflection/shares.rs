//! What a member shares of their own: written in the form, in answer to a post. Which share is whose is
//! known by two things alone, both under keys that are not in the database: a keyed hash of the reflection
//! (its origin), and the writer's id and the reflection's, sealed.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt as _;

use super::{
    journal::Journal,
    model::{ReflectionId, Scope, ShareId, ShareState, StoredShare, Words},
    seal::fields,
    writer::{Of, Writer},
};
use crate::store::{
    NewShare, Writing,
    ids::{GuildId, PostId, UserId},
    is_garbled,
};

/// Unsigned ones are shared only where so many people reflected on the post.
pub const ENOUGH_TO_HIDE_AMONG: u32 = 5;

/// An unsigned share, or its removal, waits for a random time within these, and then goes with all
/// others of its post.
const SHORTEST_DELAY: TimeDelta = TimeDelta::minutes(1);
const LONGEST_DELAY: TimeDelta = TimeDelta::minutes(10);

/// How many shares are looked through at once.
const PAGE: u32 = 500;

/// Characters of the proof that a reflection was written in the form.
const PROOF: usize = 22;

/// What a member may do with what they just wrote in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The reflection.
    pub reflection: ReflectionId,
    /// Proves that it was written in the form: only whoever wrote there is given it.
    pub proof: String,
    /// Whether enough people reflected on the post to share it without a name.
    pub unsigned: bool,
}

/// Why a reflection was not shared.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// It is gone, another's or another server's, was not written in the form, or answers no post.
    #[error("this can't be shared")]
    NotTheirs,
    /// It is shared already, or moderators decided about it.
    #[error("it is shared already")]
    Already,
    /// Too few people reflected on the post for one of them to stay unknown.
    #[error("fewer than {ENOUGH_TO_HIDE_AMONG} people reflected on this post")]
    TooFew,
    /// Something broke.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<crate::store::Error> for ShareError {
    fn from(error: crate::store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Journal {
    /// What can be offered to whoever just wrote this in the form.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn offer(&self, reflection: ReflectionId, post: PostId) -> anyhow::Result<Offer> {
        Ok(Offer {
            reflection,
            proof: self.proof(&reflection),
            unsigned: self.store.people_on(post).await? >= ENOUGH_TO_HIDE_AMONG,
        })
    }

    /// Shares a reflection of the member's, with their name or without. Returns whether it waits for the
    /// moderators first.
    ///
    /// # Errors
    ///
    /// [`ShareError`]: then nothing is shared.
    pub async fn share(
        &self,
        user: UserId,
        guild: GuildId,
        reflection: ReflectionId,
        proof: &str,
        signed: bool,
    ) -> Result<bool, ShareError> {
        if proof != self.proof(&reflection) {
            return Err(ShareError::NotTheirs);
        }
        let origin = self.origin(&reflection);
        let mut writing = self.store.write().await?;
        let answered = writing.post_answered(user, guild, &reflection).await?;
        let post = answered.flatten().ok_or(ShareError::NotTheirs)?;
        match writing.share_of(&origin).await? {
            None => {}
            Some(share) if share.state == ShareState::Refused => {
                writing.forget_share(&origin, self.clock.now()).await?;
            }
            Some(_) => return Err(ShareError::Already),
        }
        if !signed && writing.people_on(post).await? < ENOUGH_TO_HIDE_AMONG {
            return Err(ShareError::TooFew);
        }
        let id = ShareId::random();
        let writer = Writer { user, reflection };
        let of = Of {
            share: id,
            guild,
            post,
        };
        let keyring = self.keyring_that_seals(&mut writing).await?;
        let (key_id, key) = keyring.sealing();
        let sealed = writer.seal(of, key_id, key);
        let held = self.hold_of(user, guild, signed);
        let held = writing.is_held(guild, &held).await?;
        let new = NewShare {
            id,
            guild,
            post,
            signed,
            held,
            origin: &origin,
            sealed: &sealed,
            ready_at: self.goes_at(&mut writing, post, signed).await?,
        };
        writing.insert_share(&new).await?;
        writing.commit().await?;
        self.sharing.notify_one();
        Ok(held)
    }

    /// What became of a reflection of the member's that was shared, if that can be read.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn shared(&self, reflection: &ReflectionId) -> anyhow::Result<Option<StoredShare>> {
        match self.store.share_of(&self.origin(reflection)).await {
            Err(why) if is_garbled(&why) => {
                tracing::error!(%why, "what became of a share can't be read any more");
                Ok(None)
            }
            found => Ok(found?),
        }
    }

    /// Wakes whoever sends and removes, because there is something to do.
    pub fn wake_sharing(&self) {
        self.sharing.notify_one();
    }

    /// Takes back what the member shared of a reflection. Returns whether there was anything.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn take_back(&self, user: UserId, reflection: &ReflectionId) -> anyhow::Result<bool> {
        let mut writing = self.store.write().await?;
        if !writing.has_reflection(user, reflection).await? {
            return Ok(false);
        }
        let origin = self.origin(reflection);
        // What moderators decided is not undone by this; nor what they take down this moment.
        let standing = self.standing(&mut writing, &origin).await?;
        let goes_at = standing.and_then(|(stands, goes_at)| stands.then_some(goes_at));
        if let Some(goes_at) = goes_at {
            writing.forget_share(&origin, goes_at).await?;
        }
        let taken = goes_at.is_some();
        self.commit(writing, u64::from(taken)).await?;
        self.erased(u64::from(taken), 0).await;
        Ok(taken)
    }

    /// Takes back, with a member's reflections, what was shared of them. Returns how many of them were in a
    /// thread, or on their way.
    pub(super) async fn take_back_with(
        &self,
        writing: &mut Writing,
        reflections: &[ReflectionId],
    ) -> anyhow::Result<u64> {
        let mut taken = 0;
        for reflection in reflections {
            taken += u64::from(self.forget(writing, reflection).await?);
        }
        Ok(taken)
    }

    /// The same of all of a member's reflections.
    pub(super) async fn take_all_back(
        &self,
        writing: &mut Writing,
        user: UserId,
        scope: Scope,
    ) -> anyhow::Result<u64> {
        let reflections = writing.answers_to_posts(user, scope).await?;
        self.take_back_with(writing, &reflections).await
    }

    /// Forgets whose the share of a reflection is, and has it removed. Returns whether it stood.
    async fn forget(
        &self,
        writing: &mut Writing,
        reflection: &ReflectionId,
    ) -> anyhow::Result<bool> {
        let origin = self.origin(reflection);
        let Some((stands, goes_at)) = self.standing(writing, &origin).await? else {
            return Ok(false);
        };
        writing.forget_share(&origin, goes_at).await?;
        Ok(stands)
    }

    /// Whether the share of this origin stands, if there is one, and when it goes if it is taken back now. One
    /// that can't be read may stand.
    async fn standing(
        &self,
        writing: &mut Writing,
        origin: &str,
    ) -> anyhow::Result<Option<(bool, DateTime<Utc>)>> {
        match writing.share_of(origin).await {
            Ok(Some(share)) => {
                let goes_at = self.goes_at(writing, share.post, share.signed).await?;
                Ok(Some((share.state.stands(), goes_at)))
            }
            Ok(None) => Ok(None),
            Err(why) if is_garbled(&why) => Ok(Some((true, self.clock.now()))),
            Err(why) => Err(why.into()),
        }
    }

    /// Takes back what is shared of reflections that are no more: their time ended, or a restored backup
    /// was cleared of them.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn take_orphans_back(&self) -> anyhow::Result<()> {
        let mut after = String::new();
        loop {
            let page = self.store.shares_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.place);
            for share in page.iter().filter_map(|row| row.whole.as_ref()) {
                // Of one that can't be read nobody knows whether it is an orphan.
                let Some(writer) = self.writer(share).await? else {
                    continue;
                };
                let Writer { user, reflection } = &writer;
                if self.store.has_reflection(*user, reflection).await? {
                    continue;
                }
                let mut writing = self.store.write().await?;
                self.forget(&mut writing, reflection).await?;
                self.commit(writing, 1).await?;
            }
        }
    }

    /// What a share says, and in whose name if it bears one; nothing if its reflection is no more, or
    /// can't be read.
    pub(super) async fn read_share(&self, share: &StoredShare) -> anyhow::Result<Option<Shared>> {
        let Some(writer) = self.writer(share).await? else {
            return Ok(None);
        };
        let stored = self
            .store
            .reflection(writer.user, &writer.reflection)
            .await?;
        let words = match stored {
            Some(stored) => self.unseal(&stored).await?,
            None => None,
        };
        Ok(words.map(|words| Shared {
            by: share.signed.then_some(writer.user),
            words,
        }))
    }

    /// Whose a share is; nothing if it was taken back, or can't be read.
    pub(super) async fn writer(&self, share: &StoredShare) -> anyhow::Result<Option<Writer>> {
        let Some(sealed) = &share.sealed else {
            return Ok(None);
        };
        let Some(keyring) = self.keyring_with(&sealed.key_id).await? else {
            return Ok(None);
        };
        let Some(key) = keyring.get(&sealed.key_id) else {
            return Ok(None);
        };
        Ok(Writer::open(sealed, Of::stored(share), key).ok())
    }

    /// When what is shared or taken back now goes: signed at once, unsigned with the next batch of its
    /// post, which is made if none waits.
    pub(super) async fn goes_at(
        &self,
        writing: &mut Writing,
        post: PostId,
        signed: bool,
    ) -> anyhow::Result<DateTime<Utc>> {
        let now = self.clock.now();
        if signed {
            return Ok(now);
        }
        let batch = writing
            .next_batch_at(post, now, now + LONGEST_DELAY)
            .await?;
        Ok(batch.unwrap_or_else(|| {
            let range = SHORTEST_DELAY.num_milliseconds()..=LONGEST_DELAY.num_milliseconds();
            now + TimeDelta::milliseconds(rand::rng().random_range(range))
        }))
    }

    pub(super) fn origin(&self, reflection: &ReflectionId) -> String {
        self.erasures
            .tag(&fields(&[b"share", reflection.to_string().as_bytes()]))
    }

    fn proof(&self, reflection: &ReflectionId) -> String {
        let mut proof = self
            .erasures
            .tag(&fields(&[b"form", reflection.to_string().as_bytes()]));
        proof.truncate(PROOF);
        proof
    }

    /// Holding those without a name must not show in those with one: that would name whose they are.
    pub(super) fn hold_of(&self, user: UserId, guild: GuildId, signed: bool) -> String {
        let what: &[u8] = if signed {
            b"hold signed"
        } else {
            b"hold unsigned"
        };
        self.erasures.tag(&fields(&[
            what,
            &user.get().to_be_bytes(),
            &guild.get().to_be_bytes(),
        ]))
    }
}

/// What a share says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Who wrote it, if it bears their name.
    pub by: Option<UserId>,
    /// The question and the words.
    pub words: Words,
}
