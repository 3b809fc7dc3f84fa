//! Every request that came, with what was answered. Tokens are not written down.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// One request and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// When it came, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Its path below `/api/v10`, tokens left out.
    pub path: String,
    /// The route it matched, such as `/channels/{channel}/messages`; none if it matched none.
    pub route: Option<String>,
    /// What follows `?`.
    pub query: Option<String>,
    /// Its JSON.
    pub body: Value,
    /// The names of the files that came with it.
    pub files: Vec<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Outcome {
    /// It is still being worked on.
    Pending,
    /// It was answered.
    Answered {
        /// With this status,
        status: u16,
        /// this JSON,
        body: Value,
        /// after this time.
        micros: u64,
    },
    /// A fault dropped it before it was performed.
    DroppedBefore,
    /// It was performed, and a fault dropped the answer.
    DroppedAfter,
}

impl Request {
    /// The status it was answered with.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.outcome {
            Outcome::Answered { status, .. } => Some(status),
            _ => None,
        }
    }

    /// `POST /channels/{channel}/messages`: what faults and tests name it by.
    #[must_use]
    pub fn name(&self) -> String {
        let route = self.route.as_ref().unwrap_or(&self.path);
        format!("{} {route}", self.method)
    }
}

/// The requests so far.
#[derive(Debug, Default)]
pub struct Record(Mutex<Vec<Request>>);

impl Record {
    fn lock(&self) -> MutexGuard<'_, Vec<Request>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a request down and tells its number.
    pub(super) fn begin(&self, request: Request) -> usize {
        let mut requests = self.lock();
        requests.push(request);
        requests.len() - 1
    }

    /// Writes down what became of it. After [`Record::forget`] there may be nothing to write to.
    pub(super) fn finish(&self, number: usize, outcome: Outcome) {
        if let Some(request) = self.lock().get_mut(number) {
            request.outcome = outcome;
        }
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Request> {
        self.lock().clone()
    }

    /// Those of one kind, such as `POST /channels/{channel}/messages`.
    #[must_use]
    pub fn of(&self, name: &str) -> Vec<Request> {
        let requests = self.lock();
        let named = requests.iter().filter(|request| request.name() == name);
        named.cloned().collect()
    }

    /// Those that the sandbox knows nothing of. A test fails if there are any.
    #[must_use]
    pub fn unhandled(&self) -> Vec<Request> {
        let requests = self.lock();
        let unknown = requests.iter().filter(|request| request.route.is_none());
        unknown.cloned().collect()
    }

    /// Starts over.
    pub fn forget(&self) {
        self.lock().clear();
    }
}
