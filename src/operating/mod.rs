//! How the bot is, for operators: `/healthz`, `/readyz` and `/metrics`, where `HTTP_BIND` says. It only
//! tells, and nothing that is anybody's: neither ids nor words of people.

mod ask;
mod listener;
mod readiness;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::{
    net::TcpListener,
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;

use self::listener::Door;
pub use self::{
    ask::ask,
    readiness::{Parts, Readiness, Watch},
};

/// What is measured is folded together this often, whether or not anybody asks for it.
const FOLD_EVERY: Duration = Duration::from_secs(10);
/// Whoever is still asking this long after the signal to stop gets no answer.
const FAREWELL: Duration = Duration::from_secs(1);

const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Listens where operators may ask.
///
/// # Errors
///
/// A sentence for the operator, if nothing can listen there.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| {
        format!(
            "HTTP_BIND: the bot can't listen on {address}; stop whatever listens there, give another \
             address of this machine, or leave it out"
        )
    })
}

/// Answers operators until the signal to stop.
///
/// # Errors
///
/// The listener broke.
pub async fn serve(
    listener: TcpListener,
    watch: Arc<Watch>,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening for operators: /healthz, /readyz, /metrics");
    let tally = watch.tally().clone();
    let routes = Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(counts))
        .with_state(watch);
    let until = shutdown.clone();
    let serving = axum::serve(Door::new(listener), routes)
        .with_graceful_shutdown(async move { until.cancelled().await });
    let farewell = async {
        shutdown.cancelled().await;
        // Real time, as below: it is about sockets and memory.
        timeout(FAREWELL, std::future::pending::<()>()).await
    };
    let folding = async {
        let mut folds = interval(FOLD_EVERY);
        folds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            folds.tick().await;
            tally.fold();
        }
    };
    tokio::select! {
        served = async { serving.await } => served.context("answering operators"),
        _ = farewell => Ok(()),
        never = folding => never,
    }
}

async fn ready(State(watch): State<Arc<Watch>>) -> (StatusCode, String) {
    let readiness = watch.look().await;
    let status = if readiness.is_ready() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, readiness.to_string())
}

async fn counts(State(watch): State<Arc<Watch>>) -> Response {
    watch.count().await;
    ([(CONTENT_TYPE, PROMETHEUS)], watch.tally().render()).into_response()
}
