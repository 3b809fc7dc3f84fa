//! Ids of ours: 16 bytes, written as 22 characters of base64url, so that they fit into a nonce and
//! into buttons.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::ids::MessageId;

/// A text that is no id of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: 22 characters of base64url")]
pub struct BadId;

macro_rules! own_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut text = [0; 22];
                let written = URL_SAFE_NO_PAD.encode_slice(self.0, &mut text);
                let text = written.ok().and_then(|_| std::str::from_utf8(&text).ok());
                f.pad(text.ok_or(fmt::Error)?)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let mut bytes = [0; 16];
                match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
                    Ok(16) => Ok(Self(bytes)),
                    _ => Err(BadId),
                }
            }
        }
    )+};
}

own_id! {
    /// A schedule's id.
    ScheduleId,
    /// A post's id: the nonce of its message, and in the custom_id of its buttons.
    PostId,
    /// A notice's id.
    NoticeId,
    /// A reflection's id: random, so that it tells nothing of its writer; a reply's follows from its message.
    ReflectionId,
    /// A share's id: the nonce of its message, and all that its button carries. Random, so that it tells
    /// nothing of its writer or their reflection.
    ShareId,
}

macro_rules! random {
    ($($name:ident),+) => {$(
        impl $name {
            /// A new id, unlike any other.
            #[must_use]
            pub fn random() -> Self {
                Self(rand::random())
            }
        }
    )+};
}

random!(ScheduleId, NoticeId, ReflectionId, ShareId);

impl ReflectionId {
    /// The id of the reflection that is this message: the same each time it is met, so that it is kept
    /// once, and is known on the list of erasures for ever.
    #[must_use]
    pub fn of_reply(message: MessageId) -> Self {
        let digest = Sha256::new()
            .chain_update(b"sunflower reply ")
            .chain_update(message.get().to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(bytes)
    }
}

impl PostId {
    /// The id of a schedule's post due at this time: the same after any restart or restore.
    #[must_use]
    pub fn of(schedule: ScheduleId, due_at: DateTime<Utc>) -> Self {
        let digest = Sha256::new()
            .chain_update(schedule.to_string())
            .chain_update(due_at.timestamp_millis().to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(bytes)
    }

    /// What every line of the log about this post is told in, so that it bears the id. At the level of
    /// an error: a warning bears it, too, where nothing below is logged.
    #[must_use]
    pub fn span(self) -> tracing::Span {
        tracing::error_span!("posting", post = %self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posts_id_follows_from_its_schedule_and_its_time_for_ever() {
        let schedule: ScheduleId = "AAECAwQFBgcICQoLDA0ODw".parse().expect("an id");
        let due_at = "2026-11-23T09:00:00Z".parse().expect("an instant");
        // If this changes, every post of the past becomes unknown.
        assert_eq!(
            PostId::of(schedule, due_at).to_string(),
            "wpCoKnkmJiDzu7itrzYuPw"
        );
    }

    #[test]
    fn a_replys_id_follows_from_its_message_for_ever() {
        let id = ReflectionId::of_reply(MessageId::new(1_500_000_000_000_000_001));
        // If this changes, what was deleted comes back as long as its message is there.
        assert_eq!(id.to_string(), "C9c0rPCY8N5gM64a-T2BxQ");
    }

    #[test]
    fn only_22_characters_of_base64url_are_an_id() {
        let id = ScheduleId::random();
        assert_eq!(id.to_string().len(), 22);
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in [
            "",
            "AAECAwQFBgcICQoLDA0OD",
            "AAECAwQFBgcICQoLDA0ODw=",
            "AAECAwQFBgcICQoLDA0O/w",
        ] {
            assert_eq!(bad.parse::<PostId>(), Err(BadId), "{bad}");
        }
    }
}
