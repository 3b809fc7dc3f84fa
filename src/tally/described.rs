//! The metrics by name: what each says, in which unit, and a histogram's buckets.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

pub(super) const POSTS: &str = "sunflower_posts_total";
pub(super) const LATENESS: &str = "sunflower_post_lateness_seconds";
pub(super) const ATTEMPTS: &str = "sunflower_post_attempts_total";
pub(super) const QUEUE: &str = "sunflower_posts_waiting";
pub(super) const ANSWERS: &str = "sunflower_discord_answers_total";
pub(super) const INVALID_REQUESTS: &str = "sunflower_discord_invalid_requests_total";
pub(super) const FIRST_ANSWER: &str = "sunflower_interaction_first_answer_seconds";
pub(super) const UNANSWERED: &str = "sunflower_interactions_unanswered_total";
pub(super) const SESSIONS: &str = "sunflower_gateway_sessions_total";
pub(super) const WRITE: &str = "sunflower_database_write_seconds";
pub(super) const WRITE_WAIT: &str = "sunflower_database_write_wait_seconds";
pub(super) const WRITE_FAILURES: &str = "sunflower_database_write_failures_total";
pub(super) const READ: &str = "sunflower_database_read_seconds";
pub(super) const READY: &str = "sunflower_ready";

/// A metric.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// Its name, with its unit in it.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub about: &'static str,
}

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// It only grows.
    Counter,
    /// It is what it is.
    Gauge,
    /// Seconds, sorted into buckets up to these.
    Histogram(&'static [f64]),
}

/// From a second, which is on time, to a catch-up window.
const LATE: &[f64] = &[
    1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 43_200.0,
];

/// Discord waits three seconds; the bot defers after one and a half.
const PATIENCE: &[f64] = &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0];

/// From pages that are at hand to SQLite's patience with another process.
const MEMORY: &[f64] = &[
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0,
];

/// From a disk that needs not be waited for to SQLite's patience with another process.
const DISK: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// Every metric there is.
pub const DESCRIBED: [Described; 14] = [
    Described {
        name: POSTS,
        kind: Kind::Counter,
        about: "Posts by what became of them: sent, skipped, missed, failed, unsure; removed: sent before, \
                and its message is gone",
    },
    Described {
        name: LATENESS,
        kind: Kind::Histogram(LATE),
        about: "How long after its time a post was known to be sent",
    },
    Described {
        name: ATTEMPTS,
        kind: Kind::Counter,
        about: "Attempts at posts by how they ended",
    },
    Described {
        name: QUEUE,
        kind: Kind::Gauge,
        about: "Posts that are due, and posts that are on their way",
    },
    Described {
        name: ANSWERS,
        kind: Kind::Counter,
        about: "Discord's answers to the bot's own requests and to its answers to interactions (but for \
                suggestions), by kind of request and HTTP status; none: no answer came",
    },
    Described {
        name: INVALID_REQUESTS,
        kind: Kind::Counter,
        about: "Answers of 401, 403 and 429, for 10,000 of which in ten minutes Discord shuts a bot out",
    },
    Described {
        name: FIRST_ANSWER,
        kind: Kind::Histogram(PATIENCE),
        about: "How long people waited for the first answer to a command, a press or a form",
    },
    Described {
        name: UNANSWERED,
        kind: Kind::Counter,
        about: "Commands, presses and forms that got no answer",
    },
    Described {
        name: SESSIONS,
        kind: Kind::Counter,
        about: "Sessions with Discord's gateway, new or resumed; all but a shard's first are reconnects",
    },
    Described {
        name: WRITE,
        kind: Kind::Histogram(DISK),
        about: "How long a writing transaction took from its beginning until it was committed",
    },
    Described {
        name: WRITE_WAIT,
        kind: Kind::Histogram(DISK),
        about: "How long a writing transaction waited for its turn",
    },
    Described {
        name: WRITE_FAILURES,
        kind: Kind::Counter,
        about: "Writing transactions that could not begin or could not be committed",
    },
    Described {
        name: READ,
        kind: Kind::Histogram(MEMORY),
        about: "How long a read outside a transaction took, with its wait for a connection",
    },
    Described {
        name: READY,
        kind: Kind::Gauge,
        about: "Whether a part of the bot is ready (1) or not (0)",
    },
];

impl Described {
    /// Tells the recorder of this scope.
    pub(super) fn describe(&self) {
        match self.kind {
            Kind::Counter => describe_counter!(self.name, Unit::Count, self.about),
            Kind::Gauge => describe_gauge!(self.name, Unit::Count, self.about),
            Kind::Histogram(_) => describe_histogram!(self.name, Unit::Seconds, self.about),
        }
    }
}
