//! One look at a whole server, for whoever asks about many of its channels, or about one that the bot
//! may not be able to see.

use std::sync::Arc;

use serenity::all::{ChannelId, Permissions, RoleId, UserId};

use super::Place;
use crate::{
    discord::rest::{Channel, Guild, Rest, RestError},
    store::ids,
};

/// A server with its roles and channels, and the bot as a member of it.
#[derive(Clone, Debug)]
pub struct Server {
    guild: Arc<Guild>,
    channels: Vec<Channel>,
    bot: UserId,
    roles: Vec<RoleId>,
}

impl Server {
    /// Looks at a server: three requests, however many channels it has.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn look(rest: &Rest, bot: UserId, guild: ids::GuildId) -> Result<Self, RestError> {
        let guild = serenity::all::GuildId::new(guild.get());
        let (guild, channels, roles) = tokio::try_join!(
            rest.guild(guild),
            rest.channels(guild),
            rest.member_roles(guild, bot)
        )?;
        Ok(Self {
            guild: Arc::new(guild),
            channels,
            bot,
            roles,
        })
    }

    /// A channel of it, without asking anybody; a thread costs a request. `None` if it has no such
    /// channel, or it is a thread that the bot can't see.
    ///
    /// # Errors
    ///
    /// Discord can't be reached.
    pub async fn place(
        &self,
        rest: &Rest,
        channel: ids::ChannelId,
    ) -> Result<Option<Place>, RestError> {
        let id = ChannelId::new(channel.get());
        if let Some(channel) = self.channel(id) {
            return Ok(Some(self.with(channel.clone(), None)));
        }
        let thread = match rest.channel(id).await {
            Ok(thread) => thread,
            Err(error) if matches!(error.status(), Some(403 | 404)) => return Ok(None),
            Err(error) => return Err(error),
        };
        if thread.guild_id != Some(self.guild.id) {
            return Ok(None);
        }
        let parent = thread.thread_in().and_then(|parent| self.channel(parent));
        let parent = parent.cloned();
        Ok(Some(self.with(thread, parent)))
    }

    /// What the bot may do in a channel of this server.
    #[must_use]
    pub fn held(&self, place: &Place) -> Permissions {
        place.held_by(self.bot, &self.roles)
    }

    fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    fn with(&self, channel: Channel, parent: Option<Channel>) -> Place {
        Place::new(channel, Some(Arc::clone(&self.guild)), parent)
    }
}
