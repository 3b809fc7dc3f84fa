//! The places by which a zone is found: the cities that zones are named after, old names, other
//! large cities, and countries; made once.

use std::sync::LazyLock;

use chrono_tz::{TZ_VARIANTS, Tz};

use super::{
    cities::{CITIES, COUNTRIES},
    old_names::OLD_NAMES,
};

/// A name that leads to a zone.
pub(super) struct Place {
    /// As people read it: "New York", "Knox, Indiana".
    pub name: String,
    /// As it is compared: lowercase, without accents and punctuation.
    pub folded: String,
    pub zone: Tz,
    /// The zone's name, compared likewise.
    pub folded_zone: String,
    /// Whether the zone bears this very name.
    pub is_zones_own: bool,
}

/// All places, by name.
pub(super) fn all() -> &'static [Place] {
    static PLACES: LazyLock<Vec<Place>> = LazyLock::new(gather);
    &PLACES
}

/// Whether a large city or a country is known to have this zone.
pub(super) fn is_well_known(zone: Tz) -> bool {
    CITIES.iter().chain(&COUNTRIES).any(|(_, of)| *of == zone)
}

fn gather() -> Vec<Place> {
    let own = TZ_VARIANTS
        .iter()
        .filter(|zone| is_current_city(zone.name()) || **zone == Tz::UTC)
        .map(|zone| place(city(zone.name()), *zone, true));
    let old = OLD_NAMES
        .iter()
        .map(|(name, zone)| place(old_place(name), *zone, false));
    let others = CITIES
        .iter()
        .chain(&COUNTRIES)
        .map(|(name, zone)| place((*name).to_owned(), *zone, false));
    let mut places: Vec<Place> = own.chain(old).chain(others).collect();
    places.sort_by(|one, other| one.folded.cmp(&other.folded));
    places
}

fn place(name: String, zone: Tz, is_zones_own: bool) -> Place {
    Place {
        folded: fold(&name),
        folded_zone: fold(zone.name()),
        name,
        zone,
        is_zones_own,
    }
}

fn is_current_city(name: &str) -> bool {
    name.contains('/') && !name.starts_with("Etc/") && OLD_NAMES.iter().all(|(old, _)| *old != name)
}

/// "Knox, Indiana" of America/Indiana/Knox, "New York" of America/New_York.
fn city(zone: &str) -> String {
    let mut parts = zone.rsplit('/');
    let city = parts.next().unwrap_or(zone);
    match (parts.next(), parts.next()) {
        (Some(state), Some(_continent)) => format!("{city}, {state}"),
        _ => city.to_owned(),
    }
    .replace('_', " ")
}

/// "Calcutta" of Asia/Calcutta; "US Pacific" of US/Pacific, which is no city.
fn old_place(name: &str) -> String {
    const CONTINENTS: [&str; 9] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Europe",
        "Indian",
        "Pacific",
    ];
    match name.split_once('/') {
        Some((area, _)) if CONTINENTS.contains(&area) => city(name),
        _ => name.replace(['/', '_'], " "),
    }
}

/// Lowercase, without accents, each run of anything but letters and digits as one space.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(without_accent)
        .collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}
