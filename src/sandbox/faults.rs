//! Faults on purpose: for requests of a kind, once or more often, an answer of another making, a
//! delay, or no answer at all.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use serde_json::{Value, json};

/// What happens to a request instead of, or besides, being answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It is not performed; this is the answer.
    Answer {
        /// The status.
        status: u16,
        /// Headers, such as `retry-after`.
        headers: Vec<(String, String)>,
        /// The body, as it is.
        body: String,
    },
    /// It is not performed, and the connection is cut.
    DropBefore,
    /// It is performed, and the connection is cut instead of answering.
    DropAfter,
    /// It is performed after this time, and answered, unless the client hangs up before.
    Delay(Duration),
    /// The connection is cut, and it is performed this much later by the sandbox's clock, though nobody
    /// waits for it any more.
    PerformLater(TimeDelta),
    /// It is performed at once and answered after this time.
    AnswerLate(Duration),
    /// It is performed, and the answer breaks off in the middle of its JSON.
    Garble,
}

impl Fault {
    /// Discord's own error, with a code such as 50013.
    #[must_use]
    pub fn refusal(status: u16, code: u32, message: &str) -> Self {
        Self::json(status, &json!({"message": message, "code": code}))
    }

    /// A status with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::Answer {
            status,
            headers: Vec::new(),
            body: body.to_string(),
        }
    }

    /// Discord is down: a status such as 502, and a page instead of JSON.
    #[must_use]
    pub fn down(status: u16) -> Self {
        Self::Answer {
            status,
            headers: vec![("content-type".to_owned(), "text/html".to_owned())],
            body: "<html><body>upstream connect error</body></html>".to_owned(),
        }
    }

    /// It is not performed, and answered as if it were, with what is no JSON.
    #[must_use]
    pub fn garbled() -> Self {
        Self::Answer {
            status: 200,
            headers: Vec::new(),
            body: "{\"id\": \"12".to_owned(),
        }
    }

    /// Too many requests: 429, for this route or for all.
    #[must_use]
    pub fn rate_limit(retry_after_seconds: f64, global: bool) -> Self {
        let scope = if global { "global" } else { "user" };
        Self::too_many(retry_after_seconds, scope, "You are being rate limited.")
    }

    /// Too many requests about what others ask for too: 429, which is not held against the bot.
    #[must_use]
    pub fn shared_rate_limit(retry_after_seconds: f64) -> Self {
        let message = "The resource is being rate limited.";
        Self::too_many(retry_after_seconds, "shared", message)
    }

    /// topics/rate-limits, "Exceeding A Rate Limit". The time of the reset is added when it is answered.
    fn too_many(after: f64, scope: &str, message: &str) -> Self {
        let global = scope == "global";
        let body = json!({"message": message, "retry_after": after, "global": global});
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut headers = vec![
            header("retry-after", &after.ceil().to_string()),
            header("x-ratelimit-scope", scope),
        ];
        if global {
            headers.push(header("x-ratelimit-global", "true"));
        } else {
            headers.push(header("x-ratelimit-limit", "5"));
            // Of a resource's own limit the route's count says nothing.
            let remaining = if scope == "shared" { "4" } else { "0" };
            headers.push(header("x-ratelimit-remaining", remaining));
            headers.push(header("x-ratelimit-reset-after", &after.to_string()));
            headers.push(header("x-ratelimit-bucket", "sandbox"));
        }
        Self::Answer {
            status: 429,
            headers,
            body: body.to_string(),
        }
    }
}

/// The faults that are switched on.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Rule>>);

#[derive(Debug)]
struct Rule {
    /// What it can be switched off by.
    label: Option<&'static str>,
    /// `POST /channels/{channel}/messages`, or `*` for every request.
    name: String,
    /// A piece of the path that the request must have too, such as a channel's id.
    about: Option<String>,
    /// How many requests go by before it strikes.
    skip: u32,
    /// How often it still strikes; none is for ever.
    left: Option<u32>,
    fault: Fault,
}

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prepares a fault for requests of this kind: `POST /channels/{channel}/messages`, or `*` for all.
    pub fn on(&self, name: &str) -> Plan<'_> {
        Plan {
            faults: self,
            label: None,
            name: name.to_owned(),
            about: None,
            skip: 0,
        }
    }

    /// Switches all faults off.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Switches those off that bear this label.
    pub fn off(&self, label: &str) {
        self.lock().retain(|rule| rule.label != Some(label));
    }

    /// Whether one that bears this label is switched on.
    #[must_use]
    pub fn are_on(&self, label: &str) -> bool {
        self.lock().iter().any(|rule| rule.label == Some(label))
    }

    /// The fault that strikes this request, if one does. It is counted.
    pub(super) fn strike(&self, name: &str, path: &str) -> Option<Fault> {
        let mut rules = self.lock();
        let mut struck = None;
        for rule in rules.iter_mut() {
            let about = rule.about.as_ref().is_none_or(|about| path.contains(about));
            if !about || (rule.name != "*" && rule.name != name) {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
            } else if struck.is_none() {
                rule.left = rule.left.map(|left| left.saturating_sub(1));
                struck = Some(rule.fault.clone());
            }
        }
        rules.retain(|rule| rule.left != Some(0));
        struck
    }
}

/// A fault in the making.
#[derive(Debug)]
#[must_use = "it strikes only after `once`, `times` or `always`"]
pub struct Plan<'a> {
    faults: &'a Faults,
    label: Option<&'static str>,
    name: String,
    about: Option<String>,
    skip: u32,
}

impl Plan<'_> {
    /// Only requests whose path holds this, such as a channel's id.
    pub fn about(mut self, piece: impl Into<String>) -> Self {
        self.about = Some(piece.into());
        self
    }

    /// Gives it a label, by which it can be switched off alone.
    pub fn labelled(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// Lets this many requests go by first.
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// Strikes the next request.
    pub fn once(self, fault: Fault) {
        self.times(1, fault);
    }

    /// Strikes the next so many requests.
    pub fn times(self, times: u32, fault: Fault) {
        if times > 0 {
            self.add(Some(times), fault);
        }
    }

    /// Strikes every request until the faults are cleared.
    pub fn always(self, fault: Fault) {
        self.add(None, fault);
    }

    fn add(self, left: Option<u32>, fault: Fault) {
        self.faults.lock().push(Rule {
            label: self.label,
            name: self.name,
            about: self.about,
            skip: self.skip,
            left,
            fault,
        });
    }
}
