//! What was missed while no gateway session told of it: replies to recent posts, and what became of the
//! replies that are kept. Read one request after the other, so that it holds up nobody; and again, as far as
//! it could not be read.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serenity::all as serenity;
use tokio_util::sync::CancellationToken;

use super::{Gone, Heard, Replies, own};
use crate::{
    discord::{channel::code, rest::RestError},
    posting::model::ChannelKind,
    store::{
        Reply,
        ids::{ChannelId, GuildId, MessageId},
    },
};

/// How long a post and a reply are recent.
const RECENT: TimeDelta = TimeDelta::weeks(2);

/// How far back a channel is read: in a busier one older messages are left.
const PAGES_OF_HISTORY: usize = 100;

/// How many rows are read at once.
const ROWS: u32 = 500;

/// How long after a reading that was not through another one begins; twice as long each time.
const SHORTEST_BACK_OFF: TimeDelta = TimeDelta::minutes(1);
const LONGEST_BACK_OFF: TimeDelta = TimeDelta::hours(1);

/// So many requests that do better later are no chance: Discord is down.
const DOWN_AFTER: u32 = 5;

/// Somewhere to read, back to this message.
struct Reach {
    guild: GuildId,
    channel: serenity::ChannelId,
    back_to: serenity::MessageId,
}

/// Reading what was missed, in as many attempts as it takes.
#[derive(Default)]
struct Pass {
    /// Replies whose messages were met.
    met: HashSet<MessageId>,
    /// Places that refuse for good. Refusals count against the bot: they are not asked for each message.
    closed: HashSet<ChannelId>,
    /// What failed in this attempt and may do better in another.
    unavailable: u32,
    undone: u32,
}

impl Pass {
    fn is_through(&self) -> bool {
        self.unavailable + self.undone == 0
    }

    fn is_down(&self) -> bool {
        self.unavailable >= DOWN_AFTER
    }

    /// Discord did not answer as asked; the log says so already.
    fn met_refusal(&mut self, error: &RestError) {
        self.unavailable += u32::from(error.is_temporary());
    }

    /// One that can't be followed keeps nobody from the others.
    fn met_failure(&mut self, error: &anyhow::Error) {
        self.undone += 1;
        tracing::error!(
            cause = format!("{error:#}"),
            "a missed reply could not be followed"
        );
    }
}

impl Replies {
    /// Reads what was missed at each new session, and answers what could not be answered, until it is told to stop.
    pub async fn run(&self, shutdown: CancellationToken) {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.read_each_session() => {}
            () = self.answer_later(RECENT) => {}
        }
    }

    async fn read_each_session(&self) {
        let clock = &self.posting.clock;
        self.session.notified().await;
        let (mut pass, mut back_off) = (Pass::default(), SHORTEST_BACK_OFF);
        loop {
            if self.attempt(&mut pass).await {
                (pass, back_off) = (Pass::default(), SHORTEST_BACK_OFF);
                tokio::select! {
                    () = self.session.notified() => continue,
                    () = self.unfollowed.notified() => {}
                }
            }
            tokio::select! {
                () = self.session.notified() => {
                    (pass, back_off) = (Pass::default(), SHORTEST_BACK_OFF);
                }
                () = clock.sleep_until(clock.now() + back_off) => {
                    back_off = (back_off * 2).min(LONGEST_BACK_OFF);
                }
            }
        }
    }

    /// Reads what was missed and was not read yet. Whether it is through.
    async fn attempt(&self, pass: &mut Pass) -> bool {
        (pass.unavailable, pass.undone) = (0, 0);
        if let Err(error) = self.read_missed(pass).await {
            pass.met_failure(&error);
        }
        let through = pass.is_through();
        tracing::debug!(replies = pass.met.len(), through, "read what was missed");
        through
    }

    async fn read_missed(&self, pass: &mut Pass) -> anyhow::Result<()> {
        if let Err(error) = self.forget_the_rest().await {
            pass.met_failure(&error);
        }
        let since = self.posting.clock.now() - RECENT;
        for reach in self.reaches(since).await? {
            if let Err(error) = self.read(&reach, pass).await {
                pass.met_failure(&error);
            }
        }
        self.look_for_the_rest(since, pass).await?;
        self.answer_the_rest(since).await
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
    async fn read(&self, reach: &Reach, pass: &mut Pass) -> anyhow::Result<()> {
        let threads = self.read_channel(reach, pass).await;
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
                self.read_channel(&thread, pass).await;
            }
        }
        Ok(())
    }

    /// Reads one place back to where it is to be read, and says which threads were opened there.
    async fn read_channel(
        &self,
        reach: &Reach,
        pass: &mut Pass,
    ) -> Vec<(serenity::MessageId, serenity::ChannelId)> {
        let mut threads = Vec::new();
        let mut before = None;
        for _ in 0..PAGES_OF_HISTORY {
            if pass.is_down() {
                break;
            }
            let page = match self.rest().written_before(reach.channel, before).await {
                Ok(page) => page,
                Err(error) => {
                    pass.met_refusal(&error);
                    break;
                }
            };
            let Some(oldest) = page.iter().map(|message| message.id).min() else {
                break;
            };
            for message in page.iter().filter(|message| message.id >= reach.back_to) {
                threads.extend(message.thread().map(|thread| (message.id, thread)));
                if pass.met.contains(&own(message.id)) {
                    continue;
                }
                match self.consider(reach.guild, message, Heard::Read).await {
                    Ok(()) => pass.met.extend(message.replied().map(|_| own(message.id))),
                    Err(error) => pass.met_failure(&error),
                }
            }
            if oldest <= reach.back_to {
                break;
            }
            before = Some(oldest);
        }
        threads
    }

    /// Looks for the message of each recent reply that is kept and was not met yet.
    async fn look_for_the_rest(&self, since: DateTime<Utc>, pass: &mut Pass) -> anyhow::Result<()> {
        let mut after = MessageId::first_at(since);
        loop {
            let replies = self.posting.store.replies_after(after, ROWS).await?;
            let Some(last) = replies.last() else {
                return Ok(());
            };
            after = last.message;
            for reply in replies {
                if pass.is_down() {
                    return Ok(());
                }
                if pass.met.contains(&reply.message) || pass.closed.contains(&reply.channel) {
                    continue;
                }
                if let Err(error) = self.look_for(&reply, pass).await {
                    pass.met_failure(&error);
                }
            }
        }
    }

    async fn look_for(&self, reply: &Reply, pass: &mut Pass) -> anyhow::Result<()> {
        let channel = serenity::ChannelId::new(reply.channel.get());
        let message = serenity::MessageId::new(reply.message.get());
        match self.rest().written(channel, message).await {
            Ok(written) => self.follow(&written, Heard::Read).await?,
            Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => {
                self.forget(Gone::message(message)).await?;
            }
            // Of anything else nobody knows what it says about the message.
            Err(error) => {
                pass.met_refusal(&error);
                if is_for_good(&error) {
                    pass.closed.insert(reply.channel);
                }
                return Ok(());
            }
        }
        pass.met.insert(reply.message);
        Ok(())
    }
}

/// Whether a place refuses whatever is asked of it.
fn is_for_good(error: &RestError) -> bool {
    !error.is_temporary() && matches!(error.status(), Some(403 | 404))
}
