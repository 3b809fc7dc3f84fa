//! What a member agrees to before anything of theirs is stored. The text is embedded, and its hash is
//! its version: a changed text asks again.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// How many bytes of the hash make the version: as many as a u64 holds.
const VERSION_BYTES: usize = 8;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(text());
    let version = hash
        .iter()
        .take(VERSION_BYTES)
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    format!("{version:016x}")
});

/// What is asked, in Discord's Markdown.
#[must_use]
pub fn text() -> &'static str {
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

    #[test]
    fn the_text_fits_one_embed_on_a_phone() {
        assert!(text().chars().count() <= 2500);
        assert_eq!(version().len(), 2 * VERSION_BYTES);
    }

    #[test]
    fn the_text_says_what_the_code_does() {
        let days = super::super::retention::DEFAULT.num_days();
        assert_eq!(days, 365, "the text says a year");
        for promise in ["year", "/reflections", "/support", "Discord id", "key"] {
            assert!(text().contains(promise), "{promise}");
        }
    }
}
