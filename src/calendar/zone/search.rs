//! Finding a zone while somebody types a city.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    abbreviations,
    places::{self, Place, fold},
};
use crate::calendar::{wall, words};

/// As long as a choice of Discord's autocomplete may be.
const CHOICE_CHARACTERS: usize = 100;

/// How many zones a refusal names.
const NEAREST: usize = 2;

/// With fewer letters than this a refusal names no zone: too many are as near.
const LETTERS_TO_GUESS: usize = 3;

/// Offered while nothing is typed: around the world from west to east.
const WELL_KNOWN: [Tz; 16] = [
    Tz::America__Los_Angeles,
    Tz::America__Denver,
    Tz::America__Chicago,
    Tz::America__New_York,
    Tz::America__Sao_Paulo,
    Tz::UTC,
    Tz::Europe__London,
    Tz::Europe__Berlin,
    Tz::Africa__Lagos,
    Tz::Europe__Athens,
    Tz::Africa__Nairobi,
    Tz::Asia__Dubai,
    Tz::Asia__Kolkata,
    Tz::Asia__Singapore,
    Tz::Asia__Tokyo,
    Tz::Australia__Sydney,
];

/// A zone found, and how it is shown in a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The zone.
    pub zone: Tz,
    /// "Berlin (Europe/Berlin), 14:05 now", at most 100 characters.
    pub label: String,
}

/// How well a place fits, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Beginning,
    Word,
    ZoneName,
    /// With so many letters wrong.
    Alike(usize),
}

/// Zones whose city, country or name fits `query`, the best first, each zone once, at most `limit`.
/// With nothing typed, well-known ones.
#[must_use]
pub fn search(query: &str, now: DateTime<Utc>, limit: usize) -> Vec<Match> {
    let shown = |place: &Place| shown(place, now);
    let folded = fold(query);
    if folded.is_empty() {
        return WELL_KNOWN
            .iter()
            .filter_map(|zone| own_place(*zone))
            .take(limit)
            .map(shown)
            .collect();
    }
    let meant = abbreviations::meanings(query.trim())
        .iter()
        .filter_map(|zone| own_place(*zone));
    once_per_zone(meant.chain(fitting(&folded)))
        .into_iter()
        .take(limit)
        .map(shown)
        .collect()
}

/// The zones whose places are most like a name that is none of them.
pub(super) fn nearest(name: &str) -> Vec<Tz> {
    // The city is what is misspelt in "Europe/Berlim".
    let city = fold(name.rsplit('/').next().unwrap_or(name));
    if city.chars().count() < LETTERS_TO_GUESS {
        return Vec::new();
    }
    once_per_zone(fitting(&city).into_iter())
        .into_iter()
        .take(NEAREST)
        .map(|place| place.zone)
        .collect()
}

fn fitting(query: &str) -> Vec<&'static Place> {
    let mut found: Vec<(Fit, bool, &Place)> = places::all()
        .iter()
        .filter_map(|place| Some((fit(place, query)?, !place.is_zones_own, place)))
        .collect();
    if found.is_empty() {
        found = places::all()
            .iter()
            .filter_map(|place| Some((alike(place, query)?, !place.is_zones_own, place)))
            .collect();
    }
    // Places come by name, and the sort is stable.
    found.sort_by_key(|(fit, other_name, _)| (*fit, *other_name));
    found.into_iter().map(|(_, _, place)| place).collect()
}

fn fit(place: &Place, query: &str) -> Option<Fit> {
    let Place {
        folded,
        folded_zone,
        ..
    } = place;
    let begins_a_word = |(at, _): (usize, &str)| folded[..at].ends_with(' ');
    if folded == query {
        Some(Fit::Exact)
    } else if folded.starts_with(query) {
        Some(Fit::Beginning)
    } else if folded.match_indices(query).any(begins_a_word) {
        Some(Fit::Word)
    } else {
        folded_zone.contains(query).then_some(Fit::ZoneName)
    }
}

/// One letter wrong in four to six, two in more.
fn alike(place: &Place, query: &str) -> Option<Fit> {
    let letters = query.chars().count();
    let allowed = match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    // Measuring takes its time with thousands of letters, which are like no place.
    if letters.abs_diff(place.folded.chars().count()) > allowed {
        return None;
    }
    let wrong = strsim::osa_distance(&place.folded, query);
    (wrong <= allowed).then_some(Fit::Alike(wrong))
}

fn once_per_zone(places: impl Iterator<Item = &'static Place>) -> Vec<&'static Place> {
    let mut kept: Vec<&Place> = Vec::new();
    for place in places {
        if kept.iter().all(|other| other.zone != place.zone) {
            kept.push(place);
        }
    }
    kept
}

pub(super) fn own_place(zone: Tz) -> Option<&'static Place> {
    places::all()
        .iter()
        .find(|place| place.zone == zone && place.is_zones_own)
}

/// A place as it is shown in a choice.
pub(super) fn shown(place: &Place, now: DateTime<Utc>) -> Match {
    Match {
        zone: place.zone,
        label: label(place, now),
    }
}

fn label(place: &Place, now: DateTime<Utc>) -> String {
    let time = wall::clock(now, place.zone).format("%H:%M");
    let label = if place.name == place.zone.name() {
        format!("{}, {time} now", place.name)
    } else {
        format!("{} ({}), {time} now", place.name, place.zone.name())
    };
    words::within(&label, CHOICE_CHARACTERS)
}
