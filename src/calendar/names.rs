//! The names of weekdays and months, and what a few letters of one stand for.

pub(super) const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Which of `names`, counted from 0, three or more letters begin, in any case.
pub(super) fn position(letters: &str, names: &[&str]) -> Option<u8> {
    if letters.len() < 3 || !letters.is_ascii() {
        return None;
    }
    let begins = |name: &&str| {
        name.get(..letters.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(letters))
    };
    u8::try_from(names.iter().position(begins)?).ok()
}
