//! Whose a share is, sealed: the writer's id and the reflection's, bound to the share's own ids, so that
//! a row put in another's place does not open. All are of one length.

use super::{
    model::{KeyId, ReflectionId, Sealed, ShareId, StoredShare},
    seal::{Key, Unopened, fields, open_bytes, seal_bytes},
};
use crate::store::ids::{GuildId, PostId, UserId};

/// Bytes of a member's id.
const USER: usize = 8;

/// Whose a share is, and which reflection it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writer {
    pub user: UserId,
    pub reflection: ReflectionId,
}

/// The share that it is sealed for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of {
    pub share: ShareId,
    pub guild: GuildId,
    pub post: PostId,
}

impl Of {
    pub fn stored(share: &StoredShare) -> Self {
        Self {
            share: share.id,
            guild: share.guild,
            post: share.post,
        }
    }

    fn bound_to(self, key_id: &KeyId) -> Vec<u8> {
        fields(&[
            b"sunflower share v1",
            self.share.to_string().as_bytes(),
            &self.guild.get().to_be_bytes(),
            self.post.to_string().as_bytes(),
            key_id.as_str().as_bytes(),
        ])
    }
}

impl Writer {
    /// Seals it for a share under a key.
    pub fn seal(self, of: Of, key_id: &KeyId, key: &Key) -> Sealed {
        let mut bytes = self.user.get().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.reflection.to_string().as_bytes());
        seal_bytes(bytes, &of.bound_to(key_id), key_id, key)
    }

    /// Opens what [`Writer::seal`] made for the same share under the same key.
    pub fn open(sealed: &Sealed, of: Of, key: &Key) -> Result<Self, Unopened> {
        let bytes = open_bytes(sealed, &of.bound_to(&sealed.key_id), key)?;
        let (user, reflection) = bytes.split_first_chunk::<USER>().ok_or(Unopened)?;
        let reflection = std::str::from_utf8(reflection).map_err(|_| Unopened)?;
        Ok(Self {
            user: UserId::new(u64::from_be_bytes(*user)),
            reflection: reflection.parse().map_err(|_| Unopened)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::ids::ScheduleId;

    #[test]
    fn whose_a_share_is_opens_for_that_share_under_its_key_alone() {
        let (key, key_id) = (Key::random().unwrap(), "first".parse::<KeyId>().unwrap());
        let post = |at| PostId::of("AAECAwQFBgcICQoLDA0ODw".parse::<ScheduleId>().unwrap(), at);
        let of = Of {
            share: ShareId::random(),
            guild: GuildId::new(2),
            post: post(DateTime::UNIX_EPOCH),
        };
        let writer = |user| Writer {
            user: UserId::new(user),
            reflection: ReflectionId::random(),
        };
        let (short, long) = (writer(1), writer(u64::MAX));
        let sealed = short.seal(of, &key_id, &key);
        assert_eq!(Writer::open(&sealed, of, &key).unwrap(), short);
        let other = long.seal(of, &key_id, &key);
        assert_eq!(sealed.ciphertext.len(), other.ciphertext.len());

        let share = ShareId::random();
        let guild = GuildId::new(3);
        let elsewhere = post(DateTime::UNIX_EPOCH + chrono::TimeDelta::days(7));
        for swapped in [
            Of { share, ..of },
            Of { guild, ..of },
            Of {
                post: elsewhere,
                ..of
            },
        ] {
            assert!(Writer::open(&sealed, swapped, &key).is_err());
        }
        assert!(Writer::open(&sealed, of, &Key::random().unwrap()).is_err());
    }
}
