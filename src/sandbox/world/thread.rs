//! Threads and forums: what a channel has besides, when it is a thread or holds nothing but threads.
//! <https://docs.discord.com/developers/topics/threads>

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Channel, ChannelKind, Id, Message, World, flag};

/// After how many minutes without activity a thread may be archived; Discord takes no others.
pub const AUTO_ARCHIVE_MINUTES: [u16; 4] = [60, 1440, 4320, 10_080];
/// What is taken where neither the request nor the channel says how long.
const A_DAY: u16 = 1440;

/// What makes a channel a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Thread {
    /// The channel it was started in.
    pub parent: Id,
    /// Who started it.
    pub owner: Id,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// Whether it was archived by hand.
    pub archived: bool,
    /// Whether only moderators may write in it and take it out of the archive.
    pub locked: bool,
    /// After how many quiet minutes it is archived.
    pub auto_archive_minutes: u16,
    /// When it was last archived, taken out of the archive, or else started.
    pub archive_changed_at: DateTime<Utc>,
    /// When something last happened in it.
    pub active_at: DateTime<Utc>,
    /// The forum's tags that it bears.
    pub applied_tags: Vec<Id>,
    /// How many messages are in it, the one it began with left out.
    pub message_count: u32,
    /// How many were ever written in it.
    pub total_message_sent: u32,
    /// Who has joined it, and when.
    pub members: BTreeMap<Id, DateTime<Utc>>,
    /// How many seconds people wait between two messages. Bots don't.
    pub rate_limit_per_user: u32,
}

/// What makes a channel a forum.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Forum {
    /// The tags that its posts may bear.
    pub tags: Vec<Tag>,
    /// Whether each post must bear one.
    pub requires_tag: bool,
}

/// A tag of a forum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tag {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether only moderators may give it.
    pub moderated: bool,
    /// The emoji before its name.
    pub emoji: Option<String>,
}

/// A thread that is about to be started.
#[derive(Clone, Debug)]
pub struct Start {
    /// Where.
    pub parent: Id,
    /// By whom.
    pub owner: Id,
    /// Public, private, or in an announcement channel.
    pub kind: ChannelKind,
    /// Its name.
    pub name: String,
    /// After how many quiet minutes it is archived, if it is not as its channel says.
    pub auto_archive_minutes: Option<u16>,
    /// The forum's tags that it bears.
    pub applied_tags: Vec<Id>,
    /// How many seconds people wait between two messages.
    pub rate_limit_per_user: u32,
}

impl Thread {
    /// Whether it is archived at `now`, by hand or because it was quiet for long.
    #[must_use]
    pub fn is_archived(&self, now: DateTime<Utc>) -> bool {
        self.archived || now >= self.falls_asleep_at()
    }

    /// When its being archived or not last changed.
    #[must_use]
    pub fn archive_timestamp(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        if !self.archived && self.is_archived(now) {
            self.falls_asleep_at()
        } else {
            self.archive_changed_at
        }
    }

    fn falls_asleep_at(&self) -> DateTime<Utc> {
        self.active_at + TimeDelta::minutes(i64::from(self.auto_archive_minutes))
    }
}

impl Channel {
    /// Whether it is a thread that is archived at `now`.
    #[must_use]
    pub fn is_archived(&self, now: DateTime<Utc>) -> bool {
        let thread = self.thread.as_ref();
        thread.is_some_and(|thread| thread.is_archived(now))
    }

    /// Since when it is archived, if it is a thread and that.
    #[must_use]
    pub fn archived_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let thread = self.thread.as_ref()?;
        thread
            .is_archived(now)
            .then(|| thread.archive_timestamp(now))
    }
}

impl World {
    /// Starts a thread. `id` is that of the message it starts from, in a forum the one it begins with.
    pub fn start_thread(&mut self, id: Id, start: Start) -> Channel {
        let parent = self.channels.get(&start.parent);
        let guild = parent.and_then(|parent| parent.guild);
        let default = parent.and_then(|parent| parent.default_auto_archive_minutes);
        let mut channel = Channel::new(id, guild, start.kind, &start.name);
        channel.thread = Some(Thread {
            parent: start.parent,
            owner: start.owner,
            created_at: self.clock,
            archived: false,
            locked: false,
            auto_archive_minutes: start.auto_archive_minutes.or(default).unwrap_or(A_DAY),
            archive_changed_at: self.clock,
            active_at: self.clock,
            applied_tags: start.applied_tags,
            message_count: 0,
            total_message_sent: 0,
            members: BTreeMap::from([(start.owner, self.clock)]),
            rate_limit_per_user: start.rate_limit_per_user,
        });
        self.channels.insert(id, channel.clone());
        let source = self.messages.get_mut(&start.parent);
        if let Some(source) = source.and_then(|messages| messages.get_mut(&id)) {
            source.flags |= flag::HAS_THREAD;
        }
        if let Some(parent) = self.channels.get_mut(&start.parent)
            && parent.forum.is_some()
        {
            parent.last_message = Some(id);
        }
        channel
    }

    /// The thread that was started from a message.
    #[must_use]
    pub fn thread_from(&self, channel: Id, message: Id) -> Option<&Channel> {
        let thread = self.channels.get(&message)?;
        (thread.thread.as_ref()?.parent == channel).then_some(thread)
    }

    /// The threads of a server that the bot sees, oldest first.
    #[must_use]
    pub fn visible_threads(&self, guild: Id) -> impl DoubleEndedIterator<Item = &Channel> {
        let threads = self.channels.values();
        let here = threads.filter(move |one| one.thread.is_some() && one.guild == Some(guild));
        here.filter(|one| self.bot_sees(one))
    }

    /// The threads in a channel.
    pub fn threads_in(&self, parent: Id) -> impl Iterator<Item = &Channel> {
        let inside =
            move |one: &&Channel| one.thread.as_ref().is_some_and(|it| it.parent == parent);
        self.channels.values().filter(inside)
    }

    /// Publishes a message to those who follow its channel.
    pub fn publish(&mut self, channel: Id, message: Id) -> Option<Message> {
        let now = self.clock;
        let message = self.messages.get_mut(&channel)?.get_mut(&message)?;
        message.flags |= flag::CROSSPOSTED;
        let message = message.clone();
        let published = &mut self.channels.get_mut(&channel)?.published_at;
        published.retain(|at| now - *at < TimeDelta::hours(1));
        published.push(now);
        Some(message)
    }

    /// Takes a thread out of the archive; says whether it was there.
    pub fn wake_thread(&mut self, thread: Id) -> bool {
        let now = self.clock;
        let thread = self.channels.get_mut(&thread);
        let Some(thread) = thread.and_then(|channel| channel.thread.as_mut()) else {
            return false;
        };
        let slept = thread.is_archived(now);
        if slept {
            thread.archived = false;
            thread.archive_changed_at = now;
            thread.active_at = now;
        }
        slept
    }

    /// Takes a channel away with its messages, and its threads with theirs. A server whose system channel
    /// it was has none any more.
    pub fn remove_channel(&mut self, id: Id) -> Option<Channel> {
        for guild in self.guilds.values_mut() {
            guild.system_channel = guild.system_channel.filter(|channel| *channel != id);
        }
        let threads: Vec<_> = self.threads_in(id).map(|thread| thread.id).collect();
        for gone in threads.into_iter().chain([id]) {
            let messages = self.messages.remove(&gone).unwrap_or_default();
            for file in messages.values().flat_map(|message| &message.attachments) {
                self.files.remove(&file.id);
            }
            self.nonces.remove(&gone);
            if gone != id {
                self.channels.remove(&gone);
            }
        }
        self.channels.remove(&id)
    }

    /// Counts a message that was written in a thread; its writer has joined it thereby.
    pub(super) fn count_in_thread(&mut self, channel: Id, message: Id, author: Id) {
        let now = self.clock;
        let thread = self.channels.get_mut(&channel);
        if let Some(thread) = thread.and_then(|channel| channel.thread.as_mut()) {
            // The first message of a forum's post bears the thread's id and is not counted.
            thread.message_count += u32::from(message != channel);
            thread.total_message_sent += u32::from(message != channel);
            thread.active_at = now;
            thread.members.entry(author).or_insert(now);
        }
    }

    /// Counts a message out that was deleted from a thread.
    pub(super) fn count_out_of_thread(&mut self, channel: Id, message: Id) {
        let thread = self.channels.get_mut(&channel);
        if let Some(thread) = thread.and_then(|channel| channel.thread.as_mut()) {
            let counted = u32::from(message != channel);
            thread.message_count = thread.message_count.saturating_sub(counted);
        }
    }
}
