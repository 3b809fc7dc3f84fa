//! Slugs and topics: the short names that travel in buttons and commands, so at most 32 characters of `[a-z0-9-]`.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

/// The most characters that a slug or a topic may have: several of them share a button's 100.
const LONGEST: usize = 32;

/// A slug or topic was not of the right shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("1 to {LONGEST} characters: small letters a to z, digits and hyphens")]
pub struct BadName;

fn parse(text: &str) -> Result<Arc<str>, BadName> {
    let fits = (1..=LONGEST).contains(&text.len());
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if fits && text.bytes().all(plain) {
        Ok(text.into())
    } else {
        Err(BadName)
    }
}

macro_rules! short_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadName;

            fn from_str(text: &str) -> Result<Self, BadName> {
                parse(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadName;

            fn try_from(text: String) -> Result<Self, BadName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

short_name! {
    /// What an article or a practice is called in buttons, commands and rows; unique among its kind.
    Slug
}

short_name! {
    /// A subject that articles share, such as `rest` or `connection`.
    Topic
}

impl Slug {
    /// A slug made of a name's words, as many as fit whole; none if the name has nothing to make one of.
    pub(super) fn of_words(name: &str) -> Option<Self> {
        let lower = name.to_lowercase().replace(['\'', '’'], "");
        let mut slug = String::new();
        for word in lower.split(|c: char| !c.is_ascii_alphanumeric()) {
            if word.is_empty() {
                continue;
            }
            if slug.len() + usize::from(!slug.is_empty()) + word.len() > LONGEST {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(word);
        }
        slug.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Slug, Topic};

    #[test]
    fn a_slug_takes_as_many_whole_words_as_fit() {
        let of = |name| Slug::of_words(name).map(String::from);
        assert_eq!(of("Start small").as_deref(), Some("start-small"));
        assert_eq!(of("Don't go — stay!").as_deref(), Some("dont-go-stay"));
        assert_eq!(
            of("Answer with curiosity before you correct anything").as_deref(),
            Some("answer-with-curiosity-before-you")
        );
        assert_eq!(of("休息"), None);
    }

    #[test]
    fn a_topic_is_small_letters_digits_and_hyphens() {
        for good in ["a", "rest", "self-care", "2026", &"x".repeat(32)] {
            assert_eq!(good.parse::<Topic>().unwrap().as_str(), good);
        }
        for bad in ["", "Rest", "self care", "ruhe_1", "é", &"x".repeat(33)] {
            assert!(bad.parse::<Topic>().is_err(), "{bad} was taken");
        }
    }

    #[test]
    fn a_slug_survives_json_and_a_bad_one_does_not_come_in_by_it() {
        let slug: Slug = "start-small".parse().unwrap();
        let json = serde_json::to_string(&slug).unwrap();
        assert_eq!(serde_json::from_str::<Slug>(&json).unwrap(), slug);
        assert!(serde_json::from_str::<Slug>("\"Start small\"").is_err());
    }
}
