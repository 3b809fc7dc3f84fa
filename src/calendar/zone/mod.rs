//! Time zones by name and by city. An unknown name is refused with the nearest ones, and never
//! taken for UTC.

mod abbreviations;
mod cities;
mod old_names;
mod places;
mod search;

use chrono_tz::{TZ_VARIANTS, Tz};

pub use search::{Match, search};

use super::unreadable::quotable;
use old_names::OLD_NAMES;
use places::{Place, fold};

/// A name that is no zone's and no place's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct UnknownZone {
    given: String,
    /// The zones that may have been meant, the likeliest first.
    pub nearest: Vec<Tz>,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    NoSuchName,
    Abbreviation,
    Offset,
}

impl UnknownZone {
    fn sentence(&self) -> String {
        let Self { given, .. } = self;
        let names: Vec<&str> = self.nearest.iter().map(|zone| zone.name()).collect();
        let names = names.join(" or ");
        match self.reason {
            Reason::Offset => {
                format!("\"{given}\" ignores clock changes. Write a city instead, such as Berlin.")
            }
            Reason::Abbreviation => format!("\"{given}\" is not one zone. Write {names}."),
            Reason::NoSuchName if names.is_empty() => {
                format!(
                    "I know no time zone \"{given}\". Write a large city near you, such as Berlin."
                )
            }
            Reason::NoSuchName => format!("I know no time zone \"{given}\". Did you mean {names}?"),
        }
    }
}

/// The zone of that name: an IANA name in any case ("europe/berlin"), or a city or country
/// ("Berlin", "são paulo"). An old name gives the zone that it became.
///
/// # Errors
///
/// A name that no zone has, with the nearest ones; an abbreviation or a bare offset, which say too little.
pub fn parse(name: &str) -> Result<Tz, UnknownZone> {
    let name = name.trim();
    let unknown = |nearest: Vec<Tz>, reason| UnknownZone {
        given: quotable(name),
        nearest,
        reason,
    };
    let meanings = abbreviations::meanings(name);
    if !meanings.is_empty() {
        return Err(unknown(meanings.to_vec(), Reason::Abbreviation));
    }
    by_name(name).or_else(|| by_place(name)).ok_or_else(|| {
        if is_offset(name) {
            unknown(Vec::new(), Reason::Offset)
        } else {
            unknown(search::nearest(name), Reason::NoSuchName)
        }
    })
}

/// Whether it is an abbreviation such as CET, which names a zone but not one only.
pub(super) fn is_abbreviation(name: &str) -> bool {
    !abbreviations::meanings(name).is_empty()
}

/// The version of the time zone data, such as "2025b". When it changes, next times may.
#[must_use]
pub fn data_version() -> &'static str {
    chrono_tz::IANA_TZDB_VERSION
}

fn by_name(name: &str) -> Option<Tz> {
    let name = name.replace(' ', "_");
    let old = OLD_NAMES
        .iter()
        .find(|(old, _)| old.eq_ignore_ascii_case(&name))
        .map(|(_, zone)| *zone);
    old.or_else(|| {
        TZ_VARIANTS
            .into_iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(&name))
    })
}

fn by_place(name: &str) -> Option<Tz> {
    let exactly = |name: &str| {
        let folded = fold(name);
        places::all()
            .iter()
            .filter(|place| place.folded == folded || fold(city_of(place)) == folded)
            .max_by_key(|place| place.is_zones_own)
            .map(|place| place.zone)
    };
    // "Berlin, Germany": the city says enough.
    exactly(name).or_else(|| exactly(name.split_once(',')?.0))
}

/// "Knox" of "Knox, Indiana".
fn city_of(place: &Place) -> &str {
    place.name.split(',').next().unwrap_or(&place.name)
}

/// "UTC+2", "GMT-5", "+02:00".
fn is_offset(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let rest = lower
        .trim_start_matches("utc")
        .trim_start_matches("gmt")
        .trim();
    rest.starts_with(['+', '-', '−'])
        && rest
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_digit() || ":. ".contains(c))
}
