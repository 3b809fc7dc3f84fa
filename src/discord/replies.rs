//! Reflections that members give by replying to the week's post: kept, and answered by a sign, if their
//! writer has agreed; followed when the message is edited or deleted. Events may come in any order and
//! may be missed: what is done here can be done again, and `missed` does.

mod gone;
mod missed;
mod signs;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serenity::all as serenity;
use tokio::sync::Notify;

use self::gone::Gone;
use super::{
    channel::Channels,
    rest::{Rest, Written},
    words::replies as sign,
};
use crate::{
    posting::{Posting, model::ChannelKind},
    reflection::{
        Journal, KeepError, NewReflection,
        replies::{Followed, NewReply, Received},
    },
    store::{
        Answerable, Reply,
        ids::{ChannelId, GuildId, MessageId, UserId},
    },
};

/// Whoever hears replies.
pub struct Replies {
    journal: Arc<Journal>,
    posting: Arc<Posting<Channels>>,
    /// The bot's own account.
    me: serenity::UserId,
    /// A gateway session began: something may have been missed.
    session: Notify,
    /// Something that was told could not be followed.
    unfollowed: Notify,
    /// What is gone, of which something may still be kept.
    unforgotten: Mutex<Vec<Gone>>,
    /// A reply that is kept could not be answered yet.
    unanswered: Notify,
}

/// How a message came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// When it was written.
    AtOnce,
    /// When it was edited.
    Edited,
    /// When it was looked for.
    Read,
}

impl Replies {
    /// Whoever hears replies to the posts of `me`.
    #[must_use]
    pub fn new(
        journal: Arc<Journal>,
        posting: Arc<Posting<Channels>>,
        me: serenity::UserId,
    ) -> Self {
        Self {
            journal,
            posting,
            me,
            session: Notify::new(),
            unfollowed: Notify::new(),
            unforgotten: Mutex::default(),
            unanswered: Notify::new(),
        }
    }

    /// Takes in what the gateway tells of messages and of where they were.
    pub(super) async fn hear(&self, event: &serenity::FullEvent) {
        if let Err(error) = self.take_in(event).await {
            tracing::error!(
                cause = format!("{error:#}"),
                "a reply could not be followed"
            );
            self.unfollowed.notify_one();
        }
    }

    async fn take_in(&self, event: &serenity::FullEvent) -> anyhow::Result<()> {
        use serenity::FullEvent;
        match event {
            FullEvent::Ready { .. } => self.session.notify_one(),
            FullEvent::Message { new_message } if is_reply(Some(new_message.kind)) => {
                if let (Some(guild), Some(written)) =
                    (new_message.guild_id, Written::told(new_message))
                {
                    self.consider(here(guild), &written, Heard::AtOnce).await?;
                }
            }
            FullEvent::MessageUpdate { event, .. }
                if event.kind.is_none() || is_reply(event.kind) =>
            {
                match (event.guild_id, Written::told(event)) {
                    (Some(guild), Some(written)) if event.kind.is_some() => {
                        self.consider(here(guild), &written, Heard::Edited).await?;
                    }
                    // Discord may tell what changed alone.
                    (_, Some(written)) => self.follow(&written, Heard::Edited).await?,
                    _ => {}
                }
            }
            FullEvent::MessageDelete {
                deleted_message_id, ..
            } => {
                self.forget(Gone::message(*deleted_message_id)).await?;
            }
            FullEvent::MessageDeleteBulk {
                multiple_deleted_messages_ids,
                ..
            } => {
                let messages = multiple_deleted_messages_ids.clone();
                self.forget(Gone::Messages(messages)).await?;
            }
            FullEvent::ThreadDelete { thread, .. } => {
                self.forget(Gone::Channel(here(thread.guild_id), thread.id))
                    .await?;
            }
            FullEvent::ChannelDelete { channel, .. } => {
                self.forget(Gone::Channel(here(channel.guild_id), channel.id))
                    .await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps a message, if it is a reply to a post by somebody who agreed, or has what is kept of it follow.
    async fn consider(
        &self,
        guild: GuildId,
        written: &Written,
        heard: Heard,
    ) -> anyhow::Result<()> {
        let Some((author, to)) = written.replied() else {
            return Ok(());
        };
        if self.journal.reply(own(written.id)).await?.is_some() {
            return self.follow(written, heard).await;
        }
        let author = UserId::new(author.get());
        let Some(agreed) = self.journal.agreed(author, guild).await? else {
            return Ok(());
        };
        let written_at = own(written.id).sent_at();
        // What was written before its writer agreed is not theirs to have kept.
        if heard != Heard::AtOnce && written_at < agreed.at {
            return Ok(());
        }
        let Some(post) = self.answered(guild, to, written).await? else {
            return Ok(());
        };
        if written.text().is_empty() && written.pings(self.me) {
            // It can be read: a picture without words.
            return Ok(());
        }
        if !agreed.is_current {
            let message = own(written.id);
            let erased = self
                .journal
                .is_reply_erased(message, author, guild, written_at);
            if !sign::NOT_KEPT.iter().any(|sign| written.bears(sign)) && !erased.await? {
                self.sign(written, sign::CHANGED).await?;
            }
            return Ok(());
        }
        if written.text().is_empty() {
            return self.sign(written, sign::UNREAD).await;
        }
        // It stays what it was said to be, unless it changed.
        if written.bears(sign::TOO_MUCH) && written.edited_timestamp.is_none() {
            return Ok(());
        }
        let new = NewReply {
            reply: self.place(&post, written).await,
            written_at,
            edited_at: written.edited_timestamp,
            reflection: NewReflection {
                user: author,
                guild,
                post: Some(post.post),
                prompt: post.prompt,
                text: written.text().to_owned(),
            },
        };
        match self.journal.keep_reply(&new).await {
            Ok(Received::Kept) => {
                self.answer(written.channel_id, written.id).await?;
                self.take_signs_off(written, heard).await;
                Ok(())
            }
            // Kept this moment, perhaps as it was before this edit.
            Ok(Received::Known) => self.follow(written, heard).await,
            Err(KeepError::TooMany { .. } | KeepError::TooLong { .. }) => {
                self.sign(written, sign::TOO_MUCH).await
            }
            Ok(Received::Erased) | Err(KeepError::NoConsent | KeepError::Empty) => Ok(()),
            Err(KeepError::Failed(cause)) => Err(cause),
        }
    }

    /// Has what is kept follow its message. Without words nothing changes: they may only not be readable.
    async fn follow(&self, written: &Written, heard: Heard) -> anyhow::Result<()> {
        let Some(edited_at) = written.edited_timestamp else {
            return Ok(());
        };
        if written.text().is_empty() {
            return Ok(());
        }
        let (message, text) = (own(written.id), written.text());
        match self.journal.edit_reply(message, text, edited_at).await? {
            Followed::Edited => self.take_signs_off(written, heard).await,
            Followed::Unchanged => {}
            Followed::NotAgreed => self.sign(written, sign::CHANGED).await?,
        }
        Ok(())
    }

    /// The post that a message answers: the one that it replies to, or in whose thread it replies to a
    /// message of the bot's. Such a thread, and a forum's, has the id of the message that it began with.
    async fn answered(
        &self,
        guild: GuildId,
        to: serenity::MessageId,
        written: &Written,
    ) -> anyhow::Result<Option<Answerable>> {
        let store = &self.posting.store;
        if let Some(post) = store.answerable(guild, own(to)).await? {
            return Ok(Some(post));
        }
        if !written.replied_to(self.me) {
            return Ok(None);
        }
        let begun_with = MessageId::new(written.channel_id.get());
        Ok(store.answerable(guild, begun_with).await?)
    }

    /// Where a reply stands, and in what that is.
    async fn place(&self, post: &Answerable, written: &Written) -> Reply {
        let channel = ChannelId::new(written.channel_id.get());
        let parent = if channel != post.channel {
            Some(post.channel)
        } else if post.kind == ChannelKind::Thread {
            let thread = self.rest().channel(written.channel_id).await.ok();
            let parent = thread.and_then(|thread| thread.thread_in());
            parent.map(|parent| ChannelId::new(parent.get()))
        } else {
            None
        };
        Reply {
            message: own(written.id),
            channel,
            parent,
        }
    }

    fn rest(&self) -> &Rest {
        self.posting.channel.rest()
    }

    fn unforgotten(&self) -> MutexGuard<'_, Vec<Gone>> {
        self.unforgotten
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a message is a reply, as far as an event tells.
fn is_reply(kind: Option<serenity::MessageType>) -> bool {
    kind == Some(serenity::MessageType::InlineReply)
}

fn here(guild: serenity::GuildId) -> GuildId {
    GuildId::new(guild.get())
}

fn own(message: serenity::MessageId) -> MessageId {
    MessageId::new(message.get())
}
