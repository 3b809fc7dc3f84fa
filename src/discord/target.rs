//! Where a schedule is to post: what is there, and whether the moderator and the bot may both post
//! there in its manner. The bot lends nobody its powers.

use serenity::all::Permissions;

use super::{
    Bot, Error, Refusal,
    checking::untold,
    permissions::{Place, Server, Tag, names_in, needed, needed_of_member},
    words::{editing, schedules as words},
};
use crate::{
    posting::model::{ChannelKind, Manner, Schedule},
    store::ids::{ChannelId, GuildId, RoleId, TagId, UserId},
};

/// A channel that posts can go to, as it is now.
pub struct Target {
    server: Server,
    /// The channel.
    pub place: Place,
    /// What it is.
    pub kind: ChannelKind,
}

/// For whom the bot is to post.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// Somebody whose rights there Discord told with the channel that they picked.
    Holding(Permissions),
    /// Somebody whose rights there are to be found out.
    Member(UserId),
}

impl Target {
    /// Looks at a channel.
    ///
    /// # Errors
    ///
    /// If it is none that can be posted in, or Discord does not tell.
    pub async fn look(bot: &Bot, guild: GuildId, channel: ChannelId) -> Result<Self, Error> {
        let channels = &bot.posting.channel;
        let server = channels.server(guild).await.map_err(untold)?;
        let place = server.place(channels.rest(), channel).await;
        let place = place.map_err(untold)?;
        let place = place.ok_or_else(|| Refusal::new(editing::unseen(channel)))?;
        let kind = place
            .kind()
            .ok_or_else(|| Refusal::new(editing::NOT_A_PLACE))?;
        Ok(Self {
            server,
            place,
            kind,
        })
    }

    /// What the asker and the bot may both do there, if that is enough to post in this manner.
    ///
    /// # Errors
    ///
    /// Names what the asker lacks, or else what the bot lacks.
    pub async fn allows(
        &self,
        bot: &Bot,
        asker: Asker,
        manner: &Manner,
    ) -> Result<Permissions, Error> {
        let channel = self.place.channel();
        let mentionable = match manner.mention {
            Some(role) => self.is_mentionable(role)?,
            None => true,
        };
        // In a locked thread only those write on who may unlock it.
        let to_write = if self.place.locked() {
            Permissions::MANAGE_THREADS
        } else {
            Permissions::empty()
        };
        let of_asker = match asker {
            Asker::Holding(held) if held.administrator() => Permissions::all(),
            Asker::Holding(held) => held,
            Asker::Member(user) => {
                let held = bot.posting.channel.held_by(&self.place, user).await;
                held.map_err(untold)?
            }
        };
        let of_bot = self.server.held(&self.place);
        let below = if self.kind == ChannelKind::Thread {
            editing::AS_ITS_CHANNEL
        } else {
            ""
        };
        for (held, needed, lacks, below) in [
            (
                of_asker,
                needed_of_member(manner, mentionable),
                words::member_lacks as fn(ChannelId, &[&str]) -> String,
                "",
            ),
            (of_bot, needed(manner, mentionable), words::bot_lacks, below),
        ] {
            let lacking = (needed | to_write) - held;
            if lacking.is_empty() {
                continue;
            }
            let mut said = lacks(channel, &names_in(manner.kind, lacking));
            if let Some(role) = manner.mention.filter(|_| lacking.mention_everyone()) {
                said.push_str(&editing::or_mentionable(role));
            }
            if !(lacking & to_write).is_empty() {
                said.push_str(editing::OR_UNLOCK);
            }
            said.push_str(below);
            return Err(Refusal::new(said).into());
        }
        Ok(of_asker & of_bot)
    }

    /// How a schedule's posts are to be here. A forum's tags are its own, and one that is gone is borne
    /// no more; where a post can hold no thread, it gets none.
    #[must_use]
    pub fn manner(&self, read: &Schedule) -> Manner {
        let stays = read.channel == self.place.channel();
        let mut manner = Manner {
            kind: self.kind,
            ..read.manner.clone()
        };
        manner.tags.retain(|tag| stays && self.has_tag(*tag));
        manner.thread &= matches!(self.kind, ChannelKind::Text | ChannelKind::Announcement);
        manner
    }

    fn is_mentionable(&self, role: RoleId) -> Result<bool, Refusal> {
        let found = self.place.role(role);
        let found = found.ok_or_else(|| Refusal::new(editing::role_gone(role)))?;
        Ok(found.mentionable)
    }

    /// Whether posts there must bear a tag, and in this manner would bear none that there is.
    #[must_use]
    pub fn lacks_tag(&self, manner: &Manner) -> bool {
        let there = self.place.tags();
        let bears = there.iter().any(|tag| manner.tags.contains(&tag.id));
        self.kind == ChannelKind::Forum && self.place.requires_tag() && !bears
    }

    /// Whether the forum has this tag.
    #[must_use]
    pub fn has_tag(&self, tag: TagId) -> bool {
        self.place.tags().iter().any(|there| there.id == tag)
    }

    /// Whether posts in this manner would bear a tag that the forum has no longer.
    #[must_use]
    pub fn lost_tag(&self, manner: &Manner) -> bool {
        self.kind == ChannelKind::Forum && !manner.tags.iter().all(|tag| self.has_tag(*tag))
    }

    /// The tags to choose from by who holds this there, if one is lacking.
    ///
    /// # Errors
    ///
    /// If there is none to choose.
    pub fn wanted_tags(
        &self,
        manner: &Manner,
        held: Permissions,
    ) -> Result<Option<Vec<Tag>>, Refusal> {
        if self.lacks_tag(manner) {
            self.givable(held).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The tags that may be given by who holds this there.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn givable(&self, held: Permissions) -> Result<Vec<Tag>, Refusal> {
        let mut tags = self.place.tags();
        tags.retain(|tag| !tag.moderated || held.manage_threads());
        if tags.is_empty() {
            return Err(Refusal::new(editing::no_tag(self.place.channel())));
        }
        Ok(tags)
    }
}
