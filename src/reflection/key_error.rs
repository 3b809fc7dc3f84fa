//! What can be wrong with the keys at the start. Each sentence is for whoever runs the bot: what is
//! wrong, and what to do.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::model::KeyId;

/// Why the journal does not open.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key file has to be provided and was not.
    #[error(
        "the key file {path} is not there. Make one, and keep a copy in a safe place:\n  \
         (umask 077; for name in erasures first; do echo \"$name $(head -c 32 /dev/urandom | base64)\"; done > {path})"
    )]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// The database knows a key, and the file is gone.
    #[error(
        "the key file {} is not there, but reflections in the database were sealed with its key `{key_id}`. \
         Put the file back from your copy, or set REFLECTION_KEY_FILE to where it is; without it nobody can read them",
        path.display()
    )]
    Lost {
        /// Where it was looked for.
        path: PathBuf,
        /// The key that is needed.
        key_id: KeyId,
    },
    /// A list of erasures without the key it was written under.
    #[error(
        "{} lists what members erased, but the key file {} that belongs to it is not there. Put the key file back \
         from your copy; if this is to be a new beginning, move the list away",
        list.display(), path.display()
    )]
    ListWithoutKey {
        /// Where the key file was looked for.
        path: PathBuf,
        /// The list.
        list: PathBuf,
    },
    /// The file is there and can't be read.
    #[error("the key file {} can't be read: {cause}. The bot's user must own it and be able to read it", path.display())]
    Unreadable {
        /// The key file.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The file can't be made.
    #[error("the key file {} can't be made: {cause}. Its folder must be there and belong to the bot's user", path.display())]
    Unwritable {
        /// The key file.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The file can't be exchanged for another.
    #[error(
        "the key file {} can't be changed, and is as it was: {cause}. Run this as the bot's user, who must be able to \
         write in the folder of the file; a file that is mounted by itself can't be exchanged: mount its folder",
        path.display()
    )]
    Unchanged {
        /// The key file.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// Another process changes the file.
    #[error("another `sunflower rotate-key` is at work on the key file {}: let it finish", path.display())]
    BeingChanged {
        /// The key file.
        path: PathBuf,
    },
    /// Old keys can't be told from new ones yet.
    #[error(
        "the last key in {}, `{key_id}`, has sealed nothing yet, so no other can be retired: \
         run `sunflower rotate-key` first",
        path.display()
    )]
    NotRotated {
        /// The key file.
        path: PathBuf,
        /// Its last key.
        key_id: KeyId,
    },
    /// Others than its owner may read it.
    #[error("{} is open to other users (mode {mode:03o}). Close it: chmod 600 {}", path.display(), path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// A line is no key.
    #[error("the key file {}, line {line}: {what}. If you have a copy, put it back", path.display())]
    Malformed {
        /// The key file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// No line is a key.
    #[error("the key file {} holds no key that seals. If you have a copy, put it back", path.display())]
    Empty {
        /// The key file.
        path: PathBuf,
    },
    /// The key of the list of erasures is not there.
    #[error(
        "the key file {} has no line `erasures`. Put the line back from your copy; if this is a first start, add one:\n  \
         echo \"erasures $(head -c 32 /dev/urandom | base64)\" >> {}",
        path.display(), path.display()
    )]
    NoErasuresKey {
        /// The key file.
        path: PathBuf,
    },
    /// The database knows a key that the file has not.
    #[error(
        "the key file {} has no key `{key_id}`, with which reflections in the database were sealed. \
         Put that line back from your copy",
        path.display()
    )]
    KeyMissing {
        /// The key file.
        path: PathBuf,
        /// The key that is needed.
        key_id: KeyId,
    },
    /// The key of this name is not the one that sealed.
    #[error(
        "the key `{key_id}` in {} is not the key of that name with which reflections in the database were sealed. \
         The file may belong to another database: put the right one back from your copy",
        path.display()
    )]
    WrongKey {
        /// The key file.
        path: PathBuf,
        /// The key that differs.
        key_id: KeyId,
    },
    /// The list of erasures is gone.
    #[error(
        "the list of erasures {} is not there, but the database has been in use. Put it back from where the key file \
         came from. If it is lost for good, make an empty one (touch {}): then restoring an older backup can bring \
         back what members erased until today",
        path.display(), path.display()
    )]
    ListMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The list of erasures was written under another key.
    #[error(
        "the list of erasures {} was written under another key than the line `erasures` of the key file. \
         Put the two files back together from your copy",
        path.display()
    )]
    ListOfAnotherKey {
        /// The list.
        path: PathBuf,
    },
    /// The list of erasures can't be read or written.
    #[error("the list of erasures {} can't be opened: {cause}. The bot's user must be able to read and write it", path.display())]
    ListUnusable {
        /// The list.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The database could not be asked.
    #[error("the database could not be asked about its keys: {0}")]
    Store(#[from] anyhow::Error),
}

impl KeyError {
    pub(super) fn missing(path: &Path) -> Self {
        let path = path.display().to_string();
        Self::Missing { path }
    }

    pub(super) fn unreadable(path: &Path, cause: io::Error) -> Self {
        let path = path.to_owned();
        Self::Unreadable { path, cause }
    }
}
