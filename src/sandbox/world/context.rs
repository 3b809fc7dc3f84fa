//! Where an interaction comes from and through whose installation: servers, direct messages with the
//! bot, and what people have among themselves, where only an app of their own reaches.
//! interactions/receiving-and-responding, "Interaction Context Types" and "Authorizing Integration Owners
//! Object".

use serde::{Deserialize, Serialize};

use super::{Channel, ChannelKind, Command, Id, World};

/// A server.
pub const IN_SERVER: u64 = 0;
/// Direct messages with the bot.
pub const WITH_BOT: u64 = 1;
/// Direct messages with others, groups included.
pub const AMONG_PEOPLE: u64 = 2;

/// Comes with a server's installation.
const OF_SERVER: u64 = 0;
/// Comes with a person's own.
const OF_PERSON: u64 = 1;

/// Through whose installation an interaction came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    /// The server's; 0 in direct messages with the bot.
    pub server: Option<Id>,
    /// The person's own.
    pub person: Option<Id>,
}

impl Owners {
    /// Whether there is none: then nothing is there to be used.
    #[must_use]
    pub fn is_nobody(self) -> bool {
        self == Self::default()
    }
}

impl World {
    /// The kind of place that a channel is.
    #[must_use]
    pub fn context(&self, channel: Id) -> u64 {
        match self.channels.get(&channel) {
            Some(channel) if channel.guild.is_some() => IN_SERVER,
            Some(channel) if !channel.people.is_empty() => AMONG_PEOPLE,
            _ => WITH_BOT,
        }
    }

    /// The channel that these people have among themselves, without the bot; made if there is none yet.
    pub fn private_channel(&mut self, people: &[Id]) -> Id {
        let mut people = people.to_vec();
        people.sort_unstable();
        people.dedup();
        let theirs = |channel: &&Channel| channel.people == people;
        if let Some(there) = self.channels.values().find(theirs) {
            return there.id;
        }
        let id = self.next_id();
        let kind = if people.len() > 2 {
            ChannelKind::Group
        } else {
            ChannelKind::Direct
        };
        let mut channel = Channel::new(id, None, kind, "");
        channel.people = people;
        self.channels.insert(id, channel);
        id
    }

    /// Through whose installation `user` reaches the app in `channel`: any of its commands, or this one.
    #[must_use]
    pub fn owners(&self, user: Id, channel: Id, command: Option<&Command>) -> Owners {
        let comes_with = |installation| {
            command.is_none_or(|one| match one.guild {
                Some(_) => installation == OF_SERVER,
                None => one.comes_with(installation),
            })
        };
        let guild = self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild);
        let server = match (self.context(channel), guild) {
            (IN_SERVER, Some(guild)) => self.bot_is_in(guild).then_some(guild),
            (WITH_BOT, _) if self.shares_a_server(user) => Some(Id::default()),
            _ => None,
        };
        let installed = self.application.installed_by.contains(&user);
        Owners {
            server: server.filter(|_| comes_with(OF_SERVER)),
            person: (installed && comes_with(OF_PERSON)).then_some(user),
        }
    }

    /// The owners of what a message's interaction was, as far as the app is still installed.
    #[must_use]
    pub fn still_owners(&self, owners: Owners) -> Owners {
        let there = |id: &Id| *id == Id::default() || self.bot_is_in(*id);
        let installed = |id: &Id| self.application.installed_by.contains(id);
        Owners {
            server: owners.server.filter(there),
            person: owners.person.filter(installed),
        }
    }

    fn shares_a_server(&self, user: Id) -> bool {
        let mut guilds = self.guilds.values();
        guilds.any(|guild| {
            let members = &guild.members;
            members.contains_key(&self.bot()) && members.contains_key(&user)
        })
    }
}
