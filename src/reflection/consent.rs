//! What a member agrees to before anything of theirs is stored. The text is embedded, and its hash is
//! its version: a changed text asks again.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// How many bytes of the hash make the version: as many as a u64 holds.
const VERSION_BYTES: usize = 8;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(written());
    let version = hash
        .iter()
        .take(VERSION_BYTES)
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    format!("{version:016x}")
});

/// Where the text says how long the server keeps reflections.
const HOW_LONG: &str = "{how long}";

/// What is asked, in Discord's Markdown, where reflections are kept this long.
#[must_use]
pub fn text(how_long: &str) -> String {
    written().replace(HOW_LONG, how_long)
}

fn written() -> &'static str {
    include_str!("../../content/consent.md").trim_ascii_end()
}

/// Which text it is.
#[must_use]
pub fn version() -> &'static str {
    &VERSION
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reflection::model::Retention;

    #[test]
    fn the_text_fits_one_embed_on_a_phone() {
        assert!(text("half a year").chars().count() <= 2500);
        assert_eq!(version().len(), 2 * VERSION_BYTES);
    }

    #[test]
    fn the_text_says_what_the_code_does() {
        let [first, .., last] = Retention::ALL;
        assert_eq!(
            (first.days(), last.days()),
            (30, 3 * 365),
            "the text says both"
        );
        let text = text("half a year");
        for promise in [
            "For half a year",
            "from 30 days to 3 years",
            "/reflections",
            "/support",
            "Discord id",
            "key",
            "in a reply to a post (a 🌻 says that it is kept)",
            "you may share in the post's thread, with or without your name, and take back",
            "whoever runs this bot could find out",
            "If moderators hold your shares back, a note naming nobody stays",
            "Who makes a schedule is kept with it",
        ] {
            assert!(text.contains(promise), "{promise}");
        }
        assert!(!text.contains(['{', '}']), "{text}");
    }
}
