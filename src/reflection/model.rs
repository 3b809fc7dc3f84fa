//! The pure data of reflections, which the store reads and writes. Debug shows no word of a member's.

mod share;

use std::{fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, TimeDelta, Utc};

pub use self::share::{Place, ShareState, StoredShare};
use crate::store::ids::{GuildId, PostId, UserId};
pub use crate::store::ids::{ReflectionId, ShareId};

/// Names one key of the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// The longest a key's name may be.
    pub const MAX_LENGTH: usize = 32;

    /// The key's name that a row carries, which was checked when it was sealed.
    #[must_use]
    pub fn from_db(text: String) -> Self {
        Self(text)
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text can't name a key.
#[derive(Debug, thiserror::Error)]
#[error("a key's name has 1 to 32 of the characters a-z, 0-9 and -")]
pub struct NotAKeyId;

impl FromStr for KeyId {
    type Err = NotAKeyId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shaped = (1..=Self::MAX_LENGTH).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        shaped.then(|| Self(text.into())).ok_or(NotAKeyId)
    }
}

/// The length of XChaCha20-Poly1305's nonce, in bytes.
pub const NONCE_LENGTH: usize = 24;

/// Words that nobody reads without the key. Made and opened by `reflection::seal`.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Which key opens it.
    pub key_id: KeyId,
    /// The number used once, never a secret.
    pub nonce: [u8; NONCE_LENGTH],
    /// The sealed bytes with their authentication tag.
    pub ciphertext: Vec<u8>,
}

impl Sealed {
    /// Nonce and ciphertext in base64, as the store keeps them beside the key's id.
    #[must_use]
    pub fn to_db(&self) -> String {
        BASE64_STANDARD.encode([self.nonce.as_slice(), &self.ciphertext].concat())
    }

    /// Reads what [`Sealed::to_db`] wrote; nothing if it is damaged beyond that.
    #[must_use]
    pub fn from_db(key_id: KeyId, text: &str) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text).ok()?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_LENGTH>()?;
        Some(Self {
            key_id,
            nonce: *nonce,
            ciphertext: ciphertext.to_vec(),
        })
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// What is sealed together: the words, and the question they answer, since libraries change.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// The question.
    pub prompt: String,
    /// What the member wrote.
    pub text: String,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(..)")
    }
}

/// Which servers a member speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This server.
    Guild(GuildId),
    /// Every server: in direct messages.
    Everywhere,
}

impl Scope {
    /// The one server, as the store keeps its id; nothing if it is every one.
    #[must_use]
    pub const fn to_db(self) -> Option<i64> {
        match self {
            Self::Guild(guild) => Some(guild.to_db()),
            Self::Everywhere => None,
        }
    }
}

/// How long a server keeps reflections, unless their writers delete them before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retention {
    /// Thirty days.
    Month,
    /// Ninety days.
    Quarter,
    /// Half a year.
    HalfYear,
    /// A year.
    #[default]
    Year,
    /// Two years.
    TwoYears,
    /// Three years.
    ThreeYears,
}

impl Retention {
    /// All there are to choose from, the shortest first.
    pub const ALL: [Self; 6] = [
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
        Self::TwoYears,
        Self::ThreeYears,
    ];

    /// How many days it is, as the store keeps it.
    #[must_use]
    pub const fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::HalfYear => 182,
            Self::Year => 365,
            Self::TwoYears => 730,
            Self::ThreeYears => 1095,
        }
    }

    /// The one of so many days.
    #[must_use]
    pub fn of_days(days: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.days() == days)
    }

    /// How long it is.
    #[must_use]
    pub const fn time(self) -> TimeDelta {
        TimeDelta::days(self.days())
    }
}

/// One member's consent in one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The server.
    pub guild: GuildId,
    /// Which text was agreed to.
    pub version: String,
    /// When.
    pub agreed_at: DateTime<Utc>,
}

/// A reflection as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReflection {
    /// Its id; nothing if the row is damaged.
    pub id: Option<ReflectionId>,
    /// Who wrote it.
    pub user: UserId,
    /// In which server.
    pub guild: GuildId,
    /// In answer to which post, if to one.
    pub post: Option<PostId>,
    /// The words; nothing if the row is damaged.
    pub sealed: Option<Sealed>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

/// What a member gives to be kept.
#[derive(Clone)]
pub struct NewReflection {
    /// Who wrote it.
    pub user: UserId,
    /// In which server.
    pub guild: GuildId,
    /// In answer to which post, if to one.
    pub post: Option<PostId>,
    /// The question it answers.
    pub prompt: String,
    /// What they wrote.
    pub text: String,
}

impl fmt::Debug for NewReflection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewReflection")
            .field("user", &self.user)
            .field("guild", &self.guild)
            .field("post", &self.post)
            .finish_non_exhaustive()
    }
}

/// A reflection as its writer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id; nothing if that can't be read any more.
    pub id: Option<ReflectionId>,
    /// In which server it was written.
    pub guild: GuildId,
    /// In answer to which post, if to one.
    pub post: Option<PostId>,
    /// The words; nothing if they can't be read any more (they are kept all the same).
    pub words: Option<Words>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it will be deleted by itself.
    pub ends_at: DateTime<Utc>,
}

/// One page of a member's reflections, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The entries on it.
    pub entries: Vec<Entry>,
    /// Which page it is, from 0: the last one if a later one was asked for.
    pub page: u32,
    /// How many pages there are; 0 when nothing is kept.
    pub pages: u32,
    /// How many reflections there are.
    pub total: u64,
}

/// What was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// How many reflections.
    pub reflections: u64,
    /// How many consents.
    pub consents: u64,
    /// How many of the reflections were shared, and are taken back.
    pub shares: u64,
    /// Whether the last trace is gone from the database's files already. If not, it goes within
    /// moments: a reader held it back, and the removal itself can't be undone.
    pub done: bool,
}

/// What was erased again in a backup that is put back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErasedAgain {
    /// How many reflections.
    pub reflections: u64,
    /// How many consents.
    pub consents: u64,
    /// How many servers, with everything that there was of them.
    pub servers: u64,
    /// How many lines of the list of erasures say nothing any more.
    pub unreadable_lines: usize,
}

/// What was deleted with everything of a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerErased {
    /// How many reflections.
    pub reflections: u32,
    /// How many people wrote them.
    pub writers: u32,
    /// How many consents.
    pub consents: u32,
    /// How many schedules.
    pub schedules: u32,
    /// How many posts of the ledger; their messages stay in their channels.
    pub posts: u32,
    /// How many shares stood in their threads.
    pub shares: u32,
}

/// How many reflections of a member there are, and from when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub reflections: u64,
    /// When the oldest was written.
    pub oldest_at: Option<DateTime<Utc>>,
    /// When the newest was written.
    pub newest_at: Option<DateTime<Utc>>,
}

/// Exactly what is stored about a member, for `/privacy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAbout {
    /// Their consents, and whether each is to the text as it is now.
    pub consents: Vec<(Consent, bool)>,
    /// How many reflections.
    pub reflections: u64,
    /// When the oldest was written.
    pub oldest_at: Option<DateTime<Utc>>,
    /// When the newest was written.
    pub newest_at: Option<DateTime<Utc>>,
    /// When the first of them will be deleted by itself.
    pub first_ends_at: Option<DateTime<Utc>>,
    /// When the last of them will be deleted by itself.
    pub last_ends_at: Option<DateTime<Utc>>,
    /// How long the server that was asked about keeps reflections; none if all were.
    pub retention: Option<Retention>,
}
