//! The log: our own events only, for a person or as JSON. What serenity, poise, reqwest and sqlx log
//! holds payloads and addresses whole, so it is off at every level.

use std::{
    io::{self, IsTerminal},
    panic,
};

use tracing_subscriber::{Layer, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogFormat, Logging};

/// Starts the log, on stderr. Once a process: a second call changes nothing.
pub fn start(logging: Logging) {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let lines = match logging.format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let log = tracing_subscriber::registry().with(lines.with_filter(logging.levels.filter()));
    // Only a log that is there already stands in its way.
    let _ = log.try_init();
    panic::set_hook(Box::new(|panic| {
        // Where, and not what: a panic's own words may quote somebody.
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
    }));
}
