//! Zones by region and city, for whoever picks one from menus.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    places::{self, Place},
    search::{self, Match},
};

/// A part of the world, as zones are named for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region(&'static str);

const REGIONS: [Region; 9] = [
    Region("Africa"),
    Region("America"),
    Region("Antarctica"),
    Region("Asia"),
    Region("Atlantic"),
    Region("Australia"),
    Region("Europe"),
    Region("Indian"),
    Region("Pacific"),
];

impl Region {
    /// All there are.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &REGIONS
    }

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        REGIONS.into_iter().find(|region| region.0 == name)
    }

    /// What zones of it begin with.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Its zones with the time there now: first those of large cities, then the others, by name.
    #[must_use]
    pub fn cities(self, now: DateTime<Utc>) -> Vec<Match> {
        let of_it = |place: &&Place| {
            let area = place.zone.name().split('/').next();
            place.is_zones_own && area == Some(self.0)
        };
        let mut cities: Vec<&Place> = places::all().iter().filter(of_it).collect();
        // Places come by name, and the sort is stable.
        cities.sort_by_key(|place| !places::is_well_known(place.zone));
        cities
            .into_iter()
            .map(|place| search::shown(place, now))
            .collect()
    }
}

/// A zone with the time there now, as it is shown in a choice.
#[must_use]
pub fn shown(zone: Tz, now: DateTime<Utc>) -> Match {
    match search::own_place(zone) {
        Some(place) => search::shown(place, now),
        None => Match {
            zone,
            label: zone.name().to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_a_city_is_found_in_its_region_once_and_large_ones_first() {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        let mut all: Vec<Tz> = Vec::new();
        for region in Region::all() {
            let cities = region.cities(now);
            assert!(!cities.is_empty(), "{}", region.name());
            all.extend(cities.iter().map(|city| city.zone));
        }
        assert!(all.len() > 300, "{}", all.len());
        let mut once = all.clone();
        once.sort_by_key(|zone| zone.name());
        once.dedup();
        assert_eq!(once.len(), all.len());
        let america = Region::named("America").unwrap().cities(now);
        let first = america
            .iter()
            .take(25)
            .position(|city| city.zone == Tz::America__New_York);
        assert!(first.is_some(), "New York is on the first page");
        assert!(america[0].label.ends_with("now"), "{}", america[0].label);
    }
}
