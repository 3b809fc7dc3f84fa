//! The signals of the operating system. The first one to stop asks: work in flight is finished or
//! handed back. The second ends the process at once. What SIGHUP asks for is said where it is heard.

use std::{io, sync::Arc};

use tokio::{runtime::Runtime, sync::Notify, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use self::system::{HangUps, Stops};

/// What a shell expects of a process that ctrl-c ended.
const INTERRUPTED: i32 = 130;

/// A token that the first signal to stop cancels.
///
/// # Errors
///
/// The system lets no signal be heard.
pub fn to_stop(runtime: &Runtime) -> io::Result<CancellationToken> {
    let _context = runtime.enter();
    let mut stops = Stops::listen()?;
    let shutdown = CancellationToken::new();
    let asked = shutdown.clone();
    let _until_the_end: JoinHandle<()> = runtime.spawn(async move {
        stops.next().await;
        tracing::info!("stopping; once more stops at once");
        asked.cancel();
        stops.next().await;
        std::process::exit(INTERRUPTED);
    });
    Ok(shutdown)
}

/// What is notified of every SIGHUP; of none where there is no such signal.
///
/// # Errors
///
/// The system lets no signal be heard.
pub fn hang_ups(runtime: &Runtime) -> io::Result<Arc<Notify>> {
    let _context = runtime.enter();
    let mut hang_ups = HangUps::listen()?;
    let heard = Arc::new(Notify::new());
    let hung_up = Arc::clone(&heard);
    let _until_the_end: JoinHandle<()> = runtime.spawn(async move {
        while hang_ups.next().await.is_some() {
            hung_up.notify_one();
        }
    });
    Ok(heard)
}

#[cfg(unix)]
mod system {
    use std::io;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// Ctrl-c and SIGTERM.
    pub struct Stops {
        interrupt: Signal,
        terminate: Signal,
    }

    impl Stops {
        pub fn listen() -> io::Result<Self> {
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
            })
        }

        pub async fn next(&mut self) {
            tokio::select! {
                _ = self.interrupt.recv() => {}
                _ = self.terminate.recv() => {}
            }
        }
    }

    /// SIGHUP.
    pub struct HangUps(Signal);

    impl HangUps {
        pub fn listen() -> io::Result<Self> {
            signal(SignalKind::hangup()).map(Self)
        }

        pub async fn next(&mut self) -> Option<()> {
            self.0.recv().await
        }
    }
}

#[cfg(windows)]
mod system {
    use std::{future, io};

    use tokio::signal::windows::{CtrlC, ctrl_c};

    /// Ctrl-c.
    pub struct Stops(CtrlC);

    impl Stops {
        pub fn listen() -> io::Result<Self> {
            ctrl_c().map(Self)
        }

        pub async fn next(&mut self) {
            self.0.recv().await;
        }
    }

    /// There is no such signal.
    pub struct HangUps;

    impl HangUps {
        pub fn listen() -> io::Result<Self> {
            Ok(Self)
        }

        pub async fn next(&mut self) -> Option<()> {
            future::ready(None).await
        }
    }
}
