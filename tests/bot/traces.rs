//! What leads to somebody, and every dress in which it could hide in what is sent: an id in decimal, in base
//! 36, 64, 32 or 16, either way round; an instant in seconds, milliseconds, or as a snowflake's time.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sunflower::sandbox::world::Id;

/// What leads to somebody, in every dress in which it could be sent.
#[derive(Default)]
pub struct Traces {
    bytes: HashMap<[u8; START], Vec<Trace>>,
    /// Words and numbers too short to be looked for within others.
    whole: HashMap<String, String>,
    /// Seconds of Unix, in which no snowflake may have been made.
    seconds: HashMap<i64, String>,
}

struct Trace {
    what: String,
    bytes: Vec<u8>,
}

/// Bytes that each trace is known by first.
const START: usize = 4;
/// Characters of a hash that tell enough.
const ENOUGH: usize = 12;

impl Traces {
    fn add(&mut self, what: &str, bytes: impl Into<Vec<u8>>) {
        let (what, bytes) = (what.to_owned(), bytes.into());
        let start = bytes.first_chunk().expect("a longer trace");
        let same_start = self.bytes.entry(*start).or_default();
        same_start.push(Trace { what, bytes });
    }

    /// Words, in small letters as they would be found, either way round.
    pub fn words(&mut self, what: &str, words: &str) {
        let lower = words.to_lowercase();
        self.add(what, lower.chars().rev().collect::<String>());
        self.add(what, lower);
    }

    /// A short word, where it stands alone.
    pub fn word(&mut self, what: &str, word: &str) {
        self.whole.insert(word.to_lowercase(), what.to_owned());
    }

    /// A snowflake: in decimal and in base 36, and as bytes, either way round.
    pub fn snowflake(&mut self, what: &str, id: Id) {
        self.words(what, &id.to_string());
        self.words(what, &in_base_36(id.get()));
        self.add(what, id.get().to_be_bytes());
        self.add(what, id.get().to_le_bytes());
    }

    /// One of our own random ids: as we write it, as a number, and as bytes, either way round.
    pub fn random_id(&mut self, what: &str, id: &str) {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(id).expect("an id of ours");
        let bytes: [u8; 16] = bytes.try_into().expect("16 bytes");
        self.words(what, id);
        self.add(what, id);
        self.add(what, id.chars().rev().collect::<String>());
        self.add(what, u128::from_be_bytes(bytes).to_string());
        self.add(what, u128::from_le_bytes(bytes).to_string());
        self.add(what, bytes);
        self.add(what, bytes.iter().rev().copied().collect::<Vec<_>>());
    }

    /// A hash, a proof or sealed text: any part of it.
    pub fn parts(&mut self, what: &str, hash: &str) {
        assert!(hash.len() >= ENOUGH, "{what}: {hash}");
        for part in hash.as_bytes().windows(ENOUGH) {
            self.add(what, part);
        }
    }

    /// An instant: in seconds, whole minutes and milliseconds, of Unix or of Discord, or as clocks show it.
    pub fn instant(&mut self, what: &str, at: DateTime<Utc>) {
        for clock in ["%Y-%m-%dt%H:%M:%S", "%Y-%m-%d %H:%M:%S"] {
            self.add(what, at.format(clock).to_string());
        }
        self.seconds.insert(at.timestamp(), what.to_owned());
        let of_unix = at.timestamp_millis();
        for millis in [of_unix, of_unix - DISCORDS_FIRST] {
            let seconds = millis / 1000;
            for number in [seconds, seconds / 60 * 60, seconds / 60] {
                self.whole.insert(number.to_string(), what.to_owned());
            }
            self.add(what, millis.to_string());
            // Of eight bytes the upper two are empty.
            self.add(what, &millis.to_be_bytes()[2..]);
            self.add(what, &millis.to_le_bytes()[..6]);
        }
    }

    /// Which of them is in this, if any.
    pub fn found_in(&self, reading: &Reading) -> Option<&str> {
        let words = reading.text.split(|c: char| !c.is_alphanumeric());
        let numbers = reading.text.split(|c: char| !c.is_ascii_digit());
        let mut pieces = words.chain(numbers);
        let whole = pieces.find_map(|piece| {
            let made_at = || {
                let id = piece.parse().ok().filter(|_| piece.len() >= SNOWFLAKE)?;
                self.seconds.get(&Id::new(id).made_at().timestamp())
            };
            self.whole.get(&piece.to_lowercase()).or_else(made_at)
        });
        whole.map(String::as_str).or_else(|| {
            let mut all = reading.bytes.iter();
            all.find_map(|bytes| self.found_among(bytes))
        })
    }

    fn found_among(&self, bytes: &[u8]) -> Option<&str> {
        let mut starts = (0..bytes.len()).map(|at| &bytes[at..]);
        starts.find_map(|rest| {
            let mut known = self.bytes.get(rest.first_chunk()?)?.iter();
            let found = known.find(|trace| rest.starts_with(&trace.bytes))?;
            Some(found.what.as_str())
        })
    }
}

/// Digits of the shortest snowflake of these years.
const SNOWFLAKE: usize = 17;
/// 2015, from when on snowflakes count, in milliseconds of Unix.
const DISCORDS_FIRST: i64 = 1_420_070_400_000;

fn in_base_36(mut number: u64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(char::from_digit((number % 36) as u32, 36).expect("a digit"));
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// What was sent, undressed once for many looks: as it is, in small letters, and each piece of it that could
/// be base64, base32 or hex as the bytes that it then stands for, wherever in it those begin.
pub struct Reading {
    text: String,
    bytes: Vec<Vec<u8>>,
}

impl Reading {
    pub fn of(text: &str) -> Self {
        let mut bytes = vec![text.into(), text.to_lowercase().into_bytes()];
        for (bits, digit) in DRESSES {
            let pieces = text.as_bytes().split(|byte| digit(*byte).is_none());
            for piece in pieces.filter(|piece| piece.len() >= SHORTEST) {
                // After eight digits of any of them a byte begins anew.
                for from in 0..SHORTEST {
                    bytes.push(undressed(&piece[from..], bits, digit));
                }
            }
        }
        let text = text.to_owned();
        Self { text, bytes }
    }
}

/// Shorter pieces hold nothing that is looked for.
const SHORTEST: usize = 8;

type Digit = fn(u8) -> Option<u8>;

/// How many bits a digit stands for, and which.
const DRESSES: [(u32, Digit); 3] = [(6, base64), (5, base32), (4, hex)];

fn base64(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn base32(byte: u8) -> Option<u8> {
    Some(match byte.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => letter - b'A',
        b'2'..=b'7' => byte - b'2' + 26,
        _ => return None,
    })
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16)?.try_into().ok()
}

fn undressed(piece: &[u8], bits: u32, digit: Digit) -> Vec<u8> {
    let (mut bytes, mut held, mut count) = (Vec::new(), 0_u32, 0);
    for value in piece.iter().filter_map(|byte| digit(*byte)) {
        held = (held << bits) | u32::from(value);
        count += bits;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count).expect("eight bits"));
            held &= (1 << count) - 1;
        }
    }
    bytes
}

#[test]
fn an_id_is_found_in_whatever_dress_it_is_sent() {
    use base64::prelude::BASE64_STANDARD;
    let id = Id::new(1_441_771_852_800_000_123);
    let mut traces = Traces::default();
    traces.snowflake("an id", id);
    let found = |text: &str| traces.found_in(&Reading::of(text));
    let (bytes, decimal) = (id.get().to_be_bytes(), id.to_string());
    let backwards: Vec<u8> = bytes.iter().rev().copied().collect();
    for dressed in [
        format!("share:report:{id}"),
        decimal.chars().rev().collect(),
        in_base_36(id.get()),
        BASE64_STANDARD.encode(bytes),
        BASE64_URL_SAFE_NO_PAD.encode(&backwards),
        BASE64_STANDARD.encode(&decimal),
        // Among other bytes, and after other digits.
        BASE64_STANDARD.encode([&b"ab"[..], &bytes, b"c"].concat()),
        format!("xyz{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)),
        "140233DC7D4D007B".to_owned(),
        "CQBDHXD5JUAHW===".to_owned(),
    ] {
        assert_eq!(found(&dressed), Some("an id"), "{dressed}");
    }
    assert_eq!(found("1441771852800000124 and 144177185280000012"), None);
    let mut traces = Traces::default();
    let at: DateTime<Utc> = "2026-11-23T09:07:13.077Z".parse().expect("an instant");
    traces.instant("an instant", at);
    let found = |text: String| traces.found_in(&Reading::of(&text));
    for dressed in [
        format!("<t:{}:R>", at.timestamp()),
        format!(
            "after={}",
            Id::first_at(at + chrono::TimeDelta::milliseconds(5))
        ),
        format!("x{}y", at.timestamp_millis()),
        BASE64_URL_SAFE_NO_PAD.encode(at.timestamp_millis().to_be_bytes()),
        at.to_rfc3339(),
    ] {
        assert_eq!(found(dressed.clone()), Some("an instant"), "{dressed}");
    }
    assert_eq!(found(format!("<t:{}:R>", at.timestamp() + 61)), None);
}
