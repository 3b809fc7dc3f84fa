//! What the bot logs in with, and where. A token never shows and is wiped from memory; it goes in clear
//! nowhere but to this machine.

use std::{fmt, net::IpAddr, num::NonZeroU16, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::store::ids::ApplicationId;

/// Text that must not show. Clones share it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(Arc<Zeroizing<String>>);

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

/// How many requests Discord takes from the bot in a second: 50 of most, more of those it has raised.
/// topics/rate-limits, "Global Rate Limit".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestsPerSecond(NonZeroU16);

impl RequestsPerSecond {
    /// More than Discord grants anybody.
    const MOST: u16 = 10_000;

    /// Takes a number that Discord may have granted.
    ///
    /// # Errors
    ///
    /// What keeps the text from being one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let granted = text.parse().ok().and_then(NonZeroU16::new);
        granted
            .filter(|granted| granted.get() <= Self::MOST)
            .map(Self)
            .ok_or_else(|| format!("it is not a whole number from 1 to {}", Self::MOST))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0.get()
    }
}

impl Default for RequestsPerSecond {
    fn default() -> Self {
        const { Self(NonZeroU16::new(50).expect("50 is not zero")) }
    }
}

/// A Discord-compatible address, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl {
    address: String,
    loopback: bool,
}

impl ApiUrl {
    /// Takes an address that the token may be sent to.
    ///
    /// # Errors
    ///
    /// It is no address, or one over which anybody could read the token.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "it is no address")?;
        let loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => {
                return Err(
                    "it would send the token in clear: http is for this machine alone, anything else \
                     needs https",
                );
            }
            _ => return Err("it begins with neither http:// nor https://"),
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("it has something after the host and port");
        }
        Ok(Self {
            address: text.trim_end_matches('/').to_owned(),
            loopback,
        })
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

/// Whether `url` stays on this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
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
    fn a_plain_address_off_this_machine_is_refused() {
        for fine in [
            "http://127.0.0.1:3000",
            "http://localhost:3000/",
            "http://[::1]:80",
            "https://proxy.example",
        ] {
            assert!(ApiUrl::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "http://192.168.0.7:3000",
            "http://127.0.0.1.example:3000",
            "http://discord.example",
            "ws://127.0.0.1",
            "127.0.0.1:3000",
            "http://127.0.0.1:3000/api/v10",
        ] {
            assert!(ApiUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn requests_a_second_are_what_discord_may_have_granted() {
        assert_eq!(RequestsPerSecond::default().get(), 50);
        assert_eq!(
            RequestsPerSecond::parse("500").map(RequestsPerSecond::get),
            Ok(500)
        );
        for wrong in ["0", "-1", "10001", "fifty", "50.5", ""] {
            assert!(RequestsPerSecond::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_with_a_line_in_it_is_refused() {
        assert!(Token::parse("one\ntwo").is_err());
        assert!(Token::parse(" ").is_err());
    }
}
