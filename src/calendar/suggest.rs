//! Phrases to offer while a moderator types.

/// What is offered, the likeliest first. Each of them can be read.
const PHRASES: [&str; 16] = [
    "mondays 9:00",
    "tuesdays 9:00",
    "wednesdays 9:00",
    "thursdays 9:00",
    "fridays 9:00",
    "saturdays 10:00",
    "sundays 10:00",
    "mondays, wednesdays and fridays 9:00",
    "every monday at 9:00",
    "every weekday at 18:30",
    "weekdays 18:30",
    "weekends 10:00",
    "daily 8:00",
    "first monday of the month 9:00",
    "monthly on the 1st at 9:00",
    "tomorrow 9:00",
];

/// Phrases that what was typed so far may be the beginning of; all of them where nothing was typed.
#[must_use]
pub fn suggestions(partial: &str) -> Vec<&'static str> {
    let partial = partial
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let begins = |phrase: &&str| phrase.starts_with(&partial);
    let holds = |phrase: &&str| phrase.contains(&partial) && !phrase.starts_with(&partial);
    PHRASES
        .into_iter()
        .filter(begins)
        .chain(PHRASES.into_iter().filter(holds))
        .collect()
}
