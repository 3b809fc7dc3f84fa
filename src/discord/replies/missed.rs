//! What was missed while no gateway session told of it: replies to recent posts, and what became of the
//! replies that are kept. Read one request after the other, so that it holds up nobody.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serenity::all as serenity;
use tokio_util::sync::CancellationToken;

use super::{Heard, Replies, own};
use crate::{
    discord::{channel::code, rest::Written},
    posting::model::ChannelKind,
    store::ids::{GuildId, MessageId},
};

/// How long a post and a reply are recent.
const RECENT: TimeDelta = TimeDelta::weeks(2);

/// How far back a channel is read: in a busier one older messages are left.
const PAGES_OF_HISTORY: usize = 100;

/// How many rows are read at once.
const ROWS: u32 = 500;

/// Somewhere to read, back to this message.
struct Reach {
    guild: GuildId,
    channel: serenity::ChannelId,
    back_to: serenity::MessageId,
}

impl Replies {
    /// Reads what was missed at each new session, and answers what could not be answered, until it is told to stop.
    pub async fn run(&self, shutdown: CancellationToken) {
        let reading = async {
            loop {
                self.session.notified().await;
                let since = self.posting.clock.now() - RECENT;
                if let Err(error) = self.read_missed(since).await {
                    tracing::error!(
                        cause = format!("{error:#}"),
                        "missed replies could not be read"
                    );
                }
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = reading => {}
            () = self.answer_later(RECENT) => {}
        }
    }

    async fn read_missed(&self, since: DateTime<Utc>) -> anyhow::Result<()> {
        let mut seen = HashSet::new();
        for reach in self.reaches(since).await? {
            self.read(&reach, &mut seen).await?;
        }
        self.look_for_the_rest(since, &seen).await?;
        self.answer_the_rest(since).await?;
        tracing::debug!(replies = seen.len(), "read what was missed");
        Ok(())
    }

    /// Where recent posts are, each place once.
    async fn reaches(&self, since: DateTime<Utc>) -> anyhow::Result<Vec<Reach>> {
        let mut places = BTreeMap::new();
        let mut after = MessageId::first_at(since);
        loop {
            let posts = self.posting.store.asking_after(after, ROWS).await?;
            let Some(last) = posts.last() else {
                break;
            };
            after = last.message;
            for post in posts {
                // A forum's post is a thread, which has the id of its first message.
                let channel = match post.kind {
                    ChannelKind::Forum => post.message.get(),
                    _ => post.channel.get(),
                };
                // The oldest comes first.
                places
                    .entry((post.guild, channel))
                    .or_insert(post.message.get());
            }
        }
        let reach = |((guild, channel), back_to)| Reach {
            guild,
            channel: serenity::ChannelId::new(channel),
            back_to: serenity::MessageId::new(back_to),
        };
        Ok(places.into_iter().map(reach).collect())
    }

    /// Reads a channel, and the threads on its posts.
    async fn read(&self, reach: &Reach, seen: &mut HashSet<MessageId>) -> anyhow::Result<()> {
        let threads = self.read_channel(reach, seen).await?;
        for (post, channel) in threads {
            if self
                .posting
                .store
                .answerable(reach.guild, own(post))
                .await?
                .is_some()
            {
                let thread = Reach {
                    channel,
                    back_to: post,
                    ..*reach
                };
                self.read_channel(&thread, seen).await?;
            }
        }
        Ok(())
    }

    /// Reads one place back to where it is to be read, and says which threads were opened there. What
    /// can't be read is left: the log says so.
    async fn read_channel(
        &self,
        reach: &Reach,
        seen: &mut HashSet<MessageId>,
    ) -> anyhow::Result<Vec<(serenity::MessageId, serenity::ChannelId)>> {
        let mut threads = Vec::new();
        let mut before = None;
        for _ in 0..PAGES_OF_HISTORY {
            let Ok(page) = self.rest().written_before(reach.channel, before).await else {
                break;
            };
            let Some(oldest) = page.iter().map(|message| message.id).min() else {
                break;
            };
            for message in page.iter().filter(|message| message.id >= reach.back_to) {
                seen.extend(message.replied().map(|_| own(message.id)));
                threads.extend(message.thread().map(|thread| (message.id, thread)));
                self.consider_again(reach.guild, message).await;
            }
            if oldest <= reach.back_to {
                break;
            }
            before = Some(oldest);
        }
        Ok(threads)
    }

    /// Looks for the message of each recent reply that is kept and was not met yet.
    async fn look_for_the_rest(
        &self,
        since: DateTime<Utc>,
        seen: &HashSet<MessageId>,
    ) -> anyhow::Result<()> {
        let mut after = MessageId::first_at(since);
        // Refusals count against the bot: a place that refuses is not asked for each message.
        let mut closed = HashSet::new();
        loop {
            let replies = self.posting.store.replies_after(after, ROWS).await?;
            let Some(last) = replies.last() else {
                return Ok(());
            };
            after = last.message;
            for reply in replies.iter().filter(|one| !seen.contains(&one.message)) {
                if closed.contains(&reply.channel) {
                    continue;
                }
                let channel = serenity::ChannelId::new(reply.channel.get());
                let message = serenity::MessageId::new(reply.message.get());
                match self.rest().written(channel, message).await {
                    Ok(written) => {
                        self.follow(&written).await?;
                    }
                    Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => {
                        self.gone(&[message]).await?;
                    }
                    // Of anything else nobody knows what it says about the message.
                    Err(error) => {
                        if error.status().is_some() {
                            closed.insert(reply.channel);
                        }
                    }
                }
            }
        }
    }

    /// One that can't be followed keeps nobody from the others.
    async fn consider_again(&self, guild: GuildId, written: &Written) {
        if let Err(error) = self.consider(guild, written, Heard::Later).await {
            tracing::error!(
                cause = format!("{error:#}"),
                "a missed reply could not be kept"
            );
        }
    }
}
