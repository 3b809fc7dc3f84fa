//! Changes of the key file while the bot runs: a new key at its end, and old keys out of it. Each is the whole
//! file anew, so that whatever is cut off leaves one or the other; all but the changed lines stay as they are.

use std::{
    fs::{File, TryLockError},
    io,
};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::{
    key_error::KeyError,
    keyring::{self, KeyFile},
    model::KeyId,
    seal::Key,
};
use crate::store::private_file;

/// A key's line: its name, 44 characters of base64, and what is around them.
const LINE_AT_MOST: usize = KeyId::MAX_LENGTH + 48;

/// The turn to change a key file, which only one process has, until it is dropped.
#[derive(Debug)]
pub struct Changing {
    key_file: KeyFile,
    _turn: File,
}

impl Changing {
    /// Takes the turn: a lock on the list of erasures, which is beside the file and is never exchanged.
    ///
    /// # Errors
    ///
    /// [`KeyError`], if another process has it, or the list is not there.
    pub fn begin(key_file: &KeyFile) -> Result<Self, KeyError> {
        let path = key_file.erasures_path();
        let turn = match File::open(&path) {
            Ok(turn) => turn,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyError::ListMissing { path });
            }
            Err(cause) => return Err(KeyError::ListUnusable { path, cause }),
        };
        match turn.try_lock() {
            Ok(()) => Ok(Self {
                key_file: key_file.clone(),
                _turn: turn,
            }),
            Err(TryLockError::WouldBlock) => Err(KeyError::BeingChanged {
                path: key_file.path().to_owned(),
            }),
            Err(TryLockError::Error(cause)) => Err(KeyError::ListUnusable { path, cause }),
        }
    }

    /// Adds a new key, which seals from then on, and tells its name.
    ///
    /// # Errors
    ///
    /// [`KeyError`]; then the file is as it was.
    pub fn add_key(&self, now: DateTime<Utc>) -> Result<KeyId, KeyError> {
        let text = keyring::text_of(self.key_file.path())?;
        let key = Key::random().map_err(|cause| self.unchanged(cause))?;
        let key_id = keyring::name_of_a_key_made_at(now);
        let mut changed = Zeroizing::new(String::with_capacity(text.len() + LINE_AT_MOST));
        changed.push_str(&text);
        if !text.is_empty() && !text.ends_with('\n') {
            changed.push('\n');
        }
        changed.push_str(key_id.as_str());
        changed.push(' ');
        changed.push_str(&key.to_base64());
        changed.push('\n');
        self.replace(&changed)?;
        Ok(key_id)
    }

    /// Takes these keys out.
    ///
    /// # Errors
    ///
    /// [`KeyError`]; then the file is as it was.
    pub fn remove_keys(&self, keys: &[KeyId]) -> Result<(), KeyError> {
        let text = keyring::text_of(self.key_file.path())?;
        let mut changed = Zeroizing::new(String::with_capacity(text.len()));
        for line in text.split_inclusive('\n') {
            let name = line.split_whitespace().next().unwrap_or_default();
            if !keys.iter().any(|key_id| key_id.as_str() == name) {
                changed.push_str(line);
            }
        }
        self.replace(&changed)
    }

    fn replace(&self, text: &str) -> Result<(), KeyError> {
        private_file::replace(self.key_file.path(), text.as_bytes())
            .map_err(|cause| self.unchanged(cause))
    }

    fn unchanged(&self, cause: io::Error) -> KeyError {
        KeyError::Unchanged {
            path: self.key_file.path().to_owned(),
            cause,
        }
    }
}
