//! From the key that seals to a new one, while the bot runs. First the key is in the file; then the database
//! knows it, and from there on whoever seals reads the file and seals under it; then all rows that older keys
//! sealed are sealed anew, a few at a time, until none is left. Cut off anywhere, every row opens with a key
//! that is in the file, and the next run goes on where this one stopped. The key of the list of erasures stays.

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use super::{
    journal::key_checks,
    key_changes::Changing,
    key_error::KeyError,
    keyring::{KeyFile, Keyring},
    model::{KeyId, Sealed},
    seal::{self, Owner},
    writer::{Of, Writer},
};
use crate::store::{Backend, SealedRow, Store};

/// How many rows are read and sealed anew in one step: few enough that a bot that writes waits for moments only.
pub const BATCH: u32 = 100;

/// How often SQLite's log, which still holds what the old key sealed, is tried to be cut.
const ATTEMPTS: u32 = 20;

/// A rotation that was begun.
#[derive(Debug)]
pub struct Rotation {
    store: Store,
    keyring: Keyring,
    // Nobody else changes the key file until this ends.
    _changing: Changing,
    pass: Pass,
    /// The last share that was looked at.
    last_share: String,
    resealed: u64,
}

/// One walk over all rows that another key sealed.
#[derive(Debug, Default)]
struct Pass {
    after: String,
    /// Whether any row was sealed anew, or changed under our hands: then another pass looks again.
    moved: bool,
}

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The key that seals now.
    pub key_id: KeyId,
    /// The keys that seal no more, and are still in the file.
    pub old: Vec<KeyId>,
    /// How many reflections were sealed anew.
    pub resealed: u64,
    /// How many could not be read, and are left as they were.
    pub unreadable: u64,
    /// Whether nothing that the old keys sealed is left in the database's log.
    pub log_cut: bool,
}

impl Rotation {
    /// Puts a new key into the file, unless a rotation to its last one was begun and not ended.
    ///
    /// # Errors
    ///
    /// [`KeyError`], whose sentence says what is wrong and what to do. Nothing is sealed anew then.
    pub async fn begin(
        store: Store,
        key_file: &KeyFile,
        now: DateTime<Utc>,
    ) -> Result<Self, KeyError> {
        let changing = Changing::begin(key_file)?;
        let checks = key_checks(&store).await?;
        let mut keyring = key_file.open(&checks, now)?;
        let last = keyring.sealing().0.clone();
        let has_sealed = checks.iter().any(|check| check.key_id == last);
        let begun = store.rotating_to().await.context("it can't be read")?;
        if has_sealed && begun != Some(last) {
            changing.add_key(now)?;
            // As whoever reads it next will find it.
            keyring = key_file.open(&checks, now)?;
        }
        let (key_id, key) = keyring.sealing();
        let mut writing = store.write().await.context("it can't be written")?;
        let known = async {
            let check = seal::check_of(key_id, key);
            writing.insert_key_check(&check, now).await?;
            writing.begin_rotation(key_id).await?;
            writing.commit().await
        };
        known.await.context("the new key can't be made known")?;
        Ok(Self {
            store,
            keyring,
            _changing: changing,
            pass: Pass::default(),
            last_share: String::new(),
            resealed: 0,
        })
    }

    /// Seals the next few rows anew. Nothing is left to be done once this tells what was done.
    ///
    /// # Errors
    ///
    /// If the database fails. What was sealed anew until then stays so.
    pub async fn step(&mut self) -> anyhow::Result<Option<Rotated>> {
        let (key_id, _) = self.keyring.sealing();
        let rows = self
            .store
            .sealed_otherwise(key_id, &self.pass.after, BATCH)
            .await?;
        if let Some(last) = rows.last() {
            self.pass.after.clone_from(&last.place);
            for few in rows.chunks(self.at_once()) {
                self.reseal(few).await?;
            }
            return Ok(None);
        }
        if self.pass.moved {
            self.pass = Pass::default();
            return Ok(None);
        }
        if self.step_over_shares().await? {
            return Ok(None);
        }
        self.end().await.map(Some)
    }

    /// Seals anew who wrote the next few shares. `false` if there are no more. One that was made meanwhile is
    /// under the new key.
    async fn step_over_shares(&mut self) -> anyhow::Result<bool> {
        let (key_id, key) = self.keyring.sealing();
        let shares = self
            .store
            .shares_sealed_otherwise(key_id, &self.last_share, BATCH)
            .await?;
        let Some(last) = shares.last() else {
            return Ok(false);
        };
        for few in shares.chunks(self.at_once()) {
            let mut writing = self.store.write().await?;
            for share in few.iter().filter_map(|row| row.whole.as_ref()) {
                let opened = share.sealed.as_ref().and_then(|sealed| {
                    let old = self.keyring.get(&sealed.key_id)?;
                    Some((sealed, Writer::open(sealed, Of::stored(share), old).ok()?))
                });
                if let Some((sealed, writer)) = opened {
                    let anew = writer.seal(Of::stored(share), key_id, key);
                    writing.reseal_share(share.id, sealed, &anew).await?;
                }
            }
            writing.commit().await?;
        }
        self.last_share.clone_from(&last.place);
        Ok(true)
    }

    /// How many rows a transaction seals anew. On PostgreSQL one that holds several would lock itself and a
    /// member's deletion out, which takes the same rows in another order.
    fn at_once(&self) -> usize {
        match self.store.backend() {
            Backend::Sqlite => BATCH as usize,
            Backend::Postgres => 1,
        }
    }

    async fn reseal(&mut self, rows: &[SealedRow]) -> anyhow::Result<()> {
        let mut writing = self.store.write().await?;
        let mut resealed = 0;
        for row in rows {
            let anew = row.whole.as_ref().and_then(|(id, user, guild, old)| {
                let owner = Owner {
                    id,
                    user: *user,
                    guild: *guild,
                };
                Some((id, old, self.resealed(old, owner)?))
            });
            if let Some((id, old, anew)) = anew {
                self.pass.moved = true;
                resealed += u64::from(writing.reseal(id, old, &anew).await?);
            }
        }
        writing.commit().await?;
        self.resealed += resealed;
        Ok(())
    }

    fn resealed(&self, sealed: &Sealed, owner: Owner<'_>) -> Option<Sealed> {
        let (key_id, key) = self.keyring.sealing();
        let old = self.keyring.get(&sealed.key_id)?;
        seal::reseal(sealed, owner, old, key_id, key).ok()
    }

    async fn end(&self) -> anyhow::Result<Rotated> {
        let (key_id, _) = self.keyring.sealing();
        // Those that are left are those that could not be sealed anew.
        let unreadable = self.store.count_sealed_otherwise(key_id).await?;
        let mut writing = self.store.write().await?;
        writing.end_rotation().await?;
        writing.commit().await?;
        let mut log_cut = false;
        for _ in 0..ATTEMPTS {
            log_cut = self.store.cut_log().await?;
            if log_cut {
                break;
            }
        }
        Ok(Rotated {
            key_id: key_id.clone(),
            old: self.keyring.old().cloned().collect(),
            resealed: self.resealed,
            unreadable: unreadable.into(),
            log_cut,
        })
    }
}

/// What became of the keys that seal no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// Those that are gone from the file.
    pub gone: Vec<KeyId>,
    /// Those that stay, because a row is still sealed under them.
    pub needed: Vec<KeyId>,
}

/// Takes the keys that seal nothing any more out of the database's knowledge, and then out of the file. In this
/// order: what is cut off leaves a key too many in the file, which the next run takes.
///
/// # Errors
///
/// [`KeyError`], whose sentence says what is wrong and what to do.
pub async fn retire(
    store: &Store,
    key_file: &KeyFile,
    now: DateTime<Utc>,
) -> Result<Retired, KeyError> {
    let changing = Changing::begin(key_file)?;
    let checks = key_checks(store).await?;
    let keyring = key_file.open(&checks, now)?;
    let (sealing, _) = keyring.sealing();
    if checks.iter().all(|check| check.key_id != *sealing) {
        return Err(KeyError::NotRotated {
            path: key_file.path().to_owned(),
            key_id: sealing.clone(),
        });
    }
    let mut writing = store.write().await.context("it can't be written")?;
    let forgotten = async {
        writing.forget_unused_keys(sealing).await?;
        let known = writing.key_checks().await?;
        writing.commit().await?;
        Ok::<_, crate::store::Error>(known)
    };
    let known = forgotten.await.context("no key can be forgotten")?;
    let is_known = |key_id: &&KeyId| known.iter().any(|(known, _)| known == *key_id);
    let (needed, gone): (Vec<_>, Vec<_>) = keyring.old().partition(is_known);
    let [needed, gone] = [needed, gone].map(|keys| keys.into_iter().cloned().collect::<Vec<_>>());
    if !gone.is_empty() {
        changing.remove_keys(&gone)?;
    }
    Ok(Retired { gone, needed })
}
