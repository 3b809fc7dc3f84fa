//! Discord's ids as newtypes, so that a channel is never taken for a server; and ours beside them.
//! Kept as BIGINT: a snowflake uses 63 bits, so the sign is free.

use std::{fmt, num::ParseIntError, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use super::own_id::{BadId, NoticeId, PostId, ReflectionId, ScheduleId, ShareId};

macro_rules! discord_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// The id with this value.
            #[must_use]
            pub const fn new(value: u64) -> Self {
                Self(value)
            }

            /// The bare number, as Discord's API has it.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// The number as the store keeps it.
            #[must_use]
            pub const fn to_db(self) -> i64 {
                self.0.cast_signed()
            }

            /// The id of a stored number.
            #[must_use]
            pub const fn from_db(value: i64) -> Self {
                Self(value.cast_unsigned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

discord_id! {
    /// A server.
    GuildId,
    /// A channel of a server, or a thread.
    ChannelId,
    /// A person or a bot.
    UserId,
    /// A message.
    MessageId,
    /// A role of a server.
    RoleId,
    /// A tag of a forum.
    TagId,
    /// An application: the bot as Discord registers it.
    ApplicationId,
}

/// Milliseconds from the Unix epoch to the first snowflake.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

impl MessageId {
    /// The smallest id that a message sent at this instant can have.
    #[must_use]
    pub fn first_at(at: DateTime<Utc>) -> Self {
        let since_epoch = u64::try_from(at.timestamp_millis() - DISCORD_EPOCH).unwrap_or(0);
        Self(since_epoch << 22)
    }

    /// When the message was sent: its id says so.
    ///
    /// # Panics
    ///
    /// Never: 42 bits of milliseconds are an instant.
    #[must_use]
    pub fn sent_at(self) -> DateTime<Utc> {
        let since_epoch = (self.0 >> 22).cast_signed();
        DateTime::from_timestamp_millis(since_epoch + DISCORD_EPOCH)
            .expect("42 bits of milliseconds are an instant")
    }
}
