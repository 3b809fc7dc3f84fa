//! What the made-up server has beside its first channels: one of each other kind, a thread, roles that
//! may and may not be mentioned, and a past.

use chrono::TimeDelta;

use super::{ChannelKind, Forum, Id, Permissions, Start, Tag, World};

/// How long the bot has been in the made-up server.
const LONG_AGO: TimeDelta = TimeDelta::days(400);
/// A week, in minutes.
const A_WEEK: u16 = 10_080;

impl World {
    /// Adds #news (announcements), the forums #weekly-garden (a post must bear a tag) and #open-garden,
    /// the thread "compost corner" in #general, #potting-shed for moderators and the bot, the roles
    /// "Early birds" (anyone may mention it) and "Gardeners" (not), and makes #general the system channel.
    pub(super) fn grow(&mut self, garden: Id, moderators: Id) {
        self.add_channel_of(garden, ChannelKind::Announcement, "news");
        let tags = [
            ("Affirmations", Some("🌻")),
            ("Practices", None),
            ("Questions", None),
            ("Garden notes", None),
        ];
        let weekly = self.add_forum(garden, "weekly-garden", &tags);
        self.require_tag(weekly, true);
        self.add_forum(garden, "open-garden", &[("Chat", None)]);

        let general = self.channel("general").map(|channel| channel.id);
        if let Some(general) = general {
            let maya = self.user("maya").map(|maya| maya.id).unwrap_or_default();
            self.add_thread(general, maya, "compost corner");
        }
        let shed = self.add_channel(garden, "potting-shed");
        self.overwrite(shed, garden, Permissions::NONE, Permissions::VIEW_CHANNEL);
        for role in [Some(moderators), self.bot_role(garden)]
            .into_iter()
            .flatten()
        {
            self.overwrite(shed, role, Permissions::VIEW_CHANNEL, Permissions::NONE);
        }

        let early_birds = self.add_role(garden, "Early birds", Permissions::NONE);
        self.add_role(garden, "Gardeners", Permissions::NONE);
        let bot = self.bot();
        let joined_at = self.clock - LONG_AGO;
        if let Some(garden) = self.guilds.get_mut(&garden) {
            garden.system_channel = general;
            if let Some(role) = garden.roles.get_mut(&early_birds) {
                role.mentionable = true;
            }
            if let Some(bot) = garden.members.get_mut(&bot) {
                bot.joined_at = joined_at;
            }
        }
    }

    fn bot_role(&self, guild: Id) -> Option<Id> {
        let roles = self.guilds.get(&guild)?.roles.values();
        let mut own = roles.filter(|role| role.managed_by == Some(self.bot()));
        own.next().map(|role| role.id)
    }

    /// Adds a forum with these tags, each perhaps with an emoji before it.
    pub fn add_forum(&mut self, guild: Id, name: &str, tags: &[(&str, Option<&str>)]) -> Id {
        let id = self.add_channel_of(guild, ChannelKind::Forum, name);
        let tags = tags.iter().map(|(name, emoji)| Tag {
            id: self.next_id(),
            name: (*name).to_owned(),
            moderated: false,
            emoji: emoji.map(str::to_owned),
        });
        let tags = tags.collect();
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.forum = Some(Forum {
                tags,
                requires_tag: false,
            });
        }
        id
    }

    /// Sets whether each post in a forum must bear a tag.
    pub fn require_tag(&mut self, forum: Id, required: bool) {
        let forum = self.channels.get_mut(&forum);
        if let Some(forum) = forum.and_then(|channel| channel.forum.as_mut()) {
            forum.requires_tag = required;
        }
    }

    /// Adds a thread that anyone can read who sees the channel. It sleeps after a week.
    pub fn add_thread(&mut self, parent: Id, owner: Id, name: &str) -> Id {
        let kind = match self.channels.get(&parent).map(|parent| parent.kind) {
            Some(ChannelKind::Announcement) => ChannelKind::AnnouncementThread,
            _ => ChannelKind::PublicThread,
        };
        self.add_thread_of(parent, owner, kind, name)
    }

    /// Adds a thread of any kind, which sleeps after a week.
    pub fn add_thread_of(&mut self, parent: Id, owner: Id, kind: ChannelKind, name: &str) -> Id {
        let id = self.next_id();
        let start = Start {
            parent,
            owner,
            kind,
            name: name.to_owned(),
            auto_archive_minutes: Some(A_WEEK),
            applied_tags: Vec::new(),
            rate_limit_per_user: 0,
        };
        self.start_thread(id, start).id
    }
}
