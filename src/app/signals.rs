//! What the program is told from outside while it runs.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// The signals that a running bot heeds.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// To stop.
    pub shutdown: CancellationToken,
    /// To read the library again. Given while it is being read, it is heeded afterwards.
    pub reload: Arc<Notify>,
}

impl From<CancellationToken> for Signals {
    fn from(shutdown: CancellationToken) -> Self {
        Self {
            shutdown,
            ..Self::default()
        }
    }
}
