//! What moderators do to channels, threads and forums: archive, lock, convert, untag, fill the server.

use crate::sandbox::{
    Sandbox,
    world::{Channel, ChannelKind, Forum, Id, Thread},
};

/// How many channels a server has at most, threads not counted. topics/opcodes-and-status-codes, 30013.
pub const MOST_CHANNELS: usize = 500;

/// What Discord would not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// 30013.
    #[error("maximum number of server channels reached ({MOST_CHANNELS})")]
    TooManyChannels,
    /// Only text and announcement channels can be turned into each other.
    #[error("only a text or an announcement channel can be made the other of the two")]
    NotConvertible,
}

impl Sandbox {
    /// A thread is archived, or taken out of the archive.
    pub fn archive_thread(&self, thread: Id, archived: bool) {
        self.change_thread(thread, |thread, now| {
            thread.archived = archived;
            thread.archive_changed_at = now;
            if !archived {
                thread.active_at = now;
            }
        });
    }

    /// A thread is locked, or unlocked.
    pub fn lock_thread(&self, thread: Id, locked: bool) {
        self.change_thread(thread, |thread, _| thread.locked = locked);
    }

    fn change_thread(
        &self,
        id: Id,
        change: impl FnOnce(&mut Thread, chrono::DateTime<chrono::Utc>),
    ) {
        self.core.change(|world| {
            let now = world.clock;
            let channel = world.channels.get_mut(&id);
            if let Some(thread) = channel.and_then(|channel| channel.thread.as_mut()) {
                change(thread, now);
            }
            if let Some(channel) = world.channels.get(&id) {
                self.core.hub.tell_thread_changed(world, channel);
            }
        });
    }

    /// From now on each post in a forum must bear a tag, or need not.
    pub fn require_tag(&self, forum: Id, required: bool) {
        self.change_channel(forum, |channel| {
            if let Some(forum) = &mut channel.forum {
                forum.requires_tag = required;
            }
        });
    }

    /// A tag is deleted from a forum, and so from its posts.
    pub fn remove_tag(&self, forum: Id, tag: Id) {
        self.core.change(|world| {
            for post in world.channels.values_mut() {
                if let Some(thread) = &mut post.thread
                    && thread.parent == forum
                {
                    thread.applied_tags.retain(|one| *one != tag);
                }
            }
        });
        self.change_channel(forum, |channel| {
            if let Some(Forum { tags, .. }) = &mut channel.forum {
                tags.retain(|one| one.id != tag);
            }
        });
    }

    /// A text channel is made an announcement channel, or the other way round. resources/channel, "Modify
    /// Channel": no other kinds can be converted.
    ///
    /// # Errors
    /// If the channel is, or is to be, of another kind.
    pub fn convert_channel(&self, channel: Id, kind: ChannelKind) -> Result<(), NotDone> {
        let both = [ChannelKind::Text, ChannelKind::Announcement];
        let is = self
            .core
            .read(|world| Some(world.channels.get(&channel)?.kind));
        if !both.contains(&kind) || !is.is_some_and(|is| both.contains(&is)) {
            return Err(NotDone::NotConvertible);
        }
        self.change_channel(channel, |channel| channel.kind = kind);
        Ok(())
    }

    fn change_channel(&self, id: Id, change: impl FnOnce(&mut Channel)) {
        self.core.change(|world| {
            if let Some(channel) = world.channels.get_mut(&id) {
                change(channel);
            }
            if let Some(channel) = world.channels.get(&id) {
                self.core.hub.tell_channel(world, channel, "CHANNEL_UPDATE");
            }
        });
    }

    /// Many text channels are added to a server: `room-1`, `room-2` and so on.
    ///
    /// # Errors
    /// If the server would have more than it may. Then none is added.
    pub fn add_channels(&self, guild: Id, count: usize) -> Result<Vec<Id>, NotDone> {
        self.core.change(|world| {
            let there = world.channels.values();
            let there = there.filter(|one| one.guild == Some(guild) && one.thread.is_none());
            if there.count() + count > MOST_CHANNELS {
                return Err(NotDone::TooManyChannels);
            }
            let added = (1..=count).map(|number| {
                let id = world.add_channel(guild, &format!("room-{number}"));
                if let Some(channel) = world.channels.get(&id) {
                    self.core.hub.tell_channel(world, channel, "CHANNEL_CREATE");
                }
                id
            });
            Ok(added.collect())
        })
    }

    /// Another channel is made the one where Discord writes who has joined, or none is.
    pub fn set_system_channel(&self, guild: Id, channel: Option<Id>) {
        self.core.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.system_channel = channel;
            }
            self.core.hub.tell_guild_changed(world, guild);
        });
    }
}
