//! What can't be read or can't be kept: one sentence each, which says what is wrong and what to
//! write instead. People read these while they type, in a choice of at most 100 characters.

use chrono::NaiveDate;

use super::words;

/// As long as a choice of Discord's autocomplete may be.
const CHOICE_CHARACTERS: usize = 100;

/// Why a time was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("Write when, for example \"mondays 9:00\" or \"1 dec 18:00\".")]
    Empty,
    #[error("That is too long. Write it like \"mondays 9:00\" or \"1 dec 18:00\".")]
    TooLong,
    #[error("I can't read \"{0}\". Write it like \"mondays 9:00\" or \"1 dec 18:00\".")]
    Word(String),
    #[error(
        "Those words don't add up to a time. Write it like \"mondays 9:00\" or \"1 dec 18:00\"."
    )]
    Muddled,
    #[error("At what time? Write for example \"{0} 9:00\".")]
    NoTime(String),
    #[error("On which day? Write for example {0}.")]
    NoDay(String),
    #[error("\"{0}\" is no time of day. Write it like 9:00, 18:30 or 6pm.")]
    NoSuchTime(String),
    #[error("Name one time of day. For two, make two schedules, or use crontab: 0 9,18 * * 1.")]
    TwoTimes,
    #[error("The time zone has its own option, zone. Leave \"{0}\" out here.")]
    ZoneWithin(String),
    #[error(
        "\"Every other\" can't be kept. Write \"mondays 9:00\" or \"monthly on the 1st and 15th 9:00\"."
    )]
    EverySecond,
    #[error(
        "\"Last\" can't be kept, as months differ. Write \"monthly on the 28th 9:00\" or \"4th friday 9:00\"."
    )]
    Last,
    #[error(
        "Only a few months have a fifth one. Write first to fourth, as in \"first monday 9:00\"."
    )]
    Fifth,
    #[error("At which minute? Write for example \"hourly at :15\".")]
    NoMinute,
    #[error(
        "A day has no even number of {0} hours. Write \"every 6 hours at :15\" or \"daily 9:00\"."
    )]
    Uneven(u32),
    #[error("{} is a {}. Leave the weekday out, or write another date.", .0.format("%-d %b %Y"), .0.format("%A"))]
    WrongWeekday(NaiveDate),
    #[error("Nothing goes out more than once an hour. Write \"hourly at :15\" or \"daily 9:00\".")]
    TooOften,
    #[error(
        "The minute must be one number, for at most one post an hour: write 0 9 * * 1, not {0}."
    )]
    ManyMinutes(String),
    #[error("{0} can be read two ways. Write it like \"1 dec 18:00\" or \"2026-12-01 18:00\".")]
    AmbiguousDate(String),
    #[error("There is no {0}. Look at the calendar and write another day.")]
    NoSuchDate(String),
    #[error("{} is past. Write a later one, or a rule such as \"mondays 9:00\".", words::date_and_time(*.0))]
    Past(chrono::NaiveDateTime),
    #[error("{} is more than two years ahead. Write a nearer date.", words::date(*.0))]
    TooFar(NaiveDate),
    #[error("Write until when, for example \"1 jan\", \"2026-12-24\" or \"24 dec 18:00\".")]
    NotADay,
    #[error("{} is past. Write a later day.", words::date_and_time(*.0))]
    DayPast(chrono::NaiveDateTime),
    #[error("{0} never comes: the calendar has no such day. Choose another day or month.")]
    Never(String),
    #[error(
        "crontab has five fields: minute, hour, day, month, weekday. This has {0}. Write 0 9 * * 1."
    )]
    FieldCount(usize),
    #[error(
        "crontab has no seconds and no year. Write minute, hour, day, month, weekday: 0 9 * * 1."
    )]
    SixFields,
    #[error("\"{text}\" is no {field} in crontab: {range}. For example 0 9 * * 1.")]
    Field {
        field: &'static str,
        text: String,
        range: &'static str,
    },
    #[error("\"{text}\" ({field}) runs backwards. Write {instead}.")]
    Backwards {
        field: &'static str,
        text: String,
        instead: String,
    },
    #[error("\"{text}\" ({field}): a step needs a range. Write {instead}.")]
    StepWithoutRange {
        field: &'static str,
        text: String,
        instead: String,
    },
    #[error(
        "crontab has no {0}. Write * for any day, or words: \"first monday of the month 9:00\"."
    )]
    Extension(char),
    #[error("\"{0}\" is no nickname in crontab. Write @weekly or @daily, or \"mondays 9:00\".")]
    Nickname(String),
}

impl Unreadable {
    /// The sentence, cut to the 100 characters of a choice where what was typed made it longer.
    #[must_use]
    pub fn short(&self) -> String {
        words::within(&self.to_string(), CHOICE_CHARACTERS)
    }
}

/// A piece of what was typed, fit to be quoted in a sentence: one line, short, and without what
/// Discord would read as formatting or a mention.
pub(super) fn quotable(piece: &str) -> String {
    let plain: String = piece
        .chars()
        .map(|c| {
            if "`_~|<>@\"\\".contains(c) || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    words::within(&plain, 24)
}
