//! Sealing what is written, under the key that is to seal now: `sunflower rotate-key` may have put a new one
//! into the key file since it was read.

use std::sync::Arc;

use anyhow::Context as _;

use super::{
    journal::{Journal, whole},
    keyring::Keyring,
    model::{KeyId, Sealed, Words},
    seal::{self, Owner},
};
use crate::store::Writing;

impl Journal {
    /// Seals words for their owner, for a row of this transaction.
    ///
    /// # Errors
    ///
    /// As [`Journal::keyring_that_seals`] has it.
    pub(super) async fn seal(
        &self,
        writing: &mut Writing,
        words: &Words,
        owner: Owner<'_>,
    ) -> anyhow::Result<Sealed> {
        let keyring = self.keyring_that_seals(writing).await?;
        let (key_id, key) = keyring.sealing();
        Ok(seal::seal(words, owner, key_id, key))
    }

    /// The keyring whose last key is to seal what this transaction writes. The database knows that key from
    /// then on.
    ///
    /// # Errors
    ///
    /// If the database fails, or knows keys that the key file does not tell of while the ones that are known
    /// here must seal no more.
    pub(super) async fn keyring_that_seals(
        &self,
        writing: &mut Writing,
    ) -> anyhow::Result<Arc<Keyring>> {
        let known = writing.key_checks().await?;
        let ids: Vec<KeyId> = known.iter().map(|(key_id, _)| key_id.clone()).collect();
        let mut keyring = self.keyring();
        if ids.iter().any(|key_id| keyring.get(key_id).is_none()) {
            keyring = self.newest_keyring(&whole(known)?, keyring)?;
        }
        let (key_id, key) = keyring.sealing();
        // One that is known is not made known again: it may be retired in this very moment.
        if !ids.contains(key_id) {
            let check = seal::check_of(key_id, key);
            writing.insert_key_check(&check, self.clock.now()).await?;
        }
        Ok(keyring)
    }

    /// The keyring as the file has it now. A file that is no good changes nothing, as long as the last key
    /// that is known here was not retired.
    fn newest_keyring(
        &self,
        checks: &[Sealed],
        keyring: Arc<Keyring>,
    ) -> anyhow::Result<Arc<Keyring>> {
        let error = match self.key_file.read_again(checks) {
            Ok(read) => return Ok(self.exchange_keyring(read)),
            Err(error) => error,
        };
        let (sealing, _) = keyring.sealing();
        if checks.iter().all(|check| check.key_id != *sealing) {
            return Err(error)
                .context("the key that seals was retired, and the new one is not known");
        }
        tracing::error!(%error, "there is a new key, and the key file is no help: the one before it seals");
        Ok(keyring)
    }
}
