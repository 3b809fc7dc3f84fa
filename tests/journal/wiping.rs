//! A key that is not needed any more is nowhere in the program's memory, which is searched byte by byte.

use std::{
    fs::{self, File},
    io::BufRead,
    os::unix::fs::FileExt,
    path::Path,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use sunflower::reflection::{
    ReflectionId,
    keyring::Keyring,
    model::Words,
    seal::{self, Owner},
};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    fixture::{ANA, HARBOUR, key_path, open},
    support::database::Database,
};

/// Bytes to look for, turned round, so that looking for them does not put them into memory.
struct Wanted(Vec<u8>);

impl Wanted {
    fn of(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| !byte).collect())
    }

    /// How often they begin in the first `limit` of these.
    fn count(&self, bytes: &[u8], limit: usize) -> usize {
        let first = !self.0[0];
        let (mut found, mut rest) = (0, bytes);
        loop {
            // As fast as the standard library searches, whatever this test is built with.
            let skipped = rest.skip_until(first).unwrap();
            let at = bytes.len() - rest.len();
            if skipped == 0 || at > limit {
                return found;
            }
            let here = &bytes[at - 1..];
            let alike = here
                .iter()
                .zip(&self.0)
                .all(|(byte, wanted)| *byte == !wanted);
            found += usize::from(alike && here.len() >= self.0.len());
        }
    }
}

/// Of the last key of a file, as it stands there and as it is.
fn key_of(file: &Path) -> [Wanted; 2] {
    let text = Zeroizing::new(fs::read(file).unwrap());
    let line = text
        .trim_ascii_end()
        .rsplit(|byte| *byte == b'\n')
        .next()
        .unwrap();
    let key = line.rsplit(|byte| *byte == b' ').next().unwrap();
    let raw = Zeroizing::new(BASE64_STANDARD.decode(key).unwrap());
    // Their second halves: the allocator writes over the beginning of what it gets back.
    [
        Wanted::of(&key[key.len() / 2..]),
        Wanted::of(&raw[raw.len() / 2..]),
    ]
}

/// How often each is in the memory that this program can write.
fn in_memory(wanted: &[Wanted; 2]) -> [usize; 2] {
    const PIECE: usize = 1 << 20;
    const OVERLAP: usize = 64;
    let memory = File::open("/proc/self/mem").unwrap();
    let mut found = [0; 2];
    let mut piece = vec![0; PIECE + OVERLAP];
    for region in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let mut fields = region.split_whitespace();
        let (range, rights) = (fields.next().unwrap(), fields.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let [mut at, to] = [from, to].map(|end| u64::from_str_radix(end, 16).unwrap());
        while at < to {
            let room = piece.len().min(usize::try_from(to - at).unwrap());
            let Ok(read) = memory.read_at(&mut piece[..room], at) else {
                break;
            };
            for (wanted, found) in wanted.iter().zip(&mut found) {
                *found += wanted.count(&piece[..read], PIECE);
            }
            piece.zeroize();
            piece.resize(PIECE + OVERLAP, 0);
            at += PIECE as u64;
        }
    }
    found
}

#[tokio::test]
async fn a_key_is_wiped_when_it_goes_and_its_text_as_soon_as_it_is_read() {
    let database = Database::sqlite();
    // What made the file is another keyring, and gone.
    drop(open(&database).await);
    let key = key_of(&key_path(&database));
    assert_eq!(in_memory(&key), [0, 0], "what made it is wiped");
    let keyring = Keyring::read(&key_path(&database)).unwrap();
    let [as_text, raw] = in_memory(&key);
    assert_eq!(as_text, 0, "the file's text is wiped");
    assert!(raw > 0, "it is found while it is there");
    let owner = Owner {
        id: &ReflectionId::random(),
        user: ANA,
        guild: HARBOUR,
    };
    let words = Words {
        prompt: "What helped?".into(),
        text: "the sea".into(),
    };
    let (key_id, sealing) = keyring.sealing();
    let sealed = seal::seal(&words, owner, key_id, sealing);
    assert_eq!(seal::open(&sealed, owner, sealing).unwrap(), words);
    drop(keyring);
    assert_eq!(in_memory(&key), [0, 0]);
}
