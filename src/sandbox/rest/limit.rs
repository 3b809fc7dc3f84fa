//! Rate limits as Discord tells of them: headers on every answer, 429 past a limit.
//! topics/rate-limits, "Header Format" and "Exceeding A Rate Limit".

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::sandbox::limits::Standing;

pub const SCOPE: &str = "x-ratelimit-scope";
const RESET: &str = "x-ratelimit-reset";
const RESET_AFTER: &str = "x-ratelimit-reset-after";

/// Says in an answer how its route's limit stands.
pub fn tell(response: &mut Response, standing: &Standing) {
    let headers = response.headers_mut();
    set(headers, "x-ratelimit-limit", &standing.limit.to_string());
    set(
        headers,
        "x-ratelimit-remaining",
        &standing.remaining.to_string(),
    );
    set(headers, RESET_AFTER, &seconds(standing.reset_after));
    set(headers, "x-ratelimit-bucket", &standing.bucket);
}

/// Adds the time of the reset to an answer that says how long it is until then.
pub fn tell_reset(headers: &mut HeaderMap, now: DateTime<Utc>) {
    let after = headers.get(RESET_AFTER);
    let after: Option<f64> = after.and_then(|after| after.to_str().ok()?.parse().ok());
    let Some(after) = after.and_then(|after| Duration::try_from_secs_f64(after).ok()) else {
        return;
    };
    let reset = now + after;
    let millis = reset.timestamp_subsec_millis();
    set(
        headers,
        RESET,
        &format!("{}.{millis:03}", reset.timestamp()),
    );
}

/// 429: too many of one route.
pub fn too_many_of_route(standing: &Standing) -> Response {
    let mut response = refusal(standing.reset_after, false);
    set(response.headers_mut(), SCOPE, "user");
    tell(&mut response, standing);
    response
}

/// 429: too many in all. Discord says nothing of the route's own limit then.
pub fn too_many_in_all(after: Duration) -> Response {
    let mut response = refusal(after, true);
    let headers = response.headers_mut();
    set(headers, SCOPE, "global");
    set(headers, "x-ratelimit-global", "true");
    response
}

fn refusal(after: Duration, global: bool) -> Response {
    let seconds: f64 = seconds(after).parse().unwrap_or_default();
    let body = json!({
        "message": "You are being rate limited.", "retry_after": seconds, "global": global});
    let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
    let whole = after.as_secs() + u64::from(after.subsec_nanos() > 0);
    let headers = response.headers_mut();
    set(headers, RETRY_AFTER.as_str(), &whole.to_string());
    response
}

/// Milliseconds are the finest Discord tells; rounded up, so that who waits so long waits long enough.
fn seconds(time: Duration) -> String {
    let millis = time.as_micros().div_ceil(1000);
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
