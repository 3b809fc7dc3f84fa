//! `sunflower backup`: a whole copy of the database, while the bot runs or not.

use std::path::Path;

use super::run;
use crate::{clock::Clock, config::Config, store};

/// Copies the database to `file`.
///
/// # Errors
///
/// Why there is no copy.
pub fn backup(file: &Path) -> anyhow::Result<()> {
    let database = Config::database_from_env()?;
    let now = Clock::system().now();
    run::runtime()?.block_on(store::backup(&database, file, now))?;
    println!(
        "{database} is copied to {}. What members wrote is in it, sealed: the key file opens it, and the list of \
         erasures says what they took back since, so keep copies of these two as well, in another place.",
        file.display()
    );
    Ok(())
}
