//! The key file: a keyring, one `key_id key` a line. The last key seals, all of them open; the line
//! `erasures` holds the key of the list of erasures, which never changes. Lines that begin with `#`
//! are for people.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::{
    key_error::KeyError,
    model::{KeyId, Sealed},
    seal::{self, Key},
};
use crate::store::private_file;

/// The line that holds the key of the list of erasures instead of one that seals.
const ERASURES: &str = "erasures";

/// What the first lines of a made key file say to whoever finds it.
const PREAMBLE: &str = "\
# Sunflower's keys. Without this file nobody can read the reflections in the database, their writers
# included: keep a copy in a safe place, apart from the database's backups. The last key seals.
";

/// Where the keys are, and whether they may be made if they are not there.
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: PathBuf,
    may_be_made: bool,
}

impl KeyFile {
    /// A file that is made on the first start: the default, beside SQLite's database.
    #[must_use]
    pub fn made_if_missing(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            may_be_made: true,
        }
    }

    /// A file that somebody provides: with PostgreSQL, where "first start" can't be told by one host.
    #[must_use]
    pub fn required(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            may_be_made: false,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the list of erasures is: beside it.
    #[must_use]
    pub fn erasures_path(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".erasures");
        name.into()
    }

    /// Reads the keyring, or makes it if that is allowed and nothing was ever sealed or erased with
    /// another. It must open every check that the database holds.
    ///
    /// # Errors
    ///
    /// [`KeyError`], whose sentence says what to do.
    pub fn open(&self, checks: &[Sealed], now: DateTime<Utc>) -> Result<Keyring, KeyError> {
        let missing = !self
            .path
            .try_exists()
            .map_err(|cause| KeyError::unreadable(&self.path, cause))?;
        let keyring = if missing {
            if let Some(check) = checks.last() {
                return Err(KeyError::Lost {
                    path: self.path.clone(),
                    key_id: check.key_id.clone(),
                });
            }
            if self.erasures_path().exists() {
                return Err(KeyError::ListWithoutKey {
                    path: self.path.clone(),
                    list: self.erasures_path(),
                });
            }
            if !self.may_be_made {
                return Err(KeyError::missing(&self.path));
            }
            Keyring::make(&self.path, now)?
        } else {
            Keyring::read(&self.path)?
        };
        keyring.must_open(checks, &self.path)?;
        Ok(keyring)
    }

    /// Reads the keyring while the bot runs. It must open every check that the database holds.
    ///
    /// # Errors
    ///
    /// [`KeyError`], whose sentence says what to do.
    pub fn read_again(&self, checks: &[Sealed]) -> Result<Keyring, KeyError> {
        let keyring = Keyring::read(&self.path)?;
        keyring.must_open(checks, &self.path)?;
        Ok(keyring)
    }
}

/// The keys of one key file.
#[derive(Debug)]
pub struct Keyring {
    keys: Vec<(KeyId, Key)>,
    erasures: Key,
}

impl Keyring {
    /// The key that seals, and its name.
    ///
    /// # Panics
    ///
    /// Never: a keyring without a key is not read.
    #[must_use]
    pub fn sealing(&self) -> (&KeyId, &Key) {
        let (key_id, key) = self.keys.last().expect("a keyring has a key");
        (key_id, key)
    }

    /// The key of this name.
    #[must_use]
    pub fn get(&self, key_id: &KeyId) -> Option<&Key> {
        self.keys
            .iter()
            .find(|(each, _)| each == key_id)
            .map(|(_, key)| key)
    }

    /// The names of the keys that seal no more, oldest first.
    pub fn old(&self) -> impl Iterator<Item = &KeyId> {
        let old = self.keys.len().saturating_sub(1);
        self.keys[..old].iter().map(|(key_id, _)| key_id)
    }

    /// The key of the list of erasures.
    #[must_use]
    pub fn erasures(&self) -> &Key {
        &self.erasures
    }

    /// Whether every key that the database knows is here, and is the same one.
    ///
    /// # Errors
    ///
    /// When one is not.
    pub fn must_open(&self, checks: &[Sealed], path: &Path) -> Result<(), KeyError> {
        for check in checks {
            let key_id = check.key_id.clone();
            let path = path.to_owned();
            match self.get(&key_id) {
                None => return Err(KeyError::KeyMissing { path, key_id }),
                Some(key) if !seal::is_key_of(check, key) => {
                    return Err(KeyError::WrongKey { path, key_id });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Reads the key file.
    ///
    /// # Errors
    ///
    /// When it is not there, can't be read, is open to others, or is no keyring.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        Self::parse(&text_of(path)?).map_err(|fault| fault.at(path))
    }

    /// Makes the key file with a first key and the erasures' own.
    ///
    /// # Errors
    ///
    /// When it is there already or can't be written.
    pub fn make(path: &Path, now: DateTime<Utc>) -> Result<Self, KeyError> {
        let unwritable = |cause: io::Error| KeyError::Unwritable {
            path: path.to_owned(),
            cause,
        };
        let (erasures, key) = (
            Key::random().map_err(unwritable)?,
            Key::random().map_err(unwritable)?,
        );
        let key_id = name_of_a_key_made_at(now);
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str(PREAMBLE);
        for (name, key) in [(ERASURES, &erasures), (key_id.as_str(), &key)] {
            text.push_str(name);
            text.push(' ');
            text.push_str(&key.to_base64());
            text.push('\n');
        }
        private_file::create(path, text.as_bytes()).map_err(unwritable)?;
        Ok(Self {
            keys: vec![(key_id, key)],
            erasures,
        })
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        let mut keys: Vec<(KeyId, Key)> = Vec::new();
        let mut erasures = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |what| Fault::Line(index + 1, what);
            let (name, key) = line
                .split_once(char::is_whitespace)
                .ok_or(fault("a line is a name, a space and a key"))?;
            let key =
                Key::from_base64(key.trim()).ok_or(fault("the key is not 32 bytes in base64"))?;
            if name == ERASURES {
                if erasures.replace(key).is_some() {
                    return Err(fault("there is a second key named `erasures`"));
                }
                continue;
            }
            let key_id: KeyId = name
                .parse()
                .map_err(|_| fault("a key's name has 1 to 32 of the characters a-z, 0-9 and -"))?;
            if keys.iter().any(|(each, _)| *each == key_id) {
                return Err(fault("there is a key of this name already"));
            }
            keys.push((key_id, key));
        }
        if keys.is_empty() {
            return Err(Fault::NoKey);
        }
        let erasures = erasures.ok_or(Fault::NoErasures)?;
        Ok(Self { keys, erasures })
    }
}

/// The name of a new key. Six random digits tell the keys apart that are made on one day.
pub(super) fn name_of_a_key_made_at(now: DateTime<Utc>) -> KeyId {
    let random = rand::random::<u32>() & 0x00ff_ffff;
    KeyId::from_db(format!("{}-{random:06x}", now.format("%Y-%m-%d")))
}

/// The text of the key file.
///
/// # Errors
///
/// When it is not there, can't be read, or is open to others.
pub(super) fn text_of(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    let unreadable = |cause: io::Error| KeyError::unreadable(path, cause);
    let mut file = File::open(path).map_err(unreadable)?;
    if let Some(mode) = private_file::open_to_others(&file).map_err(unreadable)? {
        let path = path.to_owned();
        return Err(KeyError::OpenToOthers { path, mode });
    }
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let length = file.metadata().map_err(unreadable)?.len();
    let room = usize::try_from(length).unwrap_or_default() + 1;
    let mut text = Zeroizing::new(String::with_capacity(room));
    file.read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}

/// What is wrong with a key file's text.
enum Fault {
    Line(usize, &'static str),
    NoKey,
    NoErasures,
}

impl Fault {
    fn at(self, path: &Path) -> KeyError {
        let path = path.to_owned();
        match self {
            Self::Line(line, what) => KeyError::Malformed { path, line, what },
            Self::NoKey => KeyError::Empty { path },
            Self::NoErasures => KeyError::NoErasuresKey { path },
        }
    }
}
