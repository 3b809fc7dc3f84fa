//! The signals to stop. The first asks: work in flight is finished or handed back. The second ends the
//! process at once.

use std::io;

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// What a shell expects of a process that ctrl-c ended.
const INTERRUPTED: i32 = 130;

/// A token that the first signal cancels.
///
/// # Errors
///
/// The system lets no signal be heard.
pub fn listen(runtime: &tokio::runtime::Runtime) -> io::Result<CancellationToken> {
    let _context = runtime.enter();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let shutdown = CancellationToken::new();
    let asked = shutdown.clone();
    let _until_the_end: JoinHandle<()> = runtime.spawn(async move {
        either(&mut interrupt, &mut terminate).await;
        tracing::info!("stopping; once more stops at once");
        asked.cancel();
        either(&mut interrupt, &mut terminate).await;
        std::process::exit(INTERRUPTED);
    });
    Ok(shutdown)
}

async fn either(interrupt: &mut Signal, terminate: &mut Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
