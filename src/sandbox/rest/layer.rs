//! The one layer around all of REST: it turns browsers away, writes every request down, lets faults
//! strike and checks the token.

use std::{
    future::{self, Future},
    sync::Arc,
};

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    error::Refused,
    limit,
    payload::{LIMIT, Payload},
};
use crate::sandbox::{
    connection::Cut,
    core::Core,
    faults::Fault,
    limits::Verdict,
    record::{self, Outcome},
};

/// What the layer does around each request.
pub async fn around(
    State(core): State<Arc<Core>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(refused) = turn_browsers_away(&core, &parts.headers) {
        return refused.into_response();
    }
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return Refused::too_large().into_response();
    };
    let payload = Payload::read(&parts.headers, bytes).await;
    let entry = describe(&core, &parts, payload.as_ref().ok());
    let (name, path) = (entry.name(), entry.path.clone());
    let number = core.record.begin(entry);
    core.touch();
    let began = Instant::now();
    let fault = core.faults.strike(&name, &path);

    match fault {
        Some(Fault::Delay(time)) => wait(time).await,
        Some(Fault::PerformLater(time)) => {
            let later = Arc::clone(&core);
            put_off(&core, core.stage.now() + time, number, async move {
                perform(&later, parts, payload, next, &name).await
            });
            return hang_up(&cut).await;
        }
        Some(Fault::DropBefore) => {
            core.record.finish(number, Outcome::DroppedBefore);
            core.touch();
            return hang_up(&cut).await;
        }
        _ => {}
    }
    let response = match &fault {
        Some(Fault::Answer {
            status,
            headers,
            body,
        }) => made_up(*status, headers, body),
        _ => perform(&core, parts, payload, next, &name).await,
    };
    match fault {
        Some(Fault::DropAfter) => {
            core.record.finish(number, Outcome::DroppedAfter);
            core.touch();
            return hang_up(&cut).await;
        }
        Some(Fault::AnswerLate(time)) => wait(time).await,
        _ => {}
    }
    let (mut parts, body) = response.into_parts();
    limit::tell_reset(&mut parts.headers, core.stage.now());
    if counts_as_invalid(&parts) {
        core.record.count_invalid();
    }
    let mut bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if fault == Some(Fault::Garble) {
        bytes.truncate(bytes.len() / 2);
        parts.headers.remove(header::CONTENT_LENGTH);
    }
    let outcome = Outcome::Answered {
        status: parts.status.as_u16(),
        body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        micros: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
    };
    core.record.finish(number, outcome);
    core.touch();
    Response::from_parts(parts, Body::from(bytes))
}

/// What Discord does with a request that no fault keeps from it.
async fn perform(
    core: &Core,
    mut parts: Parts,
    payload: Result<Payload, Refused>,
    next: Next,
    name: &str,
) -> Response {
    if let Err(refused) = check_token(core, &parts) {
        return refused.into_response();
    }
    let verdict = limited(core, &parts, name);
    within_limits(verdict, async {
        match payload {
            Ok(payload) if core.read(|world| payload.largest() > world.file_limit) => {
                Refused::too_large().into_response()
            }
            Ok(payload) => {
                parts.extensions.insert(payload);
                next.run(Request::from_parts(parts, Body::empty())).await
            }
            Err(refused) => refused.into_response(),
        }
    })
    .await
}

/// Performs a request at `at`, whoever still waits for it.
fn put_off(
    core: &Arc<Core>,
    at: DateTime<Utc>,
    number: usize,
    performing: impl Future<Output = Response> + Send + 'static,
) {
    core.record.finish(number, Outcome::PutOff);
    core.touch();
    let later = Arc::clone(core);
    core.tasks.start(async move {
        later.stage.sleep_until(at).await;
        let _nobody_waits = performing.await;
        later.record.finish(number, Outcome::DroppedAfter);
        later.touch();
    });
}

/// Counts a request against its route's limit. One that matches no route has none.
fn limited(core: &Core, parts: &Parts, name: &str) -> Option<Verdict> {
    parts.extensions.get::<MatchedPath>()?;
    let path = below_version(parts.uri.path());
    // "Top-level resources": the channel, the server, the webhook with its token.
    let depth = if carries_its_token(path) { 4 } else { 3 };
    let about: Vec<_> = path.splitn(depth + 1, '/').take(depth).collect();
    let answers = carries_its_token(path);
    Some(core.limits.take(name, &about.join("/"), answers))
}

async fn within_limits(
    verdict: Option<Verdict>,
    answer: impl Future<Output = Response>,
) -> Response {
    match verdict {
        None => answer.await,
        Some(Verdict::Taken(standing)) => {
            let mut response = answer.await;
            limit::tell(&mut response, &standing);
            response
        }
        Some(Verdict::TooManyOfRoute(standing)) => limit::too_many_of_route(&standing),
        Some(Verdict::TooManyInAll(after)) => limit::too_many_in_all(after),
    }
}

/// topics/rate-limits, "Invalid Request Limit": 401, 403 and 429, but for what a resource's limit
/// refuses.
fn counts_as_invalid(parts: &axum::http::response::Parts) -> bool {
    let shared = parts.headers.get(limit::SCOPE);
    matches!(parts.status.as_u16(), 401 | 403 | 429) && shared.is_none_or(|scope| scope != "shared")
}

/// Answers to interactions, whose path holds what allows them.
fn carries_its_token(path: &str) -> bool {
    path.starts_with("/interactions/") || path.starts_with("/webhooks/")
}

/// A page of another site must not reach the sandbox: neither by a request (it carries an Origin) nor
/// by a name of its own that points to loopback (a foreign Host).
pub fn turn_browsers_away(core: &Core, headers: &HeaderMap) -> Result<(), Refused> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let port = core.host.rsplit(':').next().unwrap_or_default();
    let is_ours = host.is_some_and(|host| host == core.host || host == format!("localhost:{port}"));
    if headers.contains_key(header::ORIGIN) || !is_ours {
        return Err(Refused::not_for_browsers());
    }
    Ok(())
}

fn describe(core: &Core, parts: &Parts, payload: Option<&Payload>) -> record::Request {
    let route = parts.extensions.get::<MatchedPath>();
    let route = route.map(|route| below_version(route.as_str()).to_owned());
    let names = |payload: &Payload| {
        let uploads = payload.uploads().iter();
        uploads.map(|one| one.filename.clone()).collect()
    };
    record::Request {
        at: core.stage.now(),
        method: parts.method.to_string(),
        path: without_token(below_version(parts.uri.path())),
        route,
        query: parts.uri.query().map(str::to_owned),
        headers: without_authorization(&parts.headers),
        body: payload.map_or(Value::Null, |payload| payload.json().clone()),
        files: payload.map(names).unwrap_or_default(),
        outcome: Outcome::Pending,
    }
}

fn below_version(path: &str) -> &str {
    path.strip_prefix("/api/v10").unwrap_or(path)
}

/// The path with the token of an interaction or a webhook left out.
fn without_token(path: &str) -> String {
    let mut parts: Vec<_> = path.split('/').collect();
    if matches!(parts.get(1), Some(&("interactions" | "webhooks"))) && parts.len() > 3 {
        parts[3] = "{token}";
    }
    parts.join("/")
}

fn without_authorization(headers: &HeaderMap) -> Vec<(String, String)> {
    let told = headers
        .iter()
        .filter(|(name, _)| *name != header::AUTHORIZATION);
    told.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    })
    .collect()
}

/// All routes need the bot's token but the gateway's address and those whose path carries its own.
fn check_token(core: &Core, parts: &Parts) -> Result<(), Refused> {
    let path = below_version(parts.uri.path());
    if path == "/gateway" || carries_its_token(path) {
        return Ok(());
    }
    let given = parts.headers.get(header::AUTHORIZATION);
    let given = given.and_then(|given| given.to_str().ok()?.strip_prefix("Bot "));
    if given == Some(core.token.as_str()) {
        Ok(())
    } else {
        Err(Refused::unauthorized())
    }
}

fn made_up(status: u16, headers: &[(String, String)], body: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.to_owned()).into_response();
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Cuts the connection. What is returned never leaves: there is nothing to write it to.
async fn hang_up(cut: &Cut) -> Response {
    cut.cut();
    future::pending().await
}

#[expect(
    clippy::disallowed_methods,
    reason = "a slow network is slow on real time, whatever the clock shows"
)]
async fn wait(time: std::time::Duration) {
    tokio::time::sleep(time).await;
}
