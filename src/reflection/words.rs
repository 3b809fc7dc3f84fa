//! What counts as something written: trimmed at its ends, not too long, and not made of nothing but
//! characters that show nothing. Whatever else it is, it is kept as it was written.

/// The longest a reflection may be, in characters.
pub const CHARACTER_LIMIT: usize = 4000;

/// Why a text can't be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing to be seen in it.
    Empty,
    /// It is longer than [`CHARACTER_LIMIT`].
    TooLong,
}

/// The text without the white space around it.
///
/// # Errors
///
/// [`Unfit`] if it can't be kept.
pub fn fit(text: &str) -> Result<&str, Unfit> {
    let text = text.trim();
    if text.chars().all(shows_nothing) {
        return Err(Unfit::Empty);
    }
    if text.chars().count() > CHARACTER_LIMIT {
        return Err(Unfit::TooLong);
    }
    Ok(text)
}

/// White space, control characters, Unicode's Default_Ignorable_Code_Point, and the blanks that count
/// as letters or symbols.
fn shows_nothing(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_shows_nothing_is_nothing() {
        for text in [
            "",
            "  \n\t",
            "\u{200b}\u{200d}",
            "\u{2800} \u{3164}",
            "\u{feff}\u{fe0f}",
        ] {
            assert_eq!(fit(text), Err(Unfit::Empty), "{text:?}");
        }
    }

    #[test]
    fn one_character_is_enough_even_an_emoji_joined_of_several() {
        for text in ["y", "é", "👩‍👩‍👧", "\u{200b}.\u{200b}", "❤\u{fe0f}"] {
            assert_eq!(fit(text), Ok(text));
        }
    }

    #[test]
    fn the_limit_counts_characters_not_bytes_and_not_the_space_around() {
        let long = "🌻".repeat(CHARACTER_LIMIT);
        assert_eq!(fit(&format!("  {long}\n")), Ok(long.as_str()));
        assert_eq!(fit(&format!("{long}!")), Err(Unfit::TooLong));
    }

    proptest! {
        #[test]
        fn nothing_within_a_text_is_changed(text in any::<String>()) {
            if let Ok(fit) = fit(&text) {
                prop_assert_eq!(fit, text.trim());
            }
        }
    }
}
