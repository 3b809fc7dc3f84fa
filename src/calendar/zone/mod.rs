//! Time zones by name and by city. An unknown name is refused with the nearest ones, and never
//! taken for UTC.

mod abbreviations;
mod cities;
mod old_names;
mod places;
mod regions;
mod search;

use chrono_tz::{TZ_VARIANTS, Tz};

pub use regions::{Region, shown};
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
    Several,
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
            Reason::Several => format!("\"{given}\" is not one zone. Write {names}."),
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
        return Err(unknown(meanings.to_vec(), Reason::Several));
    }
    if let Some(zone) = by_name(name) {
        return Ok(zone);
    }
    match by_place(name)[..] {
        [zone] => Ok(zone),
        [] if is_offset(name) => Err(unknown(Vec::new(), Reason::Offset)),
        [] => Err(unknown(search::nearest(name), Reason::NoSuchName)),
        // Portland is in Oregon and in Maine.
        ref several => Err(unknown(several.to_vec(), Reason::Several)),
    }
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

/// The zones of all places of that name.
fn by_place(name: &str) -> Vec<Tz> {
    let exactly = |name: &str| {
        let folded = fold(name);
        let mut zones: Vec<Tz> = Vec::new();
        for place in places::all() {
            let is_it = place.folded == folded || fold(city_of(place)) == folded;
            if is_it && !zones.contains(&place.zone) {
                zones.push(place.zone);
            }
        }
        zones
    };
    match (exactly(name), name.split_once(',')) {
        // "Berlin, Germany": the city says enough.
        (zones, Some((city, _))) if zones.is_empty() => exactly(city),
        (zones, _) => zones,
    }
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
