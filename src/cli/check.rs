//! `sunflower check`: reads a library and names every fault at once.

use std::path::PathBuf;

use super::counted;
use crate::{config::Config, content::Library};

/// Checks the library in `dir`, in `CONTENT_DIR`, or in this program.
///
/// # Errors
///
/// The report of what is wrong with it.
pub fn check(dir: Option<PathBuf>) -> anyhow::Result<()> {
    let dir = match dir {
        Some(dir) => Some(dir),
        None => Config::content_dir_from_env()?,
    };
    let (place, read) = match &dir {
        Some(dir) => (dir.display().to_string(), Library::read(dir)),
        None => ("this program".to_owned(), Library::embedded()),
    };
    println!("{}", praise(&place, &read?));
    Ok(())
}

fn praise(place: &str, library: &Library) -> String {
    format!(
        "The library in {place} is in good order: {}, {}, {} and {}. Thank you for tending it.",
        counted(library.articles().len(), "article"),
        counted(library.practices().count(), "practice"),
        counted(library.affirmations(None).len(), "affirmation"),
        counted(library.topics().len(), "topic"),
    )
}
