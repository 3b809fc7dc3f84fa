//! Who may speak with the page: who knows the secret of this run and comes from the page itself. No other
//! site gets in, by a request of its own or by a name that leads to this machine.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq as _;

/// What the page is written for: nothing from elsewhere, nothing inline, no text taken for markup.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

/// What every answer bears. Of the page's own address a referrer tells the page alone; without any,
/// browsers would hide the origin of its forms.
const ON_EVERY_ANSWER: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// What tells the page's own browser from others.
pub(super) struct Guard {
    host: String,
    origin: String,
    /// Cookies are one for all ports of a host: the name tells runs apart.
    cookie_name: String,
    secret: String,
}

impl Guard {
    /// A new secret for the page at this address.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            host: address.to_string(),
            origin: format!("http://{address}"),
            cookie_name: format!("sunflower_page_{}", address.port()),
            secret: URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()),
        }
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The cookie that shows the secret.
    pub fn cookie(&self) -> String {
        let (name, secret) = (&self.cookie_name, &self.secret);
        format!("{name}={secret}; HttpOnly; SameSite=Strict; Path=/")
    }

    pub fn is_secret(&self, given: &[u8]) -> bool {
        self.secret.as_bytes().ct_eq(given).into()
    }

    /// Whether a request was made by the page.
    pub fn comes_from_page(&self, headers: &HeaderMap) -> bool {
        is_only(headers, &header::ORIGIN, &self.origin)
    }

    fn is_asked_by_name(&self, headers: &HeaderMap) -> bool {
        is_only(headers, &header::HOST, &self.host)
    }

    /// Whether a request shows the secret.
    pub fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).into_iter();
        let texts = cookies.filter_map(|cookie| cookie.to_str().ok());
        let mut pairs = texts.flat_map(|text| text.split(';'));
        pairs.any(|pair| match pair.trim().split_once('=') {
            Some((name, value)) => name == self.cookie_name && self.is_secret(value.as_bytes()),
            None => false,
        })
    }
}

/// Whether a header is there once and says this.
fn is_only(headers: &HeaderMap, name: &HeaderName, value: &str) -> bool {
    let mut all = headers.get_all(name).into_iter();
    all.next().is_some_and(|one| one == value) && all.next().is_none()
}

/// Lets only those in who know the secret and come from the page.
pub(super) async fn admit(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    if guard.comes_from_page(headers) && guard.has_cookie(headers) {
        return next.run(request).await;
    }
    StatusCode::FORBIDDEN.into_response()
}

/// Answers only to the page's own address, whatever name leads here.
pub(super) async fn know_host(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    if guard.is_asked_by_name(request.headers()) {
        return next.run(request).await;
    }
    StatusCode::FORBIDDEN.into_response()
}

/// Gives every answer the headers by which browsers protect the page.
pub(super) async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in ON_EVERY_ANSWER {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}
