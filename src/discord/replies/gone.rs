//! Messages and places that are gone in Discord: replies that are kept go, too, and shares stay down. While that fails, they are
//! remembered for another attempt: Discord does not say it twice.

use std::mem;

use serenity::all::{ChannelId, MessageId};

use super::{Replies, own};
use crate::store::ids::{self, GuildId};

/// How many are remembered. A database that is down for long is a greater trouble than the rest.
const REMEMBERED: usize = 10_000;

/// What is gone in Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// Messages.
    Messages(Vec<MessageId>),
    /// A channel or thread of a server, and all messages in it.
    Channel(GuildId, ChannelId),
}

impl Gone {
    /// One message.
    pub(super) fn message(message: MessageId) -> Self {
        Self::Messages(vec![message])
    }
}

impl Replies {
    /// Follows what is gone; later, if it can't be done now.
    pub(super) async fn forget(&self, gone: Gone) -> anyhow::Result<()> {
        let forgotten = self.try_to_forget(&gone).await;
        if forgotten.is_err() {
            let mut unforgotten = self.unforgotten();
            if unforgotten.len() < REMEMBERED {
                unforgotten.push(gone);
            }
        }
        forgotten
    }

    /// Tries again what failed before. Each is tried, whatever becomes of the others.
    pub(super) async fn forget_the_rest(&self) -> anyhow::Result<()> {
        let rest = mem::take(&mut *self.unforgotten());
        let mut ended = Ok(());
        for gone in rest {
            ended = self.forget(gone).await.and(ended);
        }
        ended
    }

    async fn try_to_forget(&self, gone: &Gone) -> anyhow::Result<()> {
        let shares = match gone {
            Gone::Messages(messages) => {
                let messages: Vec<_> = messages.iter().copied().map(own).collect();
                self.journal.delete_replies(&messages).await?;
                self.journal.shares_deleted(&messages).await?
            }
            Gone::Channel(guild, channel) => {
                let channel = ids::ChannelId::new(channel.get());
                self.journal.delete_replies_in(channel).await?;
                self.journal.shares_deleted_in(*guild, channel).await?
            }
        };
        if shares > 0 {
            // A notice about one of them is closed.
            self.posting.wake_telling();
        }
        Ok(())
    }
}
