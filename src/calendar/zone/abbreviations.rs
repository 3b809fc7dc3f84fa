//! Abbreviations such as EST and CET. Most mean several zones or only half of a year, so they are
//! not taken as zones (the database's EST is Panama's), but they lead to the zones they may mean.

use chrono_tz::Tz;

const EASTERN: &[Tz] = &[Tz::America__New_York, Tz::America__Toronto];
const CENTRAL: &[Tz] = &[Tz::America__Chicago, Tz::America__Winnipeg];
const MOUNTAIN: &[Tz] = &[Tz::America__Denver, Tz::America__Phoenix];
const PACIFIC: &[Tz] = &[Tz::America__Los_Angeles, Tz::America__Vancouver];
const WESTERN_EUROPE: &[Tz] = &[Tz::Europe__Lisbon];
const CENTRAL_EUROPE: &[Tz] = &[Tz::Europe__Berlin, Tz::Europe__Paris];
const EASTERN_EUROPE: &[Tz] = &[Tz::Europe__Athens, Tz::Europe__Kyiv];
const EASTERN_AUSTRALIA: &[Tz] = &[Tz::Australia__Sydney, Tz::Australia__Brisbane];

const ABBREVIATIONS: [(&str, &[Tz]); 41] = [
    ("est", EASTERN),
    ("edt", EASTERN),
    ("et", EASTERN),
    ("est5edt", EASTERN),
    ("cst", CENTRAL),
    ("cdt", CENTRAL),
    ("ct", CENTRAL),
    ("cst6cdt", CENTRAL),
    ("mst", MOUNTAIN),
    ("mdt", MOUNTAIN),
    ("mt", MOUNTAIN),
    ("mst7mdt", MOUNTAIN),
    ("pst", PACIFIC),
    ("pdt", PACIFIC),
    ("pt", PACIFIC),
    ("pst8pdt", PACIFIC),
    ("akst", &[Tz::America__Anchorage]),
    ("akdt", &[Tz::America__Anchorage]),
    ("hst", &[Tz::Pacific__Honolulu]),
    ("ast", &[Tz::America__Halifax, Tz::Asia__Riyadh]),
    ("brt", &[Tz::America__Sao_Paulo]),
    ("wet", WESTERN_EUROPE),
    ("west", WESTERN_EUROPE),
    ("bst", &[Tz::Europe__London, Tz::Asia__Dhaka]),
    ("cet", CENTRAL_EUROPE),
    ("cest", CENTRAL_EUROPE),
    ("met", CENTRAL_EUROPE),
    ("mez", CENTRAL_EUROPE),
    ("mesz", CENTRAL_EUROPE),
    ("eet", EASTERN_EUROPE),
    ("eest", EASTERN_EUROPE),
    ("msk", &[Tz::Europe__Moscow]),
    ("sast", &[Tz::Africa__Johannesburg]),
    (
        "ist",
        &[Tz::Asia__Kolkata, Tz::Europe__Dublin, Tz::Asia__Jerusalem],
    ),
    ("jst", &[Tz::Asia__Tokyo]),
    ("kst", &[Tz::Asia__Seoul]),
    ("sgt", &[Tz::Asia__Singapore]),
    ("aest", EASTERN_AUSTRALIA),
    ("aedt", EASTERN_AUSTRALIA),
    ("awst", &[Tz::Australia__Perth]),
    ("nzst", &[Tz::Pacific__Auckland]),
];

/// The zones that an abbreviation may mean; none where it is no abbreviation.
pub(super) fn meanings(name: &str) -> &'static [Tz] {
    let name = name.to_ascii_lowercase();
    ABBREVIATIONS
        .iter()
        .find(|(abbreviation, _)| *abbreviation == name)
        .map_or(&[], |(_, zones)| zones)
}
