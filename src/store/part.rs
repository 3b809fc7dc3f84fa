//! A file in the making: for this user alone, under a name of its own beside the one that it gets when
//! it is whole and on disk. Whatever becomes of the program meanwhile, that one is there whole or not at
//! all.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::{private_file, with_suffix};

/// What SQLite keeps beside a database's file.
pub(super) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file in the making. Dropped before it is finished, nothing is left of it.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    to: PathBuf,
}

impl Part {
    /// Where the parts of this file are made.
    pub fn path_for(to: &Path) -> PathBuf {
        with_suffix(to, ".part")
    }

    /// Begins it, empty.
    ///
    /// # Errors
    ///
    /// If one is there already, or none can be made.
    pub fn begin(to: &Path) -> io::Result<Self> {
        let path = Self::path_for(to);
        private_file::options()
            .write(true)
            .create_new(true)
            .open(&path)?;
        let to = to.to_owned();
        Ok(Self { path, to })
    }

    /// Begins it in place of one that was cut off. Only for whoever knows that nobody else makes it.
    ///
    /// # Errors
    ///
    /// If what is there can't be removed, or none can be made.
    pub fn begin_anew(to: &Path) -> io::Result<Self> {
        remove(&Self::path_for(to))?;
        Self::begin(to)
    }

    /// Where it is made.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Has it written to disk and gives it its name, in place of what had that name.
    ///
    /// # Errors
    ///
    /// If it can't be; then nothing has changed.
    pub fn finish(self) -> io::Result<()> {
        for end in BESIDE {
            if with_suffix(&self.path, end).exists() {
                // What is in there would be lost.
                return Err(io::Error::other(format!("SQLite left {end} beside it")));
            }
        }
        OpenOptions::new()
            .write(true)
            .open(&self.path)?
            .sync_all()?;
        fs::rename(&self.path, &self.to)?;
        private_file::sync_name(&self.to)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Once finished there is nothing of this name; what can't be removed is named at the next attempt.
        let _ = remove(&self.path);
    }
}

fn remove(path: &Path) -> io::Result<()> {
    let beside = BESIDE.map(|end| with_suffix(path, end));
    for path in beside.iter().map(PathBuf::as_path).chain([path]) {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
