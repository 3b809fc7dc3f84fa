//! The list of what was erased, beside the key: a keyed hash and a time a line, written to disk
//! before anything is deleted, and only ever added to. A restored backup is cleared by it of all that
//! was erased since. Without the key nobody can tell from it who erased what.

use std::{
    cmp::Reverse,
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    key_error::KeyError,
    model::{ReflectionId, Retention, Scope},
    seal::{Key, fields},
};
use crate::store::{
    ids::{GuildId, ScheduleId, UserId},
    place::Place,
    private_file,
};

/// How the first line begins; a hash by which the key is known again follows.
const HEADER: &str = "sunflower-erasures-1 ";

/// 32 bytes in base64url.
const HASH_LENGTH: usize = 43;

/// Something that a backup which is put back must not bring back.
#[derive(Clone, Debug)]
pub enum Erasure {
    /// One reflection.
    One(ReflectionId),
    /// All reflections of a member; their consent stays.
    All(UserId, Scope),
    /// A member's consent, and all reflections with it.
    Withdrawal(UserId, Scope),
    /// Everything of a server.
    Server(GuildId),
    /// All reflections of a server whose time had ended until the entry's.
    Ended(GuildId),
    /// How long a server keeps reflections, from the entry's time on.
    Retention(GuildId, Retention),
    /// A consent that bears a later time than the entry: with a withdrawal, or with all of a server.
    Consent(UserId, GuildId, DateTime<Utc>),
    /// That a person made schedules.
    Maker(UserId, Scope),
    /// Who made a schedule that bears a later time than the entry.
    Made(ScheduleId),
}

impl Erasure {
    fn bytes(&self) -> Vec<u8> {
        let of_member = |what: &[u8], user: UserId, scope: Scope| match scope {
            Scope::Guild(guild) => {
                fields(&[what, &user.get().to_be_bytes(), &guild.get().to_be_bytes()])
            }
            Scope::Everywhere => fields(&[what, &user.get().to_be_bytes()]),
        };
        match self {
            Self::One(id) => fields(&[b"one", id.to_string().as_bytes()]),
            Self::All(user, scope) => of_member(b"all", *user, *scope),
            Self::Withdrawal(user, scope) => of_member(b"withdrawal", *user, *scope),
            Self::Server(guild) => fields(&[b"server", &guild.get().to_be_bytes()]),
            Self::Ended(guild) => fields(&[b"ended", &guild.get().to_be_bytes()]),
            Self::Retention(guild, retention) => fields(&[
                b"retention",
                &guild.get().to_be_bytes(),
                &retention.days().to_be_bytes(),
            ]),
            Self::Consent(user, guild, agreed_at) => fields(&[
                b"consent",
                &user.get().to_be_bytes(),
                &guild.get().to_be_bytes(),
                &agreed_at.timestamp_millis().to_be_bytes(),
            ]),
            Self::Maker(user, scope) => of_member(b"maker", *user, *scope),
            Self::Made(schedule) => fields(&[b"made", schedule.to_string().as_bytes()]),
        }
    }
}

/// The list, open for adding.
#[derive(Debug)]
pub struct Erasures {
    path: PathBuf,
    key: Key,
    file: Mutex<File>,
    place: Place,
}

impl Erasures {
    /// Opens the list, or begins it.
    ///
    /// # Errors
    ///
    /// When it can't be opened, others may read it, or it was written under another key.
    pub fn open(path: &Path, key: &Key) -> Result<Self, KeyError> {
        let unusable = |cause| KeyError::ListUnusable {
            path: path.to_owned(),
            cause,
        };
        let file = private_file::append_to(path).map_err(unusable)?;
        if let Some(mode) = private_file::open_to_others(&file).map_err(unusable)? {
            let path = path.to_owned();
            return Err(KeyError::OpenToOthers { path, mode });
        }
        let list = Self {
            path: path.to_owned(),
            key: key.clone(),
            file: Mutex::new(file),
            place: Place::of(path).map_err(unusable)?,
        };
        list.know_key()
            .map_err(unusable)?
            .then_some(list)
            .ok_or_else(|| KeyError::ListOfAnotherKey {
                path: path.to_owned(),
            })
    }

    /// Whether the first line was written under this key. A list that ends within its first line was
    /// never used: it is begun anew.
    fn know_key(&self) -> io::Result<bool> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let header = format!("{HEADER}{}\n", encode(self.hash(b"header")));
        let mut first = String::new();
        BufReader::new(&*file).read_line(&mut first)?;
        if first.ends_with('\n') {
            return Ok(first == header);
        }
        file.set_len(0)?;
        file.write_all(header.as_bytes())?;
        file.sync_all()?;
        Ok(true)
    }

    /// Adds entries and has them written to disk. Only then may the deleting begin.
    ///
    /// # Errors
    ///
    /// When it can't be written, or another file is in its place: then nothing must be deleted.
    pub fn append(&self, erasures: &[Erasure], at: DateTime<Utc>) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        self.place.must_be_as_it_was()?;
        let mut lines = String::new();
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            // A crash tore the last line. It stays, alone: what it announced was never deleted.
            lines.push('\n');
        }
        for erasure in erasures {
            lines.push_str(&encode(self.hash(&erasure.bytes())));
            lines.push(' ');
            lines.push_str(&at.to_rfc3339_opts(SecondsFormat::Millis, true));
            lines.push('\n');
        }
        file.write_all(lines.as_bytes())?;
        file.sync_data()
    }

    /// Reads the whole list.
    ///
    /// # Errors
    ///
    /// When the file can't be read.
    pub fn read(self: &Arc<Self>) -> io::Result<Record> {
        let mut record = Record {
            list: Arc::clone(self),
            read_to: 0,
            latest: HashMap::new(),
            torn: 0,
        };
        record.read_on()?;
        Ok(record)
    }

    /// A keyed hash of something else than an entry, which nobody can turn back.
    pub(super) fn tag(&self, bytes: &[u8]) -> String {
        encode(self.hash(bytes))
    }

    fn hash(&self, bytes: &[u8]) -> Hash {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.key.bytes())
            .expect("HMAC takes a key of any length");
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }
}

type Hash = [u8; 32];

fn encode(hash: Hash) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(hash)
}

fn parse(line: &[u8]) -> Option<(Hash, DateTime<Utc>)> {
    let (hash, at) = std::str::from_utf8(line)
        .ok()?
        .split_at_checked(HASH_LENGTH)?;
    let hash = BASE64_URL_SAFE_NO_PAD.decode(hash).ok()?.try_into().ok()?;
    // A time torn short does not end in the zone's letter.
    let at = at.strip_prefix(' ')?.strip_suffix('Z')?;
    let at = DateTime::parse_from_rfc3339(&format!("{at}Z")).ok()?;
    Some((hash, at.with_timezone(&Utc)))
}

/// The list as it was read: what a restored backup must not bring back.
#[derive(Debug)]
pub struct Record {
    list: Arc<Erasures>,
    /// How much of the file was read.
    read_to: u64,
    latest: HashMap<Hash, DateTime<Utc>>,
    torn: usize,
}

impl Record {
    /// Reads what was added to the list since.
    ///
    /// # Errors
    ///
    /// When the file can't be read.
    pub(super) fn read_on(&mut self) -> io::Result<()> {
        let mut file = BufReader::new(File::open(&self.list.path)?);
        file.seek(SeekFrom::Start(self.read_to))?;
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = file.read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(());
            }
            let is_header = self.read_to == 0;
            // A line that has no end yet is read once more.
            if line.pop_if(|last| *last == b'\n').is_some() {
                self.read_to += length as u64;
            }
            if !is_header {
                self.note(&line);
            }
        }
    }

    fn note(&mut self, line: &[u8]) {
        match parse(line) {
            Some((hash, at)) => {
                let known = self.latest.entry(hash).or_insert(at);
                *known = at.max(*known);
            }
            None if line.is_empty() => {}
            None => self.torn += 1,
        }
    }

    /// How many entries it holds.
    pub(super) fn entries(&self) -> usize {
        self.latest.len()
    }

    /// Whether a reflection that was written then has been erased since, by itself or with all.
    #[must_use]
    pub fn is_erased(
        &self,
        id: &ReflectionId,
        user: UserId,
        guild: GuildId,
        written_at: DateTime<Utc>,
    ) -> bool {
        self.erased_until(user, guild) >= Some(written_at) || self.is_erased_itself(id)
    }

    /// Up to when all that a member wrote in a server has been erased, if any was.
    #[must_use]
    pub fn erased_until(&self, user: UserId, guild: GuildId) -> Option<DateTime<Utc>> {
        [Scope::Guild(guild), Scope::Everywhere]
            .into_iter()
            .flat_map(|scope| [Erasure::All(user, scope), Erasure::Withdrawal(user, scope)])
            .chain([Erasure::Server(guild), Erasure::Ended(guild)])
            .filter_map(|erasure| self.latest_of(&erasure))
            .max()
    }

    /// Whether a reflection has been erased by itself.
    #[must_use]
    pub fn is_erased_itself(&self, id: &ReflectionId) -> bool {
        self.is_listed(&Erasure::One(*id))
    }

    /// Whether a consent that was given then has been withdrawn since.
    #[must_use]
    pub fn is_withdrawn(&self, user: UserId, guild: GuildId, agreed_at: DateTime<Utc>) -> bool {
        [Scope::Guild(guild), Scope::Everywhere]
            .into_iter()
            .any(|scope| self.was_since(&Erasure::Withdrawal(user, scope), agreed_at))
            || self.is_server_erased(guild, agreed_at)
            || self.is_listed(&Erasure::Consent(user, guild, agreed_at))
    }

    /// Whether everything of a server has been erased since then.
    #[must_use]
    pub fn is_server_erased(&self, guild: GuildId, then: DateTime<Utc>) -> bool {
        self.was_since(&Erasure::Server(guild), then)
    }

    /// How long a server was last told to keep reflections, if it was since then.
    #[must_use]
    pub fn retention_since(&self, guild: GuildId, then: DateTime<Utc>) -> Option<Retention> {
        let told = Retention::ALL.into_iter().filter_map(|retention| {
            let at = self.latest_of(&Erasure::Retention(guild, retention))?;
            (at >= then).then_some((at, retention))
        });
        // Of two at once the shorter one.
        let last = told.max_by_key(|(at, retention)| (*at, Reverse(*retention)));
        last.map(|(_, retention)| retention)
    }

    /// Whether whoever made a schedule then wanted it forgotten since.
    #[must_use]
    pub fn is_maker_forgotten(
        &self,
        schedule: ScheduleId,
        user: UserId,
        guild: GuildId,
        made_at: DateTime<Utc>,
    ) -> bool {
        [Scope::Guild(guild), Scope::Everywhere]
            .into_iter()
            .any(|scope| self.was_since(&Erasure::Maker(user, scope), made_at))
            || self.is_listed(&Erasure::Made(schedule))
    }

    /// How many lines say nothing any more: torn by a crash, before they were counted on, or damaged since.
    #[must_use]
    pub fn torn(&self) -> usize {
        self.torn
    }

    fn was_since(&self, erasure: &Erasure, at: DateTime<Utc>) -> bool {
        self.latest_of(erasure).is_some_and(|latest| latest >= at)
    }

    fn is_listed(&self, erasure: &Erasure) -> bool {
        self.latest_of(erasure).is_some()
    }

    fn latest_of(&self, erasure: &Erasure) -> Option<DateTime<Utc>> {
        self.latest.get(&self.list.hash(&erasure.bytes())).copied()
    }
}
