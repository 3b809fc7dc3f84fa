//! Reads the library again when the operator asks for it: a sound one takes the old one's place, a
//! faulty one is refused with its whole report in the log.

use std::path::PathBuf;

use tokio::{sync::Notify, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::content::{Changes, Library, Report, Shelf};

/// Reads the library in `dir` again each time it is asked for, until `shutdown`. Without a folder
/// there is nothing to read: the library in the program stays as it is.
pub(super) async fn whenever_asked(
    dir: Option<PathBuf>,
    shelf: &Shelf,
    asked: &Notify,
    shutdown: &CancellationToken,
) {
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            () = asked.notified() => {}
        }
        if let Some(dir) = &dir {
            read_again(dir.clone(), shelf).await;
        } else {
            tracing::info!(
                "the library is the one in the program, so there is nothing to read again; \
                 CONTENT_DIR names a folder to read one from"
            );
        }
    }
}

async fn read_again(dir: PathBuf, shelf: &Shelf) {
    let reading = spawn_blocking(move || Library::read(&dir));
    match reading.await {
        Ok(Ok(library)) => {
            let changes = Changes::between(&shelf.library(), &library);
            let articles = library.articles().len();
            shelf.exchange(library);
            tracing::info!(articles, %changes, "the library was read again");
        }
        Ok(Err(report)) => refuse(&report),
        Err(_) => tracing::error!("reading the library broke; the old one stays"),
    }
}

/// Every fault with its place, a line of the log each.
fn refuse(report: &Report) {
    for fault in report.faults() {
        let (at, help) = (fault.place(), fault.help());
        tracing::error!(at, help, "a fault in the library: {}", fault.message());
    }
    let faults = report.count();
    tracing::error!(
        faults,
        "the library was not read again; the old one stays until these are mended"
    );
}
