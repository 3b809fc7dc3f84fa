//! Words to sealed words and back: XChaCha20-Poly1305, a random nonce each.
//! What is sealed is bound to its row's ids, so that a row put in another's place does not open, and
//! is filled up to a multiple of 256 bytes, so that its length tells little of what was written.

use base64::{Engine, prelude::BASE64_STANDARD};
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use rand::{Rng, TryRng, rngs::SysRng};
use zeroize::Zeroizing;

use super::model::{KeyId, NONCE_LENGTH, ReflectionId, Sealed, Words};
use crate::store::ids::{GuildId, UserId};

/// The length of a key, in bytes.
const KEY_LENGTH: usize = 32;

/// Sealed bytes are a multiple of this many (and the tag's 16).
const FILL_TO: usize = 256;

/// What the cipher adds, in bytes.
const TAG_LENGTH: usize = 16;

/// JSON may end in spaces, so they fill up without a length of their own.
const FILLER: u8 = b' ';

/// What the check of a key seals: known text that opens under the right key alone.
const KNOWN_TEXT: &[u8] = b"sunflower";

/// A secret key, wiped when it goes. In a box: a key that is moved leaves no copy where it was.
#[derive(Clone)]
pub struct Key(Box<Zeroizing<[u8; KEY_LENGTH]>>);

impl Key {
    /// A new key from the system's randomness.
    ///
    /// # Errors
    ///
    /// When the system has none to give.
    pub fn random() -> std::io::Result<Self> {
        let mut key = Self::blank();
        SysRng
            .try_fill_bytes(key.0.as_mut_slice())
            .map_err(std::io::Error::other)?;
        Ok(key)
    }

    /// Reads a key of 32 bytes in base64.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64_STANDARD.decode(text).ok()?);
        let mut key = Self::blank();
        (bytes.len() == KEY_LENGTH).then(|| key.0.copy_from_slice(&bytes))?;
        Some(key)
    }

    /// Room for a key.
    fn blank() -> Self {
        Self(Box::new(Zeroizing::new([0; KEY_LENGTH])))
    }

    /// The key in base64, for the key file.
    #[must_use]
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64_STANDARD.encode(self.bytes()))
    }

    /// The key itself, for another construction than sealing.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new_from_slice(self.bytes()).expect("a key has 32 bytes")
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Whose words they are: what the sealed bytes are bound to, beside their key's id.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// The reflection.
    pub id: &'a ReflectionId,
    /// Its writer.
    pub user: UserId,
    /// The server it was written in.
    pub guild: GuildId,
}

impl Owner<'_> {
    fn bound_to(&self, key_id: &KeyId) -> Vec<u8> {
        fields(&[
            b"sunflower reflection v1",
            self.id.to_string().as_bytes(),
            &self.user.get().to_be_bytes(),
            &self.guild.get().to_be_bytes(),
            key_id.as_str().as_bytes(),
        ])
    }
}

/// Fields in a row, each behind its length, so that no two rows of fields look the same.
pub(super) fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

/// Sealed bytes that do not open: damaged, put in another's place, or under another key.
#[derive(Debug, thiserror::Error)]
#[error("the sealed words do not open")]
pub struct Unopened;

/// Seals words for their owner under a key.
///
/// # Panics
///
/// Never: the cipher takes 256 GiB at once.
#[must_use]
pub fn seal(words: &Words, owner: Owner<'_>, key_id: &KeyId, key: &Key) -> Sealed {
    let mut bytes = serde_json::to_vec(words).expect("two strings make JSON");
    bytes.resize(bytes.len().next_multiple_of(FILL_TO), FILLER);
    seal_bytes(bytes, &owner.bound_to(key_id), key_id, key)
}

/// Opens what [`seal`] made for the same owner under the same key.
///
/// # Errors
///
/// [`Unopened`] if it is damaged, another's, or under another key.
pub fn open(sealed: &Sealed, owner: Owner<'_>, key: &Key) -> Result<Words, Unopened> {
    let bytes = open_bytes(sealed, &owner.bound_to(&sealed.key_id), key)?;
    serde_json::from_slice(&bytes).map_err(|_| Unopened)
}

/// Seals what another key sealed for the same owner under this one. Its length stays.
///
/// # Errors
///
/// [`Unopened`] if it does not open under the old key.
pub fn reseal(
    sealed: &Sealed,
    owner: Owner<'_>,
    old: &Key,
    key_id: &KeyId,
    key: &Key,
) -> Result<Sealed, Unopened> {
    let bytes = open_bytes(sealed, &owner.bound_to(&sealed.key_id), old)?;
    let mut room = Vec::with_capacity(bytes.len() + TAG_LENGTH);
    room.extend_from_slice(&bytes);
    Ok(seal_bytes(room, &owner.bound_to(key_id), key_id, key))
}

/// Known text sealed under a key, by which the database knows the key again.
#[must_use]
pub fn check_of(key_id: &KeyId, key: &Key) -> Sealed {
    seal_bytes(KNOWN_TEXT.to_vec(), &check_bound_to(key_id), key_id, key)
}

/// Whether this is the key that made the check.
#[must_use]
pub fn is_key_of(check: &Sealed, key: &Key) -> bool {
    open_bytes(check, &check_bound_to(&check.key_id), key)
        .is_ok_and(|text| text.as_slice() == KNOWN_TEXT)
}

fn check_bound_to(key_id: &KeyId) -> Vec<u8> {
    fields(&[b"sunflower key check v1", key_id.as_str().as_bytes()])
}

pub(super) fn seal_bytes(mut bytes: Vec<u8>, bound_to: &[u8], key_id: &KeyId, key: &Key) -> Sealed {
    let mut nonce = [0; NONCE_LENGTH];
    rand::rng().fill_bytes(&mut nonce);
    key.cipher()
        .encrypt_in_place(&XNonce::from(nonce), bound_to, &mut bytes)
        .expect("a reflection is shorter than the cipher's limit");
    Sealed {
        key_id: key_id.clone(),
        nonce,
        ciphertext: bytes,
    }
}

pub(super) fn open_bytes(
    sealed: &Sealed,
    bound_to: &[u8],
    key: &Key,
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let mut bytes = sealed.ciphertext.clone();
    key.cipher()
        .decrypt_in_place(&XNonce::from(sealed.nonce), bound_to, &mut bytes)
        .map_err(|_| Unopened)?;
    Ok(Zeroizing::new(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key_id() -> KeyId {
        "first".parse().unwrap()
    }

    fn words(text: &str) -> Words {
        Words {
            prompt: "What helped?".into(),
            text: text.into(),
        }
    }

    #[test]
    fn sealed_words_open_for_no_other_member_server_reflection_or_key() {
        let (key, id, other_id) = (
            Key::random().unwrap(),
            ReflectionId::random(),
            ReflectionId::random(),
        );
        let owner = Owner {
            id: &id,
            user: UserId::new(1),
            guild: GuildId::new(2),
        };
        let sealed = seal(&words("the sea"), owner, &key_id(), &key);
        assert_eq!(open(&sealed, owner, &key).unwrap(), words("the sea"));

        let user = UserId::new(2);
        let guild = GuildId::new(1);
        let swapped = Owner {
            user,
            guild,
            ..owner
        };
        assert!(open(&sealed, Owner { user, ..owner }, &key).is_err());
        assert!(open(&sealed, Owner { guild, ..owner }, &key).is_err());
        assert!(open(&sealed, swapped, &key).is_err());
        let elsewhere = Owner {
            id: &other_id,
            ..owner
        };
        assert!(open(&sealed, elsewhere, &key).is_err());
        assert!(open(&sealed, owner, &Key::random().unwrap()).is_err());
        let mut renamed = sealed.clone();
        renamed.key_id = "second".parse().unwrap();
        assert!(open(&renamed, owner, &key).is_err());
    }

    #[test]
    fn texts_of_nearly_the_same_length_seal_to_the_same_length() {
        let key = Key::random().unwrap();
        let id = ReflectionId::random();
        let owner = Owner {
            id: &id,
            user: UserId::new(1),
            guild: GuildId::new(2),
        };
        let length = |text: &str| seal(&words(text), owner, &key_id(), &key).ciphertext.len();
        assert_eq!(length("no"), length("a somewhat longer answer"));
        assert_eq!(length("no") % FILL_TO, TAG_LENGTH, "256s, and the tag");
    }

    #[test]
    fn neither_keys_nor_sealed_words_show_in_debug() {
        let key = Key::random().unwrap();
        assert_eq!(format!("{key:?}"), "Key(..)");
        assert_eq!(format!("{:?}", words("the sea")), "Words(..)");
        let check = format!("{:?}", check_of(&key_id(), &key));
        assert_eq!(check, r#"Sealed { key_id: KeyId("first"), .. }"#);
    }

    proptest! {
        #[test]
        fn whatever_is_written_comes_back_unchanged(text in any::<String>(), prompt in any::<String>()) {
            let key = Key::random().unwrap();
            let id = ReflectionId::random();
            let owner = Owner { id: &id, user: UserId::new(7), guild: GuildId::new(9) };
            let words = Words { prompt, text };
            let sealed = seal(&words, owner, &key_id(), &key);
            let stored = Sealed::from_db(key_id(), &sealed.to_db()).unwrap();
            prop_assert_eq!(open(&stored, owner, &key).unwrap(), words);
        }

        #[test]
        fn a_changed_byte_anywhere_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let key = Key::random().unwrap();
            let id = ReflectionId::random();
            let owner = Owner { id: &id, user: UserId::new(7), guild: GuildId::new(9) };
            let mut sealed = seal(&words("the sea"), owner, &key_id(), &key);
            let at = at.index(sealed.ciphertext.len());
            sealed.ciphertext[at] ^= 1 << bit;
            prop_assert!(open(&sealed, owner, &key).is_err());
        }
    }
}
