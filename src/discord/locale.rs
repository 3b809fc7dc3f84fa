//! From the language of somebody's Discord to the country they may be in, where it has one, and to their
//! time zone.

use chrono_tz::Tz;

/// The country (ISO 3166-1) that a locale of Discord's speaks of; `None` for languages at home in
/// several, such as German or French.
#[must_use]
pub fn country(locale: &str) -> Option<&str> {
    if let Some((_, region)) = locale.split_once('-') {
        let named = region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase());
        return named.then_some(region);
    }
    match locale {
        "bg" => Some("BG"),
        "cs" => Some("CZ"),
        "da" => Some("DK"),
        "fi" => Some("FI"),
        "hi" => Some("IN"),
        "hr" => Some("HR"),
        "hu" => Some("HU"),
        "id" => Some("ID"),
        "it" => Some("IT"),
        "ja" => Some("JP"),
        "ko" => Some("KR"),
        "lt" => Some("LT"),
        "no" => Some("NO"),
        "pl" => Some("PL"),
        "th" => Some("TH"),
        "tr" => Some("TR"),
        "uk" => Some("UA"),
        "vi" => Some("VN"),
        _ => None,
    }
}

/// Time zones that a locale of Discord's makes likely, the likeliest first.
#[must_use]
pub fn zones(locale: &str) -> &'static [Tz] {
    match locale {
        "bg" => &[Tz::Europe__Sofia],
        "cs" => &[Tz::Europe__Prague],
        "da" => &[Tz::Europe__Copenhagen],
        "de" => &[Tz::Europe__Berlin, Tz::Europe__Vienna, Tz::Europe__Zurich],
        "el" => &[Tz::Europe__Athens],
        "en-GB" => &[
            Tz::Europe__London,
            Tz::Europe__Dublin,
            Tz::Australia__Sydney,
        ],
        "es-419" => &[
            Tz::America__Mexico_City,
            Tz::America__Bogota,
            Tz::America__Argentina__Buenos_Aires,
            Tz::America__Santiago,
            Tz::America__Lima,
        ],
        "es-ES" => &[Tz::Europe__Madrid],
        "fi" => &[Tz::Europe__Helsinki],
        "fr" => &[
            Tz::Europe__Paris,
            Tz::Europe__Brussels,
            Tz::America__Toronto,
        ],
        "hi" => &[Tz::Asia__Kolkata],
        "hr" => &[Tz::Europe__Zagreb],
        "hu" => &[Tz::Europe__Budapest],
        "id" => &[Tz::Asia__Jakarta, Tz::Asia__Makassar],
        "it" => &[Tz::Europe__Rome],
        "ja" => &[Tz::Asia__Tokyo],
        "ko" => &[Tz::Asia__Seoul],
        "lt" => &[Tz::Europe__Vilnius],
        "nl" => &[Tz::Europe__Amsterdam, Tz::Europe__Brussels],
        "no" => &[Tz::Europe__Oslo],
        "pl" => &[Tz::Europe__Warsaw],
        "pt-BR" => &[Tz::America__Sao_Paulo],
        "ro" => &[Tz::Europe__Bucharest],
        "ru" => &[Tz::Europe__Moscow],
        "sv-SE" => &[Tz::Europe__Stockholm, Tz::Europe__Helsinki],
        "th" => &[Tz::Asia__Bangkok],
        "tr" => &[Tz::Europe__Istanbul],
        "uk" => &[Tz::Europe__Kyiv],
        "vi" => &[Tz::Asia__Ho_Chi_Minh],
        "zh-CN" => &[Tz::Asia__Shanghai, Tz::Asia__Singapore],
        "zh-TW" => &[Tz::Asia__Taipei, Tz::Asia__Hong_Kong],
        // American English is what Discord speaks where nobody chose.
        _ => &[
            Tz::America__New_York,
            Tz::America__Chicago,
            Tz::America__Denver,
            Tz::America__Los_Angeles,
            Tz::Europe__London,
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::country;

    #[test]
    fn a_country_is_guessed_only_where_the_language_has_one() {
        assert_eq!(country("en-GB"), Some("GB"));
        assert_eq!(country("pt-BR"), Some("BR"));
        assert_eq!(country("ja"), Some("JP"));
        // Latin America, and languages of several countries.
        for locale in ["es-419", "de", "fr", "nl", "", "-", "x-y"] {
            assert_eq!(country(locale), None, "{locale}");
        }
    }
}
