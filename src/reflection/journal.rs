//! The journal: opening it with its keys, recording consent, and keeping what was written.

use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use super::{
    consent,
    erase::Traces,
    erasures::Erasures,
    key_error::KeyError,
    keyring::{KeyFile, Keyring},
    listed::Held,
    model::{KeyId, NewReflection, ReflectionId, Sealed, StoredReflection, Words},
    seal::{self, Owner},
    words::{self, CHARACTER_LIMIT, Unfit},
};
use crate::{
    clock::Clock,
    store::{
        Store,
        ids::{GuildId, UserId},
    },
};

/// How many reflections a member may give within any 24 hours, in all servers together.
pub const DAILY_LIMIT: u32 = 20;

/// Where reflections are kept: the store, and the keys that are not in it.
#[derive(Debug)]
pub struct Journal {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) erasures: Arc<Erasures>,
    pub(super) listed: Held,
    pub(super) traces: Traces,
    pub(super) consent_version: String,
    /// Wakes whoever sends what is shared.
    pub(super) sharing: Notify,
    pub(super) key_file: KeyFile,
    keyring: RwLock<Arc<Keyring>>,
}

/// Why a reflection was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The member has not agreed to the text as it is now.
    #[error("the member has not agreed to this")]
    NoConsent,
    /// The member gave as many as a day takes.
    #[error("more than {limit} reflections in 24 hours")]
    TooMany {
        /// How many a day takes.
        limit: u32,
        /// When the next one can be kept.
        again_at: DateTime<Utc>,
    },
    /// The text is too long.
    #[error("longer than {limit} characters")]
    TooLong {
        /// How many characters a text may have.
        limit: usize,
    },
    /// There is nothing to be seen in the text.
    #[error("nothing is written there")]
    Empty,
    /// Something broke.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl Journal {
    /// Opens the journal: reads the keys (or makes them, where that is allowed and nothing was sealed
    /// yet) and refuses if they are not the ones that sealed what is stored.
    ///
    /// # Errors
    ///
    /// [`KeyError`], whose sentence says what is wrong and what to do.
    pub async fn open(store: Store, key_file: KeyFile, clock: Clock) -> Result<Self, KeyError> {
        let checks = key_checks(&store).await?;
        let list = key_file.erasures_path();
        let keyring = key_file.open(&checks, clock.now())?;
        if !checks.is_empty() && !list.exists() {
            return Err(KeyError::ListMissing { path: list });
        }
        let journal = Self {
            erasures: Arc::new(Erasures::open(&list, keyring.erasures())?),
            listed: Held::default(),
            traces: Traces::default(),
            consent_version: consent::version().into(),
            sharing: Notify::default(),
            keyring: RwLock::new(Arc::new(keyring)),
            key_file,
            store,
            clock,
        };
        journal.record_sealing_key().await?;
        // A process that was killed while it erased left its traces to this one.
        journal.traces.left();
        journal.finish_erasing().await?;
        Ok(journal)
    }

    /// The same journal, asking for consent to another version of the text.
    #[must_use]
    pub fn with_consent_version(mut self, version: impl Into<String>) -> Self {
        self.consent_version = version.into();
        self
    }

    /// Whether the member agreed, in this server, to the text as it is now. One indexed read.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn has_consented(&self, user: UserId, guild: GuildId) -> anyhow::Result<bool> {
        let version = self.store.consent_version(user, guild).await?;
        Ok(version.is_some_and(|version| version == self.consent_version))
    }

    /// Records that the member agrees, in this server, to the text as it is now.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn agree(&self, user: UserId, guild: GuildId) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
        writing
            .upsert_consent(user, guild, &self.consent_version, self.clock.now())
            .await?;
        Ok(writing.commit().await?)
    }

    /// Keeps what the member wrote, sealed.
    ///
    /// # Errors
    ///
    /// [`KeepError`]: then nothing is stored.
    pub async fn keep(&self, new: &NewReflection) -> Result<ReflectionId, KeepError> {
        let text = words::fit(&new.text).map_err(|unfit| match unfit {
            Unfit::Empty => KeepError::Empty,
            Unfit::TooLong => KeepError::TooLong {
                limit: CHARACTER_LIMIT,
            },
        })?;
        let words = Words {
            prompt: new.prompt.clone(),
            text: text.into(),
        };
        let id = ReflectionId::random();
        self.insert(&id, new, &words).await.map(|()| id)
    }

    async fn insert(
        &self,
        id: &ReflectionId,
        new: &NewReflection,
        words: &Words,
    ) -> Result<(), KeepError> {
        let broke = |error: crate::store::Error| KeepError::Failed(error.into());
        let mut writing = self.store.write().await.map_err(broke)?;
        if !writing
            .hold_consent(new.user, new.guild, &self.consent_version)
            .await
            .map_err(broke)?
        {
            return Err(KeepError::NoConsent);
        }
        let now = self.clock.now();
        let day = TimeDelta::days(1);
        let written = writing
            .written_since(new.user, now - day, DAILY_LIMIT)
            .await
            .map_err(broke)?;
        if let Some(first) = written.get(DAILY_LIMIT as usize - 1) {
            return Err(KeepError::TooMany {
                limit: DAILY_LIMIT,
                again_at: *first + day,
            });
        }
        let owner = Owner {
            id,
            user: new.user,
            guild: new.guild,
        };
        let sealed = self.seal(&mut writing, words, owner).await?;
        writing
            .insert_reflection(id, new.user, new.guild, new.post, &sealed, now)
            .await
            .map_err(broke)?;
        writing.commit().await.map_err(broke)
    }

    /// The words of a stored reflection; nothing if it is damaged or was put in another's place.
    pub(super) async fn unseal(&self, stored: &StoredReflection) -> anyhow::Result<Option<Words>> {
        let (Some(id), Some(sealed)) = (&stored.id, &stored.sealed) else {
            return Ok(None);
        };
        let Some(keyring) = self.keyring_with(&sealed.key_id).await? else {
            return Ok(None);
        };
        let owner = Owner {
            id,
            user: stored.user,
            guild: stored.guild,
        };
        Ok(keyring
            .get(&sealed.key_id)
            .and_then(|key| seal::open(sealed, owner, key).ok()))
    }

    pub(super) fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.keyring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on these are the keys.
    pub(super) fn exchange_keyring(&self, read: Keyring) -> Arc<Keyring> {
        let read = Arc::new(read);
        *self.keyring.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&read);
        read
    }

    /// A keyring that has this key. An unknown key is looked for in the file, which may have got it
    /// since; a file that is no good any more changes nothing.
    pub(super) async fn keyring_with(
        &self,
        key_id: &KeyId,
    ) -> anyhow::Result<Option<Arc<Keyring>>> {
        let keyring = self.keyring();
        if keyring.get(key_id).is_some() {
            return Ok(Some(keyring));
        }
        let checks = key_checks(&self.store).await?;
        match self.key_file.read_again(&checks) {
            Ok(read) if read.get(key_id).is_some() => Ok(Some(self.exchange_keyring(read))),
            Ok(_) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "a reflection's key is not known, and the key file is no help");
                Ok(None)
            }
        }
    }

    /// Has the database know the key that seals from now on.
    async fn record_sealing_key(&self) -> anyhow::Result<()> {
        let check = {
            let keyring = self.keyring();
            let (key_id, key) = keyring.sealing();
            seal::check_of(key_id, key)
        };
        let mut writing = self.store.write().await?;
        writing.insert_key_check(&check, self.clock.now()).await?;
        Ok(writing.commit().await?)
    }
}

/// The checks of every key that ever sealed.
pub(super) async fn key_checks(store: &Store) -> anyhow::Result<Vec<Sealed>> {
    whole(store.key_checks().await?)
}

/// The checks, none of which is damaged.
pub(super) fn whole(checks: Vec<(KeyId, Option<Sealed>)>) -> anyhow::Result<Vec<Sealed>> {
    checks
        .into_iter()
        .map(|(key_id, check)| {
            check.with_context(|| format!("the check of the key `{key_id}` is damaged"))
        })
        .collect()
}
