//! A set of small numbers, as a field of crontab holds: hours, days, months, weekdays.

use std::ops::RangeInclusive;

/// A set of numbers under 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Set(u64);

impl Set {
    pub const EMPTY: Self = Self(0);
    pub const HOURS: Self = Self::range(0, 23);
    pub const DAYS: Self = Self::range(1, 31);
    pub const MONTHS: Self = Self::range(1, 12);
    pub const WEEKDAYS: Self = Self::range(0, 6);
    pub const MONDAY_TO_FRIDAY: Self = Self::range(1, 5);
    pub const WEEKEND: Self = Self(1 | 1 << 6);

    pub const fn range(first: u8, last: u8) -> Self {
        Self((u64::MAX >> (63 - last)) & (u64::MAX << first))
    }

    pub const fn of(number: u8) -> Self {
        Self(1 << number)
    }

    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn contains(self, number: u8) -> bool {
        self.0 >> number & 1 == 1
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The numbers, lowest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..64).filter(move |number| self.contains(*number))
    }

    /// The only number, where there is one only.
    pub fn only(self) -> Option<u8> {
        self.iter().next().filter(|_| self.len() == 1)
    }

    /// Crontab's shortest plain way to write it: numbers, ranges, ranges with a step.
    pub fn written(self, all: Self) -> String {
        if self == all {
            return "*".to_owned();
        }
        let numbers: Vec<u8> = self.iter().collect();
        if let [first, second, .., last] = numbers[..] {
            let step = second - first;
            let even = numbers.windows(2).all(|pair| pair[1] - pair[0] == step);
            if step > 1 && even && numbers.len() > 2 {
                return format!("{first}-{last}/{step}");
            }
        }
        let written: Vec<String> = runs(&numbers).into_iter().map(written_run).collect();
        written.join(",")
    }
}

impl FromIterator<u8> for Set {
    fn from_iter<I: IntoIterator<Item = u8>>(numbers: I) -> Self {
        numbers
            .into_iter()
            .fold(Self::EMPTY, |set, number| set.union(Self::of(number)))
    }
}

fn runs(numbers: &[u8]) -> Vec<RangeInclusive<u8>> {
    numbers
        .chunk_by(|one, next| one + 1 == *next)
        .map(|run| run[0]..=run[run.len() - 1])
        .collect()
}

fn written_run(run: RangeInclusive<u8>) -> String {
    let (first, last) = run.into_inner();
    match last - first {
        0 => first.to_string(),
        1 => format!("{first},{last}"),
        _ => format!("{first}-{last}"),
    }
}
