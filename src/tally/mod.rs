//! What is counted for operators. Every metric is named and described here, and every count is made
//! through here. Labels are words of the program or HTTP's statuses, so that nothing of people's gets
//! into them. A tally is a value that is handed on, like the clock: each app in a process has its own.

mod described;

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};

use self::described as name;
pub use self::described::{DESCRIBED, Described, Kind};

/// Counts, or does not: by default nobody asked for it.
#[derive(Clone, Debug, Default)]
pub struct Tally(Option<Arc<PrometheusRecorder>>);

/// How an attempt at a post ended. An attempt that got no permit was none.
pub const ENDINGS: [&str; 7] = [
    "sent",
    "again",
    "wait",
    "refused",
    "unsure",
    "closed",
    "no permit",
];

/// What people wait for an answer to.
pub const WAITED_FOR: [&str; 3] = ["command", "press", "form"];

/// What becomes of a post. One that is removed was sent before.
pub const OUTCOMES: [&str; 6] = ["sent", "skipped", "missed", "failed", "unsure", "removed"];

impl Tally {
    /// One that counts.
    ///
    /// # Panics
    ///
    /// Never: what is described can be described.
    #[must_use]
    pub fn kept() -> Self {
        let mut builder = PrometheusBuilder::new();
        for metric in &DESCRIBED {
            if let Kind::Histogram(buckets) = metric.kind {
                let whole = Matcher::Full(metric.name.to_owned());
                let with_buckets = builder.set_buckets_for_metric(whole, buckets);
                builder = with_buckets.expect("no histogram is without buckets");
            }
        }
        let recorder = builder.build_recorder();
        with_local_recorder(&recorder, || {
            DESCRIBED.iter().for_each(Described::describe);
            // A rate is known from the first event on only if there was a zero before it.
            for outcome in OUTCOMES {
                counter!(name::POSTS, "outcome" => outcome).increment(0);
            }
            for ending in ENDINGS {
                counter!(name::ATTEMPTS, "ending" => ending).increment(0);
            }
            for kind in WAITED_FOR {
                counter!(name::UNANSWERED, "kind" => kind).increment(0);
            }
            for fault in [name::INVALID_REQUESTS, name::WRITE_FAILURES] {
                counter!(fault).increment(0);
            }
        });
        Self(Some(Arc::new(recorder)))
    }

    fn note(&self, count: impl FnOnce()) {
        if let Some(recorder) = &self.0 {
            with_local_recorder(&**recorder, count);
        }
    }

    /// Whether it counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.0.is_some()
    }

    /// All counts as Prometheus reads them; of one that does not count, nothing.
    #[must_use]
    pub fn render(&self) -> String {
        self.0
            .as_ref()
            .map(|recorder| recorder.handle().render())
            .unwrap_or_default()
    }

    /// Folds what was measured into its histograms, so that it takes no more room however long nobody
    /// asks for it.
    pub fn fold(&self) {
        if let Some(recorder) = &self.0 {
            recorder.handle().run_upkeep();
        }
    }

    /// A post came to be one of the [`OUTCOMES`].
    pub fn post(&self, outcome: &'static str) {
        self.note(|| counter!(name::POSTS, "outcome" => outcome).increment(1));
    }

    /// A post was sent so long after it was due; one sent ahead of its time is not late.
    pub fn late(&self, late: TimeDelta) {
        let seconds = late.max(TimeDelta::zero()).as_seconds_f64();
        self.note(|| histogram!(name::LATENESS).record(seconds));
    }

    /// An attempt at a post had one of the [`ENDINGS`].
    pub fn attempt(&self, ending: &'static str) {
        self.note(|| counter!(name::ATTEMPTS, "ending" => ending).increment(1));
    }

    /// So many posts wait and are on their way.
    pub fn queue(&self, due: u32, sending: u32) {
        self.note(|| {
            gauge!(name::QUEUE, "state" => "due").set(due);
            gauge!(name::QUEUE, "state" => "sending").set(sending);
        });
    }

    /// Discord answered a request; no status, if no answer came.
    pub fn answer(&self, route: &'static str, status: Option<u16>) {
        self.note(|| {
            let status = status.map_or("none".to_owned(), |status| status.to_string());
            counter!(name::ANSWERS, "route" => route, "status" => status).increment(1);
        });
    }

    /// Discord answered what it counts against the bot.
    pub fn invalid_request(&self) {
        self.note(|| counter!(name::INVALID_REQUESTS).increment(1));
    }

    /// A command, a press or a form had its first answer after this time.
    pub fn first_answer(&self, kind: &'static str, waited: Duration) {
        self.note(|| histogram!(name::FIRST_ANSWER, "kind" => kind).record(waited));
    }

    /// A command, a press or a form had none.
    pub fn unanswered(&self, kind: &'static str) {
        self.note(|| counter!(name::UNANSWERED, "kind" => kind).increment(1));
    }

    /// A shard's session with the gateway began, or went on.
    pub fn session(&self, how: &'static str) {
        self.note(|| counter!(name::SESSIONS, "how" => how).increment(1));
    }

    /// A transaction waited for its turn, and was committed so long after it began.
    pub fn wrote(&self, waited: Duration, took: Duration) {
        self.note(|| {
            histogram!(name::WRITE_WAIT).record(waited);
            histogram!(name::WRITE).record(took);
        });
    }

    /// A read outside a transaction took so long.
    pub fn read(&self, took: Duration) {
        self.note(|| histogram!(name::READ).record(took));
    }

    /// A transaction could not begin, or could not be committed.
    pub fn write_failed(&self) {
        self.note(|| counter!(name::WRITE_FAILURES).increment(1));
    }

    /// Whether a part of the bot is ready.
    pub fn ready(&self, part: &'static str, ready: bool) {
        self.note(|| gauge!(name::READY, "part" => part).set(f64::from(u8::from(ready))));
    }
}
