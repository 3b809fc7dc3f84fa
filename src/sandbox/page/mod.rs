//! The sandbox's page: its files, and the API by which people in browsers act in the made-up server
//! through the driver, as docs/sandbox-page.md tells. It listens on loopback alone.

mod act;
mod asked;
mod drawer;
mod files;
mod guard;
mod person;
mod places;
mod plans;
mod refusal;
mod socket;
mod switches;
mod view;
mod window;

use std::{fmt, io, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use self::guard::Guard;
use super::{Planned, connection::Loopback, core::Core};

/// The largest body that a request may have: nothing larger than the secret is sent.
const LARGEST_BODY: usize = 1024;

/// A page that is open.
pub struct Page {
    guard: Arc<Guard>,
}

/// What its routes share.
struct Shared {
    core: Arc<Core>,
    guard: Arc<Guard>,
    planned: watch::Receiver<Vec<Planned>>,
}

impl Page {
    pub(super) fn open(core: &Arc<Core>, port: u16, cut: CancellationToken) -> io::Result<Self> {
        let loopback = Loopback::bind(port, cut)?;
        let guard = Arc::new(Guard::new(loopback.address()));
        let (planning, planned) = watch::channel(Vec::new());
        core.tasks.start(plans::follow(Arc::clone(core), planning));
        let routes = routes(Arc::new(Shared {
            core: Arc::clone(core),
            guard: Arc::clone(&guard),
            planned,
        }));
        core.tasks.start(async move {
            // `serve` returns only when its task is aborted.
            let _never = axum::serve(loopback, routes).await;
        });
        Ok(Self { guard })
    }

    /// Where it is: `http://127.0.0.1:port`. That alone shows nothing of the made-up server.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.guard.origin()
    }

    /// The address to open, with the secret of this run in its fragment.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/#{}", self.guard.origin(), self.guard.secret())
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("origin", &self.origin())
            .finish_non_exhaustive()
    }
}

fn routes(shared: Arc<Shared>) -> Router {
    let guard = Arc::clone(&shared.guard);
    let closed = Router::new()
        .route("/socket", get(socket::open))
        .route("/files/{attachment}", post(files::attachment))
        .layer(from_fn_with_state(Arc::clone(&guard), guard::admit));
    Router::new()
        .route("/", get(files::page))
        .route("/page.css", get(files::style))
        .route("/js/{file}", get(files::page))
        .route("/enter", post(enter))
        .merge(closed)
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(guard, guard::know_host))
        .layer(from_fn(guard::protect))
        .with_state(shared)
}

/// Takes the secret, and gives the cookie that is shown from then on. With nothing it asks only whether
/// that cookie is right: of a socket that is refused browsers don't say why.
async fn enter(State(shared): State<Arc<Shared>>, headers: HeaderMap, secret: Bytes) -> Response {
    let guard = &shared.guard;
    if !guard.comes_from_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if secret.is_empty() && guard.has_cookie(&headers) {
        return StatusCode::NO_CONTENT.into_response();
    }
    if !guard.is_secret(&secret) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let cookie = [(header::SET_COOKIE, guard.cookie())];
    (StatusCode::NO_CONTENT, cookie).into_response()
}
