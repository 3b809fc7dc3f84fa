//! A file that is written to as long as the bot runs: an SQLite database, or the list of erasures. One that
//! is exchanged meanwhile would go on being written to, unseen, and all of it would be lost at the next
//! start: so whoever writes looks whether it is still the same file.

use std::{
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
};

/// A file, and which one it was.
#[derive(Clone, Debug)]
pub struct Place {
    path: PathBuf,
    file: Identity,
}

impl Place {
    /// The file that is there now.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn of(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: std::path::absolute(path)?,
            file: identity(&fs::metadata(path)?),
        })
    }

    /// It must be the same file still.
    ///
    /// # Errors
    ///
    /// If it is gone or another.
    pub fn must_be_as_it_was(&self) -> io::Result<()> {
        let same = fs::metadata(&self.path).is_ok_and(|now| identity(&now) == self.file);
        if same {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "{} was moved or replaced while the bot runs: stop the bot, put the right file there, and start again",
            self.path.display()
        )))
    }
}

/// The file's device and number.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(file: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (file.dev(), file.ino())
}

/// This system replaces no file that is open.
#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(_file: &Metadata) -> Identity {}
