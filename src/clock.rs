//! The one place that knows what time it is. In production the system's clock; in tests one that
//! stands until it is moved; in the interactive sandbox one that runs from an offset and can be moved.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use tokio::sync::watch;

/// The longest nap before the wall clock is looked at again: a laptop that slept, or a clock that
/// was set, is noticed within this time.
const LONGEST_NAP: Duration = Duration::from_secs(30);

/// What time it is, in whole milliseconds.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System(Arc<Shown>),
    Movable(watch::Receiver<Reading>),
}

/// What the system's clock was seen to show, in milliseconds.
#[derive(Debug)]
struct Shown {
    last: AtomicI64,
    /// The latest that it showed before it was set back.
    before_set_back: AtomicI64,
}

/// Threads read the clock side by side; that is no clock that was set back.
const READ_SIDE_BY_SIDE: i64 = 1_000;

impl Shown {
    fn note(&self, now: DateTime<Utc>) {
        let now = now.timestamp_millis();
        let last = self.last.swap(now, Ordering::SeqCst);
        if now < last.saturating_sub(READ_SIDE_BY_SIDE) {
            self.before_set_back.fetch_max(last, Ordering::SeqCst);
        }
    }
}

/// Whether a movable clock runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It shows the same instant until it is moved.
    Standing,
    /// It runs at the speed of real time from where it was set.
    Running,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    at: DateTime<Utc>,
    /// When `at` was set, for a clock that runs.
    running_since: Option<Instant>,
    /// The latest that it showed before it was set back.
    before_set_back: Option<DateTime<Utc>>,
}

impl Reading {
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    fn set(at: DateTime<Utc>, pace: Pace) -> Self {
        Self {
            at: at.trunc_subsecs(3),
            running_since: (pace == Pace::Running).then(Instant::now),
            before_set_back: None,
        }
    }

    fn now(&self) -> DateTime<Utc> {
        let ran = self
            .running_since
            .map_or(Duration::ZERO, |since| since.elapsed());
        (self.at + TimeDelta::from_std(ran).unwrap_or(TimeDelta::MAX)).trunc_subsecs(3)
    }
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        let never = || AtomicI64::new(i64::MIN);
        Self(Source::System(Arc::new(Shown {
            last: never(),
            before_set_back: never(),
        })))
    }

    /// A clock that shows `at`, and the hand that moves it. Dropping the hand leaves it where it is.
    #[must_use]
    pub fn movable(at: DateTime<Utc>, pace: Pace) -> (Self, Hand) {
        let (sender, receiver) = watch::channel(Reading::set(at, pace));
        let hand = Hand {
            reading: Arc::new(sender),
            pace,
        };
        (Self(Source::Movable(receiver)), hand)
    }

    /// What time it is.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System(shown) => {
                let now = Utc::now().trunc_subsecs(3);
                shown.note(now);
                now
            }
            Source::Movable(reading) => reading.borrow().now(),
        }
    }

    /// Whether the clock, which was set back, shows `at` for the second time or has yet to: how long ago
    /// that was nobody can tell by it.
    #[must_use]
    pub fn may_show_again(&self, at: DateTime<Utc>) -> bool {
        match &self.0 {
            Source::System(shown) => {
                at.timestamp_millis() <= shown.before_set_back.load(Ordering::SeqCst)
            }
            Source::Movable(reading) => reading
                .borrow()
                .before_set_back
                .is_some_and(|before| at <= before),
        }
    }

    /// Waits until the clock shows `at` or later.
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub async fn sleep_until(&self, at: DateTime<Utc>) {
        match &self.0 {
            Source::System(_) => {
                while let Some(left) = time_left(self.now(), at) {
                    tokio::time::sleep(left.min(LONGEST_NAP)).await;
                }
            }
            Source::Movable(reading) => wait_for(reading.clone(), at).await,
        }
    }
}

fn time_left(now: DateTime<Utc>, until: DateTime<Utc>) -> Option<Duration> {
    (until - now).to_std().ok().filter(|left| !left.is_zero())
}

/// Waits until a movable clock shows `at`, because it was moved or because it ran.
#[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
async fn wait_for(mut reading: watch::Receiver<Reading>, at: DateTime<Utc>) {
    loop {
        // Marked as seen before it is compared, so that no move goes unnoticed.
        let shown = *reading.borrow_and_update();
        let Some(left) = time_left(shown.now(), at) else {
            return;
        };
        let moved = async {
            if reading.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        if shown.running_since.is_some() {
            tokio::select! {
                () = moved => {}
                () = tokio::time::sleep(left.min(LONGEST_NAP)) => {}
            }
        } else {
            moved.await;
        }
    }
}

/// Moves a movable clock. Whoever waits for an instant that has come wakes.
#[derive(Clone, Debug)]
pub struct Hand {
    reading: Arc<watch::Sender<Reading>>,
    pace: Pace,
}

impl Hand {
    /// Sets the clock to `at`, forwards or back.
    pub fn move_to(&self, at: DateTime<Utc>) {
        self.reading.send_modify(|reading| {
            let (shown, before) = (reading.now(), reading.before_set_back);
            *reading = Reading::set(at, self.pace);
            let set_back = (reading.at < shown).then_some(shown);
            reading.before_set_back = before.max(set_back);
        });
    }

    /// Moves the clock by `step`.
    pub fn advance(&self, step: TimeDelta) {
        let now = self.reading.borrow().now();
        self.move_to(now + step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-23T12:00:00Z".parse().expect("an instant")
    }

    #[tokio::test]
    async fn a_standing_clock_wakes_its_sleepers_only_when_it_is_moved_far_enough() {
        let (clock, hand) = Clock::movable(noon(), Pace::Standing);
        let sleeper = clock.sleep_until(noon() + TimeDelta::hours(1));
        tokio::pin!(sleeper);
        hand.advance(TimeDelta::minutes(59));
        assert!(futures_util::poll!(&mut sleeper).is_pending());
        hand.advance(TimeDelta::minutes(1));
        sleeper.await;
        assert_eq!(clock.now(), noon() + TimeDelta::hours(1));
    }

    #[tokio::test]
    async fn a_time_in_the_past_is_not_waited_for() {
        let (clock, _hand) = Clock::movable(noon(), Pace::Standing);
        clock.sleep_until(noon() - TimeDelta::hours(1)).await;
    }

    #[test]
    fn a_clock_that_was_set_back_shows_again_what_it_showed_before() {
        let (clock, hand) = Clock::movable(noon(), Pace::Standing);
        let (one, two) = (noon() + TimeDelta::hours(1), noon() + TimeDelta::hours(2));
        hand.move_to(one);
        assert!(!clock.may_show_again(noon()));
        hand.move_to(noon());
        assert!(clock.may_show_again(one));
        hand.move_to(two);
        assert!(clock.may_show_again(one));
        assert!(!clock.may_show_again(two));
    }

    #[test]
    fn the_systems_clock_is_seen_to_be_set_back_and_not_to_be_read_side_by_side() {
        let clock = Clock::system();
        let Source::System(shown) = &clock.0 else {
            panic!("it is the system's");
        };
        shown.note(noon());
        shown.note(noon() - TimeDelta::milliseconds(3));
        assert!(!clock.may_show_again(noon()));
        shown.note(noon() - TimeDelta::hours(1));
        assert!(clock.may_show_again(noon() - TimeDelta::seconds(1)));
        assert!(!clock.may_show_again(noon() + TimeDelta::seconds(1)));
    }

    #[test]
    fn a_running_clock_never_stands_behind_where_it_was_set() {
        let (clock, hand) = Clock::movable(noon(), Pace::Running);
        hand.advance(TimeDelta::days(7));
        assert!(clock.now() >= noon() + TimeDelta::days(7));
    }
}
