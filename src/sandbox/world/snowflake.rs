//! Discord's ids: 42 bits of milliseconds since 2015, ten of who made it, then a counter. Made from the
//! sandbox's clock, unique and increasing even while that clock stands or goes back.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The first millisecond of 2015 in unix time, Discord's epoch.
const EPOCH_MS: i64 = 1_420_070_400_000;
/// How many bits of an id lie below its milliseconds.
const BELOW_TIME: u32 = 22;
/// How many bits of an id count those of one maker in one millisecond.
const BELOW_MAKER: u32 = 12;
/// How many makers can be told apart.
const MAKERS: u64 = 1 << (BELOW_TIME - BELOW_MAKER);

/// The id of anything in Discord. In JSON a string, as Discord sends it.
#[derive(Clone, Copy, Debug, Default, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(u64);

impl Id {
    /// The id with this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The smallest id that could have been made at `at`.
    #[must_use]
    pub fn first_at(at: DateTime<Utc>) -> Self {
        let since = at.timestamp_millis().saturating_sub(EPOCH_MS);
        Self(u64::try_from(since).unwrap_or(0) << BELOW_TIME)
    }

    /// When it was made.
    #[must_use]
    pub fn made_at(self) -> DateTime<Utc> {
        let since = i64::try_from(self.0 >> BELOW_TIME).unwrap_or(i64::MAX);
        DateTime::from_timestamp_millis(since.saturating_add(EPOCH_MS)).unwrap_or_default()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// Makes ids, each larger than all before it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Snowflakes {
    last: Id,
    /// What Discord calls a worker and a process.
    #[serde(default)]
    maker: u64,
}

impl Snowflakes {
    /// The next id at `now`.
    pub fn next(&mut self, now: DateTime<Utc>) -> Id {
        // Of a clock that was set back the ids go on where they were, each maker's apart there, too.
        let now = now.max(self.last.made_at());
        let first = Id(Id::first_at(now).0 | self.maker << BELOW_MAKER);
        self.last = first.max(Id(self.last.0 + 1));
        self.last
    }

    /// Is another maker from now on, whose ids are others at the same time.
    pub fn begin_anew(&mut self) {
        self.maker = (self.maker + 1) % MAKERS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_while_the_clock_stands_and_when_it_goes_back() {
        let noon: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let mut snowflakes = Snowflakes::default();
        let first = snowflakes.next(noon);
        let second = snowflakes.next(noon);
        let third = snowflakes.next(noon - chrono::TimeDelta::hours(1));
        assert!(first < second && second < third);
        assert_eq!(first.made_at(), noon);
    }

    #[test]
    fn ids_that_were_lost_are_not_made_again_at_the_same_time() {
        let noon: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let mut lost = Snowflakes::default();
        let mut taken_up = lost.clone();
        taken_up.begin_anew();
        let lost: Vec<_> = (0..100).map(|_| lost.next(noon)).collect();
        let made: Vec<_> = (0..100).map(|_| taken_up.next(noon)).collect();
        assert!(made.iter().all(|id| !lost.contains(id)));
        assert!(made.iter().all(|id| id.made_at() == noon));
    }

    #[test]
    fn ids_that_were_lost_are_not_made_again_by_a_clock_that_went_back() {
        let noon: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let mut lost = Snowflakes::default();
        lost.next(noon);
        let mut taken_up = lost.clone();
        taken_up.begin_anew();
        let earlier = noon - chrono::TimeDelta::days(2);
        let lost: Vec<_> = (0..100).map(|_| lost.next(earlier)).collect();
        let made: Vec<_> = (0..100).map(|_| taken_up.next(earlier)).collect();
        assert!(made.iter().all(|id| !lost.contains(id)));
        assert!(made.is_sorted());
    }
}
