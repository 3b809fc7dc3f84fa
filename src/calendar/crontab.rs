//! Crontab's five fields, with crontab's meaning: 0 and 7 are Sunday; where day and weekday are both
//! restricted either will do, unless one of them starts with `*`, when a day must be in both (the
//! rule of Vixie's cron). Weekdays may wrap, as in FRI-SUN.

use super::{
    names::{MONTHS, WEEKDAYS, position},
    rule::{Days, Times},
    set::Set,
    unreadable::{Unreadable, quotable},
};

/// After the five fields in the store: a day must be in both day fields, though neither starts with `*`.
const BOTH: &str = "both";

struct Field {
    name: &'static str,
    range: &'static str,
    first: u8,
    last: u8,
    /// What three or more letters may stand for, counted from `first`.
    names: &'static [&'static str],
}

const MINUTE: Field = Field {
    name: "minute",
    range: "it is 0 to 59",
    first: 0,
    last: 59,
    names: &[],
};
const HOUR: Field = Field {
    name: "hour",
    range: "it is 0 to 23",
    first: 0,
    last: 23,
    names: &[],
};
const DAY: Field = Field {
    name: "day",
    range: "it is 1 to 31",
    first: 1,
    last: 31,
    names: &[],
};
const MONTH: Field = Field {
    name: "month",
    range: "it is 1 to 12 or JAN to DEC",
    first: 1,
    last: 12,
    names: &MONTHS,
};
const WEEKDAY: Field = Field {
    name: "weekday",
    range: "it is 0 to 7 or MON to SUN",
    first: 0,
    last: 7,
    names: &WEEKDAYS,
};

/// Whether this was meant as crontab, rather than a phrase.
pub(super) fn is_meant(input: &str) -> bool {
    if input.starts_with('@') || input.contains('*') {
        return true;
    }
    let mut fields = input.split_whitespace();
    let numeric = |field: &str| {
        field.starts_with(|c: char| c.is_ascii_digit())
            && field
                .chars()
                .all(|c| c.is_ascii_digit() || "-,/".contains(c))
    };
    let (Some(minute), Some(hour), Some(day)) = (fields.next(), fields.next(), fields.next())
    else {
        return false;
    };
    let named = |field: &str, names: &[&str]| {
        numeric(field)
            || field
                .split([',', '-', '/'])
                .any(|part| position(part, names).is_some())
    };
    numeric(minute)
        && numeric(hour)
        && (numeric(day) || "?LW".contains(day))
        && fields.next().is_none_or(|month| named(month, &MONTHS))
        && fields
            .next()
            .is_none_or(|weekday| named(weekday, &WEEKDAYS) || weekday.contains('#'))
}

/// Reads the five fields, or a nickname such as `@weekly`.
pub(super) fn read(input: &str) -> Result<Times, Unreadable> {
    if let Some(nickname) = input.strip_prefix('@') {
        return read_nickname(nickname);
    }
    let fields: Vec<&str> = input.split_whitespace().collect();
    let [minute, hours, days, months, weekdays] = fields[..] else {
        return Err(match fields.len() {
            6 => Unreadable::SixFields,
            count => Unreadable::FieldCount(count),
        });
    };
    let minutes = MINUTE.read(minute)?;
    let weekday_set = WEEKDAY.read(weekdays)?;
    let starred = days.starts_with('*') || weekdays.starts_with('*');
    Ok(Times {
        minute: minutes
            .only()
            .ok_or_else(|| Unreadable::ManyMinutes(quotable(minute)))?,
        hours: HOUR.read(hours)?,
        days: DAY.read(days)?,
        months: MONTH.read(months)?,
        weekdays: weekday_set,
        join: if starred { Days::Both } else { Days::Either },
    })
}

fn read_nickname(nickname: &str) -> Result<Times, Unreadable> {
    let fields = match nickname.to_ascii_lowercase().as_str() {
        "hourly" => "0 * * * *",
        "daily" | "midnight" => "0 0 * * *",
        "weekly" => "0 0 * * 0",
        "monthly" => "0 0 1 * *",
        "yearly" | "annually" => "0 0 1 1 *",
        _ => return Err(Unreadable::Nickname(quotable(nickname))),
    };
    read(fields)
}

/// The five fields as people write them.
pub(super) fn written(times: &Times) -> String {
    format!(
        "{} {} {} {} {}",
        times.minute,
        times.hours.written(Set::HOURS),
        times.days.written(Set::DAYS),
        times.months.written(Set::MONTHS),
        times.weekdays.written(Set::WEEKDAYS),
    )
}

/// The text that the store keeps: the same rule has the same text.
pub(super) fn stored(times: &Times) -> String {
    let fields = written(times);
    if times.both_restricted() && times.join == Days::Both {
        format!("{fields} {BOTH}")
    } else {
        fields
    }
}

/// Reads what `stored` wrote.
pub(super) fn from_stored(stored: &str) -> Result<Times, Unreadable> {
    match stored.strip_suffix(BOTH) {
        Some(fields) => Ok(Times {
            join: Days::Both,
            ..read(fields)?
        }),
        None => read(stored),
    }
}

impl Field {
    fn read(&self, text: &str) -> Result<Set, Unreadable> {
        let others = match self.name {
            "day" => "?#LWlw",
            "weekday" => "?#Ll",
            _ => "?#",
        };
        if let Some(extension) = text.chars().find(|c| others.contains(*c)) {
            return Err(match extension {
                'L' | 'l' => Unreadable::Last,
                other => Unreadable::Extension(other),
            });
        }
        if text.split(',').any(str::is_empty) {
            return Err(self.refusal(text));
        }
        let sets: Result<Vec<Set>, Unreadable> =
            text.split(',').map(|item| self.read_item(item)).collect();
        Ok(sets?.into_iter().fold(Set::EMPTY, Set::union))
    }

    /// One item of a list: `*`, a number, a range, each with or without a step.
    fn read_item(&self, item: &str) -> Result<Set, Unreadable> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(self.step(step, item)?)),
            None => (item, None),
        };
        let numbers: Vec<u8> = if range == "*" {
            // Sunday is 0 or 7, but once a week.
            let last = if self.is_weekday() { 6 } else { self.last };
            (self.first..=last).collect()
        } else if let Some((first, last)) = range.split_once('-') {
            self.range(self.number(first, item)?, self.number(last, item)?, item)?
        } else if let (number, Some(step)) = (self.number(range, item)?, step) {
            return Err(Unreadable::StepWithoutRange {
                field: self.name,
                text: quotable(item),
                instead: format!("{number}-{}/{step}", self.last),
            });
        } else {
            vec![self.number(range, item)?]
        };
        Ok(numbers
            .into_iter()
            .step_by(step.unwrap_or(1))
            .map(|number| {
                if self.is_weekday() {
                    number % 7
                } else {
                    number
                }
            })
            .collect())
    }

    /// The numbers of a range, in the order in which a step counts them.
    fn range(&self, first: u8, last: u8, item: &str) -> Result<Vec<u8>, Unreadable> {
        if first <= last {
            return Ok((first..=last).collect());
        }
        if self.is_weekday() {
            return Ok((first..=last + 7).collect());
        }
        let instead = if first == self.last {
            format!("{first},{}-{last}", self.first)
        } else {
            format!("{first}-{},{}-{last}", self.last, self.first)
        };
        Err(Unreadable::Backwards {
            field: self.name,
            text: quotable(item),
            instead,
        })
    }

    fn step(&self, step: &str, item: &str) -> Result<usize, Unreadable> {
        step.parse()
            .ok()
            .filter(|step| (1..=usize::from(self.last)).contains(step))
            .ok_or_else(|| self.refusal(item))
    }

    fn number(&self, text: &str, item: &str) -> Result<u8, Unreadable> {
        if let Some(index) = position(text, self.names) {
            return Ok(self.first + index);
        }
        text.parse()
            .ok()
            .filter(|number| (self.first..=self.last).contains(number))
            .filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
            .ok_or_else(|| self.refusal(item))
    }

    fn refusal(&self, item: &str) -> Unreadable {
        Unreadable::Field {
            field: self.name,
            text: quotable(item),
            range: self.range,
        }
    }

    fn is_weekday(&self) -> bool {
        self.last == WEEKDAY.last
    }
}
