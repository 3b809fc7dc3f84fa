//! A recurrence: a rule or one date. Reading it, keeping it, and the instants it stands for.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Once, Rule, Unreadable, crontab, phrase, unreadable::quotable, wall, words};

/// Longer input is refused unread.
const INPUT_CHARACTERS: usize = 200;

/// When something is said: by a rule, again and again, or once. In wall-clock time: what instants
/// these are depends on the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Crontab's five fields, or a phrase that means such.
    Rule(Rule),
    /// One date and time.
    Once(Once),
}

impl Recurrence {
    /// Reads crontab's five fields, a phrase ("mondays 9:00") or one date ("1 dec 18:00").
    ///
    /// # Errors
    ///
    /// What can't be read, never comes, is past, or would be more often than hourly.
    pub fn parse(input: &str, now: DateTime<Utc>, zone: Tz) -> Result<Self, Unreadable> {
        let input = input.trim().trim_matches('`').trim();
        if input.is_empty() {
            return Err(Unreadable::Empty);
        }
        if input.chars().count() > INPUT_CHARACTERS {
            return Err(Unreadable::TooLong);
        }
        let recurrence = if crontab::is_meant(input) {
            Self::Rule(Rule::new(crontab::read(input)?))
        } else {
            phrase::read(input, now, zone)?
        };
        match &recurrence {
            Self::Once(once) => once.check(now, zone)?,
            Self::Rule(rule) if rule.next_wall(wall::clock(now, zone)).is_none() => {
                return Err(Unreadable::Never(quotable(input)));
            }
            Self::Rule(_) => {}
        }
        Ok(recurrence)
    }

    /// The text that the store keeps: the same times have the same text.
    #[must_use]
    pub fn stored(&self) -> String {
        match self {
            Self::Rule(rule) => crontab::stored(rule.times()),
            Self::Once(once) => once.stored(),
        }
    }

    /// Reads what `stored` wrote. Nothing is compared with now: a date may have passed since.
    ///
    /// # Errors
    ///
    /// A text that `stored` does not write.
    pub fn from_stored(stored: &str) -> Result<Self, Unreadable> {
        match Once::from_stored(stored) {
            Some(once) => Ok(Self::Once(once)),
            None => Ok(Self::Rule(Rule::new(crontab::from_stored(stored)?))),
        }
    }

    /// The first instant that is strictly later than `after`. `None` where there is no more.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Once(once) => once.instant(zone).filter(|at| *at > after),
            Self::Rule(rule) => {
                // What the wall showed at `after` or before stands for no later instant.
                let mut shown = wall::clock(after, zone);
                loop {
                    shown = rule.next_wall(shown)?;
                    let at = wall::instant(shown, zone)?;
                    // Not so in the second pass of a fold, whose times were the first's.
                    if at > after {
                        return Some(at);
                    }
                }
            }
        }
    }

    /// All instants later than `after`, each later than the one before.
    pub fn upcoming(
        &self,
        after: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        std::iter::successors(self.next_after(after, zone), move |at| {
            self.next_after(*at, zone)
        })
    }

    /// What it means: "Mondays at 09:00".
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Rule(rule) => words::rule(rule.times()),
            Self::Once(once) => format!("{}, once", words::date_and_time(once.wall())),
        }
    }

    /// What was understood, in at most 100 characters: "Mondays at 09:00 · next: Mon 23 Nov".
    #[must_use]
    pub fn echo(&self, now: DateTime<Utc>, zone: Tz) -> String {
        let next = self.next_after(now, zone);
        words::echo(
            self,
            next.map(|at| wall::clock(at, zone)),
            wall::clock(now, zone),
        )
    }
}
