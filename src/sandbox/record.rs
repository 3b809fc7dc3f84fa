//! Every request that came, with what was answered. Tokens are not written down.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

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
    /// Its headers, the token left out.
    pub headers: Vec<(String, String)>,
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
    /// A fault put it off: nobody waits for it, and it is still to be performed.
    PutOff,
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

/// How many requests are kept. Those that matched no route are kept besides.
const KEPT: usize = 10_000;

/// The latest requests.
#[derive(Debug, Default)]
pub struct Record(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<Entry>,
    /// The number of the first of them.
    first: usize,
    /// How often something was written down.
    revision: u64,
    unhandled: Vec<Request>,
    invalid: u64,
}

#[derive(Debug)]
struct Entry {
    request: Request,
    /// When it was last changed, as the record counts.
    revision: u64,
}

/// What was written down since a revision of the record.
#[derive(Debug)]
pub struct News {
    /// The revision that this makes up to.
    pub revision: u64,
    /// The requests that came or were finished, with their numbers.
    pub requests: Vec<(usize, Request)>,
}

impl Record {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a request down and tells its number.
    pub(super) fn begin(&self, request: Request) -> usize {
        let mut kept = self.lock();
        if request.route.is_none() {
            kept.unhandled.push(request.clone());
        }
        kept.revision += 1;
        let revision = kept.revision;
        kept.requests.push_back(Entry { request, revision });
        if kept.requests.len() > KEPT {
            kept.requests.pop_front();
            kept.first += 1;
        }
        kept.first + kept.requests.len() - 1
    }

    /// Writes down what became of it, if it is still kept.
    pub(super) fn finish(&self, number: usize, outcome: Outcome) {
        let mut kept = self.lock();
        kept.revision += 1;
        let revision = kept.revision;
        let at = number.checked_sub(kept.first);
        if let Some(entry) = at.and_then(|at| kept.requests.get_mut(at)) {
            entry.request.outcome = outcome;
            entry.revision = revision;
        }
    }

    /// How often something was written down so far.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.lock().revision
    }

    /// Those that came or were finished after `revision`, in the order of their numbers: at most so many,
    /// the newest.
    #[must_use]
    pub fn since(&self, revision: u64, most: usize) -> News {
        let kept = self.lock();
        let entries = kept.requests.iter().enumerate().rev();
        let newer = entries.filter(|(_, entry)| entry.revision > revision);
        let mut requests: Vec<_> = newer
            .take(most)
            .map(|(at, entry)| (kept.first + at, entry.request.clone()))
            .collect();
        requests.reverse();
        News {
            revision: kept.revision,
            requests,
        }
    }

    /// Counts one more that Discord calls invalid.
    pub(super) fn count_invalid(&self) {
        self.lock().invalid += 1;
    }

    /// How many were answered 401, 403 or 429, resources' own limits aside: after 10,000 of them in ten
    /// minutes Discord shuts an address out.
    #[must_use]
    pub fn invalid(&self) -> u64 {
        self.lock().invalid
    }

    /// All that are kept, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Request> {
        let kept = self.lock();
        let entries = kept.requests.iter();
        entries.map(|entry| entry.request.clone()).collect()
    }

    /// Those of one kind, such as `POST /channels/{channel}/messages`.
    #[must_use]
    pub fn of(&self, name: &str) -> Vec<Request> {
        let kept = self.lock();
        let named = kept
            .requests
            .iter()
            .map(|entry| &entry.request)
            .filter(|request| request.name() == name);
        named.cloned().collect()
    }

    /// Those that the sandbox knows nothing of. A test fails if there are any.
    #[must_use]
    pub fn unhandled(&self) -> Vec<Request> {
        self.lock().unhandled.clone()
    }

    /// Starts over.
    pub fn forget(&self) {
        let mut kept = self.lock();
        kept.first += kept.requests.len();
        kept.requests.clear();
        kept.unhandled.clear();
        kept.invalid = 0;
    }
}
