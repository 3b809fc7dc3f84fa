//! The log of one test: everything the bot logs at any level, kept so that a test can look for what
//! should be there and for what never may be.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use sunflower::config::LogLevels;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt};

/// What is logged on this thread while it lives.
pub struct Log {
    lines: Lines,
    _until_dropped: DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn capture() -> Self {
        let lines = Lines::default();
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .without_time()
            .with_writer(lines.clone());
        // The most that an operator can ask for.
        let levels = LogLevels::parse("trace").expect("a level");
        let subscriber = tracing_subscriber::registry()
            .with(levels.filter())
            .with(layer);
        Self {
            lines,
            _until_dropped: tracing::subscriber::set_default(subscriber),
        }
    }

    pub fn text(&self) -> String {
        let bytes = self.lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub fn errors(&self) -> Vec<String> {
        let text = self.text();
        let errors = text
            .lines()
            .filter(|line| line.trim_start().starts_with("ERROR"));
        errors.map(ToOwned::to_owned).collect()
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
