//! The signs that answer replies. That a reply is kept is shown sooner or later: until it was, its row says
//! so.

use chrono::{DateTime, TimeDelta, Utc};
use serenity::all::{ChannelId, MessageId};

use super::{Gone, Heard, Replies, own};
use crate::{
    discord::{
        channel::code,
        rest::{RestError, Written},
        words::replies as sign,
    },
    store::ids,
};

/// How long after an answer that failed.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);

/// How many rows are read at once.
const ROWS: u32 = 500;

impl Replies {
    /// Answers what could not be answered before, again and again.
    pub(super) async fn answer_later(&self, recent: TimeDelta) {
        let clock = &self.posting.clock;
        loop {
            self.unanswered.notified().await;
            clock.sleep_until(clock.now() + AGAIN_AFTER).await;
            if let Err(error) = self.answer_the_rest(clock.now() - recent).await {
                tracing::error!(
                    cause = format!("{error:#}"),
                    "replies could not be answered"
                );
                self.unanswered.notify_one();
            }
        }
    }

    /// Answers the replies since then that are kept and were not answered yet.
    pub(super) async fn answer_the_rest(&self, since: DateTime<Utc>) -> anyhow::Result<()> {
        let mut after = ids::MessageId::first_at(since);
        let mut ended = Ok(());
        loop {
            let replies = self.posting.store.unmarked_after(after, ROWS).await?;
            let Some(last) = replies.last() else {
                return ended;
            };
            after = last.message;
            for reply in replies {
                let channel = ChannelId::new(reply.channel.get());
                let message = MessageId::new(reply.message.get());
                ended = self.answer(channel, message).await.and(ended);
            }
        }
    }

    /// Shows a reply's writer that it is kept, and notes that they were shown, unless it may do better later.
    pub(super) async fn answer(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> anyhow::Result<()> {
        match self.react(channel, message, sign::KEPT).await? {
            Err(error) if error.is_temporary() => self.unanswered.notify_one(),
            // Where the bot may not react nobody is shown.
            Ok(()) | Err(_) => self.journal.mark_reply(own(message)).await?,
        }
        Ok(())
    }

    /// Shows a message's writer why it is not kept.
    pub(super) async fn sign(&self, written: &Written, emoji: &str) -> anyhow::Result<()> {
        if written.bears(emoji) {
            return Ok(());
        }
        let reacted = self.react(written.channel_id, written.id, emoji).await?;
        // What failed is in the log.
        drop(reacted);
        Ok(())
    }

    /// Takes off what said that a reply was not kept, now that it is.
    pub(super) async fn take_signs_off(&self, written: &Written, heard: Heard) {
        let read;
        let written = match heard {
            Heard::AtOnce => return,
            // An event does not tell what a message bears.
            Heard::Edited => match self.rest().written(written.channel_id, written.id).await {
                Ok(message) => {
                    read = message;
                    &read
                }
                Err(_) => return,
            },
            Heard::Read => written,
        };
        for sign in sign::NOT_KEPT.iter().filter(|sign| written.bears(sign)) {
            let taken = self.rest().unreact(written.channel_id, written.id, sign);
            // What failed is in the log.
            drop(taken.await);
        }
    }

    /// Reacts to a message. One that is gone by then, or whose channel is, is deleted here, too: the event
    /// that said so may have come before it was kept.
    async fn react(
        &self,
        channel: ChannelId,
        message: MessageId,
        emoji: &str,
    ) -> anyhow::Result<Result<(), RestError>> {
        let reacted = self.rest().react(channel, message, emoji).await;
        if let Err(error) = &reacted
            && let Some(code::UNKNOWN_MESSAGE | code::UNKNOWN_CHANNEL) = error.code()
        {
            self.forget(Gone::message(message)).await?;
        }
        Ok(reacted)
    }
}
