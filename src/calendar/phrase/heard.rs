//! What a phrase says, word by word, whatever the order of the words. Whether it adds up is decided
//! by those who read a rule or a date from it.

use chrono::{NaiveDate, NaiveTime};

use super::{dates, time};
use crate::calendar::{
    names::{MONTHS, WEEKDAYS, position},
    set::Set,
    unreadable::{Unreadable, quotable},
    zone,
};

/// A day named by its distance from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relative {
    Today,
    Tomorrow,
    /// "this friday"
    This,
    /// "next friday"
    Next,
}

/// A word about how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    Every,
    Hourly,
    Weekly,
    Monthly,
    Yearly,
}

/// The parts of a phrase.
#[derive(Debug, Default)]
pub(super) struct Heard {
    often: Vec<Often>,
    pub weekdays: Set,
    pub day: bool,
    /// "1st", "third"
    pub ordinals: Set,
    pub months: Set,
    pub numbers: Vec<u32>,
    pub date: Option<NaiveDate>,
    pub relative: Option<Relative>,
    pub time: Option<NaiveTime>,
    /// The time as written, where it has a dot: 9.30.
    dotted: Option<String>,
    /// ":15"
    pub minute: Option<u8>,
}

/// Words that say nothing about when.
const FILLERS: [&str; 15] = [
    "and", "the", "of", "on", "in", "a", "once", "at", "from", "post", "oclock", "hrs", "sharp",
    "per", "@",
];

/// Hears every word of a phrase.
pub(super) fn hear(phrase: &str) -> Result<Heard, Unreadable> {
    let words = words(phrase);
    let mut heard = Heard::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).map_or("", String::as_str);
        let after_next = words.get(at + 2).map_or("", String::as_str);
        at += if let Some(set) = weekday_range(word, next, after_next) {
            heard.weekdays = heard.weekdays.union(set);
            3
        } else if matches!(word.as_str(), "at" | "@") && is_digits(next) {
            heard.set_time(time::read_bare(next)?)?;
            2
        } else {
            heard.word(word)?;
            1
        };
    }
    Ok(heard)
}

/// The words in lowercase, punctuation gone; "9 am" as one, "mon-fri" as three.
fn words(phrase: &str) -> Vec<String> {
    let plain = phrase
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace(['\'', '’'], "")
        .replace(['–', '—'], "-")
        .replace([',', '&', '+', ';', '(', ')', '!'], " and ");
    let mut words: Vec<String> = Vec::new();
    for word in plain.split_whitespace() {
        let word = word.trim_end_matches('.');
        let after_a_number = words
            .last_mut()
            .filter(|last| last.starts_with(|c: char| c.is_ascii_digit()));
        match (word, after_a_number, word.split_once('-')) {
            ("am" | "pm", Some(number), _) => number.push_str(word),
            (_, _, Some((first, last))) if weekday(first).is_some() && weekday(last).is_some() => {
                words.extend([first.to_owned(), "to".to_owned(), last.to_owned()]);
            }
            // "bi-weekly"
            _ if word.starts_with(char::is_alphabetic) => words.push(word.replace('-', "")),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

impl Heard {
    pub fn says(&self, often: Often) -> bool {
        self.often.contains(&often)
    }

    /// Whether it says how often in any way.
    pub fn recurs(&self) -> bool {
        !self.often.is_empty()
    }

    /// Takes a weekday alone for the next such day.
    pub fn mean_the_coming_weekday(&mut self) {
        let alone = self.date.is_none() && self.months.is_empty() && self.numbers.is_empty();
        if alone && self.relative.is_none() && self.weekdays.only().is_some() {
            self.relative = Some(Relative::Next);
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Unreadable> {
        match word {
            "every" | "each" | "all" => self.often.push(Often::Every),
            "weekly" | "week" | "weeks" => self.often.push(Often::Weekly),
            "monthly" | "month" | "months" => self.often.push(Often::Monthly),
            "yearly" | "annually" | "year" | "years" => self.often.push(Often::Yearly),
            "hourly" | "hour" | "hours" => self.often.push(Often::Hourly),
            "minute" | "minutes" | "minutely" | "seconds" => return Err(Unreadable::TooOften),
            "day" | "days" | "daily" | "everyday" => self.day = true,
            "weekday" | "weekdays" | "workday" | "workdays" => {
                self.add_weekdays(Set::MONDAY_TO_FRIDAY);
            }
            "weekend" | "weekends" => self.add_weekdays(Set::WEEKEND),
            "other" | "alternate" | "biweekly" | "fortnight" | "fortnightly" => {
                return Err(Unreadable::EverySecond);
            }
            "two" => self.numbers.push(2),
            "three" => self.numbers.push(3),
            "last" => return Err(Unreadable::Last),
            "today" | "tonight" => self.set_relative(Relative::Today)?,
            "tomorrow" => self.set_relative(Relative::Tomorrow)?,
            "this" => self.set_relative(Relative::This)?,
            "next" => self.set_relative(Relative::Next)?,
            _ if FILLERS.contains(&word) => {}
            _ => return self.value(word),
        }
        Ok(())
    }

    /// A word that carries a value: a name, a number, a time, a date.
    fn value(&mut self, word: &str) -> Result<(), Unreadable> {
        if let Some(day) = weekday(word) {
            self.add_weekdays(Set::of(day));
        } else if let Some(month) = position(word, &MONTHS) {
            self.months = self.months.union(Set::of(month + 1));
        } else if let Some(ordinal) = ordinal(word) {
            self.ordinals = self.ordinals.union(Set::of(ordinal));
        } else if is_digits(word) {
            let number = word.parse().map_err(|_| unknown(word))?;
            self.numbers.push(number);
        } else if let Some(minute) = word.strip_prefix(':').filter(|rest| is_digits(rest)) {
            let minute: Option<u8> = minute.parse().ok();
            let minute = minute.filter(|minute| *minute < 60);
            self.minute = Some(minute.ok_or_else(|| Unreadable::NoSuchTime(quotable(word)))?);
        } else if let Some(moment) = dates::read(word) {
            let (date, time) = moment?;
            if self.date.replace(date).is_some() {
                return Err(Unreadable::Muddled);
            }
            if let Some(time) = time {
                self.set_time(time)?;
            }
        } else if let Some(time) = time::read(word) {
            let time = time?;
            if word.contains('.') {
                self.dotted = Some(word.to_owned());
            }
            self.set_time(time)?;
        } else {
            return Err(unknown(word));
        }
        Ok(())
    }

    fn add_weekdays(&mut self, set: Set) {
        self.weekdays = self.weekdays.union(set);
    }

    fn set_time(&mut self, time: NaiveTime) -> Result<(), Unreadable> {
        match (self.time.replace(time), &self.dotted) {
            (None, _) => Ok(()),
            // "1.12 18:00": the first looks like a time, but was meant as a date.
            (Some(_), Some(dotted)) => Err(Unreadable::AmbiguousDate(quotable(dotted))),
            (Some(_), None) => Err(Unreadable::TwoTimes),
        }
    }

    fn set_relative(&mut self, relative: Relative) -> Result<(), Unreadable> {
        match self.relative.replace(relative) {
            None => Ok(()),
            Some(_) => Err(Unreadable::Muddled),
        }
    }
}

/// "mon to fri" as a set.
fn weekday_range(first: &str, to: &str, last: &str) -> Option<Set> {
    if !matches!(to, "to" | "through" | "thru" | "till" | "until" | "-") {
        return None;
    }
    let (first, last) = (weekday(first)?, weekday(last)?);
    let last = if last < first { last + 7 } else { last };
    Some((first..=last).map(|day| day % 7).collect())
}

/// "mon", "monday", "mondays": Sunday is 0.
fn weekday(word: &str) -> Option<u8> {
    position(word, &WEEKDAYS).or_else(|| position(word.strip_suffix('s')?, &WEEKDAYS))
}

/// "1st", "third".
fn ordinal(word: &str) -> Option<u8> {
    const SPELT: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    if let Some(index) = SPELT.iter().position(|spelt| *spelt == word) {
        return u8::try_from(index + 1).ok();
    }
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))?;
    number.parse().ok().filter(|day| (1..=31).contains(day))
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn unknown(word: &str) -> Unreadable {
    let is_zone = zone::parse(word).is_ok() || zone::is_abbreviation(word);
    if is_zone {
        Unreadable::ZoneWithin(quotable(word))
    } else {
        Unreadable::Word(quotable(word))
    }
}
