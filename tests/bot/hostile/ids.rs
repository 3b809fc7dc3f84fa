//! Forged `custom_id`s: real ones that were cut, swapped, exchanged, appended to and filled with rubbish,
//! and what never was one; and what kind each is, as far as anyone can tell from outside.

use std::{collections::BTreeSet, sync::LazyLock};

use proptest::{
    prelude::*,
    sample::{Index, select},
};
use sunflower::content::Library;

use super::texts::cut;

/// As many characters as Discord takes of one.
const LONGEST: usize = 100;

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "007",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
];

const TAILS: &[&str] = &[
    ":sure",
    ":",
    "::",
    ":0",
    ":topic:rest",
    "\0",
    "\u{200b}",
    " ",
];

/// What is done to a real one.
#[derive(Clone, Debug)]
pub enum Twist {
    /// Nothing, but somebody else presses it.
    AsItIs,
    /// It ends early.
    Cut(Index),
    /// Two of its parts change places.
    Swap(Index, Index),
    /// One part comes from another one's.
    Graft(Index, Index, Index),
    /// One part is a number at some end.
    Number(Index, &'static str),
    /// One part is rubbish.
    Rubbish(Index, String),
    /// It goes on.
    Append(String),
    /// It goes on to the last character.
    Fill(char),
    /// One part is there twice.
    Double(Index),
    /// In capitals.
    Shout,
    /// It never was one.
    Invent(String),
}

pub fn twist(text: BoxedStrategy<String>) -> impl Strategy<Value = Twist> {
    let at = any::<Index>;
    prop_oneof![
        2 => Just(Twist::AsItIs),
        2 => at().prop_map(Twist::Cut),
        2 => (at(), at()).prop_map(|(one, other)| Twist::Swap(one, other)),
        4 => (at(), at(), at()).prop_map(|(part, donor, from)| Twist::Graft(part, donor, from)),
        4 => (at(), select(NUMBERS)).prop_map(|(part, number)| Twist::Number(part, number)),
        2 => (at(), text.clone()).prop_map(|(part, text)| Twist::Rubbish(part, text)),
        2 => select(TAILS).prop_map(|tail| Twist::Append(tail.to_owned())),
        1 => text.clone().prop_map(Twist::Append),
        1 => any::<char>().prop_map(Twist::Fill),
        1 => at().prop_map(Twist::Double),
        1 => Just(Twist::Shout),
        1 => text.prop_map(Twist::Invent),
    ]
}

impl Twist {
    /// What becomes of a real one; `others` are real, too. Discord takes 1 to 100 characters.
    pub fn of(&self, real: &str, others: &[String]) -> String {
        let mut parts: Vec<&str> = real.split(':').collect();
        let count = parts.len();
        let forged = match self {
            Self::AsItIs => real.to_owned(),
            Self::Cut(at) => {
                let count = real.chars().count();
                cut(real, at.index(count.max(1)))
            }
            Self::Swap(one, other) => {
                parts.swap(one.index(count), other.index(count));
                parts.join(":")
            }
            Self::Graft(part, donor, from) => {
                let donor = if others.is_empty() {
                    real
                } else {
                    donor.get(others)
                };
                let donor: Vec<&str> = donor.split(':').collect();
                parts[part.index(count)] = donor[from.index(donor.len())];
                parts.join(":")
            }
            Self::Number(part, number) => {
                parts[part.index(count)] = number;
                parts.join(":")
            }
            Self::Rubbish(part, text) => {
                parts[part.index(count)] = text;
                parts.join(":")
            }
            Self::Append(tail) => format!("{real}{tail}"),
            Self::Fill(char) => real
                .chars()
                .chain(std::iter::repeat(*char))
                .take(LONGEST)
                .collect(),
            Self::Double(part) => {
                let part = part.index(count);
                parts.insert(part, parts[part]);
                parts.join(":")
            }
            Self::Shout => real.to_uppercase(),
            Self::Invent(text) => text.clone(),
        };
        let forged = cut(&forged, LONGEST);
        if forged.is_empty() {
            ":".to_owned()
        } else {
            forged
        }
    }
}

/// Topics and slugs, which are written like words of ours.
static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let library = Library::embedded().expect("the library is sound");
    let topics = library.topics().iter().map(ToString::to_string);
    let articles = library.articles().iter().map(|one| one.slug.to_string());
    let practices = library.articles().iter().flat_map(|one| &one.practices);
    let practices = practices.map(|one| one.slug.to_string());
    topics.chain(articles).chain(practices).collect()
});

/// The words of a `custom_id`, without numbers, ids, days and names.
pub fn kind(custom_id: &str) -> String {
    const LONGEST_WORD: usize = 20;
    let is_word = |part: &&str| {
        let ours = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        let is_name = part.ends_with("days") || NAMES.contains(*part);
        part.len() <= LONGEST_WORD && part.bytes().all(ours) && !is_name
    };
    let words: Vec<_> = custom_id.split(':').filter(is_word).collect();
    words.join(" ")
}
