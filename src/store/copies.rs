//! The copies that updates leave beside an SQLite database (`sunflower.db.before-0008`, say): each still
//! holds what members erase later, so each goes once backups of its age have to.

use std::{fs, io, path::PathBuf};

use chrono::{DateTime, Utc};

use super::{DatabaseUrl, private_file};

/// Deletes the copies that were made until this time, and says which.
///
/// # Errors
///
/// If the folder can't be read, or a copy can't be deleted.
pub fn delete_copies_made_until(
    database: &DatabaseUrl,
    until: DateTime<Utc>,
) -> io::Result<Vec<PathBuf>> {
    let Some(path) = database.path() else {
        return Ok(Vec::new());
    };
    let path = std::path::absolute(path)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(Vec::new());
    };
    let mut deleted = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let of = entry.file_name();
        if !is_copy(of.as_encoded_bytes(), name.as_encoded_bytes()) {
            continue;
        }
        let file = entry.metadata()?;
        if file.is_file() && DateTime::<Utc>::from(file.modified()?) <= until {
            fs::remove_file(entry.path())?;
            deleted.push(entry.path());
        }
    }
    if !deleted.is_empty() {
        private_file::sync_name(&path)?;
    }
    Ok(deleted)
}

/// Whether a file of this name is such a copy: the database's name, and a schema of four digits or more.
fn is_copy(file: &[u8], database: &[u8]) -> bool {
    let schema = file
        .strip_prefix(database)
        .and_then(|rest| rest.strip_prefix(super::backup::BEFORE.as_bytes()));
    schema.is_some_and(|schema| schema.len() >= 4 && schema.iter().all(u8::is_ascii_digit))
}
