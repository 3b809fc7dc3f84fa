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
    /// The earliest that it was set back to.
    set_back_to: AtomicI64,
}

/// Threads read the clock side by side; that is no clock that was set back.
const READ_SIDE_BY_SIDE: i64 = 1_000;

impl Shown {
    fn set_back(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let read =
            |millis: &AtomicI64| DateTime::from_timestamp_millis(millis.load(Ordering::SeqCst));
        // What was never set is no instant.
        read(&self.before_set_back).zip(read(&self.set_back_to))
    }

    fn note(&self, now: DateTime<Utc>) {
        let now = now.timestamp_millis();
        let last = self.last.swap(now, Ordering::SeqCst);
        if now < last.saturating_sub(READ_SIDE_BY_SIDE) {
            self.before_set_back.fetch_max(last, Ordering::SeqCst);
            self.set_back_to.fetch_min(now, Ordering::SeqCst);
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
    /// The latest that it showed before it was set back, and the earliest that it was set back to.
    set_back: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Reading {
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    fn set(at: DateTime<Utc>, pace: Pace) -> Self {
        Self {
            at: at.trunc_subsecs(3),
            running_since: (pace == Pace::Running).then(Instant::now),
            set_back: None,
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
        Self(Source::System(Arc::new(Shown {
            last: AtomicI64::new(i64::MIN),
            before_set_back: AtomicI64::new(i64::MIN),
            set_back_to: AtomicI64::new(i64::MAX),
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

    /// The earliest that it can really have been when the clock showed `at`: long before, if it was wrong
    /// then and has been set back since.
    #[must_use]
    pub fn earliest(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let set_back = match &self.0 {
            Source::System(shown) => shown.set_back(),
            Source::Movable(reading) => reading.borrow().set_back,
        };
        match set_back {
            Some((before, to)) if at <= before => at.min(to),
            _ => at,
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
            let (shown, earlier) = (reading.now(), reading.set_back);
            *reading = Reading::set(at, self.pace);
            let now = (reading.at < shown).then_some((shown, reading.at));
            let both = earlier.zip(now);
            reading.set_back = both
                .map(|(one, two)| (one.0.max(two.0), one.1.min(two.1)))
                .or(earlier)
                .or(now);
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
    fn when_it_was_before_a_clock_was_set_back_nobody_can_tell() {
        let (clock, hand) = Clock::movable(noon(), Pace::Standing);
        let [one, two, three] = [1, 2, 3].map(|hours| noon() + TimeDelta::hours(hours));
        hand.move_to(two);
        assert_eq!(clock.earliest(one), one);
        hand.move_to(one);
        hand.move_to(three);
        assert_eq!(clock.earliest(two), one);
        assert_eq!(clock.earliest(three), three);
        hand.move_to(noon());
        assert_eq!(clock.earliest(three), noon());
    }

    #[test]
    fn the_systems_clock_is_seen_to_be_set_back_and_not_to_be_read_side_by_side() {
        let clock = Clock::system();
        let Source::System(shown) = &clock.0 else {
            panic!("it is the system's");
        };
        let second = TimeDelta::seconds(1);
        shown.note(noon());
        shown.note(noon() - TimeDelta::milliseconds(3));
        assert_eq!(clock.earliest(noon()), noon());
        shown.note(noon() - TimeDelta::hours(1));
        assert_eq!(
            clock.earliest(noon() - second),
            noon() - TimeDelta::hours(1)
        );
        assert_eq!(clock.earliest(noon() + second), noon() + second);
    }

    #[test]
    fn a_running_clock_never_stands_behind_where_it_was_set() {
        let (clock, hand) = Clock::movable(noon(), Pace::Running);
        hand.advance(TimeDelta::days(7));
        assert!(clock.now() >= noon() + TimeDelta::days(7));
    }
}
