//! The only sender of requests under the bot's token. serenity builds each request; it is sent on our
//! client, which has a timeout, once the rate limiter permits it; what Discord says of its limits is
//! taken in; what goes wrong becomes an error of our own, which holds no address and no payload.

mod answers;
mod calls;
mod error;
mod limits;
mod pace;
mod places;
mod replies;

use std::{sync::Mutex, time::Duration};

use fail::fail_point;
use serde::{Deserialize, de::DeserializeOwned};
use serenity::http::{LightMethod, Request, Route};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use twilight_http_ratelimiting::{Endpoint, Method, Permit, RateLimiter};

pub(super) use self::places::ARCHIVED_AFTER;
pub use self::{
    answers::{
        Application, Channel, ForumTag, Gateway, Guild, Message, Overwrite, Role, ThreadMetadata,
    },
    calls::CommandScope,
    error::{Fault, RestError},
    limits::Counters,
    replies::Written,
};
use self::{limits::Limits, pace::Pace};
use super::login::{ApiUrl, RequestsPerSecond, Secret, Token};
use crate::tally::Tally;

/// No answer takes longer; a lease of the ledger's counts on it.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a permit is waited for before the request is handed back unsent.
const PERMIT_WITHIN: Duration = Duration::from_secs(20);
/// The same once the bot is asked to stop.
const LAST_PERMITS_WITHIN: Duration = Duration::from_secs(1);

/// The one HTTP client, also for serenity's answers to interactions. It follows no redirect, which
/// would carry a request elsewhere; on loopback it heeds no proxy of the environment's.
///
/// # Errors
///
/// TLS can't be set up.
pub fn http_client(api_url: Option<&ApiUrl>) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .use_rustls_tls()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT);
    if api_url.is_some_and(ApiUrl::is_loopback) {
        builder.no_proxy().build()
    } else {
        builder.build()
    }
}

/// Discord's REST API, as the bot.
pub struct Rest {
    http: reqwest::Client,
    authorization: Secret,
    api_url: Option<ApiUrl>,
    /// What Discord says of each route.
    limiter: RateLimiter,
    /// What it grants of all together.
    pace: Pace,
    /// Until when Discord wants to hear nothing at all.
    held_until: Mutex<Option<Instant>>,
    counters: Counters,
    tally: Tally,
    shutdown: CancellationToken,
}

/// One request to be sent.
struct Call<'a> {
    /// How the log and errors call it.
    name: &'static str,
    method: LightMethod,
    route: Route<'a>,
    params: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    /// Whether a 429 is waited out here, rather than told to the caller.
    patient: bool,
}

impl<'a> Call<'a> {
    fn new(name: &'static str, method: LightMethod, route: Route<'a>) -> Self {
        Self {
            name,
            method,
            route,
            params: Vec::new(),
            body: None,
            patient: true,
        }
    }

    fn fail(&self, fault: Fault) -> RestError {
        RestError {
            route: self.name,
            fault,
        }
    }

    fn endpoint(&self) -> Endpoint {
        const BASE: &str = "https://discord.com/api/v10/";
        let path = self.route.path();
        let path = path.strip_prefix(BASE).unwrap_or(&path);
        Endpoint {
            method: match self.method {
                LightMethod::Delete => Method::Delete,
                LightMethod::Get => Method::Get,
                LightMethod::Patch => Method::Patch,
                LightMethod::Post => Method::Post,
                LightMethod::Put => Method::Put,
            },
            path: path.split('?').next().unwrap_or_default().to_owned(),
        }
    }
}

/// What Discord says when it refuses.
#[derive(Default, Deserialize)]
struct Refusal {
    code: Option<u32>,
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

impl Rest {
    /// Discord's API, or its stand-in at `api_url`. From `shutdown` on, what waits for a permit is
    /// handed back. Needs a runtime: the rate limiter is a task.
    #[must_use]
    pub fn new(
        http: reqwest::Client,
        token: &Token,
        api_url: Option<ApiUrl>,
        shutdown: CancellationToken,
    ) -> Self {
        Self {
            http,
            authorization: Secret::new(format!("Bot {}", token.expose())),
            api_url,
            // Which keeps no pace of its own: see `pace`.
            limiter: RateLimiter::new(u16::MAX),
            pace: Pace::new(RequestsPerSecond::default()),
            held_until: Mutex::new(None),
            counters: Counters::default(),
            tally: Tally::default(),
            shutdown,
        }
    }

    /// The same, whose requests are counted.
    #[must_use]
    pub fn counted_by(self, tally: Tally) -> Self {
        Self { tally, ..self }
    }

    /// The same, at the pace that Discord granted.
    #[must_use]
    pub fn paced(mut self, pace: RequestsPerSecond) -> Self {
        self.pace = Pace::new(pace);
        self
    }

    /// How many requests were sent, and how many of them count against the bot.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Whether so many requests were invalid that nothing more is sent for a while.
    #[must_use]
    pub fn is_braked(&self) -> bool {
        let until = self.counters.braked_until();
        until.is_some_and(|until| until > Instant::now())
    }

    /// Sends `call` and reads the answer.
    async fn ask<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, RestError> {
        let name = call.name;
        let body = self.send(call).await?;
        serde_json::from_slice(&body).map_err(|error| RestError {
            route: name,
            // What is no JSON was broken on its way.
            fault: if error.is_data() {
                Fault::Unreadable
            } else {
                Fault::Unknown
            },
        })
    }

    async fn send(&self, call: Call<'_>) -> Result<Vec<u8>, RestError> {
        let deadline = Instant::now() + PERMIT_WITHIN;
        loop {
            let sent = self.try_send(&call, deadline).await;
            match &sent {
                Err(error) if call.patient && error.is_rate_limited() => {}
                Err(error) => {
                    error.log();
                    return sent;
                }
                Ok(_) => return sent,
            }
        }
    }

    async fn try_send(&self, call: &Call<'_>, deadline: Instant) -> Result<Vec<u8>, RestError> {
        let request = self.build(call)?;
        let permit = tokio::select! {
            permit = self.permit(call.endpoint(), deadline) => permit,
            () = self.stopped() => Err(Duration::ZERO),
        };
        let permit = permit.map_err(|held_for| call.fail(Fault::NoPermit { held_for }))?;
        self.counters.sent();
        fail_point!(&format!("{}: before the request", call.name));
        let answered = request.send().await;
        fail_point!(&format!("{}: after the answer", call.name));
        let response = match answered {
            Ok(response) => response,
            Err(error) => {
                permit.complete(None);
                self.tally.answer(call.name, None);
                return Err(call.fail(if error.is_connect() || error.is_builder() {
                    Fault::NotSent
                } else {
                    Fault::Unknown
                }));
            }
        };
        let status = response.status();
        let limits = Limits::read(response.headers());
        self.tally.answer(call.name, Some(status.as_u16()));
        if status.is_success() {
            permit.complete(limits.permit());
            let body = response.bytes().await;
            // Discord has done it, but what it said of it is lost.
            return body.map(Vec::from).map_err(|_| call.fail(Fault::Unknown));
        }
        if self.counters.refused(status.as_u16(), Instant::now()) {
            self.tally.invalid_request();
        }
        let refusal: Option<Refusal> = match response.bytes().await {
            Ok(body) => serde_json::from_slice(&body).ok(),
            Err(_) => None,
        };
        if status == reqwest::StatusCode::TOO_MANY_REQUESTS {
            return Err(call.fail(self.rate_limited(call, permit, &limits, refusal)));
        }
        permit.complete(limits.permit());
        Err(call.fail(Fault::Refused {
            status: status.as_u16(),
            code: refusal.and_then(|refusal| refusal.code),
        }))
    }

    fn build(&self, call: &Call<'_>) -> Result<reqwest::RequestBuilder, RestError> {
        let params = (!call.params.is_empty()).then(|| call.params.clone());
        Request::new(call.route, call.method)
            .body(call.body.clone())
            .params(params)
            .build(
                &self.http,
                self.authorization.expose(),
                self.api_url.as_ref().map(ApiUrl::as_str),
            )
            .map_err(|_| call.fail(Fault::NotSent))
    }

    /// Waits for the limiter, and for Discord to want to hear from us again. Past the deadline, how long
    /// nothing may be sent.
    async fn permit(&self, endpoint: Endpoint, deadline: Instant) -> Result<Permit, Duration> {
        const NOT_ITS_TURN: Duration = Duration::ZERO;
        loop {
            if let Some(held_until) = self.held_until() {
                if held_until >= deadline {
                    return Err(held_until.saturating_duration_since(Instant::now()));
                }
                until(held_until).await;
            }
            let permit = timeout_at(deadline, self.limiter.acquire(endpoint.clone()));
            let permit = permit.await.map_err(|_| NOT_ITS_TURN)?;
            let turn = self.pace.turn(Instant::now(), deadline);
            until(turn.ok_or(NOT_ITS_TURN)?).await;
            // Another request may have been told to wait while this one waited for its turn.
            if self.held_until().is_none() {
                return Ok(permit);
            }
        }
    }

    /// Some time after the bot was asked to stop: handlers at work may finish, nothing waits long.
    async fn stopped(&self) {
        self.shutdown.cancelled().await;
        until(Instant::now() + LAST_PERMITS_WITHIN).await;
    }

    fn held_until(&self) -> Option<Instant> {
        let held_until = *self.held_until.lock().expect("nothing panics holding it");
        let until = held_until.max(self.counters.braked_until());
        until.filter(|until| *until > Instant::now())
    }

    /// Takes in a 429: of everything, or of the route alone.
    fn rate_limited(
        &self,
        call: &Call<'_>,
        permit: Permit,
        limits: &Limits,
        refusal: Option<Refusal>,
    ) -> Fault {
        // What is not Discord's own JSON comes from the network before it, and means everything.
        let global = limits.global() || refusal.as_ref().is_none_or(|refusal| refusal.global);
        let retry_after = limits.retry_after(refusal.and_then(|refusal| refusal.retry_after));
        if global {
            permit.complete(None);
            let until = Instant::now() + retry_after;
            let mut held = self.held_until.lock().expect("nothing panics holding it");
            *held = Some(held.map_or(until, |held| held.max(until)));
        } else {
            let bucket = call.endpoint().path.into_bytes();
            permit.complete(Some(limits.exhausted(bucket, retry_after)));
        }
        Fault::RateLimited {
            retry_after,
            global,
        }
    }
}

/// Waits on real time, as the rate limiter does.
#[expect(
    clippy::disallowed_methods,
    reason = "the rate limiter is on real time"
)]
async fn until(at: Instant) {
    tokio::time::sleep_until(at).await;
}
