//! Text that must not show: wiped from memory when dropped, and never part of `Debug`.

use std::{fmt, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use zeroize::Zeroizing;

use crate::store::ids::ApplicationId;

/// Text that must not show. Clones share it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Keeps `text` from showing.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }

    /// The text itself, for the one place that has to send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What the bot logs in with, without the word `Bot` before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// Takes a token as it was copied.
    ///
    /// # Errors
    ///
    /// What keeps the text from being a token.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let bare = text.trim();
        let bare = bare.strip_prefix("Bot ").unwrap_or(bare).trim();
        if bare.is_empty() {
            Err("it is empty")
        } else if bare.chars().all(|c| c.is_ascii_graphic()) {
            Ok(Self(Secret::new(bare.to_owned())))
        } else {
            Err("it has spaces or letters in it that no token has")
        }
    }

    /// The token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The application it belongs to: a token of Discord's begins with its id.
    #[must_use]
    pub fn application(&self) -> Option<ApplicationId> {
        let (first, _) = self.expose().split_once('.')?;
        let id = STANDARD_NO_PAD.decode(first.trim_end_matches('=')).ok()?;
        let id: u64 = std::str::from_utf8(&id).ok()?.parse().ok()?;
        (id != 0).then(|| ApplicationId::new(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_tells_whose_it_is() {
        let token = Token::parse("Bot MTIzNDU2Nzg5MDEyMzQ1Njc4.made.up").unwrap();
        assert_eq!(
            token.application(),
            Some(ApplicationId::new(123_456_789_012_345_678))
        );
        assert_eq!(Token::parse("sandbox").unwrap().application(), None);
    }

    #[test]
    fn a_token_with_a_line_in_it_is_refused() {
        assert!(Token::parse("one\ntwo").is_err());
        assert!(Token::parse(" ").is_err());
    }
}
