//! How many requests go out in a second, whatever they are about. Discord counts them as they arrive, and one
//! may be faster on its way than another: so a second takes a little longer here. They go out in handfuls, a
//! tenth of a second's at a time: a whole second's at once would all be refused if it came a moment early.

use std::{collections::VecDeque, sync::Mutex, time::Duration};

use tokio::time::Instant;

use crate::discord::login::RequestsPerSecond;

/// A second, and by how much one request may be faster on its way than another.
const SECOND: Duration = Duration::from_millis(1_030);
/// How many handfuls that is.
const HANDFULS: u16 = 10;

/// Gives each request its turn.
#[derive(Debug)]
pub(super) struct Pace {
    /// How many requests may go out together,
    handful: u16,
    /// and in how much time no more.
    per: Duration,
    /// The latest turns, the first first: at most a handful.
    turns: Mutex<VecDeque<Instant>>,
}

impl Pace {
    pub fn new(granted: RequestsPerSecond) -> Self {
        let handful = (granted.get() / HANDFULS).max(1);
        Self {
            handful,
            per: SECOND * u32::from(handful) / u32::from(granted.get()),
            turns: Mutex::default(),
        }
    }

    /// When the next request may be sent, at `now` or later. It is that request's from now on. `None`, and
    /// nobody's, if that is past `deadline`.
    pub fn turn(&self, now: Instant, deadline: Instant) -> Option<Instant> {
        let mut turns = self.turns.lock().expect("nothing panics holding it");
        let full = turns.len() >= usize::from(self.handful);
        let first = turns.front().filter(|_| full);
        let at = first.map_or(now, |first| now.max(*first + self.per));
        if at >= deadline {
            return None;
        }
        if full {
            turns.pop_front();
        }
        turns.push_back(at);
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(granted: &str) -> Pace {
        Pace::new(RequestsPerSecond::parse(granted).expect("a pace"))
    }

    #[tokio::test]
    async fn in_no_second_are_there_more_turns_than_granted() {
        let (pace, start) = (pace("50"), Instant::now());
        let deadline = start + Duration::from_mins(1);
        let mut now = start;
        let mut turns = Vec::new();
        for nth in 0..500_u32 {
            // In fits and starts.
            now += Duration::from_millis(u64::from(nth % 7) * 9 / 2);
            let turn = pace.turn(now, deadline).expect("a turn");
            assert!(turn >= now);
            turns.push(turn);
        }
        for (first, last) in turns.iter().zip(&turns[50..]) {
            assert!(*last - *first >= SECOND);
        }
        for (first, last) in turns.iter().zip(&turns[5..]) {
            assert!(
                *last - *first >= SECOND / 10,
                "no more than a handful at once"
            );
        }
        // Nobody waits longer than that makes them.
        assert!(turns[499] - start <= SECOND * 10);
    }

    #[tokio::test]
    async fn a_turn_that_comes_too_late_is_taken_from_nobody() {
        let (pace, now) = (pace("1"), Instant::now());
        let soon = now + Duration::from_millis(500);
        assert_eq!(pace.turn(now, soon), Some(now));
        assert_eq!(pace.turn(now, soon), None);
        assert_eq!(pace.turn(now, now + 2 * SECOND), Some(now + SECOND));
    }
}
