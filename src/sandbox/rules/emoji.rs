//! What counts as an emoji. Discord keeps a list; here it is whatever has the shape of a Unicode one
//! (UTS #51, "emoji zwj sequence") and lies in the blocks that emoji are in.

/// Whether this is one Unicode emoji: a letter, a word or two emoji are none.
#[must_use]
pub fn is_emoji(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    match characters.as_slice() {
        ['0'..='9' | '#' | '*', '\u{20e3}'] | ['0'..='9' | '#' | '*', VARIATION, '\u{20e3}'] => {
            true
        }
        [first, second] if is_flag_letter(*first) => is_flag_letter(*second),
        joined => joined.split(|c| *c == JOINER).all(is_element),
    }
}

/// Whether two emoji are the same but for the request to be drawn in colour.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.replace(VARIATION, "");
    bare(one) == bare(other)
}

const JOINER: char = '\u{200d}';
const VARIATION: char = '\u{fe0f}';

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// One picture, with its colour, its skin tone or its tags.
fn is_element(characters: &[char]) -> bool {
    let Some((base, modifiers)) = characters.split_first() else {
        return false;
    };
    is_base(*base)
        && modifiers.iter().all(
            |c| matches!(*c, VARIATION | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}'),
        )
}

fn is_base(c: char) -> bool {
    !is_flag_letter(c)
        && matches!(c,
            '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{2194}'..='\u{21aa}' | '\u{231a}'..='\u{23ff}' | '\u{24c2}'
            | '\u{25aa}'..='\u{27bf}' | '\u{2934}'..='\u{2935}' | '\u{2b05}'..='\u{2b55}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_one_picture() {
        for emoji in [
            "🌻",
            "🔕",
            "❤️",
            "❤",
            "👍🏽",
            "👩‍👩‍👧",
            "🏳️‍🌈",
            "🇩🇪",
            "1️⃣",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
            "©",
        ] {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for text in [
            "",
            "a",
            "sunflower",
            "🌻🌻",
            "é",
            "日本",
            "🌻 ",
            "1",
            "🇩",
            "name:123",
            "\u{200d}",
        ] {
            assert!(!is_emoji(text), "{text:?}");
        }
        assert!(is_same("❤️", "❤") && !is_same("❤", "🌻"));
    }
}
