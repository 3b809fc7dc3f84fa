//! Times in words: what a rule or a date means, as a moderator would say it.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::{
    Recurrence, crontab,
    names::{MONTHS, WEEKDAYS},
    rule::{Days, Times},
    set::Set,
};

/// As long as a choice of Discord's autocomplete may be.
const CHOICE_CHARACTERS: usize = 100;

/// Days of the month that hold the first, second, third and fourth of each weekday.
const NTH: [(&str, Set); 4] = [
    ("first", Set::range(1, 7)),
    ("second", Set::range(8, 14)),
    ("third", Set::range(15, 21)),
    ("fourth", Set::range(22, 28)),
];

/// More hours or days than this are shown as crontab.
const MOST_LISTED: u32 = 6;

/// "Tue 1 Dec 2026".
pub(super) fn date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// "Tue 1 Dec 2026 at 18:00".
pub(super) fn date_and_time(wall: NaiveDateTime) -> String {
    wall.format("%a %-d %b %Y at %H:%M").to_string()
}

/// What a rule means, or its crontab where words would be longer.
pub(super) fn rule(times: &Times) -> String {
    match (days(times), hours(times)) {
        // "Every day, every hour" is only the latter.
        (Some(days), Some(hours)) if days == "Every day" && hours.starts_with("every") => {
            format!("E{}", &hours[1..])
        }
        (Some(days), Some(hours)) if hours.starts_with("every") => format!("{days}, {hours}"),
        (Some(days), Some(hours)) => format!("{days} {hours}"),
        _ => as_crontab(times),
    }
}

/// The days alone, as the beginning of a phrase: "mondays", "on the 1st of each month".
pub(super) fn lone_days(times: &Times) -> String {
    days(times).map_or_else(|| "mondays".to_owned(), |days| days.to_lowercase())
}

/// What was understood and when it comes next, in at most 100 characters: in words, or as crontab
/// where words would be cut.
pub(super) fn echo(
    recurrence: &Recurrence,
    next: Option<NaiveDateTime>,
    now: NaiveDateTime,
) -> String {
    let next = match (recurrence, next) {
        (_, None) => " · does not come again".to_owned(),
        // Its date is said already.
        (Recurrence::Once(_), Some(_)) => String::new(),
        (_, Some(next)) if next.year() == now.year() => {
            format!(" · next: {}", next.format("%a %-d %b"))
        }
        (_, Some(next)) => format!(" · next: {}", date(next.date())),
    };
    let room = CHOICE_CHARACTERS - next.chars().count();
    let meaning = match recurrence {
        Recurrence::Rule(rule) if recurrence.in_words().chars().count() > room => {
            as_crontab(rule.times())
        }
        _ => recurrence.in_words(),
    };
    format!("{}{next}", within(&meaning, room))
}

fn as_crontab(times: &Times) -> String {
    let crontab = crontab::written(times);
    if times.both_restricted() && times.join == Days::Both {
        format!("crontab `{crontab}`, on days that are in both")
    } else {
        format!("crontab `{crontab}`")
    }
}

/// The text, cut with an ellipsis to at most so many characters.
pub(super) fn within(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters - 1).collect();
    format!("{}…", kept.trim_end())
}

fn hours(times: &Times) -> Option<String> {
    let minute = times.minute;
    if times.hours == Set::HOURS {
        return Some(format!("every hour at :{minute:02}"));
    }
    if times.hours.len() > MOST_LISTED {
        return None;
    }
    let listed: Vec<String> = times
        .hours
        .iter()
        .map(|hour| format!("{hour:02}:{minute:02}"))
        .collect();
    Some(format!("at {}", list(&listed)))
}

fn days(times: &Times) -> Option<String> {
    let any_day = times.days == Set::DAYS;
    let any_weekday = times.weekdays == Set::WEEKDAYS;
    match (any_day, any_weekday) {
        (true, true) => Some(format!("Every day{}", in_months(times))),
        (true, false) => Some(format!("{}{}", weekdays(times.weekdays), in_months(times))),
        (false, true) => days_of_month(times, "On the "),
        (false, false) if times.join == Days::Either => {
            let days = days_of_month(times, "the ")?;
            Some(format!("{} and {days}", weekdays(times.weekdays)))
        }
        (false, false) => {
            let (nth, _) = NTH.iter().find(|(_, days)| *days == times.days)?;
            let names: Vec<String> = week_from_monday(times.weekdays)
                .map(|day| WEEKDAYS[usize::from(day)].to_owned())
                .collect();
            Some(format!(
                "On the {nth} {} of {}",
                list(&names),
                months(times)
            ))
        }
    }
}

fn days_of_month(times: &Times, before: &str) -> Option<String> {
    if times.days.len() > MOST_LISTED {
        return None;
    }
    let ordinals: Vec<String> = times.days.iter().map(ordinal).collect();
    Some(format!("{before}{} of {}", list(&ordinals), months(times)))
}

fn weekdays(set: Set) -> String {
    if set == Set::MONDAY_TO_FRIDAY {
        return "Weekdays".to_owned();
    }
    if set == Set::WEEKEND {
        return "Weekends".to_owned();
    }
    let names: Vec<String> = week_from_monday(set)
        .map(|day| format!("{}s", WEEKDAYS[usize::from(day)]))
        .collect();
    list(&names)
}

/// The weekdays of the set in the order of a week that starts on Monday.
fn week_from_monday(set: Set) -> impl Iterator<Item = u8> {
    (1..=7)
        .map(|day| day % 7)
        .filter(move |day| set.contains(*day))
}

fn months(times: &Times) -> String {
    if times.months == Set::MONTHS {
        return "each month".to_owned();
    }
    let names: Vec<String> = times
        .months
        .iter()
        .map(|month| MONTHS[usize::from(month) - 1].to_owned())
        .collect();
    list(&names)
}

fn in_months(times: &Times) -> String {
    if times.months == Set::MONTHS {
        String::new()
    } else {
        format!(" in {}", months(times))
    }
}

fn ordinal(day: u8) -> String {
    let ending = match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
