//! From the language of somebody's Discord to the country they may be in, where it has one.

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
