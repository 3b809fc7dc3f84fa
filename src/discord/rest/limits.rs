//! What Discord says of its limits in headers, and the counts of what counts against the bot: after
//! 10,000 answers of 401, 403 or 429 in ten minutes Discord shuts a bot's address out.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use tokio::time::Instant;
use twilight_http_ratelimiting::RateLimitHeaders;

/// How long to wait on a 429 that does not say.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(5);
/// Discord never asks for more; whatever does is not to stop the bot for days.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// In this time Discord takes 10,000 invalid requests. topics/rate-limits, "Invalid Request Limit".
const INVALID_WITHIN: Duration = Duration::from_mins(10);
/// After half of them the bot sends nothing more until the first are forgotten: what else shares its
/// address may be refused, too.
const MOST_INVALID: usize = 5_000;

/// How many requests were sent since the start.
#[derive(Debug, Default)]
pub struct Counters {
    sent: AtomicU64,
    rate_limited: AtomicU64,
    invalid: AtomicU64,
    /// When the latest invalid ones were answered, the first first.
    lately_invalid: Mutex<VecDeque<Instant>>,
}

impl Counters {
    pub(super) fn sent(&self) {
        self.sent.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a refusal. Returns whether Discord calls such a request invalid.
    pub(super) fn refused(&self, status: u16, at: Instant) -> bool {
        if status == 429 {
            self.rate_limited.fetch_add(1, Ordering::Relaxed);
        }
        let invalid = matches!(status, 401 | 403 | 429);
        if invalid {
            self.invalid.fetch_add(1, Ordering::Relaxed);
            let mut lately = self
                .lately_invalid
                .lock()
                .expect("nothing panics holding it");
            let braked = brake(&lately).is_some_and(|until| at < until);
            if lately.len() == MOST_INVALID {
                lately.pop_front();
            }
            lately.push_back(at);
            if !braked && brake(&lately).is_some_and(|until| at < until) {
                tracing::error!(
                    refused = MOST_INVALID,
                    "so many requests were refused within ten minutes that nothing more is sent for a \
                     while: at twice as many Discord shuts the bot out"
                );
            }
        }
        invalid
    }

    /// Until when nothing more is to be sent, because so many were invalid.
    pub(super) fn braked_until(&self) -> Option<Instant> {
        let lately = self
            .lately_invalid
            .lock()
            .expect("nothing panics holding it");
        brake(&lately)
    }

    /// All requests.
    pub fn requests(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Those answered 429.
    pub fn rate_limited(&self) -> u64 {
        self.rate_limited.load(Ordering::Relaxed)
    }

    /// Those answered 401, 403 or 429, which Discord calls invalid.
    pub fn invalid(&self) -> u64 {
        self.invalid.load(Ordering::Relaxed)
    }
}

fn brake(lately_invalid: &VecDeque<Instant>) -> Option<Instant> {
    let first = lately_invalid.front()?;
    (lately_invalid.len() == MOST_INVALID).then(|| *first + INVALID_WITHIN)
}

/// The rate limit headers of one answer.
pub(super) struct Limits {
    bucket: Option<Vec<u8>>,
    limit: Option<u16>,
    remaining: Option<u16>,
    reset_after: Option<Duration>,
    retry_after: Option<Duration>,
    global: bool,
}

impl Limits {
    pub fn read(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name)?.to_str().ok();
        let seconds = |name: &str| text(name)?.parse().ok().and_then(duration);
        Self {
            bucket: text(RateLimitHeaders::BUCKET).map(|bucket| bucket.as_bytes().to_vec()),
            limit: text(RateLimitHeaders::LIMIT).and_then(|limit| limit.parse().ok()),
            remaining: text(RateLimitHeaders::REMAINING).and_then(|left| left.parse().ok()),
            reset_after: seconds(RateLimitHeaders::RESET_AFTER),
            retry_after: seconds(RETRY_AFTER.as_str()),
            global: text(RateLimitHeaders::SCOPE) == Some("global")
                || text("x-ratelimit-global") == Some("true"),
        }
    }

    /// Whether a 429 speaks of the whole bot.
    pub fn global(&self) -> bool {
        self.global
    }

    /// How long a 429 wants us to wait; the body is finer than the header.
    pub fn retry_after(&self, in_body: Option<f64>) -> Duration {
        in_body
            .and_then(duration)
            .or(self.retry_after)
            .unwrap_or(DEFAULT_RETRY_AFTER)
            .min(LONGEST_RETRY_AFTER)
    }

    /// What the limiter learns, if Discord said all of it.
    pub fn permit(&self) -> Option<RateLimitHeaders> {
        Some(RateLimitHeaders {
            bucket: self.bucket.clone()?,
            limit: self.limit?,
            remaining: self.remaining?,
            reset_at: (Instant::now() + self.reset_after?).into_std(),
        })
    }

    /// What the limiter learns of a 429: nothing more of this kind until `retry_after` has passed.
    pub fn exhausted(&self, bucket: Vec<u8>, retry_after: Duration) -> RateLimitHeaders {
        RateLimitHeaders {
            bucket: self.bucket.clone().unwrap_or(bucket),
            limit: self.limit.unwrap_or(1),
            remaining: 0,
            reset_at: (Instant::now() + retry_after).into_std(),
        }
    }
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn limits(pairs: &[(&'static str, &'static str)]) -> Limits {
        let headers = pairs.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        Limits::read(&headers.collect())
    }

    #[test]
    fn an_answer_without_a_bucket_teaches_nothing() {
        assert!(limits(&[("x-ratelimit-limit", "5")]).permit().is_none());
    }

    #[test]
    fn the_body_of_a_429_is_finer_than_its_header() {
        let limits = limits(&[("retry-after", "2")]);
        assert_eq!(limits.retry_after(Some(1.25)), Duration::from_millis(1250));
        assert_eq!(limits.retry_after(None), Duration::from_secs(2));
        assert_eq!(limits.retry_after(Some(-1.0)), Duration::from_secs(2));
        assert_eq!(limits.retry_after(Some(1e9)), LONGEST_RETRY_AFTER);
    }

    #[test]
    fn what_counts_against_the_bot_is_counted() {
        let counters = Counters::default();
        for status in [400, 401, 403, 404, 429, 500] {
            counters.refused(status, Instant::now());
        }
        assert_eq!((counters.invalid(), counters.rate_limited()), (3, 1));
    }

    #[test]
    fn long_before_discord_shuts_the_bot_out_nothing_more_is_sent() {
        let (counters, start) = (Counters::default(), Instant::now());
        let at = |nth: u64| start + Duration::from_millis(nth);
        for nth in 0..4_999 {
            counters.refused(403, at(nth));
        }
        assert_eq!(counters.braked_until(), None);
        counters.refused(404, at(4_999));
        assert_eq!(counters.braked_until(), None, "that is not invalid");
        counters.refused(403, at(5_000));
        assert_eq!(counters.braked_until(), Some(at(0) + INVALID_WITHIN));
        // One more, and the second is the first that counts.
        counters.refused(401, at(5_001));
        assert_eq!(counters.braked_until(), Some(at(1) + INVALID_WITHIN));
    }
}
