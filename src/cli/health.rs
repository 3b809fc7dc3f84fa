//! `sunflower health`: asks the bot that runs on this machine how it is.

use anyhow::{Context as _, ensure};

use super::run;
use crate::{config::Config, operating};

/// Asks, and says what the bot said.
///
/// # Errors
///
/// The bot is not ready, does not answer, or is not to be asked.
pub fn health() -> anyhow::Result<()> {
    let address = Config::http_bind_from_env()?.context(
        "HTTP_BIND is not set, so the bot can't be asked: set it, to 127.0.0.1:9464 for one, for the bot \
         and here",
    )?;
    ensure!(
        address.port() != 0,
        "HTTP_BIND leaves the port to the system: give one, such as 9464, for the bot to be found there"
    );
    let runtime = run::runtime()?;
    println!("{}", runtime.block_on(operating::ask(address))?);
    Ok(())
}
